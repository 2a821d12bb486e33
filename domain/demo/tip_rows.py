"""Tips of the demo as rows: sealed like real ones, in every state a tip can have."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from domain.clock import local_day
from domain.demo.district import Unit
from domain.demo.texts import DemoTexts, TipStory, in_place
from domain.demo.trace_rows import TraceMaker
from domain.feed.services import Happening
from domain.places.models import Place
from domain.tips import appearing, codes, messages, money, receiving, sealing
from domain.tips.fingerprints import Told
from domain.tips.messages import Question
from domain.tips.models import OPEN_STATES, EndCheck, Source, StepKind, TipOutcome, TipState
from domain.tips.receiving import NewTip
from domain.tips.times import half_of
from domain.vault.keys import KeyRing
from domain.vault.sealing import RecordKey, Where

SOURCES = (Source.POSTER,) * 14 + (Source.WEB,) * 2 + (
    Source.PHONE, Source.DESK, Source.MAILBOX, Source.OFFICER,
)  # fmt: skip
FRESH = timedelta(days=3)
"""Younger tips are new or being read; older ones mostly answered or closed."""
SLOW = timedelta(days=14)
"""Nothing older is still being read."""
_PACES = {
    TipState.HELD: timedelta(days=3),
    TipState.VERIFYING: timedelta(days=7),
    TipState.WAITING: timedelta(days=7),
}
"""After how many days news is promised; of the demo none is late by itself."""
_ASKED = {
    True: (
        "Có bị kêu cài ứng dụng nào không?",
        Question("app_installed", ("Có cài", "Không cài", "Không nhớ")),
    ),
    False: (
        "Chuyện đó nay còn không?",
        Question("still_going", ("Còn", "Hết rồi", "Không rõ")),
    ),
}
"""What a tip that waits for the person waits for: whether it is about a scam, and the question."""


@dataclass(frozen=True, slots=True)
class TipRecord:
    """One tip ready to be written."""

    row: dict[str, Any]
    identifiers: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    happening: Happening | None
    key: RecordKey


class TipMaker:
    """Turns instants into tips. Ids and keys are random as always; everything else is seeded."""

    def __init__(self, texts: DemoTexts, ring: KeyRing, rng: Random, now: datetime) -> None:
        self._texts, self._ring, self._rng, self._now = texts, ring, rng, now
        self._numbers: dict[UUID, int] = {}
        self.states: set[TipState] = set()
        """Those that a tip is in by now."""
        self._traces = TraceMaker()

    @property
    def numbers(self) -> dict[UUID, int]:
        """The last number given per unit."""
        return self._numbers

    def _id(self) -> UUID:
        return UUID(int=self._rng.getrandbits(128), version=4)

    def _told(self, story: TipStory, unit: Unit, root: Place | None, at: datetime) -> Told:
        rng = self._rng
        spot = unit.spot(rng, whole_share=0.1)
        lost = f"{story.loss // 1_000_000} triệu" if story.loss else ""
        body = sealing.TipBody(
            story=in_place(story.text, level=unit.place.level_label, hamlet=spot.name),
            happened_text="today",
            happened_on=local_day(at).isoformat(),
            money_text=lost,
            money_amount=story.loss,
        )
        return Told(
            unit_id=root.id if root else unit.place.id,
            place_id=spot.id,
            source=rng.choice(SOURCES),
            category=story.category,
            body=body,
            identifiers=self._traces.of(story.marks),
            contact="chị Mẫu, 0900 000 123" if rng.random() < 0.25 else "",
        )

    def make(
        self,
        unit: Unit,
        at: datetime,
        *,
        root: Place | None = None,
        state: TipState | None = None,
        urgent: bool | None = None,
        quarantine: str = "",
    ) -> TipRecord:
        """One tip of a unit; `root` is the parent it was sent to instead, if any."""
        stories = [t for t in self._texts.tips if t.is_urgent and t.loss] if urgent else None
        story = self._rng.choice(stories or self._texts.tips)
        told = self._told(story, unit, root, at)
        tip = NewTip(
            id=self._id(),
            key=RecordKey(self._rng.randbytes(32)),
            submission_id=self._id(),
            told=told,
            is_urgent=story.is_urgent if urgent is None else urgent,
            loss_band=money.band(story.loss),
            quarantine=quarantine,
            created_by=self._typist(told, unit),
        )
        row = receiving.row_of(self._ring, tip, day=local_day(at), half=half_of(at))
        row["number"] = self._numbers[told.unit_id] = self._numbers.get(told.unit_id, 0) + 1
        row["sealed_received"] = sealing.seal_received(tip.key, tip.id, at)
        seed = receiving.seed_of(tip.submission_id, row["fingerprint"])
        code = next(codes.candidates(self._ring, row["key_id"], seed))
        row["receipt_lookup"] = codes.lookup(self._ring, code, row["key_id"])
        steps, said = self._handling(row, tip, unit, at, state)
        return TipRecord(
            row=row,
            identifiers=receiving.identifier_rows(self._ring, tip),
            steps=steps,
            messages=said,
            happening=None if quarantine else self._happening(row, root or unit.place),
            key=tip.key,
        )

    def _typist(self, told: Told, unit: Unit) -> UUID | None:
        by_people = told.source in {Source.POSTER, Source.WEB}
        return None if by_people else self._rng.choice(unit.officers).id

    def _happening(self, row: dict[str, Any], unit: Place) -> Happening:
        return appearing.happening_of(appearing.facts_of(row, unit.full_name, unit.unit_title))

    def _chosen_state(self, at: datetime) -> TipState:
        if self._now - at < FRESH:
            return self._rng.choice((TipState.NEW, TipState.HELD, TipState.HELD))
        reading = 2 if self._now - at < SLOW else 0
        return self._rng.choices(
            (
                TipState.VERIFYING,
                TipState.WAITING,
                TipState.RESOLVED,
                TipState.NOT_ENOUGH,
                TipState.SPAM,
            ),
            weights=(reading, reading, 12, 3, 1),
        )[0]

    def _handling(
        self, row: dict[str, Any], tip: NewTip, unit: Unit, at: datetime, state: TipState | None
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What the unit did until now: the row's state, its steps, the messages."""
        rng = self._rng
        state = state or (TipState.NEW if tip.quarantine else self._chosen_state(at))
        opened = min(at + timedelta(minutes=rng.randint(4, 900)), self._now)
        row["state"] = state
        self.states.add(state)
        if state is TipState.NEW:
            return [], []
        officer = rng.choice(unit.officers)
        ended = min(opened + timedelta(hours=rng.randint(5, 200)), self._now)
        row |= {
            "opened_at": opened,
            "accepted_at": opened,
            "taken_by_id": officer.id,
            "version": 2,
        }
        steps = [
            self._step(tip, StepKind.OPENED, TipState.NEW, opened, officer.id),
            self._step(tip, StepKind.TAKEN, TipState.HELD, opened, officer.id),
        ]
        if state is TipState.RESOLVED:
            row["outcome"] = rng.choice(list(TipOutcome))
        if state not in OPEN_STATES:
            row |= {"closed_by_id": officer.id, "closed_on": local_day(ended)}
            row["end_check"] = (
                EndCheck.NOT_NEEDED if state is TipState.RESOLVED else EndCheck.CONFIRMED
            )
        if state is not TipState.HELD:
            steps.append(self._step(tip, StepKind.STATE, state, ended, officer.id))
        if state in _PACES:
            told = local_day(opened if state is TipState.HELD else ended) + _PACES[state]
            row["next_news_on"] = max(told, local_day(self._now) + timedelta(days=1))
        said = self._messages(tip, opened, ended, officer.id, state)
        row["has_new_message"] = bool(said) and not said[-1]["from_police"]
        return steps, said

    def _step(
        self, tip: NewTip, kind: StepKind, state: TipState, at: datetime, by: UUID
    ) -> dict[str, Any]:
        return {
            "id": self._id(),
            "tip_id": tip.id,
            "kind": kind,
            "state": state,
            "at": at,
            "by_id": by,
            "note_sealed": None,
        }

    def _messages(
        self, tip: NewTip, opened: datetime, ended: datetime, by: UUID, state: TipState
    ) -> list[dict[str, Any]]:
        rng = self._rng
        if state is TipState.WAITING:
            asked = _ASKED[tip.told.category != "other"]
            return [self._message(tip, 1, by, *asked, ended)]
        said: list[tuple[UUID | None, str, datetime]] = []
        exchanges = self._texts.exchanges_about(tip.told.category)
        if exchanges and rng.random() < 0.5:
            exchange = rng.choice(exchanges)
            said.append((by, exchange.question, opened))
            if exchange.answers and rng.random() < 0.7:
                answered = min(opened + timedelta(hours=rng.randint(1, 30)), self._now)
                said.append((None, rng.choice(exchange.answers), answered))
        if state is TipState.RESOLVED:
            said.append((by, rng.choice(self._texts.closings), ended))
        return [
            self._message(tip, n, author, text, None, at)
            for n, (author, text, at) in enumerate(said, start=1)
        ]

    def _message(
        self,
        tip: NewTip,
        position: int,
        by: UUID | None,
        text: str,
        question: Question | None,
        at: datetime,
    ) -> dict[str, Any]:
        row_id = self._id()
        plain = messages.body_of(text, at, question=question)
        return {
            "id": row_id,
            "tip_id": tip.id,
            "position": position,
            "from_police": by is not None,
            "author_id": by,
            "sealed_body": tip.key.seal(Where("tip_messages", "sealed_body", row_id), plain),
            "fingerprint": self._rng.randbytes(32),
        }
