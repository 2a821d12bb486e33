"""Notices to the person and the procuracy, in the layout of Decree 30/2020."""

from datetime import date, datetime

from domain.documents.letter import Letter
from domain.documents.nd30 import Letterhead
from domain.papers.models import PaperKind
from domain.papers.tags import DOTS, Tag, Values, shown

SUBJECTS = {
    PaperKind.NOTICE_OF_RECEIPT: "Về việc tiếp nhận",
    PaperKind.NOTICE_OF_RESULT: "Về kết quả giải quyết",
}
_GIST, _RESULT = "Nội dung tóm tắt:", "Kết quả giải quyết:"
_LINES = {_GIST: 3, _RESULT: 3}
"""Dotted lines for what is told at length; one for the rest."""
PERSON, PROCURACY = "Ông (bà)", "Viện kiểm sát nhân dân"


def notice(kind: PaperKind, values: Values, *, day: date, made_at: datetime) -> bytes:
    """A notice as a Word file. It says what the tip is about and never what was told in it."""
    about = f"{SUBJECTS[kind]} {values[Tag.LEGAL_KIND]}"
    letter = Letter(title=f"Thông báo {about[0].lower()}{about[1:]}", made_at=made_at)
    letter.letterhead(letterhead_of(values, day))
    letter.headline("Thông báo", about)
    letter.addressees([procuracy_of(values), f"{PERSON} {shown(values, Tag.REPORTER)}"])
    if basis := values.get(Tag.BASIS):
        letter.basis([f"Căn cứ {line}" for line in basis.splitlines()])
    for lead, text in _told(kind, values):
        if text:
            letter.text(text, lead=lead)
        else:
            letter.blank(lead, _LINES.get(lead, 1))
    letter.close(
        receivers=["Như trên;", f"Lưu: VT, {values[Tag.UNIT]}."],
        title=values.get(Tag.SIGNER_TITLE) or DOTS[:20],
        name=values.get(Tag.SIGNER, ""),
    )
    return letter.to_bytes()


def letterhead_of(values: Values, day: date) -> Letterhead:
    """What stands above a paper, as it stood when it was issued."""
    return Letterhead(
        superior=values.get(Tag.SUPERIOR, ""),
        issuer=values[Tag.UNIT],
        symbol=values[Tag.SYMBOL],
        locality=values[Tag.LOCALITY],
        day=day,
        number=int(values[Tag.NUMBER]),
    )


def procuracy_of(values: Values) -> str:
    """The procuracy that is told; which one it is, the deployment says."""
    return values.get(Tag.PROCURACY) or f"{PROCURACY} {DOTS}"


def _told(kind: PaperKind, values: Values) -> list[tuple[str, str]]:
    unit, legal = values[Tag.UNIT], values[Tag.LEGAL_KIND]
    received = (
        f"{unit} đã tiếp nhận {legal} số {values[Tag.TIP_NUMBER]} lúc {values[Tag.RECEIVED]}, "
        f"hình thức: {values[Tag.CAME_BY]}."
    )
    told = [
        ("", received),
        ("Người báo:", values.get(Tag.REPORTER, "")),
        ("Địa chỉ:", values.get(Tag.ADDRESS, "")),
        ("Về việc:", values[Tag.CATEGORY]),
    ]
    if kind is PaperKind.NOTICE_OF_RECEIPT:
        told.append((_GIST, values.get(Tag.GIST, "")))
    else:
        told.append((_RESULT, values.get(Tag.RESULT, "")))
    procuracy = values.get(Tag.PROCURACY) or PROCURACY
    closing = f"{unit} thông báo để {procuracy} và ông (bà) biết."
    return [*told, ("", closing)]
