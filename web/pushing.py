"""Waking an officer's browser (Web Push, RFC 8030): an empty call, the same for whatever waits.

The key that push servers know this deployment by (VAPID, RFC 8292) is made from the secret key, so
that it is kept, copied and moved along with it, and every process has the same.
"""

import base64
import ipaddress
import socket
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from web.config import Config, is_loopback

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

PATIENCE = 10
"""Seconds that a push server may take."""
KEEP_FOR = 12 * 3600
"""Seconds for which it keeps the call for a browser that is off."""
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of the curve P-256 (SEC 2, 2.4.2)."""
_GONE = {404, 410}


class Answer(StrEnum):
    """What became of a call."""

    TAKEN = "taken"
    GONE = "gone"
    """The browser took its permission back."""
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer, and in trouble what kind: a status or the kind of a failure."""

    answer: Answer
    trouble: str = ""


@lru_cache(maxsize=4)
def _key(secret: str) -> "EllipticCurvePrivateKey":
    # Loaded where calls are turned on: every start would wait for it.
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    # 16 octets more than the order has: what the remainder favours is then too little to find.
    made = HKDF(hashes.SHA256(), 48, salt=None, info=b"web push key").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(made) % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key(config: Config) -> str:
    """What a browser is told when it asks for permission: the key as base64url, unpadded."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # As above.

    point = _key(config.secret_key).public_key()
    octets = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def may_call(endpoint: str, config: Config) -> bool:
    """Whether an address that a browser gave may be called from this server: a name on the
    internet by HTTPS, never the inside of the network; this machine itself only while nobody
    else reaches the deployment."""
    try:
        parts = urlsplit(endpoint)
        host = (parts.hostname or "").rstrip(".")
        ordinary = parts.port in {None, 443}
    except ValueError:
        return False
    if len(endpoint) > 1000 or parts.username or parts.fragment:
        return False
    if is_loopback(host):
        own_machine = is_loopback(config.host) and not config.public_url_is_own
        return own_machine and parts.scheme in {"http", "https"}
    is_name = "." in host and not _is_number(host) and not host.endswith((".local", ".internal"))
    return parts.scheme == "https" and ordinary and is_name


def leads_inside(endpoint: str) -> bool:
    """Whether a name on the internet is one for a machine inside the network: anybody can give
    such a name to any address, so it is asked for when the call is made. `may_call` has seen to
    names of this machine."""
    host = urlsplit(endpoint).hostname or ""
    if is_loopback(host):
        return False
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return False  # Nobody has this name: the call itself says so.
    return any(not ipaddress.ip_address(one.partition("%")[0]).is_global for one in found)


def call(endpoint: str, config: Config) -> Outcome:
    """Call one browser. Nothing is said but that there is something; never raises."""
    # The library and what it stands on take longer to load than the rest of a start.
    import requests
    from py_vapid import Vapid02
    from pywebpush import WebPushException, webpush

    if leads_inside(endpoint):
        return Outcome(Answer.TROUBLE, "inside")
    with requests.Session() as session:
        session.max_redirects = 0
        try:
            webpush(
                {"endpoint": endpoint},
                vapid_private_key=Vapid02(_key(config.secret_key)),
                vapid_claims={"sub": _contact(config)},
                ttl=KEEP_FOR,
                headers={"Urgency": "high", "Topic": "lang-nghe"},
                timeout=PATIENCE,
                requests_session=session,
            )
        except WebPushException as error:
            return _told(error)
        except (requests.RequestException, ValueError) as error:
            return Outcome(Answer.TROUBLE, type(error).__name__)
    return Outcome(Answer.TAKEN)


def _told(error: Any) -> Outcome:
    status = error.response.status_code if error.response is not None else 0
    if status in _GONE:
        return Outcome(Answer.GONE)
    return Outcome(Answer.TROUBLE, f"HTTP {status}")


def _contact(config: Config) -> str:
    """Where a push server's operator finds whoever sends (RFC 8292, 2.1)."""
    host = urlsplit(config.public_url).hostname
    return f"https://{host}" if config.is_https else f"mailto:lang-nghe@{host}"


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.rsplit(".", 1)[-1].isdigit()
    return True
