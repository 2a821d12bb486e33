"""Writing the register of boxes and duty lines: enter, correct, try a line, retire."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act
from domain.clock import local_day
from domain.errors import BadInput, SameIdOtherContent, StaleVersion
from domain.history import queries as corrections
from domain.history import services as history
from domain.history.rules import Fields, changes
from domain.mailboxes import rules
from domain.mailboxes.content import BoxContent, LineContent, box_content, line_content
from domain.mailboxes.models import DutyLine, Mailbox
from domain.mailboxes.openings import Acting
from domain.people.models import Officer
from domain.people.rules import Permission, require
from domain.text import clean

BOX, LINE = "mailbox_box", "duty_line"
"""What audit log and history call an entry of the register."""
Entry = Mailbox | DutyLine
E = TypeVar("E", Mailbox, DutyLine)


class _Told(Protocol):
    def fields(self) -> dict[str, Any]: ...


def kind_of(entry: Entry) -> str:
    """What audit log and history call this entry."""
    return BOX if isinstance(entry, Mailbox) else LINE


def said(entry: Entry) -> Fields:
    """What the register says of an entry now."""
    if isinstance(entry, Mailbox):
        return box_content(entry).fields()
    return line_content(entry).fields()


def first_said(db: Session, entry: Entry) -> Fields:
    """What was said of an entry when it was made, before any correction."""
    return {**said(entry), **corrections.values_at(db, kind_of(entry), entry.id, 1)}


def is_same(db: Session, entry: Entry, content: _Told) -> bool:
    """Whether the entry of that id is what was asked for when it was made."""
    first = first_said(db, entry)
    return not changes({n: v for n, v in first.items() if v is not None}, content.fields())


def hang(db: Session, *, acting: Acting, box_id: UUID, content: BoxContent) -> Mailbox:
    """Enter a new box. The same id with the same content gives the box that stands.

    Raises `BadInput` with the first thing that is wrong, `SameIdOtherContent` for other content.
    """
    require(acting.by, Permission.KEEP_REGISTERS)
    today = local_day(acting.now)
    _require_right(rules.problems_of_box(content, acting.choices, today=today))
    _one_after_the_other(db, acting)
    if already := db.get(Mailbox, box_id):
        return _require_same(db, already, content)
    box = Mailbox(id=box_id, author_id=acting.by.id, entered_at=acting.now, version=1)
    _write_box(box, content)
    db.add(box)
    db.flush()
    _audit(db, acting, Action.RECORD_CREATED, box)
    return box


def correct_box(
    db: Session, *, acting: Acting, box: Mailbox, version: int, content: BoxContent
) -> None:
    """Say anew what stands of a box. Raises `StaleVersion` unless `version` is its own."""
    rules.require_may_keep(acting.by, box)
    was, today = box_content(box), local_day(acting.now)
    _require_right(rules.problems_of_box(content, acting.choices, today=today, was=was))
    changed = _changed(box, version, was, content)
    if changed:
        _write_box(box, content)
        _note(db, acting, box, Action.RECORD_CORRECTED, changed)


def retire_box(db: Session, *, acting: Acting, box: Mailbox, reason: str) -> None:
    """Take a box down for a reason; it stays readable with its openings. Twice changes nothing."""
    stated = clean(reason)
    if box.retired_on is not None and box.retired_reason == stated:
        return
    rules.require_may_keep(acting.by, box)
    _require_right(rules.problems_of_retiring(reason))
    box.retired_on, box.retired_reason = local_day(acting.now), stated
    _note(db, acting, box, Action.REGISTER_RETIRED, {"retired": [None, stated]}, stated)


def add_line(db: Session, *, acting: Acting, line_id: UUID, content: LineContent) -> DutyLine:
    """Enter a line of the officer's own unit. The same id with the same content gives the line
    that stands. Raises `BadInput`, or `SameIdOtherContent` for other content."""
    require(acting.by, Permission.KEEP_REGISTERS)
    _require_right(rules.problems_of_line(content))
    _one_after_the_other(db, acting)
    if already := db.get(DutyLine, line_id):
        return _require_same(db, already, content)
    line = DutyLine(
        id=line_id, author_id=acting.by.id, entered_at=acting.now, version=1, place=acting.by.place
    )
    _write_line(line, content)
    db.add(line)
    db.flush()
    _audit(db, acting, Action.RECORD_CREATED, line)
    return line


def correct_line(
    db: Session, *, acting: Acting, line: DutyLine, version: int, content: LineContent
) -> None:
    """Say anew what stands of a line; another number has not been tried yet.

    Raises `StaleVersion` unless `version` is its own.
    """
    rules.require_may_keep(acting.by, line)
    _require_right(rules.problems_of_line(content))
    changed = _changed(line, version, line_content(line), content)
    if changed:
        _write_line(line, content)
        if "phone" in changed:
            line.checked_on = None
        _note(db, acting, line, Action.RECORD_CORRECTED, changed)


def say_tried(db: Session, *, acting: Acting, line: DutyLine, phone: str) -> None:
    """Somebody called the number that stood on the page today, and was answered.

    Raises `StaleVersion` when the line has another number by now.
    """
    rules.require_may_log(acting.by, line)
    if line.retired_on is not None:
        raise rules.LineRetired
    if phone != line.phone:
        raise StaleVersion
    today = local_day(acting.now)
    if line.checked_on != today:
        was, line.checked_on = line.checked_on, today
        changed = {"checked_on": [_iso(was), _iso(today)]}
        _note(db, acting, line, Action.LINE_TRIED, changed)


def retire_line(db: Session, *, acting: Acting, line: DutyLine) -> None:
    """Take a line out of the register's lines that answer. Twice changes nothing."""
    if line.retired_on is not None and rules.may_keep(acting.by, line):
        return
    rules.require_may_keep(acting.by, line)
    line.retired_on = local_day(acting.now)
    changed = {"retired": [None, _iso(line.retired_on)]}
    _note(db, acting, line, Action.REGISTER_RETIRED, changed)


def _one_after_the_other(db: Session, acting: Acting) -> None:
    """The same form sent twice at once is looked at once the first has been kept."""
    db.execute(select(Officer.id).where(Officer.id == acting.by.id).with_for_update(key_share=True))


def _require_right(problems: Iterable[BadInput]) -> None:
    for problem in problems:
        raise problem


def _require_same(db: Session, already: E, content: _Told) -> E:
    if not is_same(db, already, content):
        raise SameIdOtherContent
    return already


def _changed(entry: Entry, version: int, was: _Told, content: _Told) -> dict[str, Any]:
    changed = changes(was.fields(), content.fields())
    if changed and version != entry.version:
        raise StaleVersion
    return changed


def _write_box(box: Mailbox, content: BoxContent) -> None:
    box.place_id, box.spot = content.place_id, content.spot
    box.key_holders, box.opened_every = list(content.key_holders), content.opened_every
    box.hung_on = content.hung_on


def _write_line(line: DutyLine, content: LineContent) -> None:
    line.label, line.phone, line.hours = content.label, content.phone, content.hours


def _note(
    db: Session,
    acting: Acting,
    entry: Entry,
    action: Action,
    changed: Mapping[str, Any],
    reason: str = "",
) -> None:
    entry.version += 1
    history.record(
        db,
        kind=kind_of(entry),
        record_id=entry.id,
        version=entry.version,
        by=acting.by.id,
        now=acting.now,
        changes=dict(changed),
    )
    _audit(db, acting, action, entry, reason)
    db.flush()


def _audit(db: Session, acting: Acting, action: Action, entry: Entry, reason: str = "") -> None:
    act = Act(action=action, object_kind=kind_of(entry), object_id=str(entry.id), reason=reason)
    audit.record(db, acting.ring, at=acting.now, who=acting.who, act=act)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
