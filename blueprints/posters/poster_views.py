"""The page of one poster and what its unit's chief can do with it."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints.posters.forms import (
    EndForm,
    ReplaceForm,
    RetireForm,
    RevokeForm,
    SpotForm,
)
from blueprints.posters.views import acting, bp, press
from domain.base import new_record_id
from domain.feed.models import Kind
from domain.history import queries as corrections
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.posters import printing, queries, rules, services
from domain.posters.models import Poster, PosterState
from domain.posters.services import RECORD_KIND
from web.authz import current_officer, requires
from web.context import config, now, ring, session, today, tree_day
from web.extensions import db
from web.htmx import go, render
from web.records import THEIRS, Difference, record_id_in
from web.supervision import Supervision


@bp.get("/<string(length=6):code>")
@requires(Permission.READ_POSTERS)
def show(code: str) -> ResponseReturnValue:
    """What it looks like, where it hangs, what happened at it."""
    return _page(queries.get_visible(session(), current_officer, code))


@bp.post("/<string(length=6):code>")
@requires(Permission.ISSUE_POSTERS)
def correct(code: str) -> ResponseReturnValue:
    """Say anew where it hangs."""
    poster, form = _to_change(code), SpotForm()
    rules.require_live(poster)
    if form.keep.data == THEIRS:
        return go("posters.show", code=poster.code)
    if not form.validate():
        return _page(poster, spot=form), 422
    if form.is_behind(poster):
        return _two_versions(poster, form), 409
    services.correct_spot(
        session(),
        ring(),
        acting=acting(),
        poster=poster,
        spot=form.spot.data or "",
        version=form.to_version(),
    )
    db.session.commit()
    return go("posters.show", code=poster.code)


@bp.post("/<string(length=6):code>/retire")
@requires(Permission.ISSUE_POSTERS)
def retire(code: str) -> ResponseReturnValue:
    """Take it out of use because it comes down."""
    poster, form = _to_change(code), RetireForm()
    if not form.validate():
        return _page(poster, retiring=form), 422
    return _end(poster, PosterState.RETIRED, form)


@bp.post("/<string(length=6):code>/revoke")
@requires(Permission.ISSUE_POSTERS)
def revoke(code: str) -> ResponseReturnValue:
    """Take it out of use because somebody tampered with it."""
    poster, form = _to_change(code), RevokeForm()
    if not form.validate():
        return _page(poster, revoking=form), 422
    return _end(poster, PosterState.REVOKED, form)


@bp.post("/<string(length=6):code>/replace")
@requires(Permission.ISSUE_POSTERS)
def replace(code: str) -> ResponseReturnValue:
    """Issue a new poster for the same spot and show it."""
    poster, form = _to_change(code), ReplaceForm()
    fresh = services.replace(
        session(),
        ring(),
        acting=acting(),
        poster=poster,
        new_id=record_id_in(form.id.data or ""),
    )
    db.session.commit()
    return go("posters.show", code=fresh.code)


def _to_change(code: str) -> Poster:
    return queries.get_visible(session(), current_officer, code, to_change=True)


def _end(poster: Poster, state: PosterState, form: EndForm) -> ResponseReturnValue:
    services.end(
        session(),
        ring(),
        acting=acting(),
        poster=poster,
        state=state,
        reason=form.reason.data or "",
    )
    db.session.commit()
    return go("posters.show", code=poster.code)


def _page(
    poster: Poster,
    *,
    spot: SpotForm | None = None,
    retiring: RetireForm | None = None,
    revoking: RevokeForm | None = None,
) -> str:
    unit = places.serving_commune(session(), poster.place, tree_day()) or poster.place
    return render(
        "posters/show.html",
        poster=poster,
        sheet=printing.sheet(session(), poster, press()),
        place=queries.spoken_place(session(), poster.place, unit),
        weeks=queries.weeks(session(), poster, today=today()),
        issuer=queries.issuer(session(), poster),
        replacement=queries.replacement(session(), poster),
        replaced=queries.replaced(session(), poster),
        lacks_https=not config().is_https and not config().demo,
        supervision=Supervision(session(), Kind.POSTER, poster.id),
        may_change=may(current_officer, Permission.ISSUE_POSTERS),
        spot_form=spot or SpotForm(formdata=None, obj=poster),
        retiring=retiring or RetireForm(formdata=None),
        revoking=revoking or RevokeForm(formdata=None),
        replacing=ReplaceForm(formdata=None, id=str(new_record_id(now()))),
    )


def _two_versions(poster: Poster, form: SpotForm) -> str:
    """Both texts of the spot, to keep one of them with one tap."""
    last = next(iter(corrections.of_record(session(), RECORD_KIND, poster.id)), None)
    both = Difference(
        name="spot",
        label=gettext("Nơi dán"),
        mine=form.spot.data or "",
        theirs=poster.spot,
        keep="mine",
    )
    return render("posters/conflict.html", poster=poster, form=form, both=both, last=last)
