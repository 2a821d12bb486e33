"""People: the list, and inviting somebody."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from blueprints.admin.forms import InviteForm
from blueprints.admin.views import bp
from blueprints.admin.words import ROLES
from domain.base import new_record_id
from domain.people import administration, queries
from domain.people.models import CodePurpose, Officer
from domain.people.rules import Permission, roles_below
from domain.posters import qr
from domain.reference import queries as reference
from domain.reference.models import ListKey
from web.authz import current_officer, requires
from web.context import config, now, ring, session, today, tree_day, who
from web.extensions import db
from web.htmx import render
from web.records import beside

PLACES_AT_ONCE = 12


@bp.get("/people")
@requires(Permission.MANAGE_SIGN_INS)
def people() -> ResponseReturnValue:
    """Whom the viewer looks after, by place."""
    search, skip = request.args.get("q", "")[:100], _skip()
    found = queries.managed_by(session(), current_officer, search)
    shown = found[skip : skip + PLACES_AT_ONCE]
    more = skip + PLACES_AT_ONCE
    return render(
        "admin/people.html",
        fragment="found",
        groups=shown,
        following=url_for("admin.people", q=search, skip=more) if more < len(found) else "",
        search=search,
        count=sum(len(people) for _, people in found),
        last_seen=queries.last_seen(session(), [o.id for _, people in shown for o in people]),
        roles=ROLES,
    )


def _skip() -> int:
    text = request.args.get("skip", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@bp.get("/people/new")
@requires(Permission.MANAGE_SIGN_INS)
def invitation() -> ResponseReturnValue:
    """An empty invitation with an id of its own."""
    form, given = _form(), roles_below(current_officer)
    form.id.data = str(new_record_id(now()))
    form.reads_tips.data = True
    form.role.data = given[0].value if len(given) == 1 else None
    return render("admin/invite.html", form=form)


@bp.post("/people/new")
@requires(Permission.MANAGE_SIGN_INS)
def invite() -> ResponseReturnValue:
    """Make the account and show its first code, once."""
    form, on = _form(), tree_day()
    if not form.validate():
        return render("admin/invite.html", form=form), 422
    newcomer = form.to_newcomer()
    problems = administration.username_problems(session(), newcomer)
    problems += administration.posting_problems(session(), current_officer, newcomer.posting, on=on)
    if beside(form, problems):
        return render("admin/invite.html", form=form), 422
    officer, code = administration.invite(
        session(), ring(), by=current_officer, newcomer=newcomer, who=who(), on=on, now=now()
    )
    db.session.commit()
    return show_code(officer, code, CodePurpose.FIRST_SIGN_IN)


def _form() -> InviteForm:
    form = InviteForm()
    units = queries.units_offered(session(), current_officer, tree_day())
    form.offer(roles_below(current_officer), units, organisations())
    return form


def organisations() -> dict[str, str]:
    """Names of the partners whose people may have an account, by their codes."""
    db, names = session(), ListKey.PARTNERS
    named = reference.labels(db, names, str(get_locale()))
    return {item.code: named[item.code] for item in reference.items(db, names, today())}


def show_code(officer: Officer, code: str, purpose: CodePurpose) -> str:
    """The page that shows a one-time code: here, now, and nowhere else."""
    enrols = purpose is CodePurpose.ENROL_PHONE
    page = url_for("auth.show_enrol", code=code) if enrols else url_for("auth.sign_in")
    address = config().public_url + page
    side, path = qr.outline(address) if enrols else (0, "")
    return render(
        "admin/code.html",
        officer=officer,
        code=code,
        purpose=purpose,
        address=address,
        side=side,
        path=path,
    )
