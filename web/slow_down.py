"""Slowing down of guesses, kept in memory: counts per account and place, never an address."""

import hmac
import ipaddress
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask, current_app, request

from domain.people.throttling import FIRST_WAIT, LONGEST_WAIT, wait_after
from web.context import now, today

FORGET_AFTER = timedelta(minutes=15)
MOST_KEYS = 50_000
_IPV4 = 4
"""Bytes of such an address."""


@dataclass(slots=True)
class _Tries:
    count: int
    last: datetime


class SlowDown:
    """Counts tries by key; after the free ones each next must wait longer, up to `longest`."""

    def __init__(self, *, free: int, first: int = FIRST_WAIT, longest: int = LONGEST_WAIT) -> None:
        self._free, self._first, self._longest = free, first, longest
        self._tries: OrderedDict[bytes, _Tries] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: bytes, at: datetime) -> int:
        """Count a try before it is looked at; seconds to wait when it comes too soon.

        A try that must wait is not counted: whoever waits is let in, whatever others do.
        """
        with self._lock:
            known = self._tries.get(key)
            if known is None or at - known.last > FORGET_AFTER:
                known = _Tries(count=0, last=at)
            wait = wait_after(
                known.count, free=self._free, first=self._first, longest=self._longest
            )
            left = (known.last + timedelta(seconds=wait) - at).total_seconds()
            if left > 0:
                return int(left) + 1
            self._tries[key] = _Tries(count=known.count + 1, last=at)
            self._tries.move_to_end(key)
            if len(self._tries) > MOST_KEYS:
                self._tries.popitem(last=False)
            return 0

    def give_back(self, key: bytes) -> None:
        """This one was right, which says nothing about the others under the key."""
        with self._lock:
            if (known := self._tries.get(key)) is not None:
                known.count -= 1

    def forgive(self, key: bytes) -> None:
        """It was the right one: start again from nothing."""
        with self._lock:
            self._tries.pop(key, None)

    def forget_all(self) -> None:
        """Start again from nothing for everybody."""
        with self._lock:
            self._tries.clear()


class Buckets:
    """Where a request comes from, blurred: a keyed digest of its network, under a key of the day
    that is never written down."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._key = b""

    def of(self, address: str, day: date) -> bytes:
        """16 bytes for an IPv4 /24 or an IPv6 /48."""
        if day != self._day:
            self._day, self._key = day, secrets.token_bytes(32)
        try:
            found = ipaddress.ip_address(address)
            # A server that listens on both writes IPv4 as ::ffff:203.0.113.9: not one network.
            whole = (getattr(found, "ipv4_mapped", None) or found).packed
        except ValueError:
            whole = b""
        network = whole[:3] if len(whole) == _IPV4 else whole[:6]
        return hmac.digest(self._key, network, "sha256")[:16]


@dataclass(frozen=True, slots=True)
class Limits:
    """Every count at the door."""

    account: SlowDown
    place: SlowDown
    code: SlowDown
    pin: SlowDown
    buckets: Buckets


def limits() -> Limits:
    """The counts of this process."""
    found: Limits = current_app.extensions["sign_in_limits"]
    return found


def wait_to_sign_in(username: str, enrolment: str) -> int:
    """Seconds before this account may be tried again from here; 0 when the try is counted.

    An enrolled phone has a count of its own, so that nobody else's failures slow its owner.
    """
    held = limits()
    if enrolment:
        return held.account.take(f"phone:{enrolment}".encode(), now())
    bucket = here()
    return held.account.take(bucket + username.encode(), now()) or held.place.take(bucket, now())


def forgive_sign_in(username: str, enrolment: str) -> None:
    """The password was right."""
    held, bucket = limits(), here()
    if enrolment:
        held.account.forgive(f"phone:{enrolment}".encode())
        return
    held.account.forgive(bucket + username.encode())
    held.place.give_back(bucket)


def here() -> bytes:
    """The bucket of this request."""
    return limits().buckets.of(request.remote_addr or "", today())


def init_app(app: Flask) -> None:
    """Fresh counts for this app; tests ask to forget them."""
    made = Limits(
        account=SlowDown(free=5),
        # Many people share a network: enough to stop a flood, short enough to get through.
        place=SlowDown(free=60, first=2, longest=10),
        code=SlowDown(free=10),
        pin=SlowDown(free=2, first=2),
        buckets=Buckets(),
    )
    app.extensions["sign_in_limits"] = made
    forget = app.extensions.setdefault("forget_limits", [])
    forget += [made.account.forget_all, made.place.forget_all]
    forget += [made.code.forget_all, made.pin.forget_all]
