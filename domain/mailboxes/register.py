"""Writing the register of boxes and duty lines: enter, correct, try a line, retire."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import local_day
from domain.errors import BadInput, StaleVersion
from domain.history import registers
from domain.history.rules import Fields
from domain.mailboxes import rules
from domain.mailboxes.content import BoxContent, LineContent, box_content, line_content
from domain.mailboxes.models import DutyLine, Mailbox
from domain.mailboxes.openings import Acting
from domain.people.rules import Permission, require
from domain.text import clean

BOX, LINE = "mailbox_box", "duty_line"
"""What audit log and history call an entry of the register."""
Entry = Mailbox | DutyLine
E = TypeVar("E", Mailbox, DutyLine)


def kind_of(entry: Entry) -> str:
    """What audit log and history call this entry."""
    return BOX if isinstance(entry, Mailbox) else LINE


def said(entry: Entry) -> Fields:
    """What the register says of an entry now."""
    if isinstance(entry, Mailbox):
        return box_content(entry).fields()
    return line_content(entry).fields()


def is_same(db: Session, entry: Entry, content: registers.Told) -> bool:
    """Whether the entry of that id is what was asked for when it was made."""
    return registers.is_same(db, kind_of(entry), entry.id, said(entry), content)


def hang(db: Session, *, acting: Acting, box_id: UUID, content: BoxContent) -> Mailbox:
    """Enter a new box. The same id with the same content gives the box that stands.

    Raises `BadInput` with the first thing that is wrong, `SameIdOtherContent` for other content.
    """
    require(acting.by, Permission.KEEP_REGISTERS)
    today = local_day(acting.now)
    _require_right(rules.problems_of_box(content, acting.choices, today=today))
    registers.take_turns(db, acting)
    if already := db.get(Mailbox, box_id):
        return _require_same(db, already, content)
    box = Mailbox(id=box_id, author_id=acting.by.id, entered_at=acting.now, version=1)
    _write_box(box, content)
    db.add(box)
    db.flush()
    _log_entered(db, acting, box)
    return box


def correct_box(
    db: Session, *, acting: Acting, box: Mailbox, version: int, content: BoxContent
) -> None:
    """Say anew what stands of a box. Raises `StaleVersion` unless `version` is its own."""
    rules.require_may_keep(acting.by, box)
    was, today = box_content(box), local_day(acting.now)
    _require_right(rules.problems_of_box(content, acting.choices, today=today, was=was))
    changed = registers.correction(box, version, was, content)
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
    registers.take_turns(db, acting)
    if already := db.get(DutyLine, line_id):
        return _require_same(db, already, content)
    line = DutyLine(
        id=line_id, author_id=acting.by.id, entered_at=acting.now, version=1, place=acting.by.place
    )
    _write_line(line, content)
    db.add(line)
    db.flush()
    _log_entered(db, acting, line)
    return line


def correct_line(
    db: Session, *, acting: Acting, line: DutyLine, version: int, content: LineContent
) -> None:
    """Say anew what stands of a line; another number has not been tried yet.

    Raises `StaleVersion` unless `version` is its own.
    """
    rules.require_may_keep(acting.by, line)
    _require_right(rules.problems_of_line(content))
    changed = registers.correction(line, version, line_content(line), content)
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


def _require_right(problems: Iterable[BadInput]) -> None:
    for problem in problems:
        raise problem


def _require_same(db: Session, already: E, content: registers.Told) -> E:
    registers.require_same(db, kind_of(already), already.id, said(already), content)
    return already


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
    registers.note(
        db,
        entry,
        acting=acting,
        kind=kind_of(entry),
        action=action,
        changed=changed,
        reason=reason,
    )


def _log_entered(db: Session, acting: Acting, entry: Entry) -> None:
    action = Action.RECORD_CREATED
    registers.log_act(db, entry, acting=acting, kind=kind_of(entry), action=action)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
