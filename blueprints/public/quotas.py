"""Too many tips at once wait apart; nobody is refused and nobody is told."""

import time
from functools import cache
from uuid import UUID

from flask import Flask, current_app, request

from blueprints.public.crowd import Crowd
from blueprints.public.doors import Door
from blueprints.public.forms import Typed
from domain.sentence import Sentence
from domain.tips.doorways import Unit
from domain.tips.quarantine import QuarantineReason, is_emergency
from domain.tips.wording import Wording, talk
from web.context import settings, today
from web.limits import Window
from web.slow_down import Buckets

HOUR = 3_600.0
MOST_OF_A_FORM = 3
"""Different tips that one form may become: who goes back to mend a word sends a second one."""
ALIKE = 0.5
"""The part of a story's words that came in other tips: a copy has more, own words far less."""
_A_COPY = 0.9
"""A cry for help must be nearly word for word what came before: that one lies in the inbox."""
NOT_TOLD_FROM = 3
"""Stories of an hour whose words are in no order: one is somebody's whose keyboard is odd."""
MOST_SAID_AN_HOUR = 60
"""About one tip, by whoever has its code: somebody in fear writes much, a machine without end."""
SAID_TOO_MUCH = Sentence("Gửi nhiều quá. Chờ một chút rồi thử lại.")
_EVERYTHING, _ANYWHERE = b"all", b"first:"


def quarantine_reason(door: Door, unit: Unit, typed: Typed, age_seconds: float) -> str:
    """Why this tip waits apart, or empty.

    Quotas count what lies in the inbox: what is told to be a machine's leaves room for people.
    """
    at = time.monotonic()
    past_it = b"1" if unit.place_id != door.way.unit.place_id else b"0"
    came_before = _came_before(past_it, typed, at)
    is_told = _is_told(past_it, typed, at)
    uses = _window().add(b"form:" + typed.submission_id.bytes, at)
    is_first_from_here = _window().add(b"any:" + here(), at) == 1
    if is_emergency(typed.get("story")):
        return QuarantineReason.ALIKE if came_before >= _A_COPY else ""
    if typed.is_trap:
        return QuarantineReason.HONEYPOT
    if age_seconds < settings()["form_min_seconds"]:
        return QuarantineReason.TOO_FAST
    if uses > MOST_OF_A_FORM:
        return QuarantineReason.FORM_REUSED
    if came_before >= ALIKE:
        return QuarantineReason.ALIKE
    if not is_told:
        return QuarantineReason.NOT_TOLD
    return _over_quota(door, unit, at, is_first_from_here=is_first_from_here)


def _came_before(past_it: bytes, typed: Typed, at: float) -> float:
    """Which part of the story came in other tips. What goes past a commune is compared apart: the
    commune must not feel it."""
    crowd: Crowd = current_app.extensions["tip_crowd"]
    enough = settings()["tips_alike_from"]
    return crowd.add(past_it, typed.get("story"), at, from_size=enough)


def _is_told(past_it: bytes, typed: Typed, at: float) -> bool:
    """False for words in no order, once an hour with several tips brought a few such ones."""
    if _window().add(b"told:" + past_it, at) <= settings()["tips_alike_from"] // 2:
        return True
    if _wording().is_told(typed.get("story")):
        return True
    return _window().add(b"odd:" + past_it, at) <= NOT_TOLD_FROM


@cache
def _wording() -> Wording:
    """Made when first needed: most hours bring few tips."""
    from domain.demo.texts import load_texts

    texts = load_texts()
    told = [*(tip.text for tip in texts.tips), *(one.text for one in texts.opinions)]
    return Wording([*talk(), *told, *(note.text for note in texts.notes)])


def _over_quota(door: Door, unit: Unit, at: float, *, is_first_from_here: bool) -> str:
    """The quota that is used up, or empty, and then the tip is counted.

    Above those of poster, unit and all, as many again pass that are the first from where they come:
    whoever fills a quota from a few places cannot shut out the others.
    """
    window, limits = _window(), settings()
    quotas = _quotas(door, unit)
    over = [reason for reason, key, most in quotas if window.count(key, at) >= most]
    if over:
        extra = _ANYWHERE + unit.place_id.bytes
        if not is_first_from_here or window.count(extra, at) >= limits["tips_per_unit_hour"]:
            return over[0]
        window.add(extra, at)
    for _, key, _ in quotas:
        window.add(key, at)
    return ""


def _quotas(door: Door, unit: Unit) -> list[tuple[str, bytes, int]]:
    limits = settings()
    found: list[tuple[str, bytes, int]] = [
        (QuarantineReason.BUCKET_QUOTA, here(), limits["tips_per_bucket_hour"]),
        (QuarantineReason.UNIT_QUOTA, unit.place_id.bytes, limits["tips_per_unit_hour"]),
        (QuarantineReason.TOTAL_QUOTA, _EVERYTHING, limits["tips_per_hour"]),
    ]
    if door.poster_id:
        # Apart for each unit that reads: the commune must not feel what was sent past it.
        key = door.poster_id.bytes + unit.place_id.bytes
        most = limits["tips_per_poster_hour"]
        found.insert(1, (QuarantineReason.POSTER_QUOTA, key, most))
    return found


def says_too_much(tip_id: UUID) -> bool:
    """Whether so much was said about a tip within an hour that more has to wait. Counts it."""
    return _window().add(b"said:" + tip_id.bytes, time.monotonic()) > MOST_SAID_AN_HOUR


def here() -> bytes:
    """Where this request comes from, blurred; the key of the blur changes daily."""
    buckets: Buckets = current_app.extensions["citizen_buckets"]
    return buckets.of(request.remote_addr or "", today())


def _window() -> Window:
    found: Window = current_app.extensions["tip_window"]
    return found


def init_app(app: Flask) -> None:
    """Fresh counts for this app."""
    window, crowd = Window(HOUR), Crowd(HOUR)
    app.extensions["tip_window"] = window
    app.extensions["tip_crowd"] = crowd
    app.extensions["citizen_buckets"] = Buckets()
    app.extensions.setdefault("forget_limits", []).extend([window.forget_all, crowd.forget_all])
