"""Completing how one opinion was handled."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from blueprints.forums import words
from blueprints.forums.entry import Entry
from blueprints.forums.opinion_form import AnswerForm, boxes_of
from blueprints.forums.reading import how_it_stands
from blueprints.forums.views import bp
from domain.errors import BadInput
from domain.forums import due, queries, rules, services
from domain.forums.content import Handling, handling_of
from domain.forums.feed_entry import is_open
from domain.forums.models import WAITING, Forum, Opinion
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.records import rights
from web import logged, records
from web.authz import current_officer, requires
from web.context import session, today
from web.drafts import mark_saved
from web.htmx import go, render
from web.records import Difference


@bp.get("/<uuid:record_id>/opinions/<uuid:opinion_id>")
@requires(Permission.LOG_RECORDS)
def ask_for_answer(record_id: UUID, opinion_id: UUID) -> ResponseReturnValue:
    """The form with how the opinion stands; whoever came by "hẹn trả lời" finds that chosen."""
    record = logged.visible(Forum, record_id)
    opinion = queries.opinion_of(record, opinion_id)
    rights.require_may_correct(current_officer, record)
    texts = MultiDict({**boxes_of(handling_of(opinion)), "version": str(record.version)})
    if request.args.get("outcome") in set(WAITING):
        texts["outcome"] = request.args["outcome"]
    return _page(Entry(), record, opinion, AnswerForm(formdata=texts))


@bp.post("/<uuid:record_id>/opinions/<uuid:opinion_id>")
@requires(Permission.LOG_RECORDS)
def answer(record_id: UUID, opinion_id: UUID) -> ResponseReturnValue:
    """Keep the outcome and the answer; one based on an old state shows both. Whoever is writing
    the forum down goes on with that."""
    record = logged.to_change(Forum, record_id)
    opinion, entry = queries.opinion_of(record, opinion_id), Entry()
    rights.require_may_correct(current_officer, record)
    was = handling_of(opinion)
    form = AnswerForm(
        formdata=records.merged(request.form, MultiDict(boxes_of(was)), lambda part: (part,))
    )
    if not form.validate():
        return _page(entry, record, opinion, form), 422
    handling = form.to_handling()
    if records.beside(form, _wrong(handling, was, entry, record)):
        return _page(entry, record, opinion, form), 422
    differing = _differences(entry, record, opinion, handling)
    if differing and services.handling_since(session(), record, opinion, logged.version_sent()):
        return _conflict(record, opinion, differing), 409
    _save(entry, record, opinion, handling)
    session().commit()
    mark_saved(f"opinion-{opinion_id}")
    return go("forums.live" if "live" in request.form else "forums.show", record_id=record_id)


def _wrong(handling: Handling, was: Handling, entry: Entry, record: Forum) -> list[BadInput]:
    return rules.problems_of_answer(
        handling, entry.choices, held_on=record.held_on, today=today(), was=was
    )


def _page(entry: Entry, record: Forum, opinion: Opinion, form: AnswerForm) -> str:
    form.offer_owners(entry.choices.owners, entry.words.officer)
    owner = session().get(Officer, opinion.owner_id) if opinion.owner_id else None
    return render(
        "forums/opinion.html",
        record=record,
        opinion=opinion,
        about=words.kinds()[opinion.kind.value],
        stands=how_it_stands(opinion),
        owner=owner,
        is_open=is_open(opinion),
        is_left=is_open(opinion) and owner is not None and not due.keeps(session(), owner, record),
        may_enter_tips=may(current_officer, Permission.ENTER_TIPS),
        now_kept=boxes_of(handling_of(opinion)),
        form=form,
        latest=today().isoformat(),
        posted=request.method == "POST",
    )


def _save(entry: Entry, record: Forum, opinion: Opinion, handling: Handling) -> None:
    with logged.mending(record):
        services.answer(
            session(),
            acting=entry.acting(),
            record=record,
            opinion=opinion,
            version=logged.version_sent(),
            handling=handling,
        )


def _differences(entry: Entry, record: Forum, opinion: Opinion, mine: Handling) -> list[Difference]:
    shown = entry.words.handling_fields()

    def said(part: str, value: str | None) -> tuple[str, str]:
        label, in_words = shown[part]
        return label, in_words(value) if value else ""

    base = services.handling_since(session(), record, opinion, logged.version_sent())
    return records.differences(mine.fields(), handling_of(opinion).fields(), base, said)


def _conflict(record: Forum, opinion: Opinion, differing: list[Difference]) -> str:
    return logged.two_versions(
        record,
        differing,
        typed=records.typed_again(request.form),
        action=url_for("forums.answer", record_id=record.id, opinion_id=opinion.id),
        lead=opinion.gist,
        with_photos=False,
    )
