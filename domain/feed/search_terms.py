"""How text becomes words that both engines split alike, and the tags that narrow a search.

Everything is letters a to z and digits, so that nothing an engine could read as its own syntax
ever reaches one.
"""

import re
from datetime import datetime
from uuid import UUID

from domain.feed.models import Kind
from domain.text import fold

_LOW_BITS = 22


def all_terms(text: str) -> list[str]:
    """Every word of a text, folded."""
    return re.findall(r"[0-9a-z]+", fold(text))


def place_tag(place_id: UUID) -> str:
    """The word by which an entry belongs to a place."""
    return f"p{place_id.hex}"


def kind_tag(kind: Kind) -> str:
    """The word by which an entry is of a kind."""
    return f"kind0{kind.value}"


def scam_tag(code: str) -> str:
    """The word by which an entry warned about a type of scam."""
    return "scam0" + "".join(all_terms(code))


def entry_number(at: datetime, record_id: UUID) -> int:
    """A number that grows with time; within a second the record's own bits tell entries apart."""
    return first_number(at) | (record_id.int & ((1 << _LOW_BITS) - 1))


def first_number(at: datetime) -> int:
    """The lowest number an entry of that second or later can have."""
    return int(at.timestamp()) << _LOW_BITS
