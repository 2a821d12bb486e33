"""The guards. Every view wears exactly one; a view without one answers 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from domain.errors import NotAllowed
from domain.people.models import Officer
from domain.people.rules import TIP_PERMISSIONS, Permission, may
from web.database import writing

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, R]

current_officer = cast("Officer", current_user)
"""The signed-in officer. Only views behind a guard other than `public` may touch it."""


def officer() -> Officer:
    """The same person to hand on: every look through `current_officer` finds them anew."""
    return cast("Officer", g.officer)


def _mark(view: Callable[..., Any], policy: str) -> None:
    view.access_policy = policy  # type: ignore[attr-defined]


def public(view: View[P, R]) -> View[P, R]:
    """Anybody may call it; outside the sign-in pages it sets no cookie."""
    _mark(view, "public")
    return view


def _signed_in_or_stop() -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        return cast("ResponseReturnValue", current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
    return None


def signed_in(view: View[P, R]) -> Callable[P, R | ResponseReturnValue]:
    """Any signed-in person may call it."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | ResponseReturnValue:
        return _signed_in_or_stop() or view(*args, **kwargs)

    _mark(guarded, "signed_in")
    return guarded


def requires(
    permission: Permission,
) -> Callable[[View[P, R]], Callable[P, R | ResponseReturnValue]]:
    """Whoever has the permission may call it; tip pages also ask for the second factor."""

    def decorate(view: View[P, R]) -> Callable[P, R | ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | ResponseReturnValue:
            if stopped := _signed_in_or_stop():
                return stopped
            if not may(current_officer, permission):
                raise NotAllowed
            if permission in TIP_PERMISSIONS and (
                asked := current_app.extensions["ask_for_tips"]()
            ):
                return cast("ResponseReturnValue", asked)
            return view(*args, **kwargs)

        _mark(guarded, permission.value)
        return guarded

    return decorate


def by_pass(view: View[P, R]) -> Callable[P, R]:
    """Whoever shows a submit-only pass, or the token of a public form, for the form in hand.

    Not the cookie: a phone sends what waited in it whoever is signed in there by now.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        current_app.extensions["find_sender"]()
        return view(*args, **kwargs)

    _mark(guarded, "by_pass")
    return guarded


def audited(view: View[P, R]) -> View[P, R]:
    """A page view that writes an audit entry: its transaction begins as a writer.

    Stands above the guard: `@bp.get(...)`, `@audited`, `@requires(...)`.
    """
    view.writes_on_get = True  # type: ignore[attr-defined]
    return view


def by_letter(form: str) -> Callable[[View[P, R]], View[P, R]]:
    """A form that may also come as a letter out of a phone's outbox, under this name.

    Stands above the guard, which asks the same of the letter's author as of anybody.
    """

    def decorate(view: View[P, R]) -> View[P, R]:
        view.by_letter = form  # type: ignore[attr-defined]
        return view

    return decorate


def unattended(view: View[P, R]) -> View[P, R]:
    """What a page fetches by itself, on a timer: no sign that anybody sits before it, so it keeps
    no sign-in alive, and it never sends the page away to sign in.

    Stands above the guard, like `audited`.
    """
    view.unattended = True  # type: ignore[attr-defined]
    return view


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return
    if request.endpoint != "static" and not hasattr(view, "access_policy"):
        abort(404)
    reads = request.method in {"GET", "HEAD", "OPTIONS"}
    writing.set(not reads or hasattr(view, "writes_on_get"))


def init_app(app: Flask) -> None:
    """Deny by default, and decide how this request's transaction begins."""
    app.before_request(_begin)
