"""Too many tips at once wait apart; nobody is refused and nobody is told."""

import time

from flask import Flask, current_app, request

from blueprints.public.doors import Door
from blueprints.public.forms import Typed
from domain.tips.doorways import Unit
from domain.tips.quarantine import QuarantineReason, is_emergency
from web.context import settings, today
from web.limits import Window
from web.slow_down import Buckets

HOUR = 3_600.0
_EVERYTHING = b"all"


def quarantine_reason(door: Door, unit: Unit, typed: Typed, age_seconds: float) -> str:
    """Why this tip waits apart, or empty. Counts it everywhere, whatever the answer."""
    over = _over_quota(door, unit)
    if is_emergency(typed.get("story")):
        return ""
    if typed.is_trap:
        return QuarantineReason.HONEYPOT
    if age_seconds < settings()["form_min_seconds"]:
        return QuarantineReason.TOO_FAST
    return over


def _over_quota(door: Door, unit: Unit) -> str:
    counted = [
        (QuarantineReason.BUCKET_QUOTA, here(), "tips_per_bucket_hour"),
        (QuarantineReason.UNIT_QUOTA, unit.place_id.bytes, "tips_per_unit_hour"),
        (QuarantineReason.TOTAL_QUOTA, _EVERYTHING, "tips_per_hour"),
    ]
    if door.poster_id:
        # Apart for each unit that reads: the commune must not feel what was sent past it.
        key = door.poster_id.bytes + unit.place_id.bytes
        counted.insert(1, (QuarantineReason.POSTER_QUOTA, key, "tips_per_poster_hour"))
    window: Window = current_app.extensions["tip_window"]
    at, limits = time.monotonic(), settings()
    over = [reason for reason, key, name in counted if window.add(key, at) > limits[name]]
    return over[0] if over else ""


def here() -> bytes:
    """Where this request comes from, blurred; the key of the blur changes daily."""
    buckets: Buckets = current_app.extensions["citizen_buckets"]
    return buckets.of(request.remote_addr or "", today())


def init_app(app: Flask) -> None:
    """Fresh counts for this app."""
    window = Window(HOUR)
    app.extensions["tip_window"] = window
    app.extensions["citizen_buckets"] = Buckets()
    app.extensions.setdefault("forget_limits", []).append(window.forget_all)
