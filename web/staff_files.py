"""Every file that staff pages may ask for: what a worker takes, so that none is missing later."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from web.assets import HTMX, LOADER, PAGES, SHEET, Assets, written_into

ICON = "img/favicon.svg"
_OF_CITIZENS = ("js/public/", "js/kept_tip/")


@cache
def of_staff(assets: Assets, static: Path) -> tuple[str, ...]:
    """Return the addresses of styles and scripts, photos and large icons apart."""
    sheets = [SHEET, *(f"{PAGES}/{blueprint}.css" for blueprint in sorted(assets.pages))]
    return tuple(assets.url(path) for path in (*sheets, HTMX, *_modules(static), ICON))


def _modules(static: Path) -> Iterator[str]:
    apart = {HTMX, *(f"js/{file}" for file in written_into(static / LOADER))}
    for path in sorted(static.rglob("*.js")):
        name = path.relative_to(static).as_posix()
        if name.startswith(("js/", "vendor/")) and not name.startswith(_OF_CITIZENS):
            yield from () if name in apart else (name,)
