"""Two officers at one tip at once: what each of them set, side by side."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from blueprints.tips import words
from blueprints.tips.forms import Texts
from blueprints.tips.law_forms import classifications
from blueprints.tips.words import Words
from domain.text import clean
from domain.tips import messages, rules, steps
from domain.tips.classifying import ENDS
from domain.tips.models import Classification, StepKind, Tip, TipOutcome, TipState
from domain.tips.steps import Done
from web import records
from web.authz import current_officer
from web.context import now, ring, session
from web.filters import moment
from web.htmx import render

_FIELDS = {
    "tips.take": ("taken_by",),
    "tips.set_state": ("state", "outcome", "note"),
    "tips.answer": ("message",),
    "tips.correct": ("category",),
    "tips.classify": ("classification", "same_as", "class_reason"),
}


def keeps_theirs(field: str) -> bool:
    """Whether the officer who was shown both versions chose the other one."""
    return request.form.get(f"{records.KEEP}{field}") == records.THEIRS


def chosen(tip: Tip) -> Texts:
    """The form as sent, with the tip's own value wherever that was chosen."""
    stands = _stands(tip)
    if keeps_theirs("state"):
        # Their note stands in the timeline; taken along it would stand there twice.
        stands["note"] = ""
    return records.merged(request.form, stands, lambda field: (field,))


def was_sent_twice(tip: Tip) -> bool:
    """Whether the officer's own last step was this very state, outcome and note: a second tap."""
    if request.endpoint != "tips.set_state":
        return False
    last = steps.last_of(session(), tip)
    if last is None or last.by_id != current_officer.id:
        return False
    done, stands = steps.of_tip(session(), ring(), tip)[-1], _stands(tip)
    note = clean(request.form.get("note", ""))
    same = all(request.form.get(name, "") == stands[name] for name in ("state", "outcome"))
    return same and done.note == note and not clean(request.form.get("sentence", ""))


def show_conflict(tip: Tip) -> str:
    """The page that asks, for each field that differs, which version to keep."""
    fields = _FIELDS.get(request.endpoint or "", ())
    mine = {name: request.form.get(name, "") for name in fields}
    mine |= {"taken_by": current_officer.name} if "taken_by" in fields else {}
    stands = _stands(tip)
    theirs = {name: stands.get(name, "") for name in fields}
    last = steps.last_of(session(), tip)
    saved_by, saved_at = (last.by.name if last.by else "", last.at) if last else ("", now())
    return render(
        "records/conflict.html",
        title=gettext("Có người vừa sửa trước"),
        told=gettext(
            "%(name)s vừa làm trên tin này lúc %(moment)s.", name=saved_by, moment=moment(saved_at)
        ),
        note=rules.number_label(tip.number),
        back=url_for("tips.show", tip_id=tip.id),
        action=request.path,
        lead="",
        version=tip.version,
        differences=records.differences(mine, theirs, {}, _word),
        typed=records.typed_again(request.form),
        saved_by=saved_by,
        saved_at=saved_at,
        strip=[],
        may_save=True,
    )


def _stands(tip: Tip) -> Texts:
    ours = [said for said in messages.thread(session(), ring(), tip) if said.from_police]
    done = steps.of_tip(session(), ring(), tip)
    note = _note_of(done, (StepKind.STATE, StepKind.REOPENED))
    said = _note_of(done, (StepKind.CLASSIFIED,)).partition("|")[2]
    same = session().get(Tip, tip.duplicate_of_id) if tip.duplicate_of_id else None
    return MultiDict(
        {
            "taken_by": tip.taken_by.name if tip.taken_by else "",
            "state": tip.state.value,
            "outcome": tip.outcome.value if tip.outcome else "",
            "note": note,
            "message": ours[-1].text if ours else "",
            "category": tip.category,
            "classification": (tip.state if tip.state in ENDS else tip.classification).value,
            "same_as": rules.number_label(same.number) if same else "",
            "class_reason": note if tip.state in ENDS else said,
        }
    )


def _note_of(done: Sequence[Done], kinds: Collection[StepKind]) -> str:
    """What stands with the last step of such a kind, "" without one."""
    return next((step.note for step in reversed(done) if step.kind in kinds), "")


def _word(name: str, value: Any) -> tuple[str, str]:
    """The label of a box and one of its values in words."""
    label = words.fields()[name]
    match name:
        case "state" if value in set(TipState):
            return label, words.states()[TipState(value)]
        case "outcome" if value in set(TipOutcome):
            return label, words.outcomes()[TipOutcome(value)]
        case "classification" if value in set(Classification):
            return label, classifications()[Classification(value)]
        case "classification" if value in ENDS:
            return label, words.states()[TipState(value)]
        case "category":
            return label, Words(session()).category(value)
    return label, str(value)
