"""From what was typed at the door to an open sign-in; half-way states lie in the cookie."""

import time
from uuid import UUID

from flask import session as cookie
from flask import url_for

from blueprints.auth.forms import SignInForm
from domain.people import codes, enrolment, held_forms, held_password, queries, sign_in
from domain.people.models import Officer, OneTimeCode
from domain.people.passwords import is_right
from domain.people.sign_in import Answer, Asked, Opened, password_mark
from web.context import config, now, ring, session
from web.database import writing
from web.extensions import db
from web.navigation import first_page
from web.next_page import allowed
from web.sign_in import enter, phone_secret
from web.slow_down import forgive_sign_in, limits, wait_to_sign_in

_PROVEN, _FIRST, _CHOSEN = "proven", "first", "chosen"
_PROVEN_SECONDS = 600
_FIRST_SECONDS = 1800


def weigh(form: SignInForm) -> tuple[int, Answer | None]:
    """The answer to one sending of the form, or the seconds it must wait first."""
    username, phone = form.username.data or "", phone_secret()
    enrolled = _enrolled(username, phone)
    mark = "" if form.password.data else _remembered()
    if not mark:
        if wait := wait_to_sign_in(username, enrolled):
            return wait, None
        mark = _prove(username, form.password.data or "")
        if mark:
            # Only the password just typed: what the cookie remembers may be another account's.
            forgive_sign_in(username, enrolled)
    if mark and form.code.data and (wait := limits().code.take(mark[:36].encode(), now())):
        return wait, None
    asked = Asked(
        username=username,
        mark=mark,
        password=form.password.data or "",
        code=form.code.data or "",
        later=bool(form.later.data),
        phone=phone,
        device=form.device(),
    )
    required = config().second_factor_required
    answer = sign_in.attempt(
        session(), ring(), asked=asked, second_factor_required=required, now=now()
    )
    return 0, answer


def _enrolled(username: str, phone: str) -> str:
    """The id of the enrolled phone in hand, if it is this person's."""
    if not phone:
        return ""
    with_reader = writing.set(False)
    found = enrolment.live_enrolment(session(), secret=phone, now=now())
    officer = queries.active_officer(session(), found.officer_id) if found else None
    known = str(found.id) if found and officer and officer.username == username else ""
    db.session.rollback()
    writing.reset(with_reader)
    return known


def _prove(username: str, password: str) -> str:
    """The mark of a right password, or an empty string.

    The slow hash runs between two transactions: it must not hold the database's write lock.
    """
    with_reader = writing.set(False)
    officer = queries.by_username(session(), username)
    kept = officer.password_hash if officer is not None and officer.is_active else ""
    mark = password_mark(officer) if officer is not None else ""
    db.session.rollback()
    writing.reset(with_reader)
    return mark if is_right(kept, password) else ""


def _remembered() -> str:
    """The mark of the password typed on the step before, for ten minutes."""
    mark, at = cookie.get(_PROVEN, ("", 0))
    return mark if time.time() - at < _PROVEN_SECONDS else ""


def knows_password() -> bool:
    """Whether the step before was passed."""
    return bool(_remembered())


def receive(form: SignInForm, answer: Answer) -> str:
    """Note in the cookie how far the person came; returns where to go, if anywhere."""
    officer = answer.officer
    if answer.first_code is not None:
        device = form.device()
        kind = device.kind.value if device.kind else ""
        cookie.clear()
        cookie[_FIRST] = [str(answer.first_code.id), int(time.time()), kind]
        return url_for("auth.first")
    if answer.opened is not None and officer is not None:
        limits().code.forgive(str(officer.id).encode())
        enter(answer.opened)
        return destination(officer, next_page=form.next.data or "", held=form.held.data or "")
    if officer is not None:
        cookie[_PROVEN] = [password_mark(officer), int(time.time())]
    return ""


def destination(officer: Officer, *, next_page: str, held: str) -> str:
    """Where a sign-in leads: to the form that waits, the page asked for, or the first page."""
    if (waiting := waiting_form(officer, held)) is not None:
        return url_for("auth.held", held_id=waiting)
    return allowed(next_page) or first_page(officer)


def destination_after_step(officer: Officer, next_page: str, held: str) -> str:
    """Where a PIN or code leads: only a form that was just kept comes before the page asked for."""
    row = held_forms.find(session(), officer=officer, text=held, now=now())
    if row is not None:
        return url_for("auth.held", held_id=row.id)
    return allowed(next_page) or first_page(officer)


def waiting_form(officer: Officer, held: str) -> UUID | None:
    """The form this person was sending when the sign-in ran out."""
    row = held_forms.newest(session(), officer=officer, now=now())
    named = held_forms.find(session(), officer=officer, text=held, now=now())
    found = named or row
    return found.id if found is not None else None


def first_code() -> tuple[OneTimeCode, Officer, str] | None:
    """The one-time code typed on the step before, its owner, and the kind of device."""
    code_id, at, kind = cookie.get(_FIRST, ("", 0, ""))
    if not code_id or time.time() - at >= _FIRST_SECONDS:
        return None
    code = codes.live_by_id(session(), UUID(code_id), now())
    officer = queries.active_officer(session(), code.officer_id) if code else None
    return (code, officer, kind) if code is not None and officer is not None else None


def keep_password(code: OneTimeCode, password: str) -> None:
    """Hold a password that was accepted, while another PIN is asked for."""
    cookie[_CHOSEN] = held_password.hold(ring(), code=code, password=password)


def kept_password(code: OneTimeCode) -> str:
    """The hash of the password that was accepted on the step before; mostly empty."""
    return held_password.hash_in(ring(), code=code, held=cookie.get(_CHOSEN, ""))


def forget_password() -> None:
    """Ask for all of it anew."""
    cookie.pop(_CHOSEN, None)


def let_in(officer: Officer, opened: Opened) -> str:
    """Put the sign-in into the cookie; returns where to go."""
    enter(opened)
    return destination(officer, next_page="", held="")
