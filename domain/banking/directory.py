"""Writing the directory of bank contacts: enter, correct, say that one was called, retire."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.banking import rules
from domain.banking.content import ContactContent, contact_content
from domain.banking.models import BankContact
from domain.clock import local_day
from domain.errors import BadInput, StaleVersion
from domain.history import registers
from domain.history.rules import changes
from domain.people.rules import Permission, require
from domain.tips.acting import Acting

KIND = "bank_contact"
"""What audit log and history call a contact."""


def is_same(db: Session, contact: BankContact, content: ContactContent) -> bool:
    """Whether the contact of that id is what was asked for when it was entered."""
    return registers.is_same(db, KIND, contact.id, contact_content(contact).fields(), content)


def enter(db: Session, *, acting: Acting, contact_id: UUID, content: ContactContent) -> BankContact:
    """Enter a contact of the officer's own place. The same id with the same content gives the
    contact that stands. Raises `BadInput`, or `SameIdOtherContent` for other content."""
    require(acting.by, Permission.KEEP_BANK_CONTACTS)
    _require_right(rules.problems_of_contact(content, today=local_day(acting.now)))
    registers.take_turns(db, acting)
    if already := db.get(BankContact, contact_id):
        registers.require_same(db, KIND, already.id, contact_content(already).fields(), content)
        return already
    contact = BankContact(
        id=contact_id,
        place=acting.by.place,
        author_id=acting.by.id,
        entered_at=acting.now,
        version=1,
    )
    _write(contact, content)
    db.add(contact)
    db.flush()
    registers.log_act(db, contact, acting=acting, kind=KIND, action=Action.RECORD_CREATED)
    return contact


def correct(
    db: Session, *, acting: Acting, contact: BankContact, version: int, content: ContactContent
) -> None:
    """Say anew what stands of a contact. Raises `StaleVersion` unless `version` is its own."""
    require(acting.by, Permission.KEEP_BANK_CONTACTS)
    rules.require_stands(contact)
    was, today = contact_content(contact), local_day(acting.now)
    _require_right(rules.problems_of_contact(content, today=today, was=was))
    changed = registers.correction(contact, version, was, content)
    if changed:
        _write(contact, content)
        _note(db, acting, contact, Action.RECORD_CORRECTED, changed)


def say_called(db: Session, *, acting: Acting, contact: BankContact, numbers: str) -> None:
    """The officer called the numbers that stood on the page today, and was answered.

    Raises `StaleVersion` when the contact has others by now.
    """
    require(acting.by, Permission.READ_TIPS)
    rules.require_stands(contact)
    was = contact_content(contact)
    if numbers != was.call.number:
        raise StaleVersion
    today, name = local_day(acting.now), acting.by.name
    if (contact.checked_on, contact.checked_by) != (today, name):
        contact.checked_on, contact.checked_by = today, name
        changed = changes(was.fields(), contact_content(contact).fields())
        _note(db, acting, contact, Action.LINE_TRIED, changed)


def retire(db: Session, *, acting: Acting, contact: BankContact) -> None:
    """Take a contact out of the directory. Twice changes nothing."""
    require(acting.by, Permission.KEEP_BANK_CONTACTS)
    if contact.retired_on is None:
        contact.retired_on = local_day(acting.now)
        changed = {"retired": [None, contact.retired_on.isoformat()]}
        _note(db, acting, contact, Action.REGISTER_RETIRED, changed)


def _require_right(problems: Iterable[BadInput]) -> None:
    for problem in problems:
        raise problem


def _write(contact: BankContact, content: ContactContent) -> None:
    contact.bank, contact.branch, contact.person = content.bank, content.branch, content.person
    contact.day_phone, contact.night_phone = content.day_phone, content.night_phone
    contact.note = content.note
    contact.checked_on, contact.checked_by = content.checked_on, content.checked_by


def _note(
    db: Session, acting: Acting, contact: BankContact, action: Action, changed: dict[str, Any]
) -> None:
    registers.note(db, contact, acting=acting, kind=KIND, action=action, changed=changed)
