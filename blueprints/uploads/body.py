"""The body of a request, piece by piece: what arrived before the line dropped is not lost."""

import contextlib
import hashlib
from collections.abc import Iterator

from flask import request
from werkzeug.exceptions import ClientDisconnected

PIECE = 16 * 1024
"""Bytes at once: of a line that is reset, no more than this is lost."""


class Body:
    """Pieces in their order, with their digest where one is asked for."""

    def __init__(self, algorithm: str = "") -> None:
        self._digest = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None
        self.is_whole = False

    def pieces(self) -> Iterator[bytes]:
        """Everything that comes, until the end or until the line drops."""
        with contextlib.suppress(ClientDisconnected):
            while piece := request.stream.read(PIECE):
                if self._digest:
                    self._digest.update(piece)
                yield piece
            self.is_whole = True

    def is_other_than(self, digest: bytes) -> bool:
        """Whether the whole body came and is not what was sent."""
        return self.is_whole and self._digest is not None and self._digest.digest() != digest
