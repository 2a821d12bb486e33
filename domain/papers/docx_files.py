"""Whether a file is a plain Word document, looked at before anything opens it."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from domain.errors import BadInput
from domain.sentence import Sentence

MOST_BYTES = 2 * 1024 * 1024
_MOST_UNPACKED = 12 * 1024 * 1024
_MOST_OF_A_TEXT = 3 * 1024 * 1024
"""Bytes of one XML part: a form of two pages has a tenth of this."""
_MOST_PARTS = 300
FIELD = "file"
_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTIVE = ("vbaproject", "activex", "/embeddings/", "oleobject", "vbadata", "attachedtoolbars")
_BINARY = (".bin", ".exe", ".vbs", ".js", ".html", ".mht")
_XML = (".xml", ".rels")


class NotADocument(BadInput):
    """Something else than a Word file, or a broken one."""

    def __init__(self) -> None:
        super().__init__(
            FIELD, Sentence("Tệp này không phải tệp Word (.docx). Lưu lại dạng .docx rồi gửi.")
        )


class TooLarge(BadInput):
    """Larger than a form ever is, packed or unpacked."""

    def __init__(self) -> None:
        super().__init__(FIELD, Sentence("Tệp lớn quá. Biểu mẫu cần dưới 2 MB."))


class NotPlain(BadInput):
    """It carries something that acts or calls out."""

    def __init__(self, what: str) -> None:
        super().__init__(
            FIELD, Sentence("Tệp có %(what)s. Bỏ phần đó trong Word rồi gửi lại.", what=what)
        )


def require_plain(data: bytes) -> None:
    """Raises `NotADocument`, `TooLarge` and `NotPlain`. Nothing is unpacked beyond its limits: the
    sizes that the file itself states bound what is read of it."""
    if len(data) > MOST_BYTES:
        raise TooLarge
    try:
        with ZipFile(BytesIO(data)) as packed:
            _look_at(packed)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotADocument from error


def _look_at(packed: ZipFile) -> None:
    parts = packed.infolist()
    texts = [part for part in parts if part.filename.lower().endswith(_XML)]
    too_much = sum(part.file_size for part in parts) > _MOST_UNPACKED
    if too_much or len(parts) > _MOST_PARTS or any(t.file_size > _MOST_OF_A_TEXT for t in texts):
        raise TooLarge
    if _DOCUMENT not in packed.read("[Content_Types].xml"):
        raise NotADocument
    for part in parts:
        name = f"/{part.filename.lower()}"
        if any(word in name for word in _ACTIVE) or name.endswith(_BINARY):
            raise NotPlain(Sentence("macro hoặc đối tượng nhúng"))
    for part in texts:
        _look_into(part.filename, packed.read(part))


def _look_into(name: str, text: bytes) -> None:
    """Officers' programs write UTF-8 without a document type; anything else hides something."""
    if b"\x00" in text or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise NotADocument
    if name.endswith(".rels") and b'"External"' in text.replace(b"'", b'"'):
        raise NotPlain(Sentence("liên kết ra ngoài"))
    if b"DDEAUTO" in text or b"INCLUDETEXT" in text or b"INCLUDEPICTURE" in text:
        raise NotPlain(Sentence("trường tự động lấy tệp khác"))
