"""Letters out of a phone's outbox: told from a page's form, and what one says once it is open."""

from dataclasses import dataclass, field
from typing import Any, cast

from flask import g, request

MEDIA_TYPE = "application/vnd.lang-nghe.letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What came instead of a page's form."""

    item_id: str
    form: str = ""
    version: str = ""
    pass_: str = field(default="", repr=False)
    saved_at: str = ""
    """By the phone's clock, as the phone wrote it."""
    photos: tuple[dict[str, Any], ...] = ()
    """Photos that the form speaks of and that follow it, or went ahead."""
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    opens_tips: bool = False
    """Whether the sign-in that it was written under, or one since, could open the form of tips."""


def is_letter() -> bool:
    """Whether the request comes as a letter to staff, be there a door or not; citizens' have
    their own."""
    return request.mimetype == MEDIA_TYPE and request.blueprint != "public"


def letter() -> Letter | None:
    """The letter that this request came as, if it is one."""
    return cast("Letter | None", g.get("letter"))


def expects_photos() -> bool:
    """Whether this request is a letter whose photos follow it, or went ahead."""
    found = letter()
    return found is not None and bool(found.photos)
