"""Outreach and forums of the demo as rows, with what the feed shows of them."""

import hashlib
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from domain.demo.activity import Activity
from domain.demo.channels import HABITS
from domain.demo.district import Unit
from domain.demo.texts import DemoTexts, ForumOpinion, in_place
from domain.feed.services import Happening
from domain.forums import feed_entry as forum_feed
from domain.forums.models import AnsweredHow, Forum, Opinion, Outcome
from domain.outreach import feed_entry as outreach_feed
from domain.outreach.models import Outreach, OutreachCount
from domain.people.models import Officer, Role
from domain.places.models import Place

SCAMS = {
    "S14": 9,
    "S25": 8,
    "S12": 7,
    "S11": 5,
    "S13": 4,
    "S15": 3,
    "S07": 3,
    "S02": 2,
    "S17": 2,
    "S01": 1,
}
"""What officers warn about, and how often against the others."""
GUESTS_SHARE = 0.4
"""Of a unit's records are written by officers whom a guest can sign in as."""
CAMPAIGNS = (
    "Tháng cao điểm phòng, chống lừa đảo trên mạng",
    "Ngày hội Toàn dân bảo vệ an ninh Tổ quốc",
)


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """One record ready to be written: its row, the rows below it, its happening."""

    row: dict[str, Any]
    parts: list[dict[str, Any]]
    happening: Happening


def seeded_id(rng: Random, millis: int) -> UUID:
    """A version 7 id of the demo's own chance, so that the same seed makes the same district."""
    rand = rng.getrandbits(74)
    value = (millis << 80) | (0x7 << 76) | ((rand >> 62) << 64) | (0b10 << 62)
    return UUID(int=value | (rand & ((1 << 62) - 1)))


def _writer(rng: Random, unit: Unit) -> Officer:
    """Whoever signs in to look around finds records of their own."""
    guests = [one for one in unit.officers if one.password_hash and one.role is Role.OFFICER]
    return rng.choice(guests if guests and rng.random() < GUESTS_SHARE else unit.officers)


class FieldMaker:
    """Turns activities into records, always the same for the same seed."""

    def __init__(self, texts: DemoTexts, rng: Random, long_name: str) -> None:
        self._texts, self._rng, self._long_name = texts, rng, long_name

    def _common(self, activity: Activity, unit: Unit, spot: Place) -> dict[str, Any]:
        rng = self._rng
        millis = int(activity.recorded_at.timestamp() * 1000)
        row_id = seeded_id(rng, millis)
        return {
            "id": row_id,
            "place_id": spot.id,
            "held_on": activity.held_on,
            "started_at": activity.started_at.replace(second=0, microsecond=0),
            "author_id": _writer(rng, unit).id,
            "entered_at": activity.recorded_at,
            "fingerprint": hashlib.sha256(row_id.bytes).hexdigest(),
            "version": 1,
            "withdrawn_at": None,
            "withdrawn_reason": "",
        }

    def outreach(self, activity: Activity, unit: Unit, photos: list[UUID]) -> FieldRecord:
        """An outreach activity."""
        rng, texts = self._rng, self._texts
        spot = unit.spot(rng, whole_share=0.15)
        notes = texts.notes_for(activity.channel)
        venues = texts.venues_for(activity.channel)
        said = {"level": unit.place.level_label, "hamlet": spot.name}
        partners = list(HABITS[activity.channel].partners)
        row = self._common(activity, unit, spot) | {
            "channel": activity.channel,
            "venue": in_place(rng.choice(venues).name, **said) if venues else "",
            "campaign": rng.choice(CAMPAIGNS) if rng.random() < 0.2 else "",
            "notes": in_place(rng.choice(notes).text, **said)
            if notes and rng.random() < 0.6
            else "",
            "scam_types": sorted(
                set(rng.sample(list(SCAMS), rng.randint(1, 3), counts=list(SCAMS.values())))
            ),
            "partners": rng.sample(partners, min(len(partners), rng.randint(0, 2))),
            "latitude": None,
            "longitude": None,
            "sent_photos": [],
        }
        parts = [
            {
                "outreach_id": row["id"],
                "unit": unit_key,
                "value": value,
                "is_approximate": value >= 50 and rng.random() < 0.3,
                "position": position,
            }
            for position, (unit_key, value) in enumerate(activity.counts)
        ]
        record = Outreach(**row)
        record.place, record.author = spot, _author(unit, row["author_id"])
        record.counts = [OutreachCount(**part) for part in parts]
        told = outreach_feed.happening_of(record, commune=unit.place.full_name, photos=photos)
        return FieldRecord(row, parts, told)

    def forum(self, activity: Activity, unit: Unit, photos: list[UUID], today: date) -> FieldRecord:
        """A forum with its opinions."""
        rng, texts = self._rng, self._texts
        spot = unit.spot(rng, whole_share=0.05)
        counted = dict(activity.counts)
        said = {"level": unit.place.level_label, "hamlet": spot.name}
        venues = texts.venues_for("forum")
        row = self._common(activity, unit, spot) | {
            "venue": in_place(rng.choice(venues).name, **said) if venues else "",
            "attendance": counted.get("people"),
            "attendance_is_approximate": rng.random() < 0.25,
            "chair": unit.chief.name,
            "partners": ["front", "committee"] if rng.random() < 0.7 else ["front"],
            "contents": "Thông báo tình hình an ninh, trật tự; các chiêu lừa qua điện thoại, mạng.",
            "minutes": "",
            "notes": "",
        }
        chosen = rng.sample(texts.opinions, min(counted.get("opinions", 0), len(texts.opinions)))
        parts = [
            self._opinion(row, opinion, position, said, today)
            for position, opinion in enumerate(chosen, start=1)
        ]
        record = Forum(**{k: v for k, v in row.items() if k in Forum.__mapper__.columns})
        record.place, record.author = spot, _author(unit, row["author_id"])
        record.opinions = [Opinion(**part) for part in parts]
        told = forum_feed.happening_of(record, commune=unit.place.full_name, photos=photos)
        return FieldRecord(row, parts, told)

    def _opinion(
        self,
        row: dict[str, Any],
        opinion: ForumOpinion,
        position: int,
        said: dict[str, str],
        today: date,
    ) -> dict[str, Any]:
        rng = self._rng
        answer = rng.choice(opinion.answers) if opinion.answers else None
        outcome = answer.outcome if answer else Outcome.ANSWERED
        held: date = row["held_on"]
        later = outcome is not Outcome.ANSWERED
        due = date.fromordinal(held.toordinal() + rng.randint(7, 30)) if later else None
        kept = due is not None and due < today and rng.random() < 0.85
        return {
            "id": seeded_id(rng, int(row["entered_at"].timestamp() * 1000)),
            "forum_id": row["id"],
            "position": position,
            "kind": opinion.kind,
            "topic": opinion.topic,
            "gist": in_place(opinion.text, **said),
            "name": self._long_name if position == 1 and rng.random() < 0.05 else "",
            "outcome": outcome,
            "answer": in_place(answer.text, **said) if answer and (not later or kept) else "",
            "responsible": "",
            "owner_id": row["author_id"] if later else None,
            "due_on": due,
            "answered_on": due if kept else None,
            "answered_how": list(AnsweredHow)[position % 3] if kept else None,
        }


def _author(unit: Unit, officer_id: UUID) -> Officer:
    return next(officer for officer in unit.officers if officer.id == officer_id)
