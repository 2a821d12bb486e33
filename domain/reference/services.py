"""What an admin changes about the lists and settings. Rows are ended, never deleted."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.errors import BadInput
from domain.reference import settings
from domain.reference.columns import COLUMNS, Kind, codes_in, details_problems
from domain.reference.models import ListKey, ReferenceItem
from domain.reference.queries import all_items, is_in_force, labels
from domain.sentence import Sentence
from domain.vault.keys import KeyRing

CODE = re.compile(r"[A-Za-z0-9_]{1,30}")
LONGEST = {"name_vi": 400, "name_en": 400, "source": 600}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a row says: its names, its own columns as text, and where it is from."""

    name_vi: str
    name_en: str
    source: str
    details: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """A row that a list does not have yet."""

    code: str
    meaning: Meaning
    valid_from: date


def choices_of(db: Session, key: ListKey) -> dict[str, list[tuple[str, str]]]:
    """What each column of a list may hold, where that is limited: value and name, in order."""
    offered: dict[str, list[tuple[str, str]]] = {}
    rows = all_items(db, key)
    for column in COLUMNS[key]:
        if column.kind is Kind.CHOICE:
            values = {str(row.details.get(column.name, "")) for row in rows}
            offered[column.name] = [(value, value) for value in sorted(values)]
        if column.kind is Kind.CODES and column.of is not None:
            names = labels(db, column.of)
            held = [code for row in rows for code in codes_in(row.details.get(column.name, ""))]
            names |= {code: code for code in held if code not in names}
            offered[column.name] = list(names.items())
    return offered


def meaning_problems(
    db: Session,
    key: ListKey,
    code: str,
    meaning: Meaning,
    *,
    today: date,
    before: ReferenceItem | None = None,
) -> list[BadInput]:
    """What keeps a row from saying this, each with its box."""
    texts = {"name_vi": meaning.name_vi, "name_en": meaning.name_en, "source": meaning.source}
    needed = ["name_vi", *(["source"] if before is None or before.source else [])]
    found = [BadInput(box, "Ô này cần ghi.") for box in needed if not texts[box]]
    found += [
        BadInput(box, Sentence("Ghi tối đa %(most)s chữ.", most=LONGEST[box]))
        for box, text in texts.items()
        if len(text) > LONGEST[box]
    ]
    choices = {
        name: frozenset(value for value, _ in pairs) for name, pairs in choices_of(db, key).items()
    }
    found += details_problems(
        key, code, meaning.details, before=before, choices=choices, today=today
    )
    return found


def code_problems(db: Session, key: ListKey, code: str) -> list[BadInput]:
    """What keeps a code from being added to a list."""
    if not CODE.fullmatch(code) or (key is ListKey.HOTLINES and not code.isdigit()):
        if key is ListKey.HOTLINES:
            return [BadInput("code", "Mã gồm chữ số, tối đa 30 ký tự.")]
        return [BadInput("code", "Mã gồm chữ không dấu, số và gạch dưới, tối đa 30 ký tự.")]
    if any(row.code == code for row in all_items(db, key)):
        sentence = Sentence(
            "Mã này đã có. Muốn đổi nghĩa, mở dòng đó rồi chọn đổi nghĩa từ một ngày."
        )
        return [BadInput("code", sentence)]
    return []


def end_problems(db: Session, item: ReferenceItem, valid_to: date | None) -> list[BadInput]:
    """What keeps a row from having this last day (None: no end)."""
    if valid_to is not None and valid_to < item.valid_from:
        return [BadInput("valid_to", "Ngày hết hiệu lực không thể trước ngày bắt đầu.")]
    later = [
        row.valid_from
        for row in all_items(db, item.list_key)
        if row.code == item.code and row.valid_from > item.valid_from
    ]
    if later and (valid_to is None or valid_to >= min(later)):
        return [
            BadInput(
                "valid_to",
                Sentence("Mã này có nghĩa khác từ ngày %(day)s.", day=f"{min(later):%d/%m/%Y}"),
            )
        ]
    return []


def since_problems(db: Session, item: ReferenceItem, since: date | None) -> list[BadInput]:
    """What keeps a row from getting a new meaning from this day on."""
    if since is None:
        return [BadInput("since", "Ghi ngày bắt đầu nghĩa mới.")]
    if since <= item.valid_from:
        return [BadInput("since", "Ngày này phải sau ngày bắt đầu của nghĩa cũ.")]
    newer = select(ReferenceItem.id).where(
        ReferenceItem.list_key == item.list_key,
        ReferenceItem.code == item.code,
        ReferenceItem.valid_from > item.valid_from,
    )
    if db.scalars(newer).first() is not None:
        return [BadInput("since", "Dòng này đã có nghĩa mới hơn. Mở dòng mới nhất để sửa.")]
    return []


def add_item(
    db: Session, ring: KeyRing, *, key: ListKey, new: NewRow, who: Who, now: datetime
) -> ReferenceItem:
    """Add a row at the end of a list."""
    last = db.scalar(select(func.max(ReferenceItem.position)).where(ReferenceItem.list_key == key))
    item = ReferenceItem(
        id=uuid4(),
        list_key=key,
        code=new.code,
        position=(last if last is not None else -1) + 1,
        valid_from=new.valid_from,
        **_columns(new.meaning, who, now),
    )
    db.add(item)
    db.flush()
    _note(db, ring, item=item, reason="added", who=who, at=now)
    return item


def correct_item(
    db: Session,
    ring: KeyRing,
    *,
    item: ReferenceItem,
    meaning: Meaning,
    valid_to: date | None,
    who: Who,
    now: datetime,
) -> list[str]:
    """Save better words for the same meaning, or a last day; returns what changed."""
    texts = ("name_vi", "name_en", "source")
    changed = [box for box in texts if getattr(item, box) != getattr(meaning, box)]
    details = {**item.details, **meaning.details}
    changed += [name for name in meaning.details if item.details.get(name, "") != details[name]]
    changed += ["valid_to"] if item.valid_to != valid_to else []
    if changed:
        for column, value in _columns(meaning, who, now).items():
            setattr(item, column, value)
        item.details, item.valid_to = details, valid_to
        _note(db, ring, item=item, reason=f"corrected {', '.join(changed)}", who=who, at=now)
    return changed


def renew_item(
    db: Session,
    ring: KeyRing,
    *,
    item: ReferenceItem,
    meaning: Meaning,
    since: date,
    who: Who,
    now: datetime,
) -> ReferenceItem:
    """A new meaning for a code from a day on: the old row ends the day before and stays."""
    item.valid_to = since - timedelta(days=1)
    fresh = ReferenceItem(
        id=uuid4(),
        list_key=item.list_key,
        code=item.code,
        position=item.position,
        valid_from=since,
        **_columns(meaning, who, now),
    )
    fresh.details = {**item.details, **meaning.details}
    db.add(fresh)
    db.flush()
    _note(db, ring, item=fresh, reason=f"new meaning from {since}", who=who, at=now)
    return fresh


def move_item(
    db: Session, ring: KeyRing, *, item: ReferenceItem, to: int, on: date, who: Who, now: datetime
) -> None:
    """Put a row at the place `to` (from 1) among the rows in force on the day.

    Raises `BadInput` for a row that is not one of them.
    """
    if not is_in_force(item, on):
        raise BadInput("to", "Dòng này đang không có hiệu lực nên không có thứ tự.")
    rows = list(all_items(db, item.list_key))
    slots = [index for index, row in enumerate(rows) if is_in_force(row, on)]
    order = [rows[index] for index in slots if rows[index].id != item.id]
    order.insert(max(0, min(to - 1, len(order))), item)
    for index, row in zip(slots, order, strict=True):
        rows[index] = row
    for position, row in enumerate(rows):
        row.position = position
    _note(db, ring, item=item, reason=f"moved to {to}", who=who, at=now)


def _columns(meaning: Meaning, who: Who, now: datetime) -> dict[str, object]:
    return {
        "name_vi": meaning.name_vi,
        "name_en": meaning.name_en,
        "source": meaning.source,
        "details": dict(meaning.details),
        "changed_at": now,
        "changed_by": who.actor_id,
    }


def _note(
    db: Session, ring: KeyRing, *, item: ReferenceItem, reason: str, who: Who, at: datetime
) -> None:
    act = Act(
        action=Action.REFERENCE_CHANGED,
        object_kind="reference",
        object_id=str(item.id),
        reason=f"{item.list_key.value} {item.code}: {reason}"[:400],
    )
    record(db, ring, at=at, who=who, act=act)


def set_setting(
    db: Session, ring: KeyRing, *, key: str, text: str, who: Who, now: datetime
) -> object:
    """Check and keep a setting; returns its value. Raises `BadInput` with what it takes."""
    value = settings.store(db, key=key, text=text, by=who.actor_id, now=now)
    act = Act(action=Action.SETTING_CHANGED, object_kind="setting", object_id=key)
    record(db, ring, at=now, who=who, act=act)
    return value


def period_problems(start: date | None, end: date | None) -> list[BadInput]:
    """What keeps women, age and occupation from being asked for in this period."""
    if (start is None) != (end is None):
        box = "start" if start is None else "end"
        return [BadInput(box, "Ghi cả ngày đầu và ngày cuối, hoặc bỏ trống cả hai.")]
    if start is not None and end is not None and end < start:
        return [BadInput("end", "Ngày cuối không thể trước ngày đầu.")]
    return []


def set_period(
    db: Session,
    ring: KeyRing,
    *,
    start: date | None,
    end: date | None,
    who: Who,
    now: datetime,
) -> None:
    """Ask for women, age and occupation from one day to another, or not at all."""
    for key, day in (("demographics_from", start), ("demographics_to", end)):
        text = day.isoformat() if day else ""
        set_setting(db, ring, key=key, text=text, who=who, now=now)
