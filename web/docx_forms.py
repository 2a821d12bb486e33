"""A unit's own Word form, filled in: fields by name alone, nothing in it can act.

The form is somebody's upload, so its tags are read before the template engine runs: what is not
plainly `{{ name }}` with a name of the list never reaches it. The engine is the sandboxed one all
the same, and what it fills in is escaped.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from jinja2 import Template, TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment

from domain.errors import BadInput
from domain.papers.docx_files import FIELD, NotADocument, require_plain
from domain.papers.tags import DOTS, MEANINGS, Tag, Values
from domain.sentence import Sentence

_TAG = re.compile(r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|\{#.{0,200}?#\}", re.DOTALL)
"""No longer than a tag ever is: a file of nothing but beginnings would take for ever otherwise."""
_FIELD = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_XML = re.compile(r"<[^<>]*>")
_NAMES = frozenset(tag.value for tag in Tag)
_SHOWN = 60
"""Letters of a wrong tag that are shown."""
_AFTER_COMPAT = (
    "docVars", "rsids", "attachedSchema", "themeFontLang", "clrSchemeMapping",
    "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions",
    "readModeInkLockDown", "smartTagType", "shapeDefaults", "doNotEmbedSmartTags",
    "decimalSymbol", "listSeparator",
)  # fmt: skip
_BEFORE_RULE = (
    "useSingleBorderforContiguousCells", "wpJustification", "noTabHangInd", "noLeading",
    "spaceForUL", "noColumnBalance", "balanceSingleByteDoubleByteWidth", "noExtraLineSpacing",
    "doNotLeaveBackslashAlone", "ulTrailSpace",
)  # fmt: skip
_SAMPLE = "A & b <1>"


class UnknownTag(BadInput):
    """A tag whose name is in no list."""

    def __init__(self, text: str) -> None:
        super().__init__(
            FIELD, Sentence("Thẻ “%(tag)s” không có trong danh sách thẻ bên dưới.", tag=text)
        )


class CodeInForm(BadInput):
    """A tag that does more than name a field."""

    def __init__(self, text: str) -> None:
        super().__init__(
            FIELD,
            Sentence("“%(tag)s” là lệnh, không phải thẻ. Chỉ dùng thẻ như {{ so_tin }}.", tag=text),
        )


class BrokenTag(BadInput):
    """A tag that opens and does not close, or the other way round."""

    def __init__(self, text: str) -> None:
        super().__init__(FIELD, Sentence("Thẻ bị hỏng ở chỗ “%(tag)s”. Gõ lại thẻ đó.", tag=text))


class NoTag(BadInput):
    """A form that would come out as it went in."""

    def __init__(self) -> None:
        super().__init__(
            FIELD, Sentence("Tệp chưa có thẻ nào. Đặt ít nhất một thẻ, như {{ so_tin }}.")
        )


class _Dotted(Undefined):
    """A field that nobody filled in."""

    def __str__(self) -> str:
        return DOTS


class _FieldsOnly(SandboxedEnvironment):
    """Refuses a source with anything but fields of the list, and counts the fields it met."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=_Dotted)
        self.met = 0

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        self.met += _require_fields(str(source))
        return super().from_string(source, *args, **kwargs)


def _require_fields(source: str) -> int:
    """How many fields a source has. Raises `CodeInForm`, `UnknownTag` and `BrokenTag`."""
    found = _TAG.findall(source)
    for tag in found:
        name = _FIELD.fullmatch(tag)
        if name is None:
            raise CodeInForm(_short(tag))
        if name[1] not in _NAMES:
            raise UnknownTag(_short(tag))
    rest = _TAG.sub(" ", source)
    if loose := _LOOSE.search(rest):
        before, after = rest[: loose.start()], rest[loose.start() :]
        raise BrokenTag(_short(before.rpartition("\n")[2][-20:] + after.partition("\n")[0]))
    return len(found)


def _require_readable(form: bytes) -> None:
    """The same for the words of each part as they stand in Word: the library rewrites tags of its
    own, such as those that take a whole paragraph away, before the engine sees them."""
    with ZipFile(BytesIO(form)) as packed:
        for name in packed.namelist():
            if name.endswith(".xml") and name.startswith(("word/", "docProps/")):
                text = packed.read(name).decode("utf-8", "replace").replace("</w:p>", "\n")
                _require_fields(_XML.sub("", text))


def _short(tag: str) -> str:
    """A wrong tag as somebody sees it in Word."""
    text = " ".join(_XML.sub(" ", tag).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def fill(form: bytes, values: Values) -> bytes:
    """The form with its fields filled in; what is missing is a dotted line."""
    made, _ = _filled(form, {tag.value: value for tag, value in values.items()})
    return made


def problems(form: bytes) -> list[BadInput]:
    """What is wrong with a form as it was sent: looked at, then filled in once with samples."""
    try:
        require_plain(form)
        _, fields = _filled(form, dict.fromkeys(MEANINGS, _SAMPLE))
    except BadInput as problem:
        return [problem]
    return [] if fields else [NoTag()]


def _keep_short_lines(settings: Any) -> None:
    """Where a form sets its text on both edges, a told line that ends early stays as it is, instead
    of being pulled apart to the edge (ECMA-376 part 4, 17.15.3, in the order it asks for)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    rules = settings.find(qn("w:compat"))
    if rules is None:
        after = {qn(f"w:{name}") for name in _AFTER_COMPAT} | {qn("m:mathPr")}
        rules = OxmlElement("w:compat")
        place = next((n for n, one in enumerate(settings) if one.tag in after), len(settings))
        settings.insert(place, rules)
    rule = "w:doNotExpandShiftReturn"
    if rules.find(qn(rule)) is None:
        before = {qn(f"w:{name}") for name in _BEFORE_RULE}
        rules.insert(sum(1 for one in rules if one.tag in before), OxmlElement(rule))


def _filled(form: bytes, values: Mapping[str, str]) -> tuple[bytes, int]:
    # The library is large and only these pages need it.
    from docxtpl import DocxTemplate

    engine, made = _FieldsOnly(), BytesIO()
    try:
        _require_readable(form)
        template = DocxTemplate(BytesIO(form))
        template.render(dict(values), engine)
        _keep_short_lines(template.docx.settings.element)
        template.save(made)
    except TemplateError as error:
        raise BrokenTag(str(error.message)[:_SHOWN]) from error
    except (BadZipFile, KeyError, ValueError, SyntaxError, AttributeError, TypeError) as error:
        raise NotADocument from error  # What no office program made.
    return made.getvalue(), engine.met
