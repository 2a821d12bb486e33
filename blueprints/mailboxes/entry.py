"""The forms of boxes and openings as pages: what they offer, and what they hold already."""

from datetime import datetime
from typing import Any

from flask import request, url_for
from flask_babel import gettext

from blueprints.mailboxes import forms, words
from blueprints.mailboxes.forms import BoxForm, LineForm, OpeningForm, Texts
from domain.feed.models import Kind
from domain.history import queries as history
from domain.mailboxes import queries, register, rules
from domain.mailboxes.choices import Choices, choices_for
from domain.mailboxes.content import BoxContent, LineContent
from domain.mailboxes.models import DutyLine, Mailbox, MailboxOpening
from domain.mailboxes.openings import Acting
from domain.people.models import Officer
from domain.places import queries as places
from web import logged, records
from web.authz import current_officer
from web.context import now, ring, session, today, tree_day, who
from web.filters import moment
from web.htmx import render
from web.place_chips import place_chips


class Entry:
    """Everything a view needs to show a form, and who is writing."""

    def __init__(self) -> None:
        self.choices: Choices = choices_for(session(), current_officer, tree_day=tree_day())

    def acting(self) -> Acting:
        """Who writes, for the services."""
        return Acting(by=current_officer, who=who(), now=now(), ring=ring(), choices=self.choices)

    def opening_form(self, box: Mailbox, texts: Texts) -> OpeningForm:
        """The form of an opening holding these texts."""
        form = OpeningForm(formdata=texts)
        last = queries.last_opening(session(), box)
        form.offer([*(last.openers if last else ()), *box.key_holders], self.choices.people)
        return form

    def show_opening(
        self, box: Mailbox, form: OpeningForm, opening: MailboxOpening | None = None
    ) -> str:
        """The page of an opening; a new one says when the box was opened last."""
        last = None if opening else queries.last_opening(session(), box)
        return render(
            "mailboxes/open.html",
            box=box,
            last=last,
            today=today(),
            **logged.placeless_values(form, opening, kind=Kind.MAILBOX),
        )

    def box_form(self, texts: Texts) -> BoxForm:
        """The form of a box holding these texts."""
        form = BoxForm(formdata=texts)
        form.offer(self.choices.people)
        return form

    def show_box(self, form: BoxForm, box: Mailbox | None = None, **values: Any) -> str:
        """The page of a box's form."""
        choices = self.choices
        page = {
            "form": form,
            "box": box,
            "taken": None,
            "latest": today().isoformat(),
            "places": place_chips(
                choices.unit,
                choices.areas,
                form.place.data or "",
                words.place,
                twins=places.twins(session(), choices.areas),
            ),
        }
        return render("mailboxes/box_form.html", **{**page, **values})


def opening_to_begin(box: Mailbox) -> Texts:
    """The boxes of a new opening: today, with those two who opened it last."""
    last = queries.last_opening(session(), box)
    openers = rules.usual_openers(last.openers if last else (), box.key_holders)
    day = min(today(), box.retired_on) if box.retired_on else today()
    return forms.new_opening(openers, day, records.record_id_in(""))


def two_versions(entry: Mailbox | DutyLine, mine: BoxContent | LineContent, action: str) -> str:
    """Both versions of an entry of the register, to keep one field by field."""
    db, kind = session(), register.kind_of(entry)
    is_box = isinstance(entry, Mailbox)
    theirs = register.said(entry)
    base = history.values_at(db, kind, entry.id, logged.version_sent())
    saved_by, saved_at = _last_saved(entry, kind)
    told = gettext(
        "%(name)s đã lưu bản khác lúc %(moment)s.", name=saved_by, moment=moment(saved_at)
    )
    return render(
        "records/conflict.html",
        title=gettext("Hai bản khác nhau"),
        told=told,
        back=url_for(".box", box_id=entry.id) if is_box else url_for(".listing"),
        action=action,
        lead="",
        version=entry.version,
        differences=records.differences(mine.fields(), theirs, base, words.field),
        typed=records.typed_again(request.form),
        saved_by=saved_by,
        saved_at=saved_at,
        strip=(),
        may_save=rules.may_keep(current_officer, entry),
    )


def _last_saved(entry: Mailbox | DutyLine, kind: str) -> tuple[str, datetime]:
    corrections = history.of_record(session(), kind, entry.id)
    if corrections:
        return corrections[0][1].name, corrections[0][0].changed_at
    return session().get_one(Officer, entry.author_id).name, entry.entered_at


def line_form(texts: Texts) -> LineForm:
    """The form of a line holding these texts."""
    return LineForm(formdata=texts)
