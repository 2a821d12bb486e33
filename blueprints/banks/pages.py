"""The form of a contact as a page, and two versions of one side by side."""

from datetime import datetime

from flask import request, url_for
from flask_babel import gettext

from blueprints.banks import forms
from blueprints.banks.forms import ContactForm
from domain.banking import directory
from domain.banking.content import ContactContent, contact_content
from domain.banking.models import BankContact
from domain.banking.names import BankNames
from domain.history import queries as history
from domain.people.models import Officer
from domain.tips.acting import Acting
from web import logged, records
from web.authz import current_officer
from web.context import now, ring, session, today, tree_day, who
from web.filters import moment
from web.htmx import render


def acting() -> Acting:
    """Who writes, for the services."""
    return Acting(by=current_officer, who=who(), now=now(), ring=ring(), on=tree_day())


def show_form(
    form: ContactForm, contact: BankContact | None = None, *, was_saved: bool = False
) -> str:
    """The page of a contact's form."""
    return render(
        "banks/form.html",
        form=form,
        contact=contact,
        was_saved=was_saved,
        banks=BankNames(session()).all(),
        latest=today().isoformat(),
    )


def two_versions(contact: BankContact, mine: ContactContent, names: BankNames) -> str:
    """Both versions, to keep one field by field."""
    theirs = contact_content(contact).fields()
    base = history.values_at(session(), directory.KIND, contact.id, logged.version_sent())
    saved_by, saved_at = _last_saved(contact)
    told = gettext(
        "%(name)s đã lưu bản khác lúc %(moment)s.", name=saved_by, moment=moment(saved_at)
    )
    return render(
        "records/conflict.html",
        title=gettext("Hai bản khác nhau"),
        told=told,
        back=url_for("banks.listing"),
        action=url_for("banks.correct", contact_id=contact.id),
        lead=names.name(contact.bank),
        version=contact.version,
        differences=records.differences(mine.fields(), theirs, base, forms.words_of(names)),
        typed=records.typed_again(request.form),
        saved_by=saved_by,
        saved_at=saved_at,
        strip=(),
        may_save=True,
    )


def _last_saved(contact: BankContact) -> tuple[str, datetime]:
    corrections = history.of_record(session(), directory.KIND, contact.id)
    if corrections:
        return corrections[0][1].name, corrections[0][0].changed_at
    return session().get_one(Officer, contact.author_id).name, contact.entered_at
