"""Why a photo or the photo folder says no, and the sentence a person reads about it."""

from enum import StrEnum

from domain.errors import NotFound, Refusal
from domain.sentence import Sentence
from domain.text import clean

LONGEST_NAME = 40
"""A longer file name is shortened in the middle, so that its ending stays readable."""


class PhotoProblem(StrEnum):
    """Why one photo could not be kept. The rest of what was sent is stored all the same."""

    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    TOO_MANY_PIXELS = "too_many_pixels"
    HEIC = "heic"
    AVIF = "avif"
    GIF = "gif"
    TIFF = "tiff"
    SVG = "svg"
    PDF = "pdf"
    VIDEO = "video"
    NOT_A_PHOTO = "not_a_photo"
    TRUNCATED = "truncated"
    DECODER_FAILED = "decoder_failed"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    TOO_MANY = "too_many"
    NO_ROOM = "no_room"
    STORE_DOWN = "store_down"


_SENTENCES = {
    PhotoProblem.EMPTY: Sentence(
        "%(name)s không có gì bên trong nên chưa giữ được. Chọn lại hình trong máy."
    ),
    PhotoProblem.TOO_HEAVY: Sentence(
        "%(name)s nặng quá 20 MB nên chưa giữ được. Chụp màn hình tấm đó rồi gửi bản chụp."
    ),
    PhotoProblem.TOO_MANY_PIXELS: Sentence(
        "%(name)s lớn quá nên chưa giữ được. Chụp màn hình tấm đó rồi gửi bản chụp."
    ),
    PhotoProblem.HEIC: Sentence(
        "%(name)s là kiểu HEIC nên chưa mở được. "
        "Trong cài đặt Camera của máy, chọn chụp kiểu JPG. Hoặc chụp màn hình rồi gửi bản chụp."
    ),
    PhotoProblem.AVIF: Sentence(
        "%(name)s là kiểu AVIF nên chưa mở được. Chụp màn hình tấm đó rồi gửi bản chụp."
    ),
    PhotoProblem.GIF: Sentence(
        "%(name)s là hình động GIF nên chưa giữ được. Chụp màn hình tấm đó rồi gửi bản chụp."
    ),
    PhotoProblem.TIFF: Sentence(
        "%(name)s là kiểu TIFF nên chưa mở được. Chụp màn hình tấm đó rồi gửi bản chụp."
    ),
    PhotoProblem.SVG: Sentence(
        "%(name)s là hình vẽ SVG nên chưa giữ được. Chụp màn hình tấm đó rồi gửi bản chụp."
    ),
    PhotoProblem.PDF: Sentence(
        "%(name)s là tệp PDF, ở đây chỉ nhận hình. Chụp màn hình trang cần gửi rồi gửi bản chụp."
    ),
    PhotoProblem.VIDEO: Sentence(
        "%(name)s là video, ở đây chỉ nhận hình. Chụp màn hình đoạn cần gửi rồi gửi bản chụp."
    ),
    PhotoProblem.NOT_A_PHOTO: Sentence(
        "%(name)s không phải là hình nên chưa giữ được. Chọn lại hình trong máy."
    ),
    PhotoProblem.TRUNCATED: Sentence(
        "%(name)s bị hỏng hoặc chép chưa trọn nên chưa giữ được. "
        "Mở thử trong máy, xem được thì gửi lại."
    ),
    PhotoProblem.DECODER_FAILED: Sentence(
        "%(name)s mở không được nên chưa giữ. Chụp màn hình tấm đó rồi gửi bản chụp."
    ),
    PhotoProblem.TIMED_OUT: Sentence(
        "%(name)s mở lâu quá nên chưa giữ được. Chụp màn hình tấm đó rồi gửi bản chụp."
    ),
    PhotoProblem.NO_ROOM: Sentence(
        "%(name)s chưa giữ được vì máy chủ hết chỗ cất hình. Hôm sau gửi lại giúp."
    ),
    PhotoProblem.STORE_DOWN: Sentence(
        "%(name)s chưa giữ được vì kho hình đang trục trặc. Ít phút nữa gửi lại hình này."
    ),
    PhotoProblem.TOO_MANY: Sentence(
        "%(name)s chưa giữ được vì gửi nhiều hình quá một lần. Gửi thêm sau giúp."
    ),
    PhotoProblem.BUSY: Sentence(
        "%(name)s chưa giữ kịp vì đang có nhiều hình gửi tới. Ít phút nữa gửi lại hình này."
    ),
}


def problem_sentence(problem: PhotoProblem, file_name: str) -> Sentence:
    """The Vietnamese sentences that name the photo, why it was left out and what to do instead.

    The name is a stranger's text: it is cleaned and shortened here, and escaped where it is shown.
    """
    name = shown_name(file_name)
    called = Sentence("Hình “%(name)s”", name=name) if name else Sentence("Hình vừa chọn")
    return Sentence(_SENTENCES[problem].template, name=called)


def shown_name(file_name: str) -> str:
    """The last part of a file's name, cleaned of control marks and at most 40 characters long."""
    last = clean(file_name.replace("\\", "/").rsplit("/", 1)[-1].replace("\n", " "))
    if len(last) <= LONGEST_NAME:
        return last
    return f"{last[: LONGEST_NAME - 13]}…{last[-12:]}"


class BrokenPhoto(Refusal):
    """One photo could not be made safe; `problem` says why."""

    def __init__(self, problem: PhotoProblem, file_name: str = "") -> None:
        super().__init__(problem_sentence(problem, file_name))
        self.problem = problem


class StorageUnavailable(Refusal):
    """The photo folder is missing, read-only or failing: nothing was stored."""

    sentence = Sentence("Chưa cất được hình vì kho hình đang trục trặc. Ít phút nữa gửi lại.")


class DiskFull(Refusal):
    """No room is left for photos: nothing was stored."""

    sentence = Sentence("Máy chủ hết chỗ cất hình nên chưa giữ được hình. Phần chữ vẫn gửi được.")


class MediaMissing(NotFound):
    """The store is there but holds nothing under this name."""

    sentence = Sentence("Không tìm thấy hình này.")
