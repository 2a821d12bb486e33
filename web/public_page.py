"""One answer per public page: style and script inlined and hashed, text compressed, no cookie."""

import gzip
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, g, render_template, request, url_for
from flask.wrappers import Response
from flask_babel import get_locale

from web.context import config
from web.headers import public_policy
from web.public_style import source_hash, style_of

SCRIPTS = Path(__file__).resolve().parents[1] / "static" / "js" / "public" / "inline"
LONGEST_SCRIPT = 1_024
_COMMENT = re.compile(r"^\s*//[^\n]*\n|/\*.*?\*/", re.MULTILINE | re.DOTALL)
_AROUND_MARKS = re.compile(r"\s*([=+<>{}();,?:&|])\s*")


def carried() -> dict[str, str]:
    """What every link of a public page takes along: large text and language, as no cookie may."""
    kept: dict[str, str] = {}
    if not request.query_string:
        return kept
    if request.args.get("to") == "1":
        kept["to"] = "1"
    if request.args.get("lang") == "en":
        kept["lang"] = "en"
    return kept


def address(endpoint: str, **values: Any) -> str:
    """The address of a public page with what links take along."""
    return url_for(endpoint, **{**carried(), **values})


def this_page(**changes: str | None) -> str:
    """The page being looked at with some of its choices changed; None takes one away."""
    chosen = {**request.args.to_dict(), **changes}
    query = urlencode({name: value for name, value in chosen.items() if value is not None})
    return f"{request.path}?{query}" if query else request.path


def _host() -> str:
    return urlsplit(config().public_url).netloc


def html_of(template: str, *, script: str = "", **values: Any) -> str:
    """The whole page as text. Sets the policy of this answer."""
    html = render_template(
        template,
        large=request.args.get("to") == "1",
        locale=str(get_locale()),
        has_script=bool(script),
        demo=config().demo,
        host=_host(),
        **values,
    )
    style = style_of(html)
    g.csp = public_policy(style.digest, source_hash(source_of(script)) if script else "")
    html = html.replace("<style></style>", f"<style>{style.css}</style>", 1)
    if script:
        html = html.replace("<script></script>", f"<script>{source_of(script)}</script>", 1)
    return html


def page(template: str, *, status: int = 200, script: str = "", **values: Any) -> Response:
    """A public page as it is sent. Nothing stores it, so it needs no word on varying."""
    data = html_of(template, script=script, **values).encode()
    answer = current_app.response_class(data, status=status, mimetype="text/html")
    if takes_gzip():
        answer.set_data(gzip.compress(data, 9, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def takes_gzip() -> bool:
    """Whether this browser may be sent gzip; a weight of zero is looked at properly."""
    accepted = request.headers.get("Accept-Encoding", "")
    if "q=0" in accepted:
        return request.accept_encodings["gzip"] > 0
    return "gzip" in accepted


@cache
def source_of(script: str) -> str:
    """An inline script as it is sent, 1,024 bytes at most: without comments and needless blanks.

    Our scripts end statements with a semicolon and have no blank beside a mark in a string.
    """
    text = (SCRIPTS / f"{script}.js").read_text(encoding="utf-8")
    lean = _AROUND_MARKS.sub(r"\1", _COMMENT.sub("", text)).strip()
    if len(lean.encode()) > LONGEST_SCRIPT:
        raise ValueError(f"{script}.js is {len(lean.encode())} bytes; {LONGEST_SCRIPT} is the most")
    return lean


def init_app(app: Flask) -> None:
    """Give public templates `address()` and what goes with it."""
    app.jinja_env.globals.update(address=address, carried=carried, this_page=this_page)
