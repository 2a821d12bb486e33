"""One opinion as a form sends it: the text of each box, read and judged without making the boxes.

A forum is saved with dozens of them; boxes are made where they are shown.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext
from wtforms.validators import ValidationError

from domain.forums.content import Handling, OpinionContent
from domain.forums.models import OpinionKind, Outcome
from domain.text import clean, one_line
from web.authz import current_officer
from web.fields import day_in

KIND, OUTCOME = OpinionKind.INFORMATION.value, Outcome.ANSWERED.value
"""What stands in the boxes when nothing was chosen."""
_TYPED = ("gist", "topic", "name", "responsible", "answer", "due_on")
_UNTICKED = ("", "false")


def nobody_else() -> str:
    """Who stands in the box of the owner when nobody was chosen: whoever writes."""
    return str(current_officer.id)


def kind_in(text: str) -> OpinionKind:
    """One of the four. ValidationError with the sentence that stands beside the box."""
    try:
        return OpinionKind(text)
    except ValueError:
        raise ValidationError(gettext("Chọn một loại ý kiến.")) from None


def outcome_in(text: str) -> Outcome:
    """One of those that there are. ValidationError like `kind_in`."""
    try:
        return Outcome(text)
    except ValueError:
        raise ValidationError(gettext("Chọn một cách xử lý.")) from None


def owner_in(text: str) -> UUID | None:
    """Nobody, or something that can be an id; whether it is somebody's is a rule. ValidationError
    like `kind_in`."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise ValidationError(gettext("Chọn một cán bộ đang ở đơn vị.")) from None


def handling_in(
    *, outcome: str, owner: str, responsible: str, due_on: date | None, answer: str
) -> Handling:
    """How an opinion ended, from boxes that are right."""
    return Handling(
        outcome=outcome_in(outcome),
        owner_id=owner_in(owner),
        responsible=one_line(responsible),
        due_on=due_on,
        answer=clean(answer),
    )


def _due_in(text: str) -> date | None:
    return day_in(text) if text else None


_READERS: Mapping[str, Callable[[str], Any]] = {
    "outcome": outcome_in,
    "owner": owner_in,
    "due_on": _due_in,
    "kind": kind_in,
}


@dataclass(frozen=True, slots=True)
class OpinionTexts:
    """The texts of one opinion by its boxes. One in which nothing was typed is no opinion."""

    number: int
    texts: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, or it was all taken back."""
        get = self.texts.get
        if get("remove", "") not in _UNTICKED:
            return True
        return not any(get(box, "").strip() for box in _TYPED)

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Each box that cannot be read, with its sentence. What is no opinion cannot be wrong."""
        if self.is_empty:
            return
        for box, read in _READERS.items():
            try:
                read(self._chosen(box))
            except ValueError as problem:
                yield box, str(problem)

    def opinion(self, earlier: OpinionContent | None) -> OpinionContent:
        """What they say, when none is wrong. They tell no day and no way of answering: those of
        the `earlier` version stay as long as the outcome does."""
        get = self.texts.get
        handling = handling_in(
            outcome=self._chosen("outcome"),
            owner=self._chosen("owner"),
            responsible=get("responsible", ""),
            due_on=_due_in(self._chosen("due_on")),
            answer=get("answer", ""),
        ).settled()
        if earlier and earlier.handling.outcome is handling.outcome:
            kept = earlier.handling
            handling = replace(
                handling, answered_on=kept.answered_on, answered_how=kept.answered_how
            )
        return OpinionContent(
            number=self.number,
            kind=kind_in(self._chosen("kind")),
            topic=one_line(get("topic", "")),
            gist=one_line(get("gist", "")),
            name=one_line(get("name", "")),
            handling=handling,
        )

    def _chosen(self, box: str) -> str:
        """The text of a box that is chosen from, or what stands there when it was not sent."""
        if box in self.texts:
            return self.texts[box].strip() if box == "due_on" else self.texts[box]
        if box == "owner":
            return nobody_else()
        return {"kind": KIND, "outcome": OUTCOME}.get(box, "")
