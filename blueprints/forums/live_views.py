"""Writing a forum down line by line, by several officers at once."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.forums import live_page
from blueprints.forums.entry import Entry
from blueprints.forums.live_page import LineForm, LivePage
from blueprints.forums.views import bp
from domain.forums import live, queries, rules, services
from domain.forums.content import content_of
from domain.forums.models import Forum, Opinion
from domain.media import services as media
from domain.media.models import Photo
from domain.people.rules import Permission
from domain.records import rights
from web import logged, records
from web.authz import current_officer, requires, unattended
from web.context import session
from web.htmx import go, wants_fragment
from web.live import unless_seen


def _to_change(record_id: UUID) -> Forum:
    record = logged.to_change(Forum, record_id)
    rights.require_may_correct(current_officer, record)
    return record


@bp.get("/<uuid:record_id>/live", endpoint="live")
@requires(Permission.LOG_RECORDS)
def show_live(record_id: UUID) -> ResponseReturnValue:
    """The list, and the box for the next line."""
    record = logged.visible(Forum, record_id)
    rights.require_may_correct(current_officer, record)
    return live_page.show(record)


@bp.get("/<uuid:record_id>/live/lines")
@unattended
@requires(Permission.LOG_RECORDS)
def live_lines(record_id: UUID) -> ResponseReturnValue:
    """The list as it is now; 204 when the page shows that already."""
    record = logged.visible(Forum, record_id)
    return unless_seen(LivePage(record).version, lambda: live_page.show(record, fragment="lines"))


@bp.post("/<uuid:record_id>/opinions")
@requires(Permission.LOG_RECORDS)
def add_opinion(record_id: UUID) -> ResponseReturnValue:
    """One more line. The same line sent again changes nothing."""
    record, form = _to_change(record_id), LineForm()
    other = live.stored_otherwise(session(), record, form.line_id, form.words)
    if other is not None:
        return live_page.show_both(record, other, form.words), 409
    others = len(record.opinions)
    if records.beside(form, rules.problems_of_line(form.words, others=others)):
        return live_page.show_problem(record, form), 422
    acting = Entry().acting()
    live.add(session(), acting=acting, record=record, line_id=form.line_id, gist=form.words)
    session().commit()
    return go("forums.live", record_id=record_id, _anchor="composer")


@bp.post("/<uuid:record_id>/opinions/<uuid:opinion_id>/line")
@requires(Permission.LOG_RECORDS)
def change_line(record_id: UUID, opinion_id: UUID) -> ResponseReturnValue:
    """Write one line anew; one that was saved otherwise meanwhile shows both."""
    record, form = _to_change(record_id), LineForm()
    opinion = queries.opinion_of(record, opinion_id)
    if records.beside(form, rules.problems_of_line(form.words)):
        return live_page.show_problem(record, form), 422
    if opinion.gist != form.words and opinion.version != form.line_version:
        return live_page.show_both(record, opinion, form.words), 409
    with logged.mending(record):
        live.change(
            session(),
            acting=Entry().acting(),
            record=record,
            opinion=opinion,
            version=form.line_version,
            gist=form.words,
        )
    session().commit()
    return go("forums.live", record_id=record_id, _anchor="composer")


@bp.post("/<uuid:record_id>/opinions/<uuid:opinion_id>/here")
@requires(Permission.LOG_RECORDS)
def ended_here(record_id: UUID, opinion_id: UUID) -> ResponseReturnValue:
    """One opinion was answered on the spot, unless somebody has said otherwise by now."""
    record = _to_change(record_id)
    return _answered(record, [queries.opinion_of(record, opinion_id)])


@bp.post("/<uuid:record_id>/opinions/answered")
@requires(Permission.LOG_RECORDS)
def rest_answered(record_id: UUID) -> ResponseReturnValue:
    """Everything of which nobody said how it ended was answered on the spot."""
    record = _to_change(record_id)
    return _answered(record, live.unsaid_of(record))


def _answered(record: Forum, opinions: list[Opinion]) -> ResponseReturnValue:
    with logged.mending(record):
        acting = Entry().acting()
        live.answered_here(session(), acting=acting, record=record, opinions=opinions)
    session().commit()
    if wants_fragment():
        return live_page.show(record, fragment="lines")
    return go("forums.live", record_id=record.id)


@bp.post("/<uuid:record_id>/live/photos")
@requires(Permission.LOG_RECORDS)
def add_photos(record_id: UUID) -> ResponseReturnValue:
    """Photos of the handwritten minutes join the record; one that is there already does not."""
    received = records.receive_photos(record_id)
    record = _to_change(record_id)
    with logged.mending(record):
        services.correct(
            session(),
            acting=Entry().acting(),
            record=record,
            version=record.version,
            content=content_of(record),
            add=_new_ones(record, records.keep_photos(record_id, received)),
        )
    session().commit()
    if wants_fragment():
        return live_page.show(record, fragment="photos")
    return go("forums.live", record_id=record_id)


def _new_ones(record: Forum, kept: list[Photo]) -> list[Photo]:
    there = {photo.received_sha256 for photo in media.of_record(session(), record.KIND, record.id)}
    for photo in kept:
        if photo.received_sha256 in there:
            session().delete(photo)
    return [photo for photo in kept if photo.received_sha256 not in there]
