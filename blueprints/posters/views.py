"""QR posters: the list, and issuing one."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints.posters.forms import IssueForm, ListFilter, cursor_text
from domain.base import new_record_id
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.places.models import Level, Place
from domain.posters import queries, services
from domain.posters.models import Poster
from domain.posters.printing import Press
from domain.posters.queries import Listing
from domain.posters.services import Acting
from web.authz import current_officer, requires
from web.context import config, now, ring, session, today, tree_day, who
from web.extensions import db
from web.htmx import go, render

bp = Blueprint("posters", __name__, url_prefix="/posters")


def acting() -> Acting:
    """Who acts in this request."""
    return Acting(by=current_officer, who=who(), now=now(), on=tree_day())


def press() -> Press:
    """How this deployment prints: for real only where people reach it over HTTPS."""
    return Press(
        public_url=config().public_url,
        printed_on=today(),
        tree_day=tree_day(),
        is_trial=config().demo or not config().is_https,
    )


@bp.get("")
@requires(Permission.READ_POSTERS)
def listing() -> ResponseReturnValue:
    """The posters of the viewer's places."""
    narrowed = _filter()
    page = queries.listed(
        session(),
        current_officer,
        unit_id=narrowed.to_unit(),
        states=narrowed.to_states(),
        after=narrowed.to_cursor(),
    )
    return render(
        "posters/listing.html",
        fragment="boards",
        form=narrowed,
        page=page,
        following=_following(page, narrowed),
        tallies=queries.tallies(session(), page.posters, today=today()),
        communes=queries.other_communes(session(), current_officer, page.posters),
        live=queries.count_live(session(), current_officer),
        unit=current_officer.place,
        may_issue=may(current_officer, Permission.ISSUE_POSTERS),
    )


@bp.get("/new")
@requires(Permission.ISSUE_POSTERS)
def new() -> ResponseReturnValue:
    """An empty form with an id of its own."""
    form = _issue_form(_places())
    form.id.data = str(new_record_id(now()))
    return render("posters/new.html", form=form)


@bp.post("/new")
@requires(Permission.ISSUE_POSTERS)
def issue() -> ResponseReturnValue:
    """Issue a poster and show it."""
    offered = _places()
    form = _issue_form(offered)
    if not form.validate():
        return render("posters/new.html", form=form), 422
    wanted = form.to_new_poster(offered)
    taken = queries.get_visible_by_id(session(), current_officer, wanted.id)
    if taken is not None and not services.is_same(session(), taken, wanted):
        return _two_contents(form, taken), 409
    poster = services.issue(session(), ring(), acting=acting(), new=wanted)
    db.session.commit()
    return go("posters.show", code=poster.code)


def _two_contents(form: IssueForm, taken: Poster) -> str:
    """The form again under a fresh id, beside the poster that was issued with the old one."""
    form.id.data = str(new_record_id(now()))
    return render("posters/new.html", form=form, taken=taken)


def _filter() -> ListFilter:
    form = ListFilter(request.args)
    form.offer(places.communes(session(), current_officer.place_id, tree_day()))
    return form


def _following(page: Listing, narrowed: ListFilter) -> str:
    if page.following is None:
        return ""
    return url_for(
        "posters.listing",
        commune=narrowed.commune.data or None,
        state=narrowed.state.data or None,
        after=cursor_text(page.following),
    )


def _places() -> dict[str, Place]:
    offered = queries.places_for_posters(session(), current_officer, tree_day())
    return {str(place.id): place for place in offered}


def _issue_form(offered: dict[str, Place]) -> IssueForm:
    form = IssueForm()
    form.offer({value: _place_name(place) for value, place in offered.items()})
    return form


def _place_name(place: Place) -> str:
    spoken = queries.spoken_place(session(), place, current_officer.place)
    return spoken if place.level == Level.HAMLET else gettext("Toàn %(place)s", place=spoken)
