"""A tip on a row: its line of words and its chips; nothing that lies sealed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from flask_babel import gettext

from blueprints.tips import words
from blueprints.tips.words import Words
from domain.people.models import Role
from domain.tips import appeals, rules, sealing
from domain.tips import inbox as trays
from domain.tips.models import EndCheck, Tip, TipState
from web.authz import current_officer
from web.clock_words import clock_of
from web.context import now, ring, session, today
from web.filters import day


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A state on a row."""

    text: str
    tone: str = ""
    glyph: str = ""


_TONES = {TipState.VERIFYING: "info", TipState.WAITING: "warn"}


class Rows:
    """How tips are told on a row: words and chips."""

    def __init__(
        self, *, inside: bool = False, numbers: Mapping[UUID, int] = MappingProxyType({})
    ) -> None:
        """`inside`: on the tip's own page, which says in a banner that it is urgent. `numbers`:
        those that the reader's unit knows tips by which it handed on."""
        self.numbers = numbers
        self.words = Words(session())
        self.inside = inside
        self.here = current_officer.place_id

    def line(self, tip: Tip) -> str:
        """What stands under the category."""
        return self.words.line(tip, self.here, self.numbers.get(tip.id, 0))

    def label(self, tip: Tip) -> str:
        """What the link to a tip is called."""
        return str(gettext("Xem %(number)s", number=rules.number_label(tip.number)))

    def why_apart(self, tip: Tip) -> str:
        """Why the tip waits apart."""
        return words.quarantine(tip.quarantine_reason)

    def chips(self, tip: Tip) -> Iterable[Chip]:
        """The most pressing state first."""
        if tip.is_quarantined and tip.state is TipState.NEW:
            yield Chip(text=words.quarantine(tip.quarantine_reason), tone="warn")
        if rules.is_pressing(tip) and not self.inside:
            yield Chip(text=self._pressing(tip), tone="over")
        if (left := clock_of(tip)) is not None:
            yield Chip(text=left.text, tone=left.tone, glyph="clock")
        if tip.appealed_on is not None:
            yield self._appealed(tip)
        if tip.end_check is EndCheck.PENDING:
            yield Chip(text=gettext("Chờ người thứ hai"), tone="warn", glyph="users")
        if tip.has_new_message:
            yield Chip(text=gettext("Có lời nhắn mới"), tone="warn", glyph="msg")
        yield self._state(tip)

    @staticmethod
    def _appealed(tip: Tip) -> Chip:
        if tip.appeal_answer_on is None:
            return Chip(text=gettext("Chờ cấp trên xem lại"), tone="warn", glyph="flag")
        by = day(tip.appeal_answer_on)
        if appeals.is_late(tip, today()):
            return Chip(text=gettext("Trễ hẹn xem lại: %(day)s", day=by), tone="over", glyph="flag")
        told = gettext("Chờ cấp trên xem lại, hẹn %(day)s", day=by)
        return Chip(text=told, tone="warn", glyph="flag")

    @staticmethod
    def _pressing(tip: Tip) -> str:
        held = gettext("Có thể có người bị giữ")
        return str(held if tip.in_danger else gettext("Vừa mất tiền"))

    def _state(self, tip: Tip) -> Chip:
        if tip.outcome is not None:
            return Chip(text=words.outcomes()[tip.outcome], tone="ok")
        if tip.state not in {TipState.NEW, TipState.HELD}:
            return Chip(text=words.states()[tip.state], tone=_TONES.get(tip.state, ""))
        if tip.taken_by is not None:
            return Chip(text=gettext("Đang xem: %(name)s", name=tip.taken_by.name), tone="info")
        if tip.opened_at is not None:
            return Chip(text=gettext("Đã mở, chưa ai nhận"), tone="info")
        return self._waiting(tip)

    def _waiting(self, tip: Tip) -> Chip:
        above = tip.unit_id != self.here and current_officer.role is Role.SUPERVISOR
        if above or sealing.is_lost(ring(), tip):
            return Chip(text=gettext("Chưa ai mở"), tone="warn")
        if tip.is_urgent:
            minutes = trays.waiting_minutes(ring(), tip, now())
            return Chip(text=words.waited_minutes(minutes), tone="hot", glyph="clock")
        return Chip(text=words.waited(trays.waiting_hours(ring(), tip, now())), tone="warn")
