"""One person: what they are here, the codes they get, the machines that are signed in."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, request
from flask.typing import ResponseReturnValue

from blueprints.admin import stale
from blueprints.admin.forms import PostingForm, texts_of
from blueprints.admin.people_views import organisations, show_code
from blueprints.admin.views import bp
from blueprints.admin.words import DEVICES, ROLES
from domain.errors import BadInput
from domain.people import account, administration, enrolment, queries
from domain.people.models import CodePurpose, Officer
from domain.people.rules import Permission, may_manage, require_manages, roles_below
from web.authz import current_officer, requires
from web.context import now, ring, session, tree_day, who
from web.extensions import db
from web.htmx import go, render
from web.joint import partner_name
from web.records import beside

_PURPOSES = {"reset": CodePurpose.RESET, "phone": CodePurpose.ENROL_PHONE}


def _officer(officer_id: UUID) -> Officer:
    return queries.get_managed(session(), current_officer, officer_id)


@bp.get("/people/<uuid:officer_id>")
@requires(Permission.MANAGE_SIGN_INS)
def person(officer_id: UUID) -> ResponseReturnValue:
    """What somebody is here, and what the viewer may do about it."""
    officer = _officer(officer_id)
    return render(
        "admin/person.html",
        officer=officer,
        role=ROLES[officer.role],
        organisation=partner_name(session(), officer.organisation),
        manages=may_manage(current_officer, officer),
        is_self=officer.id == current_officer.id,
        last_seen=queries.last_seen(session(), [officer.id]).get(officer.id),
        phones=enrolment.enrolments_of(session(), officer=officer, now=now()),
        sign_ins=queries.sign_ins_of(session(), officer=officer, now=now()),
        handle_of=account.handle_of,
        devices=DEVICES,
        said=request.args.get("said", ""),
    )


@bp.get("/people/<uuid:officer_id>/change")
@requires(Permission.MANAGE_SIGN_INS)
def posting(officer_id: UUID) -> ResponseReturnValue:
    """The form with what holds now."""
    officer = _officer(officer_id)
    require_manages(current_officer, officer)
    form = _stored(officer)
    form.version.data = stale.mark(form)
    return _form_page(form, officer)


@bp.post("/people/<uuid:officer_id>/change")
@requires(Permission.MANAGE_SIGN_INS)
def change_posting(officer_id: UUID) -> ResponseReturnValue:
    """Name, role, unit, tip right."""
    officer, on = _officer(officer_id), tree_day()
    require_manages(current_officer, officer)
    form, stored = _offered(PostingForm(), officer), _stored(officer)
    if stale.is_behind(form, stored):
        return _form_page(form, officer, stale.differences(form, stored)), 409
    if not form.validate() or beside(form, _problems(form, officer)):
        return _form_page(form, officer), 422
    administration.change(
        session(),
        ring(),
        by=current_officer,
        officer=officer,
        posting=form.to_posting(),
        who=who(),
        on=on,
        now=now(),
    )
    db.session.commit()
    return go("admin.person", officer_id=officer_id, said="changed")


def _problems(form: PostingForm, officer: Officer) -> list[BadInput]:
    return administration.posting_problems(
        session(), current_officer, form.to_posting(), on=tree_day(), officer=officer
    )


def _stored(officer: Officer) -> PostingForm:
    return _offered(PostingForm(formdata=None, data=texts_of(officer)), officer)


def _offered(form: PostingForm, officer: Officer) -> PostingForm:
    units = list(queries.units_offered(session(), current_officer, tree_day()))
    if officer.place not in units:
        units.insert(0, officer.place)
    known = organisations()
    if officer.organisation:
        known.setdefault(officer.organisation, partner_name(session(), officer.organisation))
    form.offer(roles_below(current_officer), units, known)
    return form


def _form_page(form: PostingForm, officer: Officer, theirs: Sequence[tuple[str, str]] = ()) -> str:
    return render("admin/posting.html", form=form, officer=officer, theirs=theirs)


@bp.post("/people/<uuid:officer_id>/code")
@requires(Permission.MANAGE_SIGN_INS)
def give_code(officer_id: UUID) -> ResponseReturnValue:
    """A one-time code: to begin again from nothing, or to enrol one phone."""
    officer = _officer(officer_id)
    purpose = _PURPOSES.get(request.form.get("purpose", "")) or abort(400)
    code = administration.give_code(
        session(),
        ring(),
        by=current_officer,
        officer=officer,
        purpose=purpose,
        who=who(),
        now=now(),
    )
    db.session.commit()
    return show_code(officer, code, purpose)


@bp.post("/people/<uuid:officer_id>/shut")
@requires(Permission.MANAGE_SIGN_INS)
def shut(officer_id: UUID) -> ResponseReturnValue:
    """Deactivate; out from the next request on."""
    officer = _officer(officer_id)
    administration.shut(
        session(), ring(), by=current_officer, officer=officer, who=who(), now=now()
    )
    db.session.commit()
    return go("admin.person", officer_id=officer_id, said="shut")


@bp.post("/people/<uuid:officer_id>/open")
@requires(Permission.MANAGE_SIGN_INS)
def open_again(officer_id: UUID) -> ResponseReturnValue:
    """Let somebody back in with a new first code, shown once."""
    officer = _officer(officer_id)
    code = administration.open_again(
        session(), ring(), by=current_officer, officer=officer, who=who(), now=now()
    )
    db.session.commit()
    return show_code(officer, code, CodePurpose.FIRST_SIGN_IN)


@bp.post("/people/<uuid:officer_id>/phones/<uuid:enrolment_id>/revoke")
@requires(Permission.MANAGE_SIGN_INS)
def revoke_phone(officer_id: UUID, enrolment_id: UUID) -> ResponseReturnValue:
    """A phone that was lost or given back stops counting at once."""
    officer = _officer(officer_id)
    require_manages(current_officer, officer)
    enrolment.revoke_enrolment(
        session(), ring(), officer=officer, enrolment_id=enrolment_id, who=who(), now=now()
    )
    db.session.commit()
    return go("admin.person", officer_id=officer_id, said="phone")


@bp.post("/people/<uuid:officer_id>/sign-ins/end")
@requires(Permission.MANAGE_SIGN_INS)
def end_sign_in(officer_id: UUID) -> ResponseReturnValue:
    """Sign one of their machines out at once."""
    officer = _officer(officer_id)
    require_manages(current_officer, officer)
    handle = request.form.get("sign_in", "")
    account.end_sign_in(session(), ring(), officer=officer, handle=handle, who=who(), now=now())
    db.session.commit()
    return go("admin.person", officer_id=officer_id, said="ended")
