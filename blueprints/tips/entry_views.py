"""Typing a tip in for somebody who called, came or wrote."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.tips import desk, entry_form, entry_photos, letters
from blueprints.tips.entry_form import TipForm
from blueprints.tips.entry_photos import Arrived
from blueprints.tips.forms import uuid_in
from blueprints.tips.page import Page
from blueprints.tips.views import bp
from blueprints.tips.words import Words
from domain.errors import BadInput
from domain.people.rules import Permission
from domain.places import queries as places
from domain.places.models import Place
from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem
from domain.tips import access, entry, guides, telling, urgency
from domain.tips.entry import Entry, Slip
from domain.tips.fingerprints import Told
from domain.tips.models import Source, Tip
from domain.vault.sealing import new_record_key
from web import records
from web.authz import by_letter, current_officer, requires
from web.context import now, ring, session, settings, today, tree_day
from web.drafts import mark_saved
from web.htmx import render
from web.letter_clock import written_at, written_on
from web.letter_type import expects_photos


@bp.get("/new")
@requires(Permission.ENTER_TIPS)
def new() -> ResponseReturnValue:
    """An empty form; for a letter out of a box it says where it lay."""
    form = TipForm()
    if letters.opening():
        letters.preset(form)
    return _show(form, uuid_in(""))


@bp.post("/new")
@by_letter("tip")
@requires(Permission.ENTER_TIPS)
def create() -> ResponseReturnValue:
    """Store the tip. The same form sent again leads to the same slip."""
    tip_id = entry_form.id_sent()
    arrived, form = entry_photos.arrive(tip_id), TipForm()
    earlier = entry.already_sent(session(), acting=desk.acting(), tip_id=tip_id)
    if earlier is None:
        arrived.look_again()
        arrived.keep()
    if records.beside(form, _problems(form, arrived)):
        session().commit()
        return _show(form, tip_id, arrived=arrived), 422
    told = _told(form, arrived)
    if earlier is not None:
        return _repeated(form, earlier, told, arrived)
    left_over = _store(form, tip_id, told, arrived)
    letters.count(form)
    session().commit()
    entry_photos.delete(left_over)
    mark_saved(letters.draft())
    return letters.after(form, tip_id)


def _store(form: TipForm, tip_id: UUID, told: Told, arrived: Arrived) -> list[str]:
    held = guides.of_held(_categories())
    how = urgency.of(entry_form.values_sent(), now=now(), held=held, told_at=written_at())
    new_entry = Entry(
        id=tip_id,
        key=new_record_key(),
        told=told,
        slip=entry.slip_for(form.sent_source(), form.slip.data or ""),
        is_urgent=how.is_urgent,
        in_danger=how.in_danger,
    )
    entry.record(
        session(), acting=desk.acting(), entry=new_entry, claim_days=settings()["claim_days"]
    )
    return arrived.attach(new_entry.key)


def _repeated(form: TipForm, tip: Tip, told: Told, arrived: Arrived) -> ResponseReturnValue:
    """The slip if the form says what it said before; else both, and nothing typed is lost."""
    if entry.is_same(session(), ring(), tip=tip, told=told):
        return letters.after(form, tip.id)
    acting = desk.acting()
    access.read(session(), acting=acting, tip=tip)
    again = uuid_in("")
    arrived.move_to(again)
    page = _show(form, again, arrived=arrived, stored=Page(acting, tip))
    session().commit()
    return page, 409


def _problems(form: TipForm, arrived: Arrived) -> list[BadInput]:
    found = entry.problems(
        entry_form.values_sent(),
        source=form.sent_source(),
        has_photos=arrived.has_any or expects_photos(),
        now=written_at(),
    )
    wrong_place = [BadInput("place", "Chọn nơi trong địa bàn của đơn vị.")]
    return [*found, *([] if _place(form) else wrong_place)]


def _told(form: TipForm, arrived: Arrived) -> Told:
    place = _place(form)
    return telling.told(
        entry_form.values_sent(),
        unit_id=current_officer.place_id,
        place_id=place.id if place else None,
        source=form.sent_source() or Source.DESK,
        slugs=[item.code for item in _categories()],
        digests=arrived.digests,
        problems=arrived.received,
        now=written_at(),
    )


def _place(form: TipForm) -> Place | None:
    """The place that was chosen: the unit's own when none was."""
    chosen = form.place.data or str(current_officer.place_id)
    return next((area for area in _areas() if str(area.id) == chosen), None)


def _areas() -> list[Place]:
    unit = current_officer.place
    return [unit, *places.hamlets(session(), unit.id, tree_day())]


def _categories() -> list[ReferenceItem]:
    return list(reference.items(session(), ListKey.TIP_CATEGORIES, written_on()))


def _show(form: TipForm, tip_id: UUID, *, arrived: Arrived | None = None, **values: Any) -> str:
    names, areas = Words(session()), _areas()
    named = {area.id: area.full_name for area in areas} | places.twins(session(), areas)
    form.offer(_categories(), named, names)
    return render(
        "tips/new.html",
        form=form,
        tip_id=tip_id,
        banks=sorted(reference.labels(session(), ListKey.BANKS).values()),
        kept=len(arrived.waiting) if arrived else 0,
        notes=arrived.notes() if arrived else (),
        latest=today().isoformat(),
        nothing=Slip.NONE.value,
        letter=letters.opening(),
        letter_field=letters.FIELD,
        draft=letters.draft(),
        **{"stored": None, **values},
    )
