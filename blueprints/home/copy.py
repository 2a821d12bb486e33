"""The home screen as a phone keeps it: the ways to write down, and one's own records."""

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext

from domain.clock import instant
from domain.feed import queries as feed
from domain.feed.models import Kind, Told
from domain.people.rules import Permission, may
from web import kept
from web.authz import officer
from web.context import session, today
from web.feed_words import FeedWords
from web.filters import day


class Copy:
    """Nothing of tips, of other people's work, or of what waits."""

    def __init__(self) -> None:
        self.officer = officer()
        self.may_enter_tips = may(self.officer, Permission.ENTER_TIPS)

    def own(self) -> Iterator[tuple[str, str, str]]:
        """Title, day and address of each record that is kept too."""
        address = FeedWords(session()).address
        ids = {one.id for one in kept.own_records()}
        since = instant(today() - timedelta(days=kept.DAYS), None)
        for row in feed.held_since(session(), self.officer, since):
            if row.record_id in ids:
                yield _title(row), day(row.happened_at), address(row)


def _title(row: Told) -> str:
    """What was held in which place: how people call the very spot may name a citizen."""
    where = row.summary["place"]
    if row.kind == Kind.FORUM:
        return str(gettext("Diễn đàn %(place)s", place=where))
    return str(gettext("Tuyên truyền %(place)s", place=where))
