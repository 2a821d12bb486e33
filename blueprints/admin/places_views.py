"""Places: the tree of the day, and what is still missing in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.admin.views import bp
from domain.audit.models import Action
from domain.audit.queries import newest
from domain.people.rules import Permission
from domain.places import register
from domain.places.models import Level, Place
from web.authz import requires
from web.context import session, tree_day
from web.htmx import render

SEARCH_SHOWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A place above communes, with the places right under it."""

    place: Place
    children: list[Place]


@bp.get("/places")
@requires(Permission.ADMINISTER)
def places() -> ResponseReturnValue:
    """Every unit of the day's tree; with a search also hamlets and places that have ended."""
    on, search = tree_day(), request.args.get("q", "")[:100]
    standing = register.standing(session(), on)
    return render(
        "admin/places.html",
        fragment="found",
        branches=_branches(standing),
        hamlets=Counter(p.parent_id for p in standing if p.level == Level.HAMLET),
        found=register.find(session(), search, limit=SEARCH_SHOWS),
        search=search,
        counts=_by_level(standing),
        imported=newest(session(), Action.PLACE_CHANGED, ""),
        on=on,
    )


def _by_level(standing: Sequence[Place]) -> Counter[str]:
    """How many places of each kind, the top of the tree first."""
    levels = list(Level)
    return Counter(
        place.level_label for place in sorted(standing, key=lambda one: levels.index(one.level))
    )


def _branches(standing: Sequence[Place]) -> list[Branch]:
    """Whoever has units below, the top first. Hamlets stand on their commune's own page."""
    units = [place for place in standing if place.level != Level.HAMLET]
    known = {place.id for place in units}
    heads = [place for place in units if place.level != Level.COMMUNE]
    levels = list(Level)
    heads.sort(key=lambda place: (levels.index(place.level), place.sort_key))
    branches = [
        Branch(place=head, children=[unit for unit in units if unit.parent_id == head.id])
        for head in heads
    ]
    # A commune whose parent stands in another day's tree must not get lost.
    orphans = [u for u in units if u.level == Level.COMMUNE and u.parent_id not in known]
    return branches + [Branch(place=one, children=[]) for one in orphans]
