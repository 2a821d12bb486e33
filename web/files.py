"""Files made for one person, sent to be kept under a name."""

import re
from io import BytesIO
from urllib.parse import quote

from flask import Response, send_file

from domain.text import fold

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def attached(content: bytes, kind: str, name: str) -> Response:
    """A file to be saved."""
    answer = send_file(BytesIO(content), mimetype=kind, max_age=0)
    answer.headers["Content-Disposition"] = _named(name)
    return answer


def _named(name: str) -> str:
    """The header that names a file: without accents for old programs, and as it is. Left to
    itself the framework would drop each "đ" of the first."""
    plain = re.sub(r"[^0-9a-z .-]", "", fold(name))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
