"""Keeping the numbers of our own lists from linking tips, also when a list changes."""

from flask import current_app

from domain.mailboxes import queries as mailboxes
from domain.tips import phones
from domain.tips.shared_numbers import hush, let_speak, shared_numbers, silenced
from web.context import ring, session

_SEEN = "shared_numbers_seen"


def all_of_ours() -> frozenset[str]:
    """Normal forms of every number that our lists and mailboxes hold."""
    return shared_numbers(session()) | set(map(phones.normal, mailboxes.phones(session())))


def follow(numbers: frozenset[str]) -> None:
    """What came into a list since the last look links no more, what left one links again. Changes
    from before this process began are left to `compare`."""
    seen = current_app.extensions.get(_SEEN, numbers)
    hush(session(), ring(), numbers - seen)
    let_speak(session(), ring(), seen - numbers)
    current_app.extensions[_SEEN] = numbers


def compare() -> int:
    """The same for everything that is kept; returns how many rows changed."""
    numbers = all_of_ours()
    gone = silenced(session(), ring()) - numbers
    return hush(session(), ring(), numbers) + let_speak(session(), ring(), gone)
