"""The A4 poster on paper and as a picture: it scans, it reads, nothing runs off the sheet."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from random import Random

import pypdfium2
import pytest
from PIL import Image, ImageChops

from domain.posters.codes import new_code
from domain.posters.poster_pdf import poster_pdf
from domain.posters.poster_png import poster_png
from domain.posters.sheet import PosterSheet
from tests.domain.posters.sheets import LONGEST, NO_BLANKS, ORDINARY
from tests.support.camera import photographed, printed, read_codes

DEMO = replace(ORDINARY, demo=True)
PAGE = (595.28, 841.89)
PRINTER_EDGE = 5 / 25.4 * 72
CODE_BOX = (0.0714, 0.3175, 0.5096, 0.6273)
"""The QR code's frame as shares of the page: left, top, right, bottom."""

Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def batch() -> list[PosterSheet]:
    """Posters of a whole commune, every other one a trial print."""
    chance = Random(147)
    return [
        replace(ORDINARY, code=new_code(chance), serial=f"{n:04d}", demo=n % 2 == 0)
        for n in range(24)
    ]


def test_every_poster_of_a_batch_scans_to_its_own_page(batch: list[PosterSheet]) -> None:
    pages = list(printed(poster_pdf(batch)))
    assert [read_codes(page) for page in pages] == [[(s.scan_url, "Q")] for s in batch]


def test_every_poster_of_a_batch_scans_from_a_bad_photo(batch: list[PosterSheet]) -> None:
    pages = printed(poster_pdf(batch))
    found = [read_codes(photographed(page, seed)) for seed, page in enumerate(pages)]
    assert found == [[(s.scan_url, "Q")] for s in batch]


def test_the_picture_of_a_poster_scans(batch: list[PosterSheet]) -> None:
    for sheet in batch[:2]:
        picture = Image.open(BytesIO(poster_png(sheet)))
        assert picture.size == (1241, 1754)
        assert read_codes(picture) == [(sheet.scan_url, "Q")]
        assert read_codes(photographed(picture.convert("L"), 3)) == [(sheet.scan_url, "Q")]


@pytest.mark.parametrize("sheet", [LONGEST, NO_BLANKS])
def test_a_poster_with_the_longest_address_still_scans(sheet: PosterSheet) -> None:
    page = next(printed(poster_pdf([sheet])))
    assert read_codes(page) == [(sheet.scan_url, "Q")]


def test_a_poster_says_everything_a_passer_by_needs() -> None:
    said = _text(ORDINARY)
    for words in (
        "Công an xã Phương Trà",
        "lắng nghe bà con Ấp 3",
        "Gặp lừa đảo?",
        "Quét mã báo công an",
        "Không cần ghi tên. Không mất tiền. Ai cũng báo được.",
        "Mở máy ảnh, đưa vào mã",
        "Không được thì mở Zalo, quét mã",
        "Bấm “Báo tin cho công an”, kể chuyện",
        "Không quét được? Gõ địa chỉ này:",
        "langnghe.example/q/7R3MQ6",
        "Khẩn cấp 113",
        "Trực ban Công an xã Phương Trà 0277 000 113",
        "Bảng thật: không có giấy dán đè lên mã.",
        "Trang thật: langnghe.example, liền sau là dấu gạch chéo /.",
        "Có chữ gì khác trước dấu / là giả.",
        "Không hỏi mật khẩu, mã OTP, không bắt chuyển tiền.",
        "Nơi dán: Nhà văn hóa Ấp 3 · In ngày 12/5/2024",
        "Số hiệu 0147",
    ):
        assert words in said
    assert "BẢN DÙNG THỬ" not in said


def test_the_longest_names_are_printed_to_the_last_letter() -> None:
    said = _text(LONGEST)
    assert LONGEST.unit_name in said
    assert LONGEST.place_line in said
    assert LONGEST.address in said
    assert f"Trực ban {LONGEST.unit_name} {LONGEST.duty_phone}" in said
    assert f"Trang thật: {LONGEST.host}, liền sau" in said
    assert f"{LONGEST.spot} · In ngày 31/12/2024" in said
    assert f"Số hiệu {LONGEST.serial}" in said
    assert "…" not in said


def test_letters_with_two_marks_come_back_whole() -> None:
    said = _text(replace(ORDINARY, spot="Xẵng, tự do, chờ, Đường Đất, ngoẵng, ặẬ Ữ ỡ ỷ"))
    assert "Xẵng, tự do, chờ, Đường Đất, ngoẵng, ặẬ Ữ ỡ ỷ" in said


def test_without_a_dialled_duty_number_only_the_emergency_number_is_printed() -> None:
    said = _text(replace(ORDINARY, duty_phone=None))
    assert "Khẩn cấp 113" in said
    assert "Trực ban" not in said


def test_a_trial_print_says_so_twice_and_clear_of_the_code() -> None:
    assert _text(DEMO).count("BẢN DÙNG THỬ") == 2
    plain, stamped = next(printed(poster_pdf([ORDINARY]))), next(printed(poster_pdf([DEMO])))
    assert ImageChops.difference(plain, stamped).getbbox() is not None
    frame = tuple(round(share * side) for share, side in zip(CODE_BOX, plain.size * 2, strict=True))
    assert ImageChops.difference(plain.crop(frame), stamped.crop(frame)).getbbox() is None
    assert read_codes(plain.crop(frame)) == [(ORDINARY.scan_url, "Q")]


@pytest.mark.parametrize("sheet", [ORDINARY, DEMO, LONGEST, NO_BLANKS])
def test_no_letter_leaves_what_a_printer_can_print(sheet: PosterSheet) -> None:
    boxes = list(_letters(sheet))
    assert len(boxes) > 300
    for left, bottom, right, top in boxes:
        assert left >= PRINTER_EDGE
        assert right <= PAGE[0] - PRINTER_EDGE
        assert bottom >= PRINTER_EDGE
        assert top <= PAGE[1]


@pytest.mark.parametrize("sheet", [ORDINARY, LONGEST, NO_BLANKS])
def test_no_line_runs_into_another(sheet: PosterSheet) -> None:
    touching = [
        (one, other)
        for one, other in combinations(_letters(sheet), 2)
        if min(one[2], other[2]) - max(one[0], other[0]) > 1
        and min(one[3], other[3]) - max(one[1], other[1]) > 1
    ]
    assert touching == []


def test_a_batch_is_one_page_each_and_shares_its_fonts(batch: list[PosterSheet]) -> None:
    one, many = poster_pdf(batch[:1]), poster_pdf(batch)
    with pypdfium2.PdfDocument(many) as document:
        assert [page.get_size() for page in document] == [pytest.approx(PAGE, abs=0.01)] * 24
    assert many.count(b"/FontFile2") == one.count(b"/FontFile2") == 2
    assert (len(many) - len(one)) / 23 < 4096


def test_a_poster_is_drawn_in_lines_and_letters_never_in_pixels() -> None:
    assert b"/Subtype /Image" not in poster_pdf([ORDINARY])


def test_the_same_poster_printed_again_is_the_same_file() -> None:
    assert poster_pdf([ORDINARY]) == poster_pdf([ORDINARY])


def test_several_people_may_print_at_once(batch: list[PosterSheet]) -> None:
    wanted = [poster_png(sheet, 60) for sheet in batch[:6]]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(lambda sheet: poster_png(sheet, 60), batch[:6])) == wanted


def test_a_process_that_never_prints_never_loads_the_drawing_libraries() -> None:
    asked = (
        "import sys; import domain.posters.poster_png, domain.posters.qr;"
        "print({'reportlab', 'pypdfium2', 'PIL', 'qrcode'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def _text(sheet: PosterSheet) -> str:
    with pypdfium2.PdfDocument(poster_pdf([sheet])) as document:
        return " ".join(document[0].get_textpage().get_text_range().split())


def _letters(sheet: PosterSheet) -> Iterator[Box]:
    """The inked box of every letter, in points from the bottom left."""
    with pypdfium2.PdfDocument(poster_pdf([sheet])) as document:
        text = document[0].get_textpage()
        for index in range(text.count_chars()):
            if text.get_text_range(index, 1).strip():
                yield text.get_charbox(index)
