"""What a test sends with a record, and what it learns from the answer."""

import io
from uuid import UUID

from tests.support.images import photo


def file(name: str = "anh.jpg", data: bytes | None = None) -> tuple[io.BytesIO, str]:
    """A file as a form carries it."""
    return io.BytesIO(photo(width=320, height=240) if data is None else data), name


def record_id(location: str) -> UUID:
    """The id in the address of a record."""
    return UUID(location.rsplit("/", 1)[1])
