"""The service worker, what a phone keeps, the page in place of others, and the app's own card."""

import json
from functools import cache
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from web import kept
from web.assets import Assets
from web.authz import public, signed_in, unattended
from web.context import now
from web.language import LANGUAGES
from web.sign_in import was_ended
from web.staff_files import of_staff

bp = Blueprint("offline", __name__)

LOOKS = {"light": ("#084a3d", "#f1f4f0"), "dark": ("#0c2a23", "#0b1311")}
"""Of the bar and of the paper, as in static/css/tokens.css."""
ICON_KEPT = 7 * 24 * 3600
SHAPES = (
    ("icon-192", "192x192", "any"),
    ("icon-512", "512x512", "any"),
    ("icon-maskable-512", "512x512", "maskable"),
)
_NOT_PAGES = {"public", "auth", "media", "offline", "uploads"}
"""Blueprints whose addresses the worker leaves alone."""


def _assets() -> Assets:
    return cast("Assets", current_app.extensions["assets"])


def _speak() -> str:
    """The language in the address: a worker is fetched without a cookie."""
    asked = request.args.get("lang", "vi")
    g.language = asked if asked in LANGUAGES else "vi"
    return str(g.language)


def prefixes() -> list[str]:
    """First parts of the addresses of staff pages. Whatever citizens open begins otherwise."""
    first: dict[bool, set[str]] = {True: set(), False: set()}
    for rule in current_app.url_map.iter_rules():
        is_page = rule.endpoint.split(".")[0] not in _NOT_PAGES
        first[is_page].add(rule.rule.split("/")[1])
    return sorted(first[True] - first[False])


@bp.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker of this build; it holds no word about anybody."""
    language = _speak()
    page = url_for("offline.page", lang=language)
    build = {
        "name": _assets().build,
        "files": of_staff(_assets(), Path(current_app.root_path) / "static"),
        "prefixes": prefixes(),
        "page": page,
        "sentence": _("Có việc mới."),
    }
    said = json.dumps(build, ensure_ascii=False, separators=(",", ":"))
    script = _assets().worker.replace('"./js/', f'"{_assets().url("js/")}')
    answer = current_app.response_class(
        f"const BUILD = {said};\n{script}", mimetype="text/javascript"
    )
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get("/offline")
@public
def page() -> ResponseReturnValue:
    """What stands in place of a page that is not in the phone: kept with the worker, for everybody
    alike."""
    _speak()
    return render_template("offline/page.html")


@bp.get("/offline/parts")
@signed_in
def parts() -> ResponseReturnValue:
    """What the home screen shows now and then: a new version, the invitation to install."""
    return render_template("offline/parts.html")


@bp.get("/offline/pages.json")
@signed_in
def pages() -> ResponseReturnValue:
    """What this phone keeps, and the keys it is sealed under; nothing where it may keep nothing."""
    found = kept.pages(_assets().build)
    told: dict[str, object] = {"key": ""}
    if found:
        told = {
            "name": kept.name(),
            "key": kept.key(),
            "seconds": kept.seconds(),
            "forms": {"key": kept.forms_key(), "seconds": kept.forms_seconds()},
            "at": int(now().timestamp() * 1000),
            "pages": [
                {"url": one.url, "version": one.version, "isForm": one.is_form} for one in found
            ],
        }
    return cast("Response", current_app.json.response(told))


@bp.get("/offline/still")
@unattended
@public
def still() -> ResponseReturnValue:
    """The name of the sign-in of this browser; 410 when somebody ended it, or its officer.

    One that ran out by itself, or that the browser lost, is no reason to take pages away: 204.
    """
    if was_ended():
        return "", 410
    return {"name": kept.name()} if current_user.is_authenticated else ("", 204)


@bp.get("/manifest.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """The card by which a phone puts the app on its home screen, in the theme of its page."""
    bar, paper = LOOKS["dark" if request.args.get("theme") == "dark" else "light"]
    told = {
        "id": "/home",
        "name": "Lắng Nghe",
        "short_name": "Lắng Nghe",
        "description": _("Ghi buổi tuyên truyền, diễn đàn, tin báo; mất mạng vẫn ghi được."),
        "lang": "vi",
        "dir": "ltr",
        "start_url": "/home",
        "scope": "/",
        "display": "standalone",
        "theme_color": bar,
        "background_color": paper,
        "icons": [_icon(*shape) for shape in SHAPES],
    }
    answer = current_app.response_class(
        json.dumps(told, ensure_ascii=False), mimetype="application/manifest+json"
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _icon(name: str, size: str, purpose: str) -> dict[str, str]:
    source = _assets().url(f"img/{name}.png")
    return {"src": source, "sizes": size, "type": "image/png", "purpose": purpose}


@bp.get("/apple-touch-icon.png")
@public
def apple_icon() -> ResponseReturnValue:
    """The icon where iPhones look for it, so that no page has to name it."""
    answer = current_app.response_class(_apple_icon(), mimetype="image/png")
    answer.cache_control.public, answer.cache_control.max_age = True, ICON_KEPT
    return answer


@cache
def _apple_icon() -> bytes:
    return Path(current_app.root_path, "static", "img", "apple-touch-icon.png").read_bytes()
