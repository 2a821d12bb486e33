"""Every file that staff pages may ask for: what a worker takes, so that none is missing later."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from web.assets import HTMX, PAGES, SHEET, Assets
from web.scripts import published_modules

ICON = "img/favicon.svg"
_OF_CITIZENS = ("js/public/", "js/kept_tip")


@cache
def of_staff(assets: Assets, static: Path) -> tuple[str, ...]:
    """Return the addresses of styles and scripts, photos and large icons apart."""
    sheets = [SHEET, *(f"{PAGES}/{blueprint}.css" for blueprint in sorted(assets.pages))]
    return tuple(assets.url(path) for path in (*sheets, HTMX, *_modules(static), ICON))


def _modules(static: Path) -> Iterator[str]:
    for path in [*published_modules(static), *sorted((static / "vendor").rglob("*.js"))]:
        name = path.relative_to(static).as_posix()
        if name != HTMX and not name.startswith(_OF_CITIZENS):
            yield name
