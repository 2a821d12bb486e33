"""What pages of outreach and forums do alike: load, list, show, compare versions, withdraw."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, RadioField, StringField, ValidationError

from domain.feed import queries as feed
from domain.feed.models import Kind
from domain.history import queries as history
from domain.media import services as media
from domain.media.services import Received
from domain.numbers import held
from domain.numbers.periods import month_of
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.places.models import Place
from domain.records import queries, rights, services
from domain.records.models import LoggedRecord, Written
from domain.records.services import Acting
from domain.review import services as review
from web import records
from web.asked import put_beside
from web.authz import current_officer
from web.context import now, session, today
from web.drafts import take_saved
from web.fields import DayField
from web.filters import moment
from web.htmx import go, render
from web.kept import is_kept
from web.place_chips import place_chips
from web.reading import RecordReading, thumbs_of
from web.records import Difference

R = TypeVar("R", bound=Written)
NEW = "-new"
"""Ends the name of a draft of something that was not saved before."""


class LoggedForm(FlaskForm):
    """The boxes that tell where and when; a kind says how it asks for them when they are empty."""

    NO_DAY: ClassVar[str]
    NO_PLACE: ClassVar[str]

    id = HiddenField()
    version = HiddenField()

    def validate_held_on(self, field: DayField) -> None:
        """A day is needed; what is odd about it has been said by the field."""
        if field.data is None and not field.errors:
            raise ValidationError(str(self.NO_DAY))

    def validate_place(self, field: RadioField) -> None:
        """Something that can be an id; whether it is one of the unit's is a rule."""
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError(str(self.NO_PLACE)) from None


class WithdrawForm(FlaskForm):
    """Why a record is taken back."""

    reason = StringField(_l("Lý do rút"))


class Choosing(Protocol):
    """The places that a record can be logged for."""

    @property
    def unit(self) -> Place:
        """The unit itself."""

    @property
    def areas(self) -> Sequence[Place]:
        """The places inside it."""


class PlaceWords(Protocol):
    """What names places."""

    def place(self, place_id: str) -> str:
        """A place's name by its id as text."""


def visible(model: type[R], record_id: UUID) -> R:
    """The record of the address. Raises `NotFound` alike for unseen and absent."""
    return queries.get_visible(session(), model, current_officer, record_id)


def to_change(model: type[R], record_id: UUID) -> R:
    """The record of the address, locked for a change. Raises `NotFound`."""
    return queries.get_to_change(session(), model, current_officer, record_id)


def listing(template: str, kind: Kind, **values: Any) -> str:
    """What was logged of a kind in the viewer's places, newest first."""
    below, place = feed.Cursor.parse(request.args.get("below", "")), current_officer.place
    rows, further = feed.rows_of_kind(session(), place_id=place.id, kind=kind, below=below)
    return render(
        template,
        fragment="rows",
        rows=rows,
        below=below,
        further=further,
        thumbs_of=thumbs_of,
        place_name=place.full_name,
        may_log=may(current_officer, Permission.LOG_RECORDS),
        **values,
    )


def form_values(
    form: Form, record: LoggedRecord | None, *, kind: Kind, choices: Choosing, words: PlaceWords
) -> dict[str, Any]:
    """What the page with the form of any kind shows: the id, the places, the photos so far."""
    return {
        **placeless_values(form, record, kind=kind),
        "places": place_chips(
            choices.unit,
            choices.areas,
            form["place"].data or "",
            words.place,
            twins=places.twins(session(), choices.areas),
        ),
    }


def placeless_values(form: Form, record: LoggedRecord | None, *, kind: Kind) -> dict[str, Any]:
    """The same of a record whose place needs no choice."""
    record_id = record.id if record else records.record_id_in(form["id"].data or "")
    removed = records.ticked_photos()
    own = media.of_record(session(), kind, record.id) if record else []
    photos = [*own, *records.waiting_photos(record_id)]
    return {
        "form": form,
        "record": record,
        "record_id": record_id,
        "latest": today().isoformat(),
        "strip": records.strip_of(photos, record_id=record_id, without=removed),
        "removed": sorted(removed),
        "notes": records.photo_notes(photos),
        "asked": put_beside(form, record),
        "posted": request.method == "POST",
    }


def page(template: str, record: LoggedRecord, reading: RecordReading) -> str:
    """One record with everything that is known of it; of a copy, what a phone may keep."""
    if is_kept():
        return render("offline/record.html", reading=reading)
    saved = take_saved()
    return render(
        template,
        of_month=_of_month(record) if saved.endswith(NEW) else "",
        record=record,
        reading=reading,
        may_correct=rights.may_correct(current_officer, record),
        may_withdraw=rights.may_withdraw(current_officer, record),
        saved=saved,
    )


def _of_month(record: LoggedRecord) -> str:
    """Which of its kind it is of those its author logged this month; "" for another month."""
    if not month_of(today()).holds(record.held_on):
        return ""
    month = held.this_month(session(), record.author, today())
    if record.KIND is Kind.OUTREACH:
        of = gettext("Buổi tuyên truyền thứ %(count)s của bạn tháng này.", count=month.outreach)
    elif record.KIND is Kind.FORUM:
        of = gettext("Cuộc diễn đàn thứ %(count)s của bạn tháng này.", count=month.forums)
    else:
        of = ""
    return str(of)


def version_sent() -> int:
    """The version that the form was opened with; 0 for nonsense."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def base_of(record: Written) -> dict[str, Any]:
    """What the fields that were saved since held when this person opened the form."""
    return history.values_at(session(), record.KIND, record.id, version_sent())


def last_saved(record: Written) -> tuple[str, datetime]:
    """Who saved the record last, and when."""
    corrections = history.of_record(session(), record.KIND, record.id)
    if corrections:
        return corrections[0][1].name, corrections[0][0].changed_at
    return record.author.name, record.entered_at


def two_versions(
    record: LoggedRecord,
    differences: Sequence[Difference],
    *,
    typed: Sequence[tuple[str, str]],
    action: str,
    lead: str = "",
    with_photos: bool = True,
) -> str:
    """The page that asks, for each field that differs, which version to keep.

    `lead` says of which part of the record; photos that wait belong to the whole of it.
    """
    waiting = records.waiting_photos(record.id) if with_photos else []
    saved_by, saved_at = last_saved(record)
    return render(
        "records/conflict.html",
        title=gettext("Hai bản khác nhau"),
        told=gettext(
            "%(name)s đã lưu bản khác lúc %(moment)s.", name=saved_by, moment=moment(saved_at)
        ),
        back=url_for(".show", record_id=record.id),
        action=action,
        lead=lead,
        version=record.version,
        differences=differences,
        typed=typed,
        saved_by=saved_by,
        saved_at=saved_at,
        strip=records.strip_of(waiting, record_id=record.id),
        may_save=rights.may_correct(current_officer, record),
    )


def keep_for_next_try(record_id: UUID, received: Sequence[Received]) -> None:
    """The form did not pass, its photos stay. Commits."""
    records.keep_photos(record_id, received)
    session().commit()


@contextmanager
def mending(record: LoggedRecord) -> Iterator[None]:
    """What is saved inside mends what was asked of the fields that it changes."""
    before = record.version
    yield
    if record.version != before:
        changed = history.values_at(session(), record.KIND, record.id, before)
        review.mend(
            session(),
            kind=record.KIND,
            record_id=record.id,
            by=current_officer,
            now=now(),
            changed=changed.keys(),
        )


def ask_to_withdraw(record: LoggedRecord) -> ResponseReturnValue:
    """The page that asks why."""
    rights.require_may_withdraw(current_officer, record)
    return render("records/withdraw.html", record=record, form=WithdrawForm())


def withdraw(
    record: LoggedRecord, acting: Acting, *, taking_back: Callable[..., None] = services.withdraw
) -> ResponseReturnValue:
    """Take the record back, with a reason that stays on it, as its kind does it. Commits."""
    form = WithdrawForm()
    reason = form.reason.data or ""
    if record.withdrawn_at is not None and record.withdrawn_reason == reason:
        return go(".show", record_id=record.id)
    rights.require_may_withdraw(current_officer, record)
    if records.beside(form, rights.problems_of_reason(reason)):
        return render("records/withdraw.html", record=record, form=form), 422
    taking_back(session(), acting=acting, record=record, reason=reason)
    session().commit()
    return go(".show", record_id=record.id)
