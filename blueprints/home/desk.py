"""What stands on the home screen of one person."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from domain.clock import instant
from domain.feed import queries as feed
from domain.feed.models import FeedRow, Kind
from domain.forums import due
from domain.forums.due import Owed, Some
from domain.mailboxes import queries as mailboxes
from domain.mailboxes.queries import BoxState
from domain.people.models import Role
from domain.people.rules import Permission, may
from domain.review import queries as reviews
from domain.review.models import Review
from domain.tips import longest, unopened
from domain.tips.models import Tip
from domain.tips.rules import number_label
from domain.tips.unopened import Waiting
from web.authz import current_officer
from web.context import ring, session, settings, today, tree_day
from web.feed_words import FeedWords


class Desk:
    """Read lazily: the part that asks for news needs less than the page."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.words = FeedWords(session())
        self.place = current_officer.place
        self.name = current_officer.name
        self.may_enter_tips = may(current_officer, Permission.ENTER_TIPS)

    @cached_property
    def waiting(self) -> Waiting:
        """Tips that nobody has opened."""
        hours = settings()["unread_alert_hours"]
        return unopened.waiting(
            session(), ring(), current_officer, tree_day(), now=self.now, hours=hours
        )

    @cached_property
    def to_mend(self) -> Sequence[tuple[Review, FeedRow]]:
        """What was sent back to this person."""
        return reviews.to_mend(session(), current_officer)

    @property
    def version(self) -> str:
        """Changes whenever the part that asks for news would."""
        seen = self.waiting
        newest = max((review.at for review, _ in self.to_mend), default=None)
        parts = [seen.unopened, seen.urgent, seen.late, len(self.to_mend)]
        moments = [seen.urgent_since, newest]
        parts += [int(moment.timestamp()) if moment else 0 for moment in moments]
        return "-".join(map(str, parts))

    @cached_property
    def promised(self) -> Some:
        """Answers that this person owes, of a chief the whole unit's, the one due first in
        front."""
        return due.owed_by(session(), current_officer, today=today(), most=4)

    @cached_property
    def reading(self) -> Sequence[Tip]:
        """Tips that somebody has been reading the longest."""
        return longest.being_read(session(), current_officer, tree_day(), most=3)

    @property
    def nothing_due(self) -> bool:
        """Whether nothing has to be done today any more."""
        if self.reading or any(state.is_due(today()) for state in self.boxes):
            return False
        return not any(map(self._is_pressing, self.promised.shown))

    @cached_property
    def boxes(self) -> list[BoxState]:
        """Boxes of the unit that are to be opened, or whose letters wait to become tips."""
        return mailboxes.asking(session(), current_officer, today=today())

    @staticmethod
    def _is_pressing(owed: Owed) -> bool:
        return owed.is_ownerless or (owed.due_on is not None and owed.due_on <= today())

    @cached_property
    def done_today(self) -> list[FeedRow]:
        """An officer's own records of today; of a chief's unit everybody's."""
        wanted = feed.Wanted(place_id=current_officer.place_id, since=today())
        rows = feed.page(session(), current_officer, wanted).rows
        everybody = current_officer.role is not Role.OFFICER
        return [
            row
            for row in rows
            if row.kind is not Kind.TIP
            and row.happened_at >= instant(today(), None)
            and (everybody or row.summary["author"] == self.name)
        ]

    def number(self, tip: Tip) -> str:
        """TB-0132."""
        return number_label(tip.number)

    def days_since(self, tip: Tip) -> int:
        """How many days ago a tip came."""
        return (today() - tip.received_on).days

    def due_state(self, owed: Owed) -> str:
        """How near the day of a promised answer is, as the chip of deadlines names it."""
        return due.state(owed.due_on, today())
