"""The words of the demo: tips, talks, opinions, notes and officers, all plainly examples."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from domain.forums.models import OpinionKind, Outcome
from domain.people.models import Role

_FOLDER = Path(__file__).with_name("texts")


@dataclass(frozen=True, slots=True)
class Mark:
    """A suspect's trace: `kind` is a key of the list of tip identifiers."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class TipStory:
    """What a villager tells; `loss` is in đồng, none when nothing was lost or told."""

    category: str
    scam: str
    text: str
    loss: int | None
    marks: tuple[Mark, ...]
    is_about_officer: bool
    is_urgent: bool
    """The money left within the last hours."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question police ask under a tip and the answers people give; no category fits any tip."""

    about: tuple[str, ...]
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForumAnswer:
    """What police say to an opinion; a promised one is the later answer in writing."""

    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class ForumOpinion:
    """What somebody says at a forum, with the answers that fit it."""

    topic: str
    kind: OpinionKind
    text: str
    answers: tuple[ForumAnswer, ...]


@dataclass(frozen=True, slots=True)
class OutreachNote:
    """What an officer writes about an activity of one channel."""

    channel: str
    text: str


@dataclass(frozen=True, slots=True)
class Venue:
    """A spot and what takes place there: channel keys, and "forum"."""

    name: str
    suits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    """A made-up officer whose name says so."""

    role: Role
    rank: str
    name: str


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A made-up hamlet: screens add "(ví dụ)" to a place that is an example."""

    name: str
    label: str
    is_example: bool


@dataclass(frozen=True, slots=True)
class DemoTexts:
    """Everything the demo says, as loaded from the data files beside this module."""

    tips: tuple[TipStory, ...]
    exchanges: tuple[Exchange, ...]
    closings: tuple[str, ...]
    opinions: tuple[ForumOpinion, ...]
    notes: tuple[OutreachNote, ...]
    venues: tuple[Venue, ...]
    comments: Mapping[str, tuple[str, ...]]
    """What a supervisor says of an outreach activity or a forum."""
    send_backs: Mapping[str, tuple[str, ...]]
    corrections: tuple[str, ...]
    withdrawals: tuple[str, ...]
    officers: tuple[DemoOfficer, ...]
    long_name: str
    """A name of forty letters, for the layouts that must carry it."""

    def tips_in(self, category: str) -> tuple[TipStory, ...]:
        """The stories of one tip category."""
        return tuple(tip for tip in self.tips if tip.category == category)

    def exchanges_about(self, category: str) -> tuple[Exchange, ...]:
        """Questions that fit a tip of this category: the general ones and its own."""
        return tuple(e for e in self.exchanges if not e.about or category in e.about)

    def notes_for(self, channel: str) -> tuple[OutreachNote, ...]:
        """Notes of one outreach channel."""
        return tuple(note for note in self.notes if note.channel == channel)

    def venues_for(self, purpose: str) -> tuple[Venue, ...]:
        """Spots where a channel, or a "forum", takes place."""
        return tuple(venue for venue in self.venues if purpose in venue.suits)

    def officers_as(self, role: Role) -> tuple[DemoOfficer, ...]:
        """Officers of one role, in the order of the data file."""
        return tuple(officer for officer in self.officers if officer.role == role)


def _read(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def _tip(row: dict[str, Any]) -> TipStory:
    return TipStory(
        category=row["category"],
        scam=row["scam"],
        text=row["text"],
        loss=row.get("loss"),
        marks=tuple(Mark(kind, value) for kind, value in row.get("marks", {}).items()),
        is_about_officer=row.get("about_officer", False),
        is_urgent=row.get("just_lost", False),
    )


def _opinions(data: dict[str, Any]) -> tuple[ForumOpinion, ...]:
    answers = {
        key: ForumAnswer(Outcome(row["outcome"]), row["text"])
        for key, row in data["answers"].items()
    }
    return tuple(
        ForumOpinion(
            topic=data["topics"][row["topic"]],
            kind=OpinionKind(row["kind"]),
            text=row["text"],
            answers=tuple(answers[key] for key in row["answers"]),
        )
        for row in data["opinions"]
    )


@lru_cache(maxsize=1)
def load_texts() -> DemoTexts:
    """Every text of the demo, read once; KeyError or ValueError when a data file is wrong."""
    talks, outreach, review = _read("conversations"), _read("outreach"), _read("review")
    changes, people = _read("corrections"), _read("officers")
    return DemoTexts(
        tips=tuple(_tip(row) for row in _read("tips")),
        exchanges=tuple(
            Exchange(tuple(row["about"]), row["question"], tuple(row["answers"]))
            for row in talks["exchanges"]
        ),
        closings=tuple(talks["closings"]),
        opinions=_opinions(_read("opinions")),
        notes=tuple(OutreachNote(row["channel"], row["text"]) for row in outreach["notes"]),
        venues=tuple(Venue(row["name"], tuple(row["suits"])) for row in outreach["venues"]),
        comments={kind: tuple(said) for kind, said in review["comments"].items()},
        send_backs={kind: tuple(said) for kind, said in review["send_backs"].items()},
        corrections=tuple(changes["corrections"]),
        withdrawals=tuple(changes["withdrawals"]),
        officers=tuple(
            DemoOfficer(Role(row["role"]), row["rank"], row["name"]) for row in people["officers"]
        ),
        long_name=people["long_name"],
    )


def example_hamlets(level_label: str, known: Collection[str]) -> tuple[Hamlet, ...]:
    """Made-up hamlets that fill a commune up to six beside the `known` real ones.

    `level_label` is the commune's own ("xã", "phường"): towns and wards have khóm.
    """
    data = _read("hamlets")
    kind = data["urban" if level_label in data["urban_levels"] else "rural"]
    free = [name for name in kind["names"] if name not in known]
    missing = max(0, len(kind["names"]) - len(known))
    return tuple(Hamlet(name, kind["label"], kind["example"]) for name in free[:missing])


def in_place(text: str, *, level: str, hamlet: str) -> str:
    """Put the level's label ("xã") and a hamlet's name into a text that leaves room for them."""
    return text.replace("{level}", level).replace("{hamlet}", hamlet)
