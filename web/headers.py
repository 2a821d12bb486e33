"""Security headers on every answer, in one place."""

from flask import Flask, Response, g

from web.context import config

_STAFF_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
_CLOSED = (
    "accelerometer=(), ambient-light-sensor=(), autoplay=(), battery=(), bluetooth=(), "
    "browsing-topics=(), display-capture=(), fullscreen=(self), gyroscope=(), hid=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), "
    "camera=(self), geolocation=(self)"
)


_CLOSED_TO_ALL = "camera=(),geolocation=(),microphone=()"
"""Public pages ask for nothing; a photo comes through the file field, which needs no permission."""


def public_policy(style_hash: str, script_hash: str) -> str:
    """The policy of a public page: one hashed style block, one hashed script.

    Short on purpose, as it travels with every page: what is not named is closed by `default-src`.
    """
    script = f"'self' '{script_hash}'" if script_hash else "'self'"
    return (
        f"default-src 'none';script-src {script};style-src '{style_hash}';img-src blob:;"
        "form-action 'self';base-uri 'none';frame-ancestors 'none'"
    )


def _add(response: Response) -> Response:
    headers = response.headers
    policy = g.get("csp")
    headers.setdefault("Content-Security-Policy", policy or _STAFF_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = _CLOSED_TO_ALL if policy else _CLOSED
    headers.setdefault("Cache-Control", "no-store")
    if config().is_https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if not policy and response.mimetype == "text/html":
        response.vary.add("HX-Request")
    return response


def init_app(app: Flask) -> None:
    """Add the headers to every answer of the app."""
    app.after_request(_add)
