"""Drawn photos of places: a market, a meeting, a leaflet on a table, a poster on a wall."""

from random import Random

from PIL import Image, ImageDraw

from domain.demo.lettering import Colour, text_width, wrapped, write
from domain.demo.paint import (
    CLOTHES,
    HAIR,
    LIGHTS,
    SKIN,
    finish,
    gradient,
    lay,
    person,
    shade,
    square_code,
)

_WIDE, _TALL = (1600, 1200), (1200, 1600)
_RED, _YELLOW, _NAVY = (176, 28, 30), (250, 220, 60), (20, 44, 96)
_PRODUCE = ((214, 60, 40), (246, 172, 40), (108, 160, 54), (130, 72, 120), (236, 226, 190))
_SLOGANS = (
    "Không nghe, không tin, không chuyển tiền",
    "Gọi lại cho người thân trước khi chuyển",
    "Công an không làm việc qua điện thoại",
    "Không cho ai mượn tài khoản ngân hàng",
    "Không bấm link lạ, không đọc mã OTP",
    "Việc nhẹ lương cao là bẫy",
)


def market(rng: Random) -> Image.Image:
    """Stalls, fruit and people under the sky of some hour."""
    light = rng.choice(LIGHTS[:5])
    image = gradient(_WIDE, light.sky, light.horizon)
    horizon = rng.randint(420, 560)
    earth = rng.choice(((168, 150, 126), (150, 146, 142), (182, 160, 128)))
    ground = gradient((1600, 1200 - horizon), shade(earth, 0.8), shade(earth, 1.1))
    image.paste(ground, (0, horizon))
    draw = ImageDraw.Draw(image)
    _houses(draw, horizon, rng)
    depth = rng.randint(2, 3)
    for row in range(depth):
        scale = 0.55 + 0.45 * row / (depth - 1)
        base = horizon + round((1130 - horizon) * (row + 0.6) / depth)
        for x in range(rng.randint(-200, 0), 1600, round(rng.randint(360, 430) * scale)):
            if rng.random() < 0.85:
                _stall(draw, (x, base), scale, rng)
        for _ in range(rng.randint(3, 6)):
            person(
                draw, (rng.randint(40, 1560), base + 30), round(rng.uniform(230, 300) * scale), rng
            )
    _sign(draw, (rng.randint(120, 700), horizon - 170), "CHỢ MẪU (VÍ DỤ)", 54)
    return finish(image, light, rng)


def _houses(draw: ImageDraw.ImageDraw, horizon: int, rng: Random) -> None:
    x = -40
    while x < 1600:
        wide, high = rng.randint(120, 260), rng.randint(90, 240)
        wall = rng.choice(((206, 196, 170), (178, 190, 190), (198, 168, 148), (160, 170, 140)))
        draw.rectangle((x, horizon - high, x + wide, horizon), fill=wall)
        roof = ((x - 16, horizon - high), (x + wide // 2, horizon - high - 70))
        draw.polygon((*roof, (x + wide + 16, horizon - high)), fill=shade(wall, 0.62))
        draw.rectangle((x + 30, horizon - high + 30, x + 70, horizon - 20), fill=shade(wall, 0.5))
        x += wide + rng.randint(0, 60)


def _stall(draw: ImageDraw.ImageDraw, base: tuple[int, int], scale: float, rng: Random) -> None:
    x, y = base
    wide, high = round(330 * scale), round(290 * scale)
    cloth = rng.choice(CLOTHES)
    for post in (x + 10, x + wide - 10):
        draw.line((post, y - high, post, y), fill=(96, 76, 60), width=max(4, round(9 * scale)))
    for stripe in range(8):
        left = x + stripe * wide // 8
        roof = (left, y - high, left + wide // 8, y - high + round(70 * scale))
        draw.rectangle(roof, fill=cloth if stripe % 2 else (240, 236, 226))
    table = y - round(95 * scale)
    draw.rectangle((x, table, x + wide, y), fill=(124, 96, 70))
    for heap in range(3):
        fruit = rng.choice(_PRODUCE)
        radius = round(rng.uniform(13, 20) * scale)
        for _ in range(26):
            fx = x + round((heap + rng.uniform(0.15, 0.85)) * wide / 3)
            fy = table - round(abs(rng.gauss(0, 22)) * scale)
            spot = (fx - radius, fy - radius, fx + radius, fy + radius)
            draw.ellipse(spot, fill=shade(fruit, rng.uniform(0.8, 1.15)))


def _sign(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int) -> None:
    x, y = at
    wide = text_width(text, size) + 80
    draw.rectangle((x, y, x + wide, y + size * 2), fill=_NAVY, outline=(230, 230, 230), width=5)
    write(draw, (x + 40, y + round(size * 0.62)), text, size, (250, 250, 240), bold=True)


def meeting(rng: Random) -> Image.Image:
    """A hall seen from the last row: a red banner, a table, many heads."""
    light = rng.choice((LIGHTS[1], LIGHTS[3], LIGHTS[4], LIGHTS[5]))
    wall = rng.choice(((214, 222, 204), (226, 214, 190), (196, 212, 222), (232, 226, 214)))
    image = gradient(_WIDE, shade(wall, 1.05), shade(wall, 0.8))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 720, 1600, 1200), fill=rng.choice(((150, 110, 86), (150, 146, 140))))
    for x in (40, 1330):
        draw.rectangle((x, 150, x + 230, 560), fill=light.horizon, outline=(110, 90, 70), width=12)
        draw.line((x + 115, 150, x + 115, 560), fill=(110, 90, 70), width=10)
    for x in range(260, 1400, 420):
        draw.rectangle((x, 34, x + 260, 54), fill=(255, 255, 246))
    _banner(draw, rng)
    cloth = rng.choice(((40, 70, 130), (150, 30, 40), (30, 100, 80)))
    draw.rectangle((420, 610, 1180, 760), fill=cloth)
    draw.rectangle((420, 610, 1180, 630), fill=shade(cloth, 1.3))
    for x in range(530, 1071, rng.choice((135, 180))):
        draw.rounded_rectangle((x - 60, 500, x + 60, 620), 30, fill=(70, 100, 70))
        draw.ellipse((x - 36, 430, x + 36, 506), fill=rng.choice(SKIN))
        draw.pieslice((x - 36, 430, x + 36, 506), 180, 360, fill=HAIR)
    _audience(draw, rng)
    return finish(image, light, rng)


def _banner(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    left = rng.randint(300, 330)
    draw.rectangle((left, 110, 1600 - left, 390), fill=_RED)
    lines = (
        ("DIỄN ĐÀN (VÍ DỤ)", 46),
        ("CÔNG AN LẮNG NGHE", 68),
        ("Ý KIẾN NHÂN DÂN", 68),
    )
    for row, (text, size) in enumerate(lines):
        x = 800 - text_width(text, size) // 2
        write(draw, (x, 145 + row * 84), text, size, _YELLOW, bold=True)


def _audience(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    for row in range(4):
        scale = 0.6 + row * 0.2
        y = 790 + row * 125
        shift = rng.randint(-60, 0)
        for x in range(shift, 1660, round(150 * scale)):
            if rng.random() < 0.14:
                continue
            px = x + rng.randint(-10, 10)
            head, shirt = round(46 * scale), rng.choice(CLOTHES)
            torso = (px - head * 1.4, y + head * 0.8, px + head * 1.4, y + head * 4)
            draw.rounded_rectangle(torso, head, fill=shirt)
            hair = HAIR if rng.random() < 0.75 else (206, 204, 200)
            draw.ellipse((px - head, y - head, px + head, y + head), fill=hair)
        draw.rectangle((0, y + round(110 * scale), 1600, y + round(124 * scale)), fill=(70, 52, 44))


def leaflet(rng: Random) -> Image.Image:
    """A leaflet lying on a wooden table or a plastic cloth."""
    light = rng.choice(LIGHTS)
    wood = rng.choice(((150, 104, 66), (118, 84, 62), (70, 110, 130), (178, 150, 110)))
    image = gradient(_TALL, shade(wood, 1.1), shade(wood, 0.85))
    draw = ImageDraw.Draw(image)
    for y in range(0, 1600, rng.randint(150, 230)):
        draw.line((0, y, 1200, y + rng.randint(-20, 20)), fill=shade(wood, 0.7), width=6)
    for _ in range(rng.randint(0, 2)):
        extra = _leaflet_paper(rng)
        lay(image, extra, (rng.randint(200, 1000), rng.randint(300, 1400)), rng.uniform(-40, 40))
    lay(image, _leaflet_paper(rng), (600, 800), rng.uniform(-9, 9))
    return finish(image, light, rng)


def _leaflet_paper(rng: Random) -> Image.Image:
    ink = rng.choice((_RED, _NAVY, (20, 96, 70), (150, 70, 10)))
    paper = Image.new("RGB", (860, 1180), (250, 248, 238))
    draw = ImageDraw.Draw(paper)
    draw.rectangle((0, 0, 860, 210), fill=ink)
    write(draw, (60, 58), "CẢNH GIÁC LỪA ĐẢO", 68, _YELLOW, bold=True)
    write(draw, (60, 150), "QUA MẠNG  -  BẢN VÍ DỤ", 38, (255, 255, 255))
    y = 270
    for number, slogan in enumerate(rng.sample(_SLOGANS, 4), start=1):
        draw.ellipse((50, y - 8, 100, y + 42), fill=ink)
        write(draw, (66, y + 4), str(number), 32, (255, 255, 255), bold=True)
        for line in wrapped(slogan, 42, 680):
            write(draw, (130, y), line, 42, (30, 30, 30))
            y += 64
        y += 30
    square_code(draw, (560, 880, 800, 1120), rng)
    write(draw, (60, 930), "Báo tin tại đây", 40, ink, bold=True)
    write(draw, (60, 1000), "Không cần ghi tên", 36, (40, 40, 40))
    return paper


def poster(rng: Random) -> Image.Image:
    """A QR sign on a wall, among other papers."""
    light = rng.choice(LIGHTS)
    wall = rng.choice(((198, 186, 160), (150, 176, 180), (176, 120, 96), (214, 210, 198)))
    image = gradient(_TALL, shade(wall, 1.05), shade(wall, 0.85))
    draw = ImageDraw.Draw(image)
    if rng.random() < 0.5:
        _bricks(draw, wall, rng)
    for _ in range(rng.randint(1, 4)):
        note = Image.new("RGB", (rng.randint(160, 300), rng.randint(200, 360)), _pale(rng))
        ImageDraw.Draw(note).rectangle((20, 24, note.width - 20, 60), fill=rng.choice(CLOTHES))
        lay(image, note, (rng.choice((120, 1090)), rng.randint(150, 1450)), rng.uniform(-8, 8))
    lay(image, _sign_paper(rng), (600, rng.randint(740, 860)), rng.uniform(-3, 3))
    return finish(image, light, rng)


def _pale(rng: Random) -> Colour:
    return rng.choice(((244, 240, 226), (230, 236, 240), (250, 232, 200), (226, 240, 224)))


def _bricks(draw: ImageDraw.ImageDraw, wall: Colour, rng: Random) -> None:
    for row, y in enumerate(range(0, 1600, 80)):
        for x in range(-100 * (row % 2), 1200, 200):
            draw.rectangle(
                (x + 4, y + 4, x + 196, y + 76), fill=shade(wall, rng.uniform(0.86, 1.05))
            )


def _sign_paper(rng: Random) -> Image.Image:
    ink = rng.choice((_NAVY, (20, 96, 70), (120, 30, 50)))
    paper = Image.new("RGB", (760, 1080), (252, 252, 248))
    draw = ImageDraw.Draw(paper)
    draw.rectangle((0, 0, 760, 190), fill=ink)
    write(draw, (60, 48), "BÁO TIN CHO CÔNG AN", 56, (255, 255, 255), bold=True)
    write(draw, (60, 128), "Không cần ghi tên", 40, _YELLOW)
    square_code(draw, (150, 270, 610, 730), rng)
    write(draw, (150, 800), "Đưa máy quét mã này", 46, (30, 30, 30))
    write(draw, (150, 880), "Tấm số 00 - VÍ DỤ", 46, ink, bold=True)
    draw.rectangle((60, 980, 700, 986), fill=ink)
    return paper
