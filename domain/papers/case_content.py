"""What stands in the file of a case: collected from its tips, as far as the officer has them open.

Who sent a tip stands nowhere in it, nor a time finer than the half-day. Of what people and
officers wrote only the stories go along: officers leave out of them whatever would tell, and say
so before the file is made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from domain.banking import calls
from domain.banking.models import CallResult
from domain.clock import LOCAL_TIME, local_day
from domain.papers import content
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.tips import case_queries, identifiers, queries, sealing, tracing
from domain.tips.acting import Acting
from domain.tips.case_models import TipCase
from domain.tips.models import HalfDay, Tip
from domain.tips.rules import number_label
from domain.tips.sealing import TipBody, WordsLost

UNVERIFIED = "chưa kiểm chứng"
SPOKEN = "đã nói chuyện với bị hại"
RESULTS = {
    CallResult.HELD: "giữ được",
    CallResult.TOO_LATE: "không kịp",
    CallResult.WANTS_PAPER: "chờ văn bản",
    CallResult.NO_ANSWER: "không ai nghe máy",
}
_HALVES = {HalfDay.MORNING: "sáng", HalfDay.AFTERNOON: "chiều"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One call to a bank, in words."""

    tip: str
    at: datetime
    by: str
    bank: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One tip of the file, in words."""

    tip_id: UUID
    number: str
    named: str
    """The number with its place: each unit has a series of its own."""
    unit: str
    day: date
    half: str
    """ "sáng" or "chiều", and nothing finer."""
    kind: str
    loss: str
    amount: int
    """In đồng; 0 where none was understood."""
    standing: str
    happened: str
    story: str
    traces: Sequence[tuple[str, str]]
    calls: Sequence[Called]
    state: str

    @property
    def received(self) -> str:
        """ "sáng 03/02/2026"."""
        return f"{self.half} {self.day:%d/%m/%Y}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Who hands the file to whom, under which number, and what comes with it."""

    superior: str
    unit: str
    symbol: str
    locality: str
    number: int
    made_at: datetime
    to_name: str
    officer: str
    signer_title: str
    left_out: int
    """Tips of the case that are not in the file."""
    pictures: Mapping[UUID, Sequence[str]]
    """By tip: the names of its pictures in the file."""

    @property
    def day(self) -> date:
        """The day it was made."""
        return local_day(self.made_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContent:
    """Everything that the file says."""

    label: str
    unit: str
    members: Sequence[Member]
    shared: Sequence[tuple[str, str, str]]
    """Kind, value, numbers of the tips that have it."""

    @property
    def verified(self) -> int:
        """Tips whose victim was spoken to."""
        return sum(1 for one in self.members if one.standing == SPOKEN)

    @property
    def amount(self) -> int:
        """What the tips say was lost, added up, in đồng."""
        return sum(one.amount for one in self.members)


def collect(
    db: Session,
    *,
    acting: Acting,
    case: TipCase,
    tips: Sequence[Tip],
    stories: Mapping[UUID, str],
) -> CaseContent:
    """Put together what the file says; the caller has seen to it that every tip lies open.

    `stories`: the words of each tip as the officer let them stand; a tip without any keeps none.
    A tip whose key was lost says in their place that they can no longer be read.
    """
    names = _Names(db)
    numbers = queries.numbers(db, acting.by, tips, acting.on)
    members: list[Member] = []
    holders: dict[bytes, tuple[tracing.Trace, list[str]]] = {}
    for tip in tips:
        key, number = sealing.key_unless_lost(acting.ring, tip), number_label(numbers[tip.id])
        traces = tracing.of_tip(db, key, tip) if key else ()
        for trace in traces:
            if identifiers.links(trace.tag):
                holders.setdefault(trace.tag, (trace, []))[1].append(_named(number, tip))
        body = sealing.read_body(key, tip) if key else TipBody()
        story = stories.get(tip.id, "") if key else str(WordsLost.sentence)
        members.append(_member(db, acting, tip, number, traces, body, story, names))
    return CaseContent(
        label=case_queries.label(case),
        unit=acting.by.place.unit_title,
        members=members,
        shared=[
            (names.kind(trace.kind), trace.value, ", ".join(dict.fromkeys(told)))
            for trace, told in holders.values()
            if len(set(told)) > 1
        ],
    )


class _Names:
    """Codes in words; a file is Vietnamese whatever the page's language."""

    def __init__(self, db: Session) -> None:
        self._kinds = reference.labels(db, ListKey.TIP_IDENTIFIERS, "vi")
        self._banks = reference.labels(db, ListKey.BANKS, "vi")
        self._categories = reference.labels(db, ListKey.TIP_CATEGORIES, "vi")

    def kind(self, code: str) -> str:
        return self._kinds.get(code, code)

    def bank(self, code: str) -> str:
        return self._banks.get(code, code)

    def category(self, code: str) -> str:
        return self._categories.get(code, code)


def _member(
    db: Session,
    acting: Acting,
    tip: Tip,
    number: str,
    traces: Sequence[tracing.Trace],
    body: TipBody,
    story: str,
    names: _Names,
) -> Member:
    return Member(
        tip_id=tip.id,
        number=number,
        named=_named(number, tip),
        unit=tip.unit.unit_title,
        day=tip.received_on,
        half=_HALVES[tip.received_half],
        kind=names.category(tip.category),
        loss=content.dong(body.money_amount) if body.money_amount else content.BANDS[tip.loss_band],
        amount=body.money_amount or 0,
        standing=SPOKEN if tip.victim_spoken_on else UNVERIFIED,
        happened=content.happened_when(body) if body.happened_on else "",
        story=story,
        traces=[(names.kind(trace.kind), names.bank(trace.value)) for trace in traces],
        calls=[
            Called(
                tip=_named(number, tip),
                at=one.at.astimezone(LOCAL_TIME),
                by=one.by,
                bank=names.bank(one.bank),
                result=_came_of(one),
            )
            for one in calls.of_tip(db, acting.ring, tip)
            if not one.is_struck
        ],
        state=content.RESULTS[tip.outcome] if tip.outcome else content.STATES[tip.state],
    )


def _named(number: str, tip: Tip) -> str:
    return f"{number} ({tip.unit.name})"


def _came_of(call: calls.Called) -> str:
    told = RESULTS[call.result]
    return f"{told} {content.dong(call.amount)}" if call.amount else told
