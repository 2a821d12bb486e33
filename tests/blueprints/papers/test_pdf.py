"""Word files as PDF: pages as they should be, whatever the office program does meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from threading import BoundedSemaphore
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image

from domain.papers.models import PaperKind
from domain.papers.notices import notice
from tests.domain.papers.test_files import VALUES
from tests.factories_papers import NOON, with_part
from tests.support.office import REAL, WORKS, real_or_standing_in, standing_in
from web import pdf

DAY = date(2026, 2, 3)
PAPER = notice(PaperKind.NOTICE_OF_RECEIPT, VALUES, day=DAY, made_at=NOON)
PINK = (255, 0, 255)
LINKED = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:extent cx="1900000" cy="1900000"/><wp:docPr id="9" name="p"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://'
    'schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="9" name="p"/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships" r:link="rOut"/><a:stretch><a:fillRect/></a:stretch>'
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1900000" cy="1900000"/>'
    '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


@pytest.fixture
def around(tmp_path, monkeypatch):
    """Where programs lie and where things are kept meanwhile, both of the test alone."""
    for name in ("bin", "tmp"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("SECRET_KEY", "not for office programs")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return tmp_path


@pytest.fixture
def office(around):
    """Puts an office program on the path that does what it is told; there is none before."""
    return standing_in(around / "bin")


def kept(around):
    return list((around / "tmp").iterdir())


def with_link(target):
    """The paper with a picture that lies elsewhere."""
    packed = ZipFile(BytesIO(PAPER))
    body = packed.read("word/document.xml").decode().replace("<w:body>", f"<w:body>{LINKED}", 1)
    links = packed.read("word/_rels/document.xml.rels").decode()
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    out = f'<Relationship Id="rOut" Type="{image}" Target="{target}" TargetMode="External"/>'
    linked = links.replace("</Relationships>", f"{out}</Relationships>")
    form = with_part(PAPER, "word/document.xml", body.encode())
    return with_part(form, "word/_rels/document.xml.rels", linked.encode())


def test_a_notice_becomes_one_page_of_a4_and_nothing_stays_behind(around, monkeypatch):
    """By the machine's own office program where it has one; its pages are then read too."""
    path = "/usr/bin:/bin" if REAL else ""
    monkeypatch.setenv("PATH", f"{around / 'bin'}:{path}")
    real_or_standing_in(around / "bin")
    with pypdfium2.PdfDocument(pdf.of_word_file(PAPER)) as made:
        assert [tuple(map(round, page.get_size())) for page in made] == [(595, 842)]
        words = made[0].get_textpage().get_text_range()
    expected = ("Số: 05/TB-CAX", "Độc lập - Tự do - Hạnh phúc", "Trưởng".upper()) if REAL else ()
    assert [line for line in expected if line not in words] == []
    assert kept(around) == []


def test_a_picture_of_the_machine_is_in_no_pdf(around, monkeypatch):
    """Such a form is refused when it is sent; one that got in comes to nothing."""
    path = "/usr/bin:/bin" if REAL else ""
    monkeypatch.setenv("PATH", f"{around / 'bin'}:{path}")
    real_or_standing_in(around / "bin")
    secret = around / "secret.png"
    Image.new("RGB", (40, 40), PINK).save(secret)
    form = with_link(secret.as_uri())
    with pytest.raises(pdf.NotConverted):
        pdf.of_word_file(form)
    monkeypatch.setattr(pdf, "require_plain", lambda document: None)
    with pypdfium2.PdfDocument(pdf.of_word_file(form)) as made:
        seen = made[0].render(scale=0.5).to_pil().convert("RGB")
    assert PINK not in {color for _, color in seen.getcolors(1_000_000)}


@pytest.mark.parametrize(
    "does",
    [
        "sys.exit(1)",
        "sys.exit(0)",
        "os.kill(os.getpid(), 11)",
        "time.sleep(30)",
        # The launcher dies, what it started goes on.
        "if os.fork(): sys.exit(1)\n"
        "while True: (home / 'more').write_bytes(b'1'); time.sleep(0.05)",
    ],
)
def test_a_program_that_fails_hangs_or_dies_leaves_nothing_behind(
    around, office, monkeypatch, does
):
    monkeypatch.setattr(pdf, "PATIENCE", 0.5)
    office(does)
    with pytest.raises(pdf.NotConverted):
        pdf.of_word_file(PAPER)
    assert kept(around) == []


def test_two_at_once_have_a_folder_each(around, office):
    office(f"{WORKS}\n(home / 'mine').touch(exist_ok=False)\ntime.sleep(0.2)")
    with ThreadPoolExecutor(2) as desks:
        made = list(desks.map(pdf.of_word_file, [PAPER, PAPER]))
    assert all(one.startswith(b"%PDF-") for one in made)
    assert kept(around) == []


def test_whoever_waits_too_long_for_a_turn_takes_the_word_file(around, office, monkeypatch):
    office(WORKS)
    monkeypatch.setattr(pdf, "_turns", BoundedSemaphore(1))
    monkeypatch.setattr(pdf, "_WAIT", 0.01)
    with pdf._turns, pytest.raises(pdf.NotConverted):
        pdf.of_word_file(PAPER)
    assert pdf.of_word_file(PAPER).startswith(b"%PDF-")
