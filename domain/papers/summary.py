"""What the app prints until a unit has uploaded its own form: a summary that says it is one."""

from datetime import datetime

from domain.documents.nd30 import Paper
from domain.papers.models import PaperKind
from domain.papers.tags import MEANINGS, Tag, Values

TITLES = {
    PaperKind.INTAKE_RECORD: "Bản tóm tắt để ghi biên bản",
    PaperKind.TRANSFER_SLIP: "Bản tóm tắt để ghi phiếu chuyển",
}
_FORMS = {
    PaperKind.INTAKE_RECORD: "Biên bản tiếp nhận nguồn tin về tội phạm (biểu mẫu 01)",
    PaperKind.TRANSFER_SLIP: "Phiếu chuyển nguồn tin về tội phạm (biểu mẫu 03)",
}
_SEVERAL = {Tag.STORY: 5, Tag.GIST: 3}
"""Dotted lines for what is told at length."""
_OF_PERSON = (Tag.REPORTER, Tag.BORN, Tag.ID_PAPER, Tag.ADDRESS, Tag.PHONE)
_OF_CASE = (
    Tag.TIP_NUMBER, Tag.LEGAL_KIND, Tag.RECEIVED, Tag.CAME_BY, Tag.CATEGORY, Tag.PLACE,
    Tag.HAPPENED, Tag.LOSS, Tag.TRACES,
)  # fmt: skip
_LINES: dict[PaperKind, tuple[Tag, ...]] = {
    PaperKind.INTAKE_RECORD: (*_OF_PERSON, *_OF_CASE, Tag.STORY, Tag.OFFICER),
    PaperKind.TRANSFER_SLIP: (
        Tag.TO, Tag.WHY, Tag.REPORTER, Tag.ADDRESS, *_OF_CASE, Tag.GIST, Tag.STORY, Tag.ENCLOSED,
        Tag.OFFICER, Tag.SIGNER_TITLE, Tag.SIGNER,
    ),
}  # fmt: skip


def summary(kind: PaperKind, values: Values, *, made_at: datetime) -> bytes:
    """Each field with its name, to be copied onto the official form by hand. It bears no
    letterhead: nobody should take it for the record itself."""
    paper = Paper(title=TITLES[kind], made_at=made_at, is_tight=True)
    paper.headline(TITLES[kind], f"{values[Tag.UNIT]}, {values[Tag.DAY]}")
    paper.text(f"Đây không phải là văn bản. Dùng để ghi {_FORMS[kind]} theo mẫu của Bộ Công an.")
    paper.text(f"{values[Tag.NUMBER]}/{values[Tag.SYMBOL]}", lead="Số dành cho văn bản đó:")
    for tag in _LINES[kind]:
        name = str(MEANINGS[tag])
        lead = f"{name[0].upper()}{name[1:]}:"
        if told := values.get(tag):
            paper.text(told, lead=lead)
        else:
            paper.blank(lead, _SEVERAL.get(tag, 1))
    return paper.to_bytes()
