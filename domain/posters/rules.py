"""What may be done with a poster, and how what is told about it is written. Pure."""

from domain.errors import BadInput, Refusal
from domain.places.models import Level, Place
from domain.posters.models import Poster, PosterState
from domain.sentence import Sentence
from domain.text import clean

LONGEST_SPOT = 120
LONGEST_REASON = 400
MOST_IN_A_FILE = 60


class PosterEnded(Refusal):
    """A retired or revoked poster is neither printed nor changed."""

    sentence = Sentence("Bảng này không còn dùng nên không in, không sửa được nữa.")


class AlreadyReplaced(PosterEnded):
    """One poster is replaced by one other."""

    sentence = Sentence("Bảng này đã có bảng thay. Mở bảng mới để in hoặc thay tiếp.")


class SeriesBusy(Refusal):
    """Many issued in one series at the same instant, and this one never got its turn."""

    sentence = Sentence("Nhiều người đang cấp bảng cùng lúc. Bấm lại giúp.")


def spot(text: str) -> str:
    """Where a poster hangs, on one line. Raises `BadInput` when empty or too long."""
    line = " ".join(clean(text).split())
    if not line:
        raise BadInput("spot", "Ghi chỗ dán bảng, ví dụ: Nhà văn hóa.")
    if len(line) > LONGEST_SPOT:
        raise BadInput(
            "spot",
            Sentence("Dài quá %(most)s chữ cái nên in không vừa. Ghi gọn lại.", most=LONGEST_SPOT),
        )
    return line


def reason(text: str) -> str:
    """Why a poster ends. Raises `BadInput` when empty or too long."""
    told = clean(text)
    if not told:
        raise BadInput("reason", "Ghi lý do.")
    if len(told) > LONGEST_REASON:
        raise BadInput(
            "reason", Sentence("Dài quá %(most)s chữ cái. Ghi gọn lại.", most=LONGEST_REASON)
        )
    return told


def require_place_for_posters(place: Place) -> None:
    """Raise `BadInput` unless posters can speak for the place: a hamlet or a whole commune."""
    if place.level not in {Level.HAMLET, Level.COMMUNE}:
        raise BadInput("place", "Bảng cấp cho một nơi cụ thể, không cấp cho cả địa bàn lớn.")


def require_fits_a_file(count: int) -> None:
    """Raise `BadInput` for no poster at all, or for more than one file takes."""
    if count == 0:
        raise BadInput("code", "Chưa chọn bảng nào để in. Quay lại, chọn bảng rồi bấm in.")
    if count > MOST_IN_A_FILE:
        raise BadInput(
            "code", Sentence("Mỗi lần in tối đa %(most)s bảng. Chọn bớt lại.", most=MOST_IN_A_FILE)
        )


def require_live(poster: Poster) -> None:
    """Raise `PosterEnded` for a poster that no longer speaks for its place."""
    if poster.state != PosterState.LIVE:
        sentence = Sentence(
            "Bảng số %(serial)s không còn dùng nên không in, không sửa được nữa."
            " Cần thì cấp bảng mới thay.",
            serial=poster.printed_serial,
        )
        raise PosterEnded(sentence)
