"""Drawn screenshots of a phone: a chat with a swindler and a transfer slip, both marked VÍ DỤ."""

from random import Random

from PIL import Image, ImageDraw

from domain.demo.lettering import Colour, text_width, wrapped, write
from domain.demo.paint import shade, watermark
from domain.posters import qr

_SIZE = (1080, 1620)
_INK, _GREY = (28, 30, 36), (120, 124, 132)
_ACCENTS = ((0, 110, 200), (10, 130, 90), (120, 60, 160), (190, 60, 40), (30, 90, 130))
_NAMES = ("Mẫu Đầu Tư", "CSKH Ví Dụ", "Tuyển Dụng Mẫu", "Thầy Mẫu", "Giao Hàng Ví Dụ")
_CHATS = (
    (
        "<Chào chị, em bên trung tâm ví dụ",
        "<Chị chỉ cần nạp 2 triệu là có lời ngay",
        ">Nạp rồi có rút được không em",
        "<Rút thoải mái nha chị, trong ngày luôn",
        ">Chị nạp rồi mà rút không được",
        "<Chị nạp thêm 5 triệu để mở khóa tài khoản",
    ),
    (
        "<Đơn hàng của anh 185k em để trước nhà",
        ">Anh đang ngoài ruộng",
        "<Anh chuyển khoản giùm em số 0000 1234 5678",
        ">Chuyển rồi đó",
        "<Anh bấm link huy-hoi-vien.example để khỏi bị trừ tiền",
    ),
    (
        "<Cô ơi con đang kẹt tiền viện phí",
        "<Cô chuyển giùm con 5 triệu, mai con gửi lại",
        ">Sao không gọi cho cô",
        "<Máy con hư mic rồi cô",
        ">Để cô gọi má con hỏi đã",
    ),
    (
        "<Anh đang bị điều tra, tuyệt đối không nói với ai",
        "<Chuyển 50 triệu vào tài khoản an toàn để kiểm tra",
        ">Cho tôi lên công an xã gặp trực tiếp",
        "<Anh không hợp tác sẽ bị bắt ngay hôm nay",
    ),
)
_PAY_HERE = (
    "00020101021138560010A000000727012600069704360112000012345678"
    "0208QRIBFTTA53037045802VN62090805VI DU63046ACC"
)
"""A VietQR of the account that some stories name: of no length that the bank gives out."""
_MODULE = 7
_AMOUNTS = (1_200_000, 4_600_000, 8_000_000, 20_000_000, 36_000_000, 75_000_000)


def chat(rng: Random) -> Image.Image:
    """A conversation, light or dark, with some of its bubbles scrolled away."""
    dark = rng.random() < 0.3
    paper = (24, 26, 32) if dark else (236, 240, 245)
    accent = rng.choice(_ACCENTS)
    image = Image.new("RGB", _SIZE, paper)
    draw = ImageDraw.Draw(image)
    _status_bar(draw, accent, rng)
    draw.ellipse((40, 90, 130, 180), fill=shade(accent, 1.5))
    write(draw, (160, 122), rng.choice(_NAMES), 46, (255, 255, 255), bold=True)
    y = rng.randint(250, 330)
    lines = rng.choice(_CHATS)
    for line in lines[rng.randint(0, 2) :]:
        y = _bubble(draw, line, y, dark=dark, accent=accent)
    draw.rectangle((0, 1500, 1080, 1620), fill=(44, 46, 54) if dark else (255, 255, 255))
    draw.rounded_rectangle((40, 1525, 900, 1595), 35, outline=_GREY, width=3)
    draw.ellipse((940, 1520, 1020, 1600), fill=accent)
    watermark(image, "VÍ DỤ", (130, 130, 140), 0.22)
    if y + 49 * _MODULE < 1480:
        _paying_code(draw, (40, y))
    return image


def _paying_code(draw: ImageDraw.ImageDraw, at: tuple[int, int]) -> None:
    """The code that the swindler wants paid: over the watermark, so that it can be read."""
    modules = qr.matrix(_PAY_HERE)
    left, top = at
    side = (len(modules) + 2 * qr.MARGIN) * _MODULE
    draw.rectangle((left, top, left + side, top + side), fill=(255, 255, 255))
    for x, y, length in qr.runs(modules):
        x0, y0 = left + (x + qr.MARGIN) * _MODULE, top + (y + qr.MARGIN) * _MODULE
        draw.rectangle((x0, y0, x0 + length * _MODULE - 1, y0 + _MODULE - 1), fill=_INK)


def _status_bar(draw: ImageDraw.ImageDraw, accent: Colour, rng: Random) -> None:
    draw.rectangle((0, 0, 1080, 210), fill=accent)
    clock = f"{rng.randint(6, 22)}:{rng.randint(10, 59)}"
    write(draw, (40, 26), clock, 34, (255, 255, 255))
    draw.rounded_rectangle((960, 24, 1040, 60), 8, outline=(255, 255, 255), width=4)
    draw.rectangle((968, 32, 968 + rng.randint(12, 62), 52), fill=(255, 255, 255))


def _bubble(draw: ImageDraw.ImageDraw, line: str, y: int, *, dark: bool, accent: Colour) -> int:
    mine, text = line[0] == ">", line[1:]
    size, pad = 40, 34
    lines = wrapped(text, size, 660)
    wide = max(text_width(row, size) for row in lines) + pad * 2
    high = len(lines) * 64 + pad
    left = 1040 - wide if mine else 40
    theirs, ink = ((56, 60, 70), (236, 236, 240)) if dark else ((255, 255, 255), _INK)
    fill = shade(accent, 1.25) if mine else theirs
    draw.rounded_rectangle((left, y, left + wide, y + high), 30, fill=fill)
    for number, row in enumerate(lines):
        colour = (255, 255, 255) if mine else ink
        write(draw, (left + pad, y + 32 + number * 64), row, size, colour)
    return y + high + 36


def slip(rng: Random) -> Image.Image:
    """A transfer slip of no bank, with an example's account, and VÍ DỤ written all over it."""
    accent = rng.choice(_ACCENTS)
    image = Image.new("RGB", _SIZE, (242, 244, 247))
    draw = ImageDraw.Draw(image)
    _status_bar(draw, accent, rng)
    write(draw, (60, 118), "NGÂN HÀNG MẪU", 50, (255, 255, 255), bold=True)
    draw.rounded_rectangle((50, 270, 1030, 1480), 36, fill=(255, 255, 255))
    draw.ellipse((470, 310, 610, 450), fill=(40, 160, 90))
    draw.line((505, 382, 532, 410, 578, 352), fill=(255, 255, 255), width=14, joint="curve")
    _centred(draw, 490, "Chuyển khoản thành công", 46, _INK)
    amount = f"{rng.choice(_AMOUNTS):,}".replace(",", ".")
    _centred(draw, 570, f"{amount} đồng", 68, accent)
    rows = (
        ("Người chuyển", "TRAN THI VI DU"),
        ("Người nhận", rng.choice(("NGUYEN VAN MAU", "LE VAN MAU", "CONG TY VI DU"))),
        ("Tài khoản nhận", f"0000 {rng.randint(1000, 9999)} {rng.randint(1000, 9999)}"),
        ("Thời gian", f"{rng.randint(6, 22):02d}:{rng.randint(0, 59):02d}"),
        ("Mã giao dịch", f"MAU{rng.randint(0, 9999):04d}"),
        ("Nội dung", rng.choice(("tien hang", "phi ho so", "dong phat", "mo khoa tk"))),
    )
    for number, (label, value) in enumerate(rows):
        y = 730 + number * 116
        write(draw, (100, y), label, 38, _GREY)
        write(draw, (980 - text_width(value, 40), y), value, 40, _INK)
        draw.line((100, y + 76, 980, y + 76), fill=(228, 230, 234), width=3)
    watermark(image, "VÍ DỤ", (200, 40, 40), 0.26)
    return image


def _centred(draw: ImageDraw.ImageDraw, y: int, text: str, size: int, ink: Colour) -> None:
    write(draw, ((_SIZE[0] - text_width(text, size)) // 2, y), text, size, ink, bold=True)
