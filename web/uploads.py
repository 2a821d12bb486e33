"""The files of a form on their way in: what no rule would keep is read past, not refused.

A browser without our script sends thirty camera photos whole. To refuse such a body would lose
the words that came with it, so the words are read and the files too many or too large let go.
"""

from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from wsgiref.types import WSGIEnvironment

from flask import Flask, Request

from domain.media.sniff import MOST_BYTES
from web.bodies import over_line
from web.form_body import FormBodyParser

MOST_BODY = 400 * 1024 * 1024
"""Bytes of a body: thirty photos of a good camera. What is larger is refused."""
PHOTOS_AT_ONCE = 20
"""As many as an officer's form takes."""
MANY_PHOTOS_AT_ONCE = 30
"""As many as are sorted by day and place at once."""
PUBLIC_PHOTOS_AT_ONCE = 5
"""As many as a villager's form takes."""
_SORTING = frozenset({"outreach.sort_photos"})
_IN_MEMORY = 500 * 1024


class HeldFile(SpooledTemporaryFile[bytes]):
    """A file of which only so much is kept: one byte too many tells that it was too large."""

    def __init__(self, room: int) -> None:
        super().__init__(max_size=_IN_MEMORY)
        self._room = room

    def write(self, data: Any) -> int:
        """Keep what there is room for; the rest counts as written."""
        kept = memoryview(data)[: self._room]
        self._room -= len(kept)
        super().write(kept)
        return len(memoryview(data))


class BoundedRequest(Request):
    """A request that waits for no dead line, and keeps no more of its files than some form would
    look at."""

    form_data_parser_class = FormBodyParser
    _begun: Sequence[HeldFile] = ()

    def __init__(self, environ: WSGIEnvironment, *args: Any, **more: Any) -> None:
        self._body = over_line(environ)
        super().__init__(environ, *args, **more)

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        held = HeldFile(MOST_BYTES + 1 if len(self._begun) < self._most() else 0)
        # Without a file chosen, browsers send an empty one.
        self._begun = (*self._begun, held) if filename else self._begun
        return cast("IO[bytes]", held)

    def _most(self) -> int:
        if self.endpoint in _SORTING:
            return MANY_PHOTOS_AT_ONCE
        return PUBLIC_PHOTOS_AT_ONCE if self.blueprint == "public" else PHOTOS_AT_ONCE

    def close(self) -> None:
        """Close the files, also of a body that ended before its time."""
        super().close()
        if self._body is not None:
            self._body.let_go()
        for held in self._begun:
            held.close()


def init_app(app: Flask) -> None:
    """Read every body this way."""
    app.request_class = BoundedRequest
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY
