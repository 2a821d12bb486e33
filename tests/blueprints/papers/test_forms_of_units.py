"""A unit's own Word form: what is let in, what is said of the rest, and how it is filled in."""

import re
from io import BytesIO
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from domain.papers.docx_files import MOST_BYTES
from domain.papers.example import example
from domain.papers.models import PaperKind
from domain.papers.tags import DOTS, Tag
from tests.factories_papers import NOON, with_part, word, words_of
from web import docx_forms

NOT_WORD = "Tệp này không phải tệp Word (.docx). Lưu lại dạng .docx rồi gửi."
TOO_LARGE = "Tệp lớn quá. Biểu mẫu cần dưới 2 MB."
CODE = "“%s” là lệnh, không phải thẻ. Chỉ dùng thẻ như {{ so_tin }}."
RELS = "word/_rels/document.xml.rels"
LINK = (
    '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://x/attachedTemplate" Target="http://x.example/a" TargetMode="External"/>'
    "</Relationships>"
)
GOOD = word("Số {{ so }}")
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///srv/a.png"/>'
    b"</svg>"
)
OUTSIDE = "Tệp có liên kết ra ngoài. Bỏ phần đó trong Word rồi gửi lại."
FETCHES = "Tệp có trường tự động lấy tệp khác. Bỏ phần đó trong Word rồi gửi lại."
ODD = "Tệp có hình lạ, không phải PNG hay JPG. Bỏ phần đó trong Word rồi gửi lại."
ACTS = "Tệp có macro hoặc đối tượng nhúng. Bỏ phần đó trong Word rồi gửi lại."


def in_body(xml: str) -> bytes:
    """The good form with something more in a paragraph of its own."""
    body = ZipFile(BytesIO(GOOD)).read("word/document.xml").decode()
    return with_part(
        GOOD, "word/document.xml", body.replace("<w:body>", f"<w:body><w:p>{xml}</w:p>").encode()
    )


def bomb() -> bytes:
    """A small file that unpacks to a hundred megabytes."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for part in ZipFile(BytesIO(GOOD)).namelist():
            packed.writestr(part, ZipFile(BytesIO(GOOD)).read(part))
        packed.writestr("word/media/image1.png", b"\0" * 100_000_000)
    return made.getvalue()


def without_compat() -> bytes:
    """A form whose program wrote no rules of its own."""
    settings = ZipFile(BytesIO(GOOD)).read("word/settings.xml")
    bare = re.sub(rb"<w:compat>.*?</w:compat>", b"", settings, flags=re.DOTALL)
    assert bare != settings
    return with_part(GOOD, "word/settings.xml", bare)


def with_entity() -> bytes:
    xml = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
    return with_part(GOOD, "word/footnotes.xml", xml)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (GOOD, ""),
        (word(["Số {", "{ s", "o }", "}"]), ""),
        (example(PaperKind.INTAKE_RECORD, made_at=NOON), ""),
        (
            word("Không có gì để điền"),
            "Tệp chưa có thẻ nào. Đặt ít nhất một thẻ, như {{ so_tin }}.",
        ),
        (word("Ông {{ nguoi_bao"), "Thẻ bị hỏng ở chỗ “Ông {{ nguoi_bao”. Gõ lại thẻ đó."),
        (word("nguoi_bao }} là"), "Thẻ bị hỏng ở chỗ “nguoi_bao }} là”. Gõ lại thẻ đó."),
        (word("{{ ho_ten }}"), "Thẻ “{{ ho_ten }}” không có trong danh sách thẻ bên dưới."),
        (word("{{ so|upper }}"), CODE % "{{ so|upper }}"),
        (word("{{ 'a' * 999999999 }}"), CODE % "{{ 'a' * 999999999 }}"),
        (word("{{ so.__class__ }}"), CODE % "{{ so.__class__ }}"),
        (word("{%p if so %}"), CODE % "{%p if so %}"),
        (word("{{p so }}"), CODE % "{{p so }}"),
        (word("{% for i in range(9) %}a{% endfor %}"), CODE % "{% for i in range(9) %}"),
        (b"", NOT_WORD),
        (b"%PDF-1.7", NOT_WORD),
        (GOOD[:-600], NOT_WORD),
        (with_part(GOOD, "[Content_Types].xml", b"<Types/>"), NOT_WORD),
        (with_entity(), NOT_WORD),
        (b"PK" + b"a" * MOST_BYTES, TOO_LARGE),
        (bomb(), TOO_LARGE),
        (
            with_part(GOOD, "word/vbaProject.bin", b"x"),
            ACTS,
        ),
        (
            with_part(GOOD, RELS, LINK.encode()),
            OUTSIDE,
        ),
        (with_part(GOOD, RELS, LINK.replace("External", "&#69;xternal").encode()), OUTSIDE),
        (with_part(GOOD, RELS, LINK.replace('TargetMode="External"', "").encode()), OUTSIDE),
        (in_body('<w:fldSimple w:instr="IncludePicture &quot;a&quot;"/>'), FETCHES),
        (
            in_body(
                "<w:r><w:instrText>INCLUDE</w:instrText></w:r>"
                "<w:r><w:instrText>TEXT &quot;/etc/passwd&quot;</w:instrText></w:r>"
            ),
            FETCHES,
        ),
        (in_body("<w:r><w:delInstrText>DATABASE a</w:delInstrText></w:r>"), FETCHES),
        (with_part(GOOD, "word/media/image1.png", b"\x89PNG\r\n\x1a\n"), ""),
        (with_part(GOOD, "word/media/image1.png", SVG), ODD),
        (with_part(GOOD, "word/media/image1.JPG", b"\x1f\x8b\x08"), ODD),
        (with_part(GOOD, "word/media/image1.emf", b"%!PS-Adobe-3.0 EPSF-3.0"), ODD),
        (with_part(GOOD, "word/media/image1.xml", SVG), ODD),
        (with_part(GOOD, "word/fonts/font1.odttf", b"\n" + SVG), ODD),
        (with_part(GOOD, "word/fonts/font1.odttf", b"\x8a\x01\x77\x10"), ""),
        (in_body('<w:altChunk w:id="r9"/>'), ACTS),
        (with_part(GOOD, "word/chunk.docx", GOOD), ACTS),
        (with_part(GOOD, "word/chunk.rtf", b"{\\rtf1 a}"), ACTS),
        (
            with_part(
                GOOD,
                "word/footnotes.xml",
                b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE d+AD4-',
            ),
            NOT_WORD,
        ),
    ],
)
def test_a_form_is_let_in_or_one_sentence_says_why_not(form, said):
    assert [problem.sentence for problem in docx_forms.problems(form)] == ([said] if said else [])


@pytest.mark.parametrize("text", ["{{" * 20_000, "{%" * 20_000, "<![CDATA[" + "<" * 40_000 + "]]>"])
def test_a_form_made_to_take_long_is_looked_at_in_no_time(text):
    began = perf_counter()
    docx_forms.problems(in_body(f"<w:r><w:t>{text}</w:t></w:r>"))
    assert perf_counter() - began < 10, "a pattern that tries everything takes minutes"


def test_what_is_filled_in_stays_words_and_what_is_missing_a_dotted_line():
    form = word("Nội dung: {{ noi_dung }}", ["Người báo: {{ nguoi", "_bao }}"])
    told = "a & b <c>\nhai {{ so }} {% if %}"
    words = words_of(docx_forms.fill(form, {Tag.STORY: told}))
    assert words == f"Nội dung: {told}\nNgười báo: {DOTS}"


@pytest.mark.parametrize("form", [GOOD, without_compat()], ids=["as Word writes", "without any"])
def test_a_told_line_that_ends_early_is_not_pulled_to_the_edge(form):
    made = docx_forms.fill(form, {Tag.NUMBER: "05"})
    names = [one.tag.rpartition("}")[2] for one in Document(BytesIO(made)).settings.element]
    rules = Document(BytesIO(made)).settings.element.find(qn("w:compat"))
    assert [one.tag for one in rules].count(qn("w:doNotExpandShiftReturn")) == 1
    assert names.index("compat") < names.index("rsids")


def test_the_example_has_every_tag_once():
    words = words_of(example(PaperKind.TRANSFER_SLIP, made_at=NOON))
    assert all(words.count("{{ " + tag.value + " }}") == 1 for tag in Tag)
