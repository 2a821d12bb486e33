"""Forms of many texts and no file, read in one go by a library that is made for that.

Werkzeug reads a body piece by piece, so that files of any size pass through; that costs it some
twenty millionths of a second for each text, and the form of a forum has hundreds. What is not
plainly what browsers send, or holds a file, is left to Werkzeug.
"""

from io import BytesIO
from typing import IO

from multipart import MultipartError, MultipartSegment, PushMultipartParser
from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.formparser import FormDataParser

MOST_AT_ONCE = 256 * 1024
"""Bytes of a body that is looked at as a whole."""
_NO_FILE = {"Content-Type": "application/octet-stream"}
"""What browsers say of a file that was not chosen."""
_Form = MultiDict[str, str]
_Files = MultiDict[str, FileStorage]
Parts = list[tuple[str, bytes, bool]]
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
            parts = plain_parts(body, boundary)
            if parts is not None and len(parts) <= (self.max_form_parts or len(parts)):
                return self._read(stream, parts)
            stream = BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)

    def _read(self, stream: IO[bytes], parts: Parts) -> tuple[IO[bytes], _Form, _Files]:
        texts = [
            (name, held.decode("utf-8", "replace")) for name, held, is_file in parts if not is_file
        ]
        files = [
            (name, FileStorage(BytesIO(), "", name, headers=Headers(_NO_FILE)))
            for name, _, is_file in parts
            if is_file
        ]
        return stream, self.cls(texts), self.cls(files)


def plain_parts(body: bytes, boundary: str) -> Parts | None:
    """The parts of a body, or None when any of it is not what browsers send for texts."""
    # A mark inside a text, or after another line break than theirs, is for Werkzeug to judge.
    mark = b"--" + boundary.encode("ascii", "replace")
    found: Parts = []
    part: MultipartSegment | None = None
    held: list[bytes] = []
    try:
        with PushMultipartParser(boundary, content_length=len(body), strict=True) as parser:
            for event in parser.parse(body):
                if isinstance(event, MultipartSegment):
                    part, held = event, []
                elif event:
                    held.append(bytes(event))
                elif part is None or not _is_plain(part, held):
                    return None
                else:
                    found.append((part.name, b"".join(held), part.filename is not None))
    except (MultipartError, UnicodeDecodeError):
        return None
    return found if body.count(mark) == len(found) + 1 else None


def _is_plain(part: MultipartSegment, held: list[bytes]) -> bool:
    """Whether a part is a text, or stands for a file that was not chosen, and says no more."""
    if not part.name.replace("-", "").replace("_", "").isascii():
        return False
    if part.filename is None:
        return len(part.headerlist) == 1
    is_unchosen = part.filename == "" and not held
    return is_unchosen and [*part.headerlist[1:]] == [*_NO_FILE.items()]
