"""The tip form as it was sent: what was typed, cleaned."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from domain.text import clean
from domain.tips import telling
from domain.tips.telling import LONGEST

HONEYPOT = "confirm_note"
_NOT_A_TIP_ALONE = {"on_behalf", "send_to"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form, cleaned; `submission_id` is new when none came or a broken one."""

    submission_id: UUID = field(default_factory=uuid4)
    token: str = ""
    is_trap: bool = False
    photo_ids: tuple[UUID, ...] = ()
    values: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """What was typed in a field; empty when nothing was."""
        return self.values.get(name, "")

    @property
    def is_empty(self) -> bool:
        """Nothing that makes a tip was given; photos are counted by the caller."""
        return not any(value for name, value in self.values.items() if name not in _NOT_A_TIP_ALONE)

    @property
    def too_long(self) -> str:
        """The first field that holds more than a tip may."""
        return next((name for name, text in self.values.items() if len(text) > LONGEST), "")


EMPTY = Typed(submission_id=UUID(int=0))


def read(form: MultiDict[str, str]) -> Typed:
    """The fields of a form that was sent; unknown ones are left out."""
    sent = form.to_dict()
    names = (*telling.FIELDS, "send_to")
    values = {name: text for name in names if name in sent and (text := clean(sent[name]))}
    return Typed(
        submission_id=_uuid(sent.get("submission_id", "")) or uuid4(),
        token=sent.get("form_token", ""),
        is_trap=bool(sent.get(HONEYPOT, "").strip()),
        photo_ids=tuple(dict.fromkeys(_uuids(form.getlist("photo_ids")))),
        values=values,
    )


def _uuids(texts: Iterable[str]) -> Iterable[UUID]:
    return (found for text in texts if (found := _uuid(text)))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None
