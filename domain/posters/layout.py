"""Where everything stands on the A4 poster.

What several posters of a file share (the ground, a commune's name and numbers) is drawn once as a
form and placed on each page, so five hundred posters cost little more than their codes.
"""

from collections.abc import Callable
from typing import TypeVarTuple

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from domain.posters.artwork import FAINT_MARK, MARK, PHONE, SHIELD
from domain.posters.pen import HEIGHT, WIDTH, Pen
from domain.posters.qr import matrix
from domain.posters.sheet import PosterSheet
from domain.posters.typesetting import bold, fit, plain

GREEN = "#084a3d"
FAINT_GREEN = "#30675c"
PALE_GREEN = "#c5e3d8"
TINT = "#dceee6"
DEEP_GREEN = "#06362c"
BRAND_TEXT = "#075040"
INK = "#0e1f1a"
SOFT_INK = "#384943"
LINE = "#d2dbd5"
RED = "#a81c13"
SAND = "#fff0cf"
BROWN = "#3d2400"
DEEP_BROWN = "#2b1800"
WHITE = "#ffffff"

EDGE = 15.0
INNER = WIDTH - 2 * EDGE
HEADER = 28.4
CODE_TOP, CODE_SIDE, CODE_FRAME = 94.3, 92.0, 1.6
CALLS_TOP, CALLS_HEIGHT = 221.6, 25.4
REAL_TOP, FOOT_TOP = 250.6, 282.4
REAL_MIDDLE = (REAL_TOP + FOOT_TOP) / 2
FOOT_MIDDLE = 288.0
"""Above the middle of its band: printers leave the last millimetres white."""
NAME_LEADING = 1.3

STEPS = (
    "Mở máy ảnh, đưa vào mã",
    "Không được thì mở Zalo, quét mã",
    "Bấm “Báo tin cho công an”, kể chuyện",
)
STAMP = "BẢN DÙNG THỬ"
_STAMP_RED = Color(168 / 255, 28 / 255, 19 / 255, alpha=0.32)

Said = TypeVarTuple("Said")


class PosterBook:
    """The pages of one file."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._pen = Pen(canvas)
        self._forms: dict[tuple[object, ...], str] = {}

    def add(self, sheet: PosterSheet) -> None:
        """One more page."""
        self._place(_draw_ground)
        self._place(_draw_names, sheet.unit_name, sheet.place_line)
        self._place(_draw_calls, sheet.unit_name, sheet.duty_phone)
        self._place(_draw_warning, sheet.host)
        _draw_addresses(self._pen, sheet)
        _draw_footer(self._pen, sheet)
        if sheet.demo:
            self._pen.stamp(bold(STAMP), 66, size=62, tilt=9, colour=_STAMP_RED)
            self._pen.stamp(bold(STAMP), 206.5, size=62, tilt=0, colour=_STAMP_RED)
        self._canvas.showPage()

    def _place(self, draw: Callable[[Pen, *Said], None], *said: *Said) -> None:
        """Place the drawing of these words, drawn when they are first said in this file."""
        form = self._forms.get((draw, *said))
        if form is None:
            form = self._forms[draw, *said] = f"form{len(self._forms)}"
            self._canvas.beginForm(form)
            draw(self._pen, *said)
            self._canvas.endForm()
        self._canvas.doForm(form)


def _draw_ground(pen: Pen) -> None:
    """What every poster has."""
    _draw_surfaces(pen)
    _draw_headline(pen)
    _draw_steps(pen)


def _draw_surfaces(pen: Pen) -> None:
    pen.box(0, 0, WIDTH, HEADER, GREEN)
    pen.artwork_inside((0, 0, WIDTH, HEADER), FAINT_MARK, 142, -14, 74, FAINT_GREEN)
    pen.artwork(MARK, EDGE, 4.9, 19, WHITE)
    pen.box(EDGE, CODE_TOP, CODE_SIDE, CODE_SIDE, GREEN, radius=5)
    inside = CODE_SIDE - 2 * CODE_FRAME
    pen.box(EDGE + CODE_FRAME, CODE_TOP + CODE_FRAME, inside, inside, WHITE, radius=3.4)
    pen.box(EDGE, 191.8, INNER, 0.4, LINE)
    pen.box(0, REAL_TOP, WIDTH, FOOT_TOP - REAL_TOP, SAND)
    pen.artwork(SHIELD, EDGE, REAL_MIDDLE - 6, 12, BROWN)
    pen.box(0, FOOT_TOP, WIDTH, HEIGHT - FOOT_TOP, GREEN)


def _draw_headline(pen: Pen) -> None:
    first = fit([bold("Gặp lừa đảo?")], INNER, 46)
    second = fit([bold("Quét mã báo công an")], INNER, 46)
    pen.text(first, EDGE, 43.8, INK, centred_in=INNER)
    pen.text(second, EDGE, 65.2, INK, centred_in=INNER)
    promise = [bold("Không cần ghi tên."), plain(" Không mất tiền. Ai cũng báo được.")]
    pen.text(fit(promise, INNER, 18.5), EDGE, 82.8, SOFT_INK, accent=BRAND_TEXT, centred_in=INNER)
    typed = fit([plain("Không quét được? Gõ địa chỉ này:")], INNER, 16)
    pen.text(typed, EDGE, 198.8, INK, centred_in=INNER)


def _draw_steps(pen: Pen) -> None:
    for number, step in enumerate(STEPS):
        middle = CODE_TOP + CODE_SIDE / 2 + (number - 1) * 26.6
        pen.disc(121, middle, 13, GREEN)
        pen.text(fit([bold(str(number + 1))], 13, 20), 114.5, middle, WHITE, centred_in=13)
        pen.text(fit([plain(step)], 63.5, 18, lines=2), 131.5, middle, INK)


def _draw_names(pen: Pen, unit_name: str, place_line: str) -> None:
    """Two names as one column in the middle of the header, however many lines they take."""
    unit = fit([bold(unit_name)], 125, 23, smallest=15, most_lines=2)
    place = fit([plain(place_line)], 125, 14.5, smallest=10.5, most_lines=2)
    unit_height, place_height = unit.height(NAME_LEADING), place.height(NAME_LEADING)
    top = (HEADER - unit_height - place_height) / 2
    pen.text(unit, 40, top + unit_height / 2, WHITE, leading=NAME_LEADING)
    below = top + unit_height + place_height / 2
    pen.text(place, 40, below, PALE_GREEN, leading=NAME_LEADING)


def _draw_addresses(pen: Pen, sheet: PosterSheet) -> None:
    inside = CODE_SIDE - 2 * CODE_FRAME
    pen.code(matrix(sheet.scan_url), EDGE + CODE_FRAME, CODE_TOP + CODE_FRAME, inside)
    address = fit([bold(sheet.address)], INNER, 31, smallest=12, most_lines=3)
    pen.text(address, EDGE, 209.4, INK, leading=1.15, centred_in=INNER)


def _draw_warning(pen: Pen, host: str) -> None:
    real = [
        bold("Bảng thật:"),
        plain(" không có giấy dán đè lên mã. "),
        bold(f"Trang thật: {host}"),
        plain(", liền sau là dấu gạch chéo "),
        bold("/"),
        plain(". Có chữ gì khác trước dấu / là giả."),
        plain(" Không hỏi mật khẩu, mã OTP, không bắt chuyển tiền."),
    ]
    block = fit(real, 163, 13, smallest=11, lines=4, most_lines=5)
    pen.text(block, 32, REAL_MIDDLE, BROWN, accent=DEEP_BROWN, leading=1.42)


def _draw_calls(pen: Pen, unit_name: str, duty_phone: str | None) -> None:
    urgent = (RED, WHITE)
    if duty_phone is None:
        _draw_call(pen, (EDGE, INNER), urgent, "Khẩn cấp", "113")
        return
    _draw_call(pen, (EDGE, 71.4), urgent, "Khẩn cấp", "113")
    label = f"Trực ban {unit_name}"
    _draw_call(pen, (91.4, 103.6), (TINT, DEEP_GREEN), label, duty_phone)


def _draw_call(
    pen: Pen, place: tuple[float, float], colours: tuple[str, str], label: str, number: str
) -> None:
    left, width = place
    ground, ink = colours
    pen.box(left, CALLS_TOP, width, CALLS_HEIGHT, ground, radius=4)
    pen.artwork(PHONE, left + 6, CALLS_TOP + CALLS_HEIGHT / 2 - 5.5, 11, ink)
    room = width - 21.5 - 5
    name = fit([plain(label)], room, 14.5, smallest=9, most_lines=2)
    pen.text(name, left + 21.5, 228.6, ink, leading=1.15)
    pen.text(fit([bold(number)], room, 27, smallest=11, most_lines=2), left + 21.5, 238.4, ink)


def _draw_footer(pen: Pen, sheet: PosterSheet) -> None:
    day = sheet.printed_on
    where = f"Nơi dán: {sheet.spot} · In ngày {day.day}/{day.month}/{day.year}"
    pen.text(fit([plain(where)], 135, 11.5, smallest=8.5, most_lines=2), EDGE, FOOT_MIDDLE, WHITE)
    serial = fit([plain("Số hiệu "), bold(sheet.serial)], 42, 13, smallest=8)
    pen.text(serial, WIDTH - EDGE - serial.width, FOOT_MIDDLE, WHITE)
