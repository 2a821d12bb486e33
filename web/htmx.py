"""Pages and fragments from one template; the view names the block, never the browser."""

from typing import Any, cast
from urllib.parse import urlsplit

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2_fragments.flask import render_block
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import redirect as werkzeug_redirect


def wants_fragment() -> bool:
    """Whether htmx asked to refresh a part of the page. Boosted and history requests are pages."""
    heads = request.headers
    return (
        heads.get("HX-Request") == "true"
        and "HX-Boosted" not in heads
        and "HX-History-Restore-Request" not in heads
    )


def page_address() -> str:
    """Path and query of the page on which htmx sits; empty when it is not one of ours."""
    seen = urlsplit(request.headers.get("HX-Current-URL", ""))
    if seen.netloc != request.host:
        return ""
    return f"{seen.path}?{seen.query}" if seen.query else seen.path


def render(template: str, *, fragment: str | None = None, **values: Any) -> str:
    """The whole page, or its named block when htmx asked for a part."""
    if fragment is not None and wants_fragment():
        return str(render_block(template, fragment, **values))
    return render_template(template, **values)


def go(endpoint: str, **values: Any) -> ResponseReturnValue:
    """303 to a view, so that a repeated GET never repeats a POST; htmx follows as a page."""
    target = url_for(endpoint, **values)
    if wants_fragment():
        return current_app.response_class(status=204, headers={"HX-Redirect": target})
    return werkzeug_redirect(target, code=303)


def page_of(address: str) -> ResponseReturnValue:
    """The page at one of our addresses, drawn in answer to the form that was sent from it.

    Its own guards hold; the form itself is taken away, because boxes of other forms on that page
    may have the same names.
    """
    routes = current_app.url_map.bind_to_environ(request.environ)
    rule, values = routes.match(address, method="GET", return_rule=True)
    request.url_rule, request.view_args = rule, dict(values)
    request.form = ImmutableMultiDict()
    return cast("ResponseReturnValue", current_app.view_functions[rule.endpoint](**values))
