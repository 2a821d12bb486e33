"""What a person typed on the page about a tip, as it travels from showing to showing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import request

from domain.text import clean

TAP = "tap-"
"""Before the id of the question in the name of its boxes."""
ABOUT = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Words, the contact that was to be left, and the taps by question; all cleaned."""

    message: str = ""
    contact: str = ""
    taps: Mapping[UUID, str] = field(default_factory=dict)
    about: UUID | None = None
    """The question that stood beside the box for words."""

    @classmethod
    def of_request(cls) -> "Reply":
        """What stands in the form that was sent. The tip form has a contact of its own."""
        if request.endpoint not in _PAGES:
            return cls()
        sent = request.form
        return cls(
            message=clean(sent.get("message", "")),
            contact=clean(sent.get("contact", "")),
            taps=dict(_taps(sent)),
            about=_uuid(sent.get(ABOUT, "")),
        )

    def kept(self) -> dict[str, str]:
        """What must not be lost, by the name of its box."""
        values = {"message": self.message, "contact": self.contact}
        values |= {f"{TAP}{id_}": text for id_, text in self.taps.items()}
        return {name: text for name, text in values.items() if text}


_PAGES = {"public.look_up", "public.leave_contact", "public.appeal"}


def _taps(sent: Mapping[str, str]) -> Iterator[tuple[UUID, str]]:
    for name, text in sent.items():
        if not name.startswith(TAP):
            continue
        if asked := _uuid(name.removeprefix(TAP)):
            yield asked, clean(text)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
