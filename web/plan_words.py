"""What a plan says in a line: what, where and when, as the home screen and the list show it."""

from datetime import date
from functools import cached_property

from flask_babel import get_locale, gettext
from sqlalchemy.orm import Session

from domain.places.models import Level
from domain.places.naming import in_a_sentence
from domain.plans.models import Plan, PlanKind
from domain.plans.upcoming import Upcoming
from domain.reference.models import ListKey
from domain.reference.names import Names
from web.context import today
from web.filters import clock, week_day
from web.reading import place_for_reader


class PlanWords:
    """Words for plans in the reader's language; a list is read when first needed."""

    def __init__(self, db: Session) -> None:
        self._db = db

    @cached_property
    def _channels(self) -> Names:
        key, language = ListKey.OUTREACH_CHANNELS, str(get_locale())
        return Names(self._db, key, language, short=True)

    def channel(self, code: str) -> str:
        """The channel in two or three words, "" while it is open."""
        return self._channels.of(code) if code else code

    def title(self, plan: Plan | Upcoming) -> str:
        """What is held, and where: "Diễn đàn Ấp 3"."""
        if isinstance(plan, Upcoming):
            where, level = plan.where, plan.level
        else:
            where, level = place_for_reader(self._db, plan.place), plan.place.level
        if level is not Level.HAMLET:
            where = in_a_sentence(where)
        if plan.kind is PlanKind.FORUM:
            return str(gettext("Diễn đàn %(place)s", place=where))
        return str(gettext("Tuyên truyền %(place)s", place=where))

    def meta(self, plan: Plan | Upcoming) -> str:
        """When, at which venue, through which channel."""
        told = [when(plan), plan.venue, self.channel(plan.channel)]
        return " · ".join(text for text in told if text)


def when(plan: Plan | Upcoming) -> str:
    """The day, by name when it is near, and the hour: "Hôm nay 19:00"."""
    named = _near(plan.planned_on) or week_day(plan.planned_on)
    named = f"{named[:1].upper()}{named[1:]}"
    return f"{named} {clock(plan.starts_at)}" if plan.starts_at else named


def _near(day: date) -> str:
    match (day - today()).days:
        case 0:
            return str(gettext("Hôm nay"))
        case 1:
            return str(gettext("Ngày mai"))
        case -1:
            return str(gettext("Hôm qua"))
    return ""
