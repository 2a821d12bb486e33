"""The dated lists: their rows, a new one, a better one, one that ends."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.admin import stale
from blueprints.admin.list_forms import (
    EditRowForm,
    MoveForm,
    NewRowForm,
    stored_row,
    with_columns,
)
from blueprints.admin.views import bp
from blueprints.admin.words import LISTS
from domain.errors import BadInput, NotFound
from domain.people.rules import Permission
from domain.reference import queries, services
from domain.reference.columns import call_of
from domain.reference.models import ListKey, ReferenceItem
from web.authz import requires
from web.context import now, ring, session, today, who
from web.extensions import db
from web.htmx import go, render
from web.records import beside

SEARCH_FROM = 15
"""From how many rows on a list has a search box."""


def slug(key: ListKey) -> str:
    """A list as addresses name it."""
    return key.value.replace("_", "-")


def _list(text: str) -> ListKey:
    found = next((key for key in ListKey if slug(key) == text), None)
    if found is None:
        raise NotFound
    return found


@bp.get("/lists")
@requires(Permission.ADMINISTER)
def lists() -> ResponseReturnValue:
    """Every list with how many rows are in force."""
    counted = [
        (slug(key), name, len(queries.items(session(), key, today())))
        for key, name in LISTS.items()
    ]
    return render("admin/lists.html", lists=counted)


@bp.get("/lists/<string:name>")
@requires(Permission.ADMINISTER)
def rows(name: str) -> ResponseReturnValue:
    """The rows in force in their order, then those that are over or still to come."""
    key, search = _list(name), request.args.get("q", "")[:100]
    every, on = queries.all_items(session(), key), today()
    in_force = [row for row in every if queries.is_in_force(row, on)]
    return render(
        "admin/list.html",
        fragment="found",
        name=name,
        title=LISTS[key],
        count=len(in_force),
        places={row.id: place for place, row in enumerate(in_force, start=1)},
        rows=queries.matching(in_force, search),
        others=queries.matching([row for row in every if row not in in_force], search),
        search=search,
        is_long=len(every) >= SEARCH_FROM,
        call_of=call_of,
        on=on,
        said=request.args.get("said", ""),
    )


@bp.get("/lists/<string:name>/new")
@requires(Permission.ADMINISTER)
def new_row(name: str) -> ResponseReturnValue:
    """The empty form."""
    form = _new_form(_list(name))
    form.valid_from.data = today()
    return _new_page(form, name)


@bp.post("/lists/<string:name>/new")
@requires(Permission.ADMINISTER)
def add_row(name: str) -> ResponseReturnValue:
    """Add it at the end."""
    key = _list(name)
    form = _new_form(key)
    if not form.validate():
        return _new_page(form, name), 422
    new = form.to_row()
    problems = services.code_problems(session(), key, new.code)
    problems += services.meaning_problems(session(), key, new.code, new.meaning, today=today())
    if beside(form, problems):
        return _new_page(form, name), 422
    services.add_item(session(), ring(), key=key, new=new, who=who(), now=now())
    db.session.commit()
    return go("admin.rows", name=name, said="added")


def _new_form(key: ListKey) -> NewRowForm:
    return with_columns(NewRowForm, key, services.choices_of(session(), key))


def _new_page(form: NewRowForm, name: str) -> str:
    return render("admin/new_row.html", form=form, name=name, title=LISTS[form.key])


@bp.get("/lists/<string:name>/<uuid:item_id>")
@requires(Permission.ADMINISTER)
def row(name: str, item_id: UUID) -> ResponseReturnValue:
    """One row with everything it says."""
    item = queries.get(session(), _list(name), item_id)
    form = stored_row(item, services.choices_of(session(), item.list_key))
    form.version.data = stale.mark(form)
    return _page(form, item, name)


@bp.post("/lists/<string:name>/<uuid:item_id>")
@requires(Permission.ADMINISTER)
def change_row(name: str, item_id: UUID) -> ResponseReturnValue:
    """Better words, a last day, or a new meaning from a day on."""
    item = queries.get(session(), _list(name), item_id)
    choices = services.choices_of(session(), item.list_key)
    form = with_columns(EditRowForm, item.list_key, choices)
    stored = stored_row(item, choices)
    if stale.is_behind(form, stored):
        return _page(form, item, name, stale.differences(form, stored)), 409
    if not form.validate() or beside(form, _problems(form, item)):
        return _page(form, item, name), 422
    _save(form, item)
    db.session.commit()
    return go("admin.rows", name=name, said="changed")


def _problems(form: EditRowForm, item: ReferenceItem) -> list[BadInput]:
    db_, meaning = session(), form.to_meaning(item)
    found = services.meaning_problems(
        db_, item.list_key, item.code, meaning, today=today(), before=item
    )
    if form.is_new_meaning:
        return found + services.since_problems(db_, item, form.since.data)
    return found + services.end_problems(db_, item, form.valid_to.data)


def _save(form: EditRowForm, item: ReferenceItem) -> None:
    meaning = form.to_meaning(item)
    if form.is_new_meaning:
        services.renew_item(
            session(),
            ring(),
            item=item,
            meaning=meaning,
            since=form.since.data,
            who=who(),
            now=now(),
        )
    else:
        services.correct_item(
            session(),
            ring(),
            item=item,
            meaning=meaning,
            valid_to=form.valid_to.data,
            who=who(),
            now=now(),
        )


def _page(
    form: EditRowForm,
    item: ReferenceItem,
    name: str,
    theirs: Sequence[tuple[str, str]] = (),
    move: MoveForm | None = None,
) -> str:
    in_force = [one.id for one in queries.items(session(), item.list_key, today())]
    place = in_force.index(item.id) + 1 if item.id in in_force else 0
    return render(
        "admin/row.html",
        form=form,
        item=item,
        name=name,
        title=LISTS[item.list_key],
        theirs=theirs,
        place=place,
        count=len(in_force),
        move=move or MoveForm(formdata=None, data={"to": place}),
    )


@bp.post("/lists/<string:name>/<uuid:item_id>/move")
@requires(Permission.ADMINISTER)
def move_row(name: str, item_id: UUID) -> ResponseReturnValue:
    """Another place in the order."""
    item, move = queries.get(session(), _list(name), item_id), MoveForm()
    if not move.validate():
        form = stored_row(item, services.choices_of(session(), item.list_key))
        form.version.data = stale.mark(form)
        return _page(form, item, name, move=move), 422
    services.move_item(
        session(), ring(), item=item, to=move.to.data, on=today(), who=who(), now=now()
    )
    db.session.commit()
    return go("admin.rows", name=name, said="moved")
