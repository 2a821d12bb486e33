"""The board of tips in words: columns of cards, what waits too long, and the same as a list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from flask_babel import gettext, ngettext

from blueprints.tips import words
from blueprints.tips.words import Words
from domain.places.naming import in_a_sentence
from domain.tips import case_queries, nudging, queries, rules
from domain.tips.board import Board, Column, Stage
from domain.tips.case_models import TipCase
from domain.tips.clocks import Nearness
from domain.tips.inbox import COUNTED
from domain.tips.models import LossBand, Tip
from web.authz import current_officer
from web.clock_words import ClockChip, clock_of
from web.context import now, session, settings, tree_day
from web.filters import day

NAMED = 3
"""Late tips that the banner names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One tip on the board: no more of it than a supervisor may see without opening it."""

    id: UUID
    number: str
    title: str
    picture: str
    place: str
    unit_id: UUID
    where: str
    loss: str
    case: str
    """The case that it is held together with others in, as its chip says it; else ""."""
    holder: str
    clock: ClockChip | None
    done: str
    is_over: bool
    is_unopened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One column."""

    stage: Stage
    heading: str
    note: str
    count: str
    cards: Sequence[Card]


class BoardPage:
    """What the page shows of a board."""

    def __init__(self, board: Board, *, nudged: str) -> None:
        """`nudged`: how many units were just reminded, as the address says it."""
        self.board, self._nudged = board, nudged
        self.words = Words(session())
        self.here = current_officer.place

    @cached_property
    def columns(self) -> list[Shown]:
        """The four columns, each with its first cards."""
        return [self._column(column) for column in self.board.columns]

    @cached_property
    def together(self) -> list[Card]:
        """The same without those that are finished, in one list."""
        parts = [column for column in self.columns if column.stage is not Stage.FINISHED]
        return [card for column in parts for card in column.cards]

    @cached_property
    def _numbers(self) -> Mapping[UUID, int]:
        """The numbers that the viewer's unit knows the tips by."""
        tips = [tip for column in self.board.columns for tip in column.tips]
        return queries.numbers(session(), current_officer, tips, tree_day())

    @cached_property
    def _cases(self) -> Mapping[UUID, TipCase]:
        ids = [tip.id for column in self.board.columns for tip in column.tips]
        return case_queries.of_tips(session(), current_officer, ids, tree_day())

    def _case(self, tip: Tip) -> str:
        case = self._cases.get(tip.id)
        return gettext("Vụ số %(number)s", number=case_queries.label(case)) if case else ""

    @property
    def told(self) -> str:
        """How many are open, over, and due within a day."""
        counts = [c.count for c in self.board.columns if c.stage is not Stage.FINISHED]
        return " · ".join(
            [
                gettext("%(count)s tin đang mở", count=_capped(sum(counts))),
                gettext("%(count)s quá hạn", count=_capped(self.board.over)),
                gettext("%(count)s tới hạn trong ngày", count=_capped(self.board.today)),
            ]
        )

    @cached_property
    def late(self) -> list[Card]:
        """Tips that nobody opened in time."""
        return [card for card in self.columns[0].cards if card.is_over and card.is_unopened]

    @property
    def late_told(self) -> str:
        """How many those are, at least."""
        new, hours = self.columns[0], settings()["unread_alert_hours"]
        more = "+" if len(self.late) == len(new.cards) < self.board.columns[0].count else ""
        return str(
            ngettext(
                "%(count)s tin chưa ai mở đúng hạn (%(num)s giờ, tin gấp sớm hơn):",
                "%(count)s tin chưa ai mở đúng hạn (%(num)s giờ, tin gấp sớm hơn):",
                hours,
                count=f"{len(self.late)}{more}",
            )
        )

    @property
    def late_named(self) -> str:
        """Where they lie."""
        named = ", ".join(f"{card.place} ({card.number})" for card in self.late[:NAMED])
        return f"{named}…" if len(self.late) > NAMED else f"{named}."

    @cached_property
    def _late_below(self) -> dict[UUID, str]:
        """Units below with a late tip on the board."""
        cards = [card for card in self.together if card.is_over]
        found = {card.unit_id: card.place for card in cards if card.unit_id != self.here.id}
        return found if self.board.has_below else {}

    @cached_property
    def _reminded(self) -> Collection[UUID]:
        return nudging.nudged_today(session(), self._late_below, now())

    @property
    def nudge(self) -> str:
        """What the button says that reminds late units; "" when none is left to be reminded."""
        left = [name for id_, name in self._late_below.items() if id_ not in self._reminded]
        if len(left) == 1:
            return str(gettext("Nhắc %(unit)s", unit=in_a_sentence(left[0])))
        if len(left) == 2:
            return str(gettext("Nhắc cả hai nơi"))
        return str(gettext("Nhắc các nơi bị trễ")) if left else ""

    @property
    def reminded(self) -> str:
        """Which late units were reminded today."""
        names = [name for id_, name in self._late_below.items() if id_ in self._reminded]
        return (
            str(gettext("Đã nhắc hôm nay: %(places)s.", places=", ".join(names))) if names else ""
        )

    @property
    def just_nudged(self) -> str:
        """What the reminder did; "" before one."""
        if not self._nudged.isdigit() or len(self._nudged) > 4:
            return ""
        if self._nudged == "0":
            return str(gettext("Không còn nơi nào phải nhắc hôm nay."))
        return str(ngettext("Đã nhắc %(num)s nơi.", "Đã nhắc %(num)s nơi.", int(self._nudged)))

    @property
    def over_named(self) -> str:
        """Places below whose limits of law have passed, while every tip was opened in time."""
        return "" if self.late else ", ".join(self._late_below.values())

    def _column(self, column: Column) -> Shown:
        heading, note = self._heading(column.stage)
        return Shown(
            stage=column.stage,
            heading=heading,
            note=note,
            count=_capped(column.count),
            cards=[self._card(tip, column.stage) for tip in column.tips],
        )

    def _heading(self, stage: Stage) -> tuple[str, str]:
        unit = self.here.unit_title or self.here.full_name
        handed = gettext("Đã chuyển đi"), gettext("Đơn vị còn theo dõi")
        if self.board.has_below:
            handed = gettext("Ở %(unit)s", unit=unit), gettext("Đọc được đủ lời kể")
        return {
            Stage.NEW: (gettext("Chưa mở, chờ nhận"), gettext("Gấp trước, rồi tin tới sớm")),
            Stage.WORKED: (gettext("Đang xem"), gettext("Theo hạn của từng tin")),
            Stage.HANDED_ON: handed,
            Stage.FINISHED: (gettext("Đã xong"), gettext("7 ngày qua")),
        }[stage]

    def _card(self, tip: Tip, stage: Stage) -> Card:
        is_finished = stage is Stage.FINISHED
        clock = None if is_finished else clock_of(tip)
        done = gettext("Xong %(day)s", day=day(tip.closed_on)) if tip.closed_on else ""
        return Card(
            id=tip.id,
            number=rules.number_label(self._numbers[tip.id]),
            title=self.words.category(tip.category),
            picture=self.words.picture(tip.category),
            place=tip.unit.full_name,
            unit_id=tip.unit_id,
            where=" · ".join([tip.unit.full_name, words.half(tip)]),
            case=self._case(tip),
            loss="" if tip.loss_band is LossBand.NOT_TOLD else words.loss(tip.loss_band),
            holder=tip.taken_by.name if tip.taken_by else tip.unit.unit_title,
            clock=clock,
            done=done if is_finished else "",
            is_over=clock is not None and clock.nearness == Nearness.OVER,
            is_unopened=tip.opened_at is None,
        )


def _capped(count: int) -> str:
    return f"{COUNTED}+" if count > COUNTED else str(count)
