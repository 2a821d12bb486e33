"""The columns that each list has beside code, names, validity and source, and what they take."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.dialled import Boxes, Dialled, digits, problems
from domain.errors import BadInput
from domain.reference.models import ListKey, ReferenceItem
from domain.sentence import Sentence


class Kind(StrEnum):
    """What a column takes; each is kept as text."""

    TEXT = "text"
    SENTENCE = "sentence"
    """Words that want a box of more than one line."""
    WHOLE = "whole"
    PHONE = "phone"
    DAY = "day"
    CHOICE = "choice"
    """One of the values that the list already has in this column."""
    CODES = "codes"
    """Codes of another list, the most important first, between semicolons."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list; `of` is the list that its codes come from."""

    name: str
    kind: Kind = Kind.TEXT
    of: ListKey | None = None


LONGEST = 600
LIMIT_UNITS = ("hours", "days", "working_days", "months")
"""What a limit of law may be counted in."""
CHECKED = (Column("checked_on", Kind.DAY), Column("checked_by"))
COLUMNS: dict[ListKey, tuple[Column, ...]] = {
    ListKey.SCAM_TYPES: (
        Column("handbook_no", Kind.WHOLE),
        Column("slug"),
        Column("sign_vi", Kind.SENTENCE),
        Column("advice_vi", Kind.SENTENCE),
        Column("sign_en", Kind.SENTENCE),
        Column("advice_en", Kind.SENTENCE),
        Column("typical_victims_vi", Kind.SENTENCE),
        Column("identifiers", Kind.CODES, ListKey.TIP_IDENTIFIERS),
        Column("victims_status", Kind.SENTENCE),
    ),
    ListKey.CRIME_TYPES: (
        Column("slug"),
        Column("legal_reference"),
        Column("legal_reference_status"),
    ),
    ListKey.TIP_CATEGORIES: (
        Column("picture", Kind.CHOICE),
        Column("guide", Kind.CHOICE),
        Column("scam_types", Kind.CODES, ListKey.SCAM_TYPES),
        Column("crime_types", Kind.CODES, ListKey.CRIME_TYPES),
    ),
    ListKey.TIP_IDENTIFIERS: (
        Column("format_note", Kind.SENTENCE),
        Column("personal_data", Kind.CHOICE),
    ),
    ListKey.OUTREACH_CHANNELS: (
        Column("short_vi"),
        Column("count_units", Kind.CODES, ListKey.COUNT_UNITS),
        Column("counted_units_vi", Kind.SENTENCE),
    ),
    ListKey.COUNT_UNITS: (Column("group", Kind.CHOICE),),
    ListKey.PARTNERS: (),
    ListKey.BANKS: (
        Column("short_name"),
        Column("napas_bin", Kind.WHOLE),
        Column("swift"),
        Column("vietqr_status", Kind.CHOICE),
        Column("hotline", Kind.PHONE),
        Column("hotline_display", Kind.CHOICE),
        Column("hotline_evidence", Kind.SENTENCE),
        *CHECKED,
        Column("note", Kind.SENTENCE),
    ),
    ListKey.HOTLINES: (Column("display", Kind.CHOICE), *CHECKED),
    ListKey.DEADLINES: (
        Column("trigger", Kind.SENTENCE),
        Column("value"),
        Column("unit", Kind.CHOICE),
        Column("legal_basis", Kind.SENTENCE),
    ),
    ListKey.INDICATORS: (
        Column("group", Kind.CHOICE),
        Column("value_type", Kind.CHOICE),
        Column("data_from", Kind.CHOICE),
    ),
    ListKey.STATE_SENTENCES: (Column("news_days", Kind.WHOLE),),
    ListKey.ANSWER_TEMPLATES: (
        Column("states"),
        Column("categories", Kind.CODES, ListKey.TIP_CATEGORIES),
    ),
    ListKey.FOLLOW_UP_QUESTIONS: (
        Column("choices", Kind.SENTENCE),
        Column("choices_en", Kind.SENTENCE),
        Column("categories", Kind.CODES, ListKey.TIP_CATEGORIES),
    ),
}


def codes_in(text: str) -> list[str]:
    """The codes of a `CODES` column, in order."""
    return [code for code in text.split(";") if code]


def call_of(key: ListKey, code: str, details: Mapping[str, str]) -> Dialled | None:
    """The number that a row offers for calling, with its check; None for other lists.

    Raises ValueError when the day of the check is not a date.
    """
    number = {ListKey.BANKS: details.get("hotline", ""), ListKey.HOTLINES: code}.get(key)
    if number is None:
        return None
    day = details.get("checked_on", "")
    return Dialled(
        number=number,
        on=date.fromisoformat(day) if day else None,
        by=details.get("checked_by", ""),
    )


def _cell_problem(column: Column, text: str, choices: Mapping[str, frozenset[str]]) -> str:
    """Why a cell cannot hold this text, as a sentence; empty when it can."""
    if len(text) > LONGEST:
        return Sentence("Ghi tối đa %(most)s chữ.", most=LONGEST)
    if not text:
        return ""
    if column.kind is Kind.WHOLE and not (text.isascii() and text.isdigit()):
        return Sentence("Ghi một số nguyên.")
    if column.kind is Kind.PHONE and not _is_phone(text):
        return Sentence("Số điện thoại chỉ gồm chữ số.")
    if column.kind is Kind.CHOICE and text not in choices[column.name]:
        return Sentence("Chọn một mục trong danh sách.")
    if column.kind is Kind.CODES and not set(codes_in(text)) <= choices[column.name]:
        return Sentence("Có mã không còn trong danh mục kia.")
    return ""


def _is_phone(text: str) -> bool:
    try:
        return digits(text) == text
    except ValueError:
        return False


def _problems_of_limit(details: Mapping[str, str]) -> Iterator[BadInput]:
    """A limit in hours, days or months is a number of them; a rule may be a day of the year."""
    value, unit = details.get("value", ""), details.get("unit", "").split(" ", 1)[0]
    if unit in LIMIT_UNITS and not re.fullmatch(r"[0-9]{1,3}", value):
        yield BadInput("value", "Ghi một số nguyên, từ 0 tới 999.")


def details_problems(
    key: ListKey,
    code: str,
    details: Mapping[str, str],
    *,
    before: ReferenceItem | None,
    choices: Mapping[str, frozenset[str]],
    today: date,
) -> Iterator[BadInput]:
    """What is wrong with the columns of a row, each with its box.

    `choices` holds what each `CHOICE` and `CODES` column may hold.
    """
    held = before.details if before is not None else {}
    for column in COLUMNS[key]:
        text = details.get(column.name, "")
        unchanged = text == held.get(column.name, "")
        if not unchanged and (sentence := _cell_problem(column, text, choices)):
            yield BadInput(column.name, sentence)
    if key is ListKey.DEADLINES:
        yield from _problems_of_limit(details)
    try:
        after = call_of(key, code, details)
    except ValueError:
        yield BadInput("checked_on", "Ngày này không có. Ghi như 05/6/2024.")
        return
    if after is None:
        return
    was = call_of(key, before.code, before.details) if before is not None else None
    boxes = Boxes(
        number="hotline" if key is ListKey.BANKS else "code", on="checked_on", by="checked_by"
    )
    none = Dialled(number="", on=None, by="")
    yield from problems(was or none, after, boxes=boxes, today=today)
