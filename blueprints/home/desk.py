"""What stands on the home screen of one person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from textwrap import shorten

from domain.clock import instant
from domain.feed import queries as feed
from domain.feed.models import Told
from domain.forums import due, live
from domain.forums.due import Owed, Some
from domain.mailboxes import queries as mailboxes
from domain.mailboxes.models import BoxLine
from domain.mailboxes.queries import BoxState
from domain.notices import queries as notices
from domain.numbers import held
from domain.numbers.held import Month
from domain.people import held_forms
from domain.people.models import Role
from domain.people.rules import Permission, may
from domain.plans import upcoming
from domain.plans.upcoming import Upcoming
from domain.review import queries as reviews
from domain.review.models import ReviewKind
from domain.review.queries import Waits, Word
from domain.tips import at_hand, clocks, unopened
from domain.tips.at_hand import BeingRead, DueTip
from domain.tips.rules import number_label
from domain.tips.unopened import Waiting
from web.authz import officer
from web.clock_words import ClockChip, chip_of
from web.context import ring, session, settings, today, tree_day
from web.feed_words import FeedWords
from web.field_words import words_of
from web.navigation import unopened_tips
from web.plan_words import PlanWords

MOST_HEARD = 8
"""Notes and words of supervisors that stand on the screen at once."""
MOST_LETTERS = 120
WORDS_STAY = timedelta(days=30)
"""A word that nobody answered leaves the screen by itself after this."""


class Desk:
    """Read lazily: the part that asks for news needs less than the page."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.officer = officer()
        self.words = FeedWords(session())
        self.place = self.officer.place
        self.name = self.officer.name
        self.may_enter_tips = may(self.officer, Permission.ENTER_TIPS)
        self.may_read_feed = may(self.officer, Permission.READ_FEED)
        self.may_read_posters = may(self.officer, Permission.READ_POSTERS)

    @cached_property
    def waiting(self) -> Waiting:
        """Tips that nobody has opened."""
        hours = settings()["unread_alert_hours"]
        on, came = tree_day(), unopened_tips()
        return unopened.waiting(
            session(), ring(), self.officer, on, now=self.now, hours=hours, came=came
        )

    @cached_property
    def told(self) -> int:
        """How many notices wait for this person, beside those that the screen tells of above."""
        return notices.count_unseen(session(), self.officer, but_unopened=True)

    @cached_property
    def held(self) -> int:
        """Forms out of phones that are kept here until this person has looked at them."""
        return held_forms.count_letters(session(), self.officer.id)

    @cached_property
    def heard(self) -> list[Waits]:
        """What was sent back to this person, and words on their records that wait to be read."""
        since = self.now - WORDS_STAY
        return reviews.waiting_for(session(), self.officer, since=since, most=MOST_HEARD)

    def asked(self, review: Word, row: Told) -> str:
        """What is asked of which field, in one line."""
        text = shorten(review.text, MOST_LETTERS, placeholder="…")
        if not review.field:
            return text
        label = words_of(session(), row.kind)(review.field, None)[0]
        return f"{label} – “{text}”"

    @property
    def version(self) -> str:
        """Changes whenever the part that asks for news would."""
        seen = self.waiting
        newest = max((review.at for review, _ in self.heard), default=None)
        parts = [seen.unopened, seen.urgent, seen.late, self.told, len(self.heard), self.held]
        moments = [seen.urgent_since, newest]
        parts += [int(moment.timestamp()) if moment else 0 for moment in moments]
        return "-".join(map(str, parts))

    @cached_property
    def promised(self) -> Some:
        """Answers that this person owes, of a chief the whole unit's, the one due first in
        front."""
        return due.owed_by(session(), self.officer, today=today(), most=4)

    @cached_property
    def plans(self) -> Sequence[Upcoming]:
        """What the unit is going to hold, and what passed without a word of it."""
        return upcoming.at_home(session(), self.officer, today=today())

    @cached_property
    def plan_words(self) -> PlanWords:
        """Words for those."""
        return PlanWords(session())

    @cached_property
    def unsaid(self) -> Sequence[live.Unsaid]:
        """The unit's own forums with opinions of which nobody wrote down how they ended."""
        return live.unsaid(session(), self.officer, today=today())

    @cached_property
    def reading(self) -> Sequence[BeingRead]:
        """Tips that somebody has been reading the longest."""
        return at_hand.being_read(session(), self.officer, tree_day(), most=3)

    @cached_property
    def tips_due(self) -> list[DueTip]:
        """Tips of the unit whose limit of law has passed or is within a day."""
        return at_hand.due_soon(session(), self.officer, tree_day(), now=self.now)

    def left(self, tip: DueTip) -> ClockChip:
        """What is left of that limit."""
        return chip_of(clocks.left(tip.due_at, self.now))

    @property
    def nothing_due(self) -> bool:
        """Whether nothing has to be done today any more."""
        if self.reading or self.boxes or self.unsaid or self.waiting.urgent or self.waiting.late:
            return False
        if self.tips_due:
            return False
        if any(plan.planned_on <= today() for plan in self.plans):
            return False
        if any(review.kind is ReviewKind.SENT_BACK for review, _ in self.heard):
            return False
        return not any(map(self._is_pressing, self.promised.shown))

    @cached_property
    def boxes(self) -> list[BoxState[BoxLine]]:
        """Boxes of the unit that are to be opened, or whose letters wait to become tips."""
        return mailboxes.asking(session(), self.officer, today=today())

    @staticmethod
    def _is_pressing(owed: Owed) -> bool:
        return owed.is_ownerless or (owed.due_on is not None and owed.due_on <= today())

    @cached_property
    def month(self) -> Month:
        """This month in one line."""
        return held.this_month(session(), self.officer, today())

    @cached_property
    def done_today(self) -> list[Told]:
        """An officer's own records of today; of a chief's unit everybody's."""
        rows = feed.held_since(session(), self.officer, instant(today(), None))
        everybody = self.officer.role is not Role.OFFICER
        return [row for row in rows if everybody or row.summary["author"] == self.name]

    def number(self, tip: BeingRead | DueTip) -> str:
        """TB-0132."""
        return number_label(tip.number)

    def days_since(self, tip: BeingRead) -> int:
        """How many days ago a tip came."""
        return (today() - tip.received_on).days

    def due_state(self, owed: Owed) -> str:
        """How near the day of a promised answer is, as the chip of deadlines names it."""
        return due.state(owed.due_on, today())
