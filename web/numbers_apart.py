"""Keeping the numbers of our own lists from linking tips, also when a list changes."""

from collections.abc import Callable, Iterable

from flask import current_app
from sqlalchemy.orm import Session

from domain.mailboxes import queries as mailboxes
from domain.tips import phones
from domain.tips.shared_numbers import hush, let_speak, shared_numbers, silenced
from domain.vault.keys import KeyRing
from web.context import ring, session
from web.extensions import db

_SEEN = "shared_numbers_seen"


def all_of_ours() -> frozenset[str]:
    """Normal forms of every number that our lists and mailboxes hold."""
    return shared_numbers(session()) | set(map(phones.normal, mailboxes.phones(session())))


def follow(numbers: frozenset[str]) -> None:
    """What came into a list since the last look links no more, what left one links again. Commits
    after each number. Changes from before this process began are left to `compare`."""
    seen = current_app.extensions.get(_SEEN, numbers)
    _each(hush, numbers - seen)
    _each(let_speak, seen - numbers)
    current_app.extensions[_SEEN] = numbers


def compare() -> int:
    """The same for everything that is kept; returns how many rows changed."""
    numbers = all_of_ours()
    gone = silenced(session(), ring()) - numbers
    return _each(hush, numbers) + _each(let_speak, gone)


def _each(change: Callable[[Session, KeyRing, list[str]], int], numbers: Iterable[str]) -> int:
    """A number at a time, or a long list would hold the database."""
    changed = 0
    for number in numbers:
        changed += change(session(), ring(), [number])
        db.session.commit()
    return changed
