"""Versions of the forms that wait in phones: which are taken, and the fields that each knows.

A form that was saved weeks ago was saved on the page of that day. Whoever changes the fields of a
form adds a version here, and keeps the one before until nobody can hold it any more.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.errors import Refusal
from domain.sentence import Sentence

TAKEN_FOR = timedelta(days=180)
"""How long a version is taken after another replaced it."""


class OtherVersion(Refusal):
    """No version that is taken: it is held for its author, who puts it right on today's page."""

    sentence = Sentence(
        "Phiếu này ghi trên bản cũ của trang nên chưa nhận được. Mở phiếu ra, coi lại rồi gửi."
    )


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a form: the names of its fields, and the day another replaced it, with what
    became of names and of codes in the next one. None: it went, and is kept as an unknown field."""

    known: re.Pattern[str]
    replaced_on: date | None = None
    next: str = ""
    renamed: Mapping[str, str | None] = field(default_factory=dict)
    became: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By name, as this version has it, and value."""

    def onward(self, fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """The fields as the next version has them."""
        there = [
            (self.renamed.get(name, name), self.became.get((name, value), value))
            for name, value in fields
        ]
        return [(name, value) for name, value in there if name is not None]

    def is_taken(self, now: datetime) -> bool:
        """Whether a form of this version can still be read as today's."""
        return self.replaced_on is None or now.date() - self.replaced_on <= TAKEN_FOR


_EVERYWHERE = "id|version|form_version|place|partners|notes|remove_photos"
_LOGGED = f"{_EVERYWHERE}|held_on|started_at|venue"
_TIP = (
    "source|category|story|happened_on|money_lost|money_sent_at|victim_bank|suspect_.+"
    "|transaction_id|contact|on_behalf|slip|letter_of|submission_id"
)
VERSIONS: dict[str, dict[str, Version]] = {
    "outreach": {
        "1": Version(
            re.compile(
                f"({_LOGGED}|channel|count_.+|approx_.+|scam_types|campaign|latitude|longitude)"
            )
        )
    },
    "forum": {
        "1": Version(
            re.compile(
                f"({_LOGGED}|known|attendance|attendance_approx|opinions|opinion-.+|chair|contents"
                "|minutes|live|mode)"
            )
        )
    },
    "tip": {"1": Version(re.compile(f"({_EVERYWHERE}|{_TIP})"))},
}


ADDRESSES = {"/outreach/new": "outreach", "/forums/new": "forum", "/tips/new": "tip"}


def form_at(path: str) -> str:
    """The form that is sent to an address; "" for no form that waits in phones."""
    return ADDRESSES.get(path.partition("?")[0], "")


_NEVER_CHANGED = {"1": Version(re.compile(".+"))}
"""A form that joins the outbox needs an entry above only when its fields change."""


def _of(form: str) -> dict[str, Version]:
    return VERSIONS.get(form, _NEVER_CHANGED)


def current(form: str) -> str:
    """The version that pages are drawn with today."""
    return next(name for name, version in _of(form).items() if version.replaced_on is None)


def address_of(form: str) -> str:
    """Where a form is sent; "" for no form that waits in phones."""
    return next((path for path, name in ADDRESSES.items() if name == form), "")


def require(form: str, version: str, now: datetime) -> None:
    """Raise `OtherVersion` unless a form of this version can be read."""
    found = _of(form).get(version)
    if found is None or not found.is_taken(now):
        raise OtherVersion


def as_newest(form: str, version: str, fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields of a version, as the form of today has them; as they are when none knows it."""
    there, at = list(fields), VERSIONS.get(form, {}).get(version)
    while at is not None and at.next:
        there, at = at.onward(there), VERSIONS[form].get(at.next)
    return there


def unknown(form: str, version: str, fields: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """The fields that no form here has any more, or ever had; they are kept, never dropped."""
    at = _of(form)[version]
    return [
        (name, value)
        for name, value in fields
        if value and (not at.known.fullmatch(name) or at.renamed.get(name, name) is None)
    ]
