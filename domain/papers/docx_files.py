"""Whether a file is a plain Word document, looked at before anything opens it."""

import re
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, fromstring
from zipfile import BadZipFile, ZipFile, ZipInfo

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
_XML = (".xml", ".rels")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
_BEGINNINGS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*",
    b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00",
)  # fmt: skip
"""How files of these kinds begin. An office program goes by that and not by the name, and a drawing
in SVG under any name can bring in a picture of the machine that it is opened on."""
_ODD_PICTURE = Sentence("hình lạ, không phải PNG hay JPG")
_DRAWING = "{http://www.w3.org/2000/svg}"
_FONT = ".odttf"
_NO_FONT = re.compile(rb"[\s\x00]*(?:<|\x1f\x8b|\xef\xbb\xbf|\xff\xfe|\xfe\xff|%PDF|%!)")
"""How a drawing begins that calls itself a font: a packed font begins with any other bytes."""
_HARMLESS = (*_XML, *_PICTURES, _FONT)
"""Parts that a form is made of; whatever else there is, an office program might open it."""
_OTHER_FILES = {"altChunk", "subDoc", "control", "OLEObject"}
"""Elements that another file stands behind."""
_INSTRUCTIONS = {"instrText", "delInstrText"}
_FETCHING = re.compile(
    r"DDE(?:AUTO)?\b|INCLUDE(?:TEXT|PICTURE)?\b|\b(?:LINK|IMPORT|DATABASE|RD)\b", re.IGNORECASE
)
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.\-]+)")


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
        is_part = not name.endswith("/")
        if any(word in name for word in _ACTIVE) or (is_part and not name.endswith(_HARMLESS)):
            raise NotPlain(Sentence("macro hoặc đối tượng nhúng"))
        if name.endswith((*_PICTURES, _FONT)):
            _look_at_picture(name, packed, part)
    for part in texts:
        _look_into(part.filename, packed.read(part))


def _look_at_picture(name: str, packed: ZipFile, part: ZipInfo) -> None:
    with packed.open(part) as file:
        head = file.read(64)
    is_one = not _NO_FONT.match(head) if name.endswith(_FONT) else head.startswith(_BEGINNINGS)
    if not is_one:
        raise NotPlain(_ODD_PICTURE)


def _look_into(name: str, text: bytes) -> None:
    """Officers' programs write UTF-8 without a document type; anything else hides something.

    Read as XML, not searched as text: there are many ways to write the same word.
    """
    told = _ENCODING.match(text)
    is_foreign = told is not None and told[1].lower() != b"utf-8"
    if is_foreign or b"\x00" in text or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise NotADocument
    try:
        tree = fromstring(text)  # noqa: S314 - it has no document type, so nothing expands.
    except (ParseError, ValueError, LookupError) as error:
        raise NotADocument from error
    if name.endswith(".rels") and any(_leads_out(one) for one in tree.iter()):
        raise NotPlain(Sentence("liên kết ra ngoài"))
    if any(_local(one.tag) in _OTHER_FILES for one in tree.iter()):
        raise NotPlain(Sentence("macro hoặc đối tượng nhúng"))
    if any(str(one.tag).startswith(_DRAWING) for one in tree.iter()):
        raise NotPlain(_ODD_PICTURE)
    if _FETCHING.search(_fields(tree)):
        raise NotPlain(Sentence("trường tự động lấy tệp khác"))


def _leads_out(one: Element) -> bool:
    told = {_local(key): value for key, value in one.items()}
    return told.get("TargetMode", "Internal") != "Internal" or ":" in told.get("Target", "")


def _fields(tree: Element) -> str:
    """What the fields of a part say to do; Word cuts one into several pieces."""
    pieces = [one.text or "" for one in tree.iter() if _local(one.tag) in _INSTRUCTIONS]
    simple = [value for one in tree.iter() for key, value in one.items() if _local(key) == "instr"]
    return "".join(pieces) + "\n" + "\n".join(simple)


def _local(name: object) -> str:
    """The name without its namespace."""
    return str(name).rpartition("}")[2]
