"""The directory: read it, enter and correct a contact, say that one was called, retire it."""

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from blueprints.banks import forms
from blueprints.banks.forms import ContactForm
from blueprints.banks.pages import acting, show_form, two_versions
from domain.banking import directory, queries, rules
from domain.banking.content import contact_content
from domain.banking.models import BankContact
from domain.banking.names import BankNames
from domain.people.rules import Permission
from web import logged, records
from web.authz import current_officer, requires
from web.context import session, today
from web.htmx import go, render

bp = Blueprint("banks", __name__, url_prefix="/banks")


@bp.get("")
@requires(Permission.READ_TIPS)
def listing() -> ResponseReturnValue:
    """Contacts of the own place and of those above; of those below for who sits above them."""
    db = session()
    return render(
        "banks/listing.html",
        contacts=queries.contacts(db, current_officer),
        kept=queries.kept_places(db, current_officer) if rules.may_keep(current_officer) else (),
        names=BankNames(db),
        own=current_officer.place,
        today=today(),
        may_keep=rules.may_keep(current_officer),
        content_of=contact_content,
    )


@bp.get("/new")
@requires(Permission.KEEP_BANK_CONTACTS)
def new() -> ResponseReturnValue:
    """An empty form."""
    return show_form(ContactForm(formdata=MultiDict({"id": str(records.record_id_in(""))})))


@bp.post("/new")
@requires(Permission.KEEP_BANK_CONTACTS)
def enter() -> ResponseReturnValue:
    """Enter the contact. The same form sent again enters it once."""
    contact_id = records.record_id_in(request.form.get("id", ""))
    form = ContactForm()
    form.id.data = str(contact_id)
    content = form.to_content(BankNames(session()))
    problems = rules.problems_of_contact(content, today=today())
    if not form.validate() or records.beside(form, problems):
        return show_form(form), 422
    taken = session().get(BankContact, contact_id)
    if taken is not None and not directory.is_same(session(), taken, content):
        form.id.data = str(records.record_id_in(""))
        return show_form(form, was_saved=True), 409
    directory.enter(session(), acting=acting(), contact_id=contact_id, content=content)
    session().commit()
    return go("banks.listing")


@bp.get("/<uuid:contact_id>/edit")
@requires(Permission.KEEP_BANK_CONTACTS)
def edit(contact_id: UUID) -> ResponseReturnValue:
    """The form with what the directory says."""
    contact = queries.get_kept(session(), current_officer, contact_id)
    rules.require_stands(contact)
    texts = forms.texts_of(contact_content(contact), BankNames(session()))
    texts["id"], texts["version"] = str(contact.id), str(contact.version)
    return show_form(ContactForm(formdata=texts), contact)


@bp.post("/<uuid:contact_id>/edit")
@requires(Permission.KEEP_BANK_CONTACTS)
def correct(contact_id: UUID) -> ResponseReturnValue:
    """Save a correction; one that is based on an old version shows both."""
    contact = queries.get_kept(session(), current_officer, contact_id, to_change=True)
    was, names = contact_content(contact), BankNames(session())
    stands = forms.texts_of(was, names)
    form = ContactForm(formdata=records.merged(request.form, stands, lambda name: (name,)))
    mine, version = form.to_content(names), logged.version_sent()
    problems = rules.problems_of_contact(mine, today=today(), was=was)
    if not form.validate() or records.beside(form, problems):
        return show_form(form, contact), 422
    if mine.fields() != was.fields() and version != contact.version:
        return two_versions(contact, mine, names), 409
    directory.correct(session(), acting=acting(), contact=contact, version=version, content=mine)
    session().commit()
    return go("banks.listing")


@bp.post("/<uuid:contact_id>/called")
@requires(Permission.READ_TIPS)
def say_called(contact_id: UUID) -> ResponseReturnValue:
    """The officer dialled the numbers today and was answered."""
    contact = queries.get(session(), current_officer, contact_id, to_change=True)
    numbers = request.form.get("numbers", "")
    directory.say_called(session(), acting=acting(), contact=contact, numbers=numbers)
    session().commit()
    return go("banks.listing")


@bp.post("/<uuid:contact_id>/retire")
@requires(Permission.KEEP_BANK_CONTACTS)
def retire(contact_id: UUID) -> ResponseReturnValue:
    """Nobody is to be called there any more."""
    contact = queries.get_kept(session(), current_officer, contact_id, to_change=True)
    directory.retire(session(), acting=acting(), contact=contact)
    session().commit()
    return go("banks.listing")
