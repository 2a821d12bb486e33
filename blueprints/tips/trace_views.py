"""Keeping identifiers of a tip: accepted from its story or its pictures, added, taken away."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import codes_page, desk
from blueprints.tips.forms import uuid_in
from blueprints.tips.page import again
from blueprints.tips.traces_panel import TraceForm, sent_trace
from blueprints.tips.views import bp
from domain.people.rules import Permission
from domain.tips import access, sealing, tracing
from web import records
from web.authz import audited, requires
from web.context import ring, session
from web.htmx import go, render


@bp.post("/<uuid:tip_id>/identifiers")
@requires(Permission.READ_TIPS)
def add_identifier(tip_id: UUID) -> ResponseReturnValue:
    """Keep an identifier; the same one again changes nothing."""
    tip = desk.to_handle(tip_id)
    story = sealing.read_body(sealing.tip_key(ring(), tip), tip).story
    trace, form = sent_trace(story), TraceForm().offer()
    if records.beside(form, tracing.problems(trace)):
        return again(tip, trace_form=form)
    tracing.add(session(), acting=desk.acting(), tip=tip, trace=trace)
    session().commit()
    return go("tips.show", tip_id=tip_id, _anchor="identifiers")


@bp.post("/<uuid:tip_id>/identifiers/remove")
@requires(Permission.READ_TIPS)
def remove_identifier(tip_id: UUID) -> ResponseReturnValue:
    """Take an identifier away; the timeline keeps what it was."""
    tip = desk.to_handle(tip_id)
    trace_id = uuid_in(request.form.get("trace", ""))
    tracing.remove(session(), acting=desk.acting(), tip=tip, trace_id=trace_id)
    session().commit()
    return go("tips.show", tip_id=tip_id, _anchor="identifiers")


@bp.get("/<uuid:tip_id>/codes")
@audited
@requires(Permission.READ_TIPS)
def codes(tip_id: UUID) -> ResponseReturnValue:
    """What the QR codes in the tip's pictures say, each with one tap to keep what it names."""
    found = codes_page.read_pictures(desk.acting(), desk.visible(tip_id))
    acting, tip = desk.acting(), desk.visible(tip_id)
    access.note_photo_seen(session(), acting=acting, tip=tip)
    page = render("tips/codes.html", page=codes_page.CodesPage(acting, tip, found), tip=tip)
    session().commit()
    return page


@bp.post("/<uuid:tip_id>/codes/<uuid:photo_id>")
@requires(Permission.READ_TIPS)
def add_from_code(tip_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Keep what a code names; the picture is read once more, so that nothing else is taken."""
    named = codes_page.read_again(desk.acting(), desk.to_handle(tip_id), photo_id)
    tip = desk.to_handle(tip_id)
    trace = codes_page.chosen(named, request.form.get("value", ""))
    tracing.add(session(), acting=desk.acting(), tip=tip, trace=trace)
    session().commit()
    return go("tips.show", tip_id=tip_id, _anchor="identifiers")
