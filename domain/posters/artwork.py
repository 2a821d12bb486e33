"""The lotus mark and the icons of a poster, as outlines in the units of their own square."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outline:
    """Absolute M, L, C and Z commands, blank-separated; y grows downwards as in SVG."""

    path: str
    filled: bool = False


@dataclass(frozen=True)
class Artwork:
    """A drawing in a square of `side` units, stroked `stroke` units wide."""

    side: float
    stroke: float
    outlines: tuple[Outline, ...]


_LOTUS = (
    Outline("M 16 5.5 C 19.9 9.8 20.7 15.1 16 21.1 C 11.3 15.1 12.1 9.8 16 5.5 Z", filled=True),
    Outline("M 9.3 10.6 C 6.7 15.9 9.1 21.6 16 24.9 C 22.9 21.6 25.3 15.9 22.7 10.6"),
    Outline("M 3.6 15.5 C 3.3 22.1 8.2 27.5 16 28.9 C 23.8 27.5 28.7 22.1 28.4 15.5"),
)
MARK = Artwork(32, 2.3, _LOTUS)
FAINT_MARK = Artwork(32, 1.1, _LOTUS)

PHONE = Artwork(
    24,
    2,
    (
        Outline(
            "M 7.3 3.5 L 5 3.5 C 4.51 3.5 4.05 3.7 3.72 4.07 C 3.4 4.43 3.24 4.92 3.3 5.4"
            " C 4.08 13.51 10.49 19.92 18.6 20.7 C 19.08 20.76 19.57 20.6 19.93 20.28"
            " C 20.3 19.95 20.5 19.49 20.5 19 L 20.5 16.4 C 20.51 15.68 20.01 15.04 19.3 14.9"
            " L 16.4 14.3 C 15.88 14.21 15.35 14.4 15 14.8 L 14 16 C 11.39 14.73 9.27 12.61 8 10"
            " L 9.2 9 C 9.6 8.65 9.79 8.12 9.7 7.6 L 8.8 4.7 C 8.66 3.99 8.02 3.49 7.3 3.5 Z"
        ),
    ),
)

SHIELD = Artwork(
    24,
    2,
    (
        Outline(
            "M 12 21.5 C 12 21.5 19.5 18.5 19.5 12.2 L 19.5 5.6 L 12 2.8 L 4.5 5.6 L 4.5 12.2"
            " C 4.5 18.5 12 21.5 12 21.5 Z"
        ),
        Outline("M 8.8 11.8 L 11.1 14.1 L 15.4 9.7"),
    ),
)
