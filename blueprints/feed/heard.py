"""What came of a supervisor's own words: what was mended, and who answered."""

from datetime import timedelta
from functools import cached_property

from domain.review import queries as review
from domain.review.queries import Heard
from web.authz import current_officer
from web.context import now, session

STAYS = timedelta(days=7)
"""How long it stands beside the feed when the reader says nothing to it."""


class Echo:
    """Read lazily, for readers who review records alone."""

    @cached_property
    def mended(self) -> Heard:
        """What the reader sent back and was mended since."""
        return review.just_mended(session(), current_officer, since=now() - STAYS)

    @cached_property
    def answers(self) -> Heard:
        """Words of others since the reader spoke last."""
        return review.new_answers(session(), current_officer, since=now() - STAYS)

    @property
    def is_silent(self) -> bool:
        """Whether nothing came."""
        return not (self.mended or self.answers)
