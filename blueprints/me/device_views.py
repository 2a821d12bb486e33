"""Machines that are signed in, and phones that are enrolled."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.me.views import bp, done
from domain.people import account, enrolment
from web.authz import current_officer, signed_in
from web.context import now, ring, session, sign_in, who


@bp.post("/sign-ins/end")
@signed_in
def end_sign_in() -> ResponseReturnValue:
    """Sign another machine out at once."""
    account.end_sign_in(
        session(),
        ring(),
        officer=current_officer,
        handle=request.form.get("sign_in", ""),
        who=who(),
        now=now(),
    )
    return done("ended")


@bp.post("/sign-ins/end-others")
@signed_in
def end_other_sign_ins() -> ResponseReturnValue:
    """Sign every other machine out at once."""
    account.end_other_sign_ins(
        session(), ring(), officer=current_officer, keep=sign_in(), who=who(), now=now()
    )
    return done("ended")


@bp.post("/phones/<uuid:enrolment_id>/revoke")
@signed_in
def revoke_phone(enrolment_id: UUID) -> ResponseReturnValue:
    """A phone was lost or sold: it stops counting at once."""
    enrolment.revoke_enrolment(
        session(),
        ring(),
        officer=current_officer,
        enrolment_id=enrolment_id,
        who=who(),
        now=now(),
    )
    return done("phone")
