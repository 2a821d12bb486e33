"""Forms of many texts and no file, read in one go.

Werkzeug reads a body piece by piece, so that files of any size pass through; that costs it some
twenty millionths of a second for each text, and the form of a forum has hundreds. What is not
exactly what browsers send, or holds a file, is left to Werkzeug.
"""

import re
from io import BytesIO
from typing import IO

from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.formparser import FormDataParser

MOST_AT_ONCE = 256 * 1024
"""Bytes of a body that is looked at as a whole."""
_TEXT = re.compile(rb'\r\nContent-Disposition: form-data; name="([\w-]+)"', re.IGNORECASE)
_NO_FILE = re.compile(
    rb'\r\nContent-Disposition: form-data; name="([\w-]+)"; filename=""'
    rb"\r\nContent-Type: application/octet-stream",
    re.IGNORECASE,
)
_Form = MultiDict[str, str]
_Files = MultiDict[str, FileStorage]
Parts = list[tuple[bytes, bytes, bool]]
"""Name and bytes of each part in order, and whether it stands for a file that was not chosen."""


class FormBodyParser(FormDataParser):
    """Werkzeug's parser, with a short way for short bodies."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], _Form, _Files]:
        """Stream, texts and files of a form, the same whichever way they are read."""
        most = min(MOST_AT_ONCE, self.max_form_memory_size or MOST_AT_ONCE)
        boundary = (options or {}).get("boundary", "")
        if mimetype == "multipart/form-data" and boundary and 0 < (content_length or 0) <= most:
            body = stream.read()
            parts = plain_parts(body, boundary.encode("ascii", "replace"))
            if parts is not None and len(parts) <= (self.max_form_parts or len(parts)):
                return self._read(stream, parts)
            stream = BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)

    def _read(self, stream: IO[bytes], parts: Parts) -> tuple[IO[bytes], _Form, _Files]:
        texts: list[tuple[str, str]] = []
        files: list[tuple[str, FileStorage]] = []
        for name, held, is_file in parts:
            field = name.decode()
            if is_file:
                kind = {"Content-Type": "application/octet-stream"}
                empty = FileStorage(BytesIO(), "", field, headers=Headers(kind))
                files.append((field, empty))
            else:
                texts.append((field, held.decode("utf-8", "replace")))
        return stream, self.cls(texts), self.cls(files)


def plain_parts(body: bytes, boundary: bytes) -> Parts | None:
    """The parts of a body, or None when any of it is not what browsers send for texts."""
    mark = b"--" + boundary
    first, *found = (b"\r\n" + body).split(b"\r\n" + mark)
    if first or not found or found.pop() not in (b"--", b"--\r\n"):
        return None
    # The mark alone, inside a text or after another line break, is for Werkzeug to judge.
    if body.count(mark) != len(found) + 1:
        return None
    parts: Parts = []
    for part in found:
        head, _, held = part.partition(b"\r\n\r\n")
        if text := _TEXT.fullmatch(head):
            parts.append((text[1], held, False))
        elif (file := _NO_FILE.fullmatch(head)) and not held:
            parts.append((file[1], held, True))
        else:
            return None
    return parts
