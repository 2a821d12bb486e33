"""Light, grain, people and papers: what the drawn photos of the demo share."""

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from domain.demo.lettering import Colour, write

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Light:
    """A time of day: the sky from top to horizon, and the tint that lies on everything."""

    sky: Colour
    horizon: Colour
    tint: Colour
    strength: float


LIGHTS = (
    Light((142, 176, 214), (250, 214, 170), (255, 196, 130), 0.16),
    Light((96, 158, 220), (214, 232, 244), (255, 250, 235), 0.06),
    Light((70, 140, 216), (196, 222, 240), (255, 255, 250), 0.02),
    Light((124, 138, 160), (196, 200, 204), (150, 164, 180), 0.18),
    Light((92, 84, 138), (240, 150, 96), (255, 150, 90), 0.22),
    Light((14, 18, 42), (40, 44, 76), (40, 50, 110), 0.26),
)
"""Dawn, morning, noon, an overcast day, dusk, night."""

CLOTHES = (
    *((180, 60, 60), (60, 100, 160), (230, 190, 90), (110, 150, 110), (220, 220, 210)),
    *((120, 80, 140), (230, 140, 120), (70, 70, 80), (90, 160, 170), (200, 120, 170)),
)
SKIN = ((205, 160, 122), (186, 138, 100), (222, 180, 146))
HAIR = (34, 26, 24)


def shade(colour: Colour, factor: float) -> Colour:
    """The colour darker (below 1) or lighter (above 1)."""
    red, green, blue = (min(255, max(0, round(part * factor))) for part in colour)
    return red, green, blue


def gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    """A picture that goes from one colour at the top to another at the bottom."""
    mask = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask)


def finish(image: Image.Image, light: Light, rng: Random) -> Image.Image:
    """What a cheap phone adds: a hint of blur, the light's tint, dark corners and grain."""
    size = image.size
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 1.3)))
    image = Image.blend(image, Image.new("RGB", size, light.tint), light.strength)
    corners = Image.radial_gradient("L").resize(size).point([value // 3 for value in range(256)])
    image = Image.composite(Image.new("RGB", size, (0, 0, 0)), image, corners)
    small = (size[0] // 2, size[1] // 2)
    grain = Image.frombytes("L", small, rng.randbytes(small[0] * small[1])).resize(size)
    return Image.blend(image, Image.merge("RGB", (grain,) * 3), 0.035)


def person(draw: ImageDraw.ImageDraw, at: tuple[int, int], tall: int, rng: Random) -> None:
    """Somebody standing with the feet at `at`; some wear a nón lá."""
    x, feet = at
    wide, head = tall // 3, tall // 9
    shirt = rng.choice(CLOTHES)
    hip, shoulder = feet - tall // 2, feet - tall + head * 2
    legs = shade(rng.choice(CLOTHES), 0.45)
    draw.rectangle((x - wide // 4, hip, x - 3, feet), fill=legs)
    draw.rectangle((x + 3, hip, x + wide // 4, feet), fill=legs)
    body = (x - wide // 3, shoulder, x + wide // 3, hip + tall // 12)
    draw.rounded_rectangle(body, head, fill=shirt)
    for side in (-1, 1):
        arm = (x + side * wide // 3, shoulder + head, x + side * wide // 2, hip)
        draw.line(arm, fill=shade(shirt, 0.85), width=max(4, wide // 7))
    skull = (x - head, feet - tall, x + head, feet - tall + head * 2)
    draw.ellipse(skull, fill=rng.choice(SKIN))
    if rng.random() < 0.45:
        brim, top = feet - tall + head, feet - tall - head
        hat = ((x - head * 2, brim), (x, top), (x + head * 2, brim))
        draw.polygon(hat, fill=(232, 214, 168), outline=(190, 168, 120))
    else:
        draw.pieslice(skull, 180, 360, fill=HAIR)


def square_code(draw: ImageDraw.ImageDraw, box: Box, rng: Random) -> None:
    """Something that looks like a QR code from afar; its squares are noise, no reader takes it."""
    left, top, right, bottom = box
    cells = 25
    step = (right - left) / cells
    draw.rectangle(box, fill=(255, 255, 255))
    for row in range(cells):
        for column in range(cells):
            if rng.random() < 0.48:
                x, y = left + column * step, top + row * step
                draw.rectangle((x, y, x + step, y + step), fill=(20, 20, 20))
    eye = step * 7
    for x, y in ((left, top), (right - eye, top), (left, bottom - eye)):
        for inset, ink in ((0.0, (20, 20, 20)), (step, (255, 255, 255)), (step * 2, (20, 20, 20))):
            draw.rectangle((x + inset, y + inset, x + eye - inset, y + eye - inset), fill=ink)


def lay(under: Image.Image, paper: Image.Image, centre: tuple[int, int], angle: float) -> None:
    """Lay a paper with its shadow on a picture, turned by `angle` degrees."""
    sheet = paper.convert("RGBA").rotate(angle, Image.Resampling.BICUBIC, expand=True)
    left, top = centre[0] - sheet.width // 2, centre[1] - sheet.height // 2
    dark = sheet.getchannel("A").point([value * 2 // 5 for value in range(256)])
    under.paste((20, 16, 12), (left + 14, top + 18), dark.filter(ImageFilter.GaussianBlur(10)))
    under.paste(sheet, (left, top), sheet)


def watermark(image: Image.Image, text: str, ink: Colour, opacity: float = 0.2) -> None:
    """Write a word across a picture, again and again, so that nobody takes it for a real paper."""
    size, seen = image.width // 7, round(255 * opacity)
    wide = image.width * 2
    mask = Image.new("RGB", (wide, image.height), (0, 0, 0))
    draw = ImageDraw.Draw(mask)
    for row, y in enumerate(range(size, image.height, size * 3)):
        for x in range(row % 2 * size * 2, wide, size * 5):
            write(draw, (x, y), text, size, (seen, seen, seen), bold=True)
    left = (wide - image.width) // 2
    turned = mask.convert("L").rotate(24, Image.Resampling.BICUBIC)
    image.paste(ink, (0, 0), turned.crop((left, 0, left + image.width, image.height)))
