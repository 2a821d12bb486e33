"""Security headers on every answer, in one place."""

from flask import Flask, Response, g

from web.context import config

_STAFF_POLICY = (
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' blob:;"
    "font-src 'self';connect-src 'self';manifest-src 'self';worker-src 'self';"
    "form-action 'self';base-uri 'none';frame-ancestors 'none';object-src 'none'"
)
_CLOSED = (
    "accelerometer=(),browsing-topics=(),camera=(self),display-capture=(),geolocation=(self),"
    "gyroscope=(),hid=(),magnetometer=(),microphone=(),midi=(),payment=(),serial=(),usb=()"
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


def headers_of(policy: str, *, is_public: bool, is_https: bool) -> list[tuple[str, str]]:
    """The headers of every answer of a zone."""
    found = [
        ("Content-Security-Policy", policy),
        ("Permissions-Policy", _CLOSED_TO_ALL if is_public else _CLOSED),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),  # The policy says it too; old in-app browsers read this.
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    if is_https:
        found.append(("Strict-Transport-Security", "max-age=63072000; includeSubDomains"))
    return found


def _add(response: Response) -> Response:
    policy = g.get("csp")
    wanted = headers_of(policy or _STAFF_POLICY, is_public=bool(policy), is_https=config().is_https)
    there = {name.lower() for name, _ in response.headers}
    response.headers.extend([one for one in wanted if one[0].lower() not in there])
    if not policy and response.mimetype == "text/html":
        response.vary.add("HX-Request")
    return response


def init_app(app: Flask) -> None:
    """Add the headers to every answer of the app."""
    app.after_request(_add)
