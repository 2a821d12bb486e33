"""What a browser says about the machine it runs on, coarsely: enough to know one's own again."""

from flask import request

from domain.people.models import DeviceKind

_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Zalo", "Zalo"),
    ("FBAN", "Facebook"),
    ("FBAV", "Facebook"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)


def label() -> str:
    """System and browser, such as "Android · Chrome"; no version, no model."""
    said = request.headers.get("User-Agent", "")
    found = [
        next((name for mark, name in known if mark in said), "") for known in (_SYSTEMS, _BROWSERS)
    ]
    return " · ".join(part for part in found if part)


def likely_kind() -> DeviceKind:
    """What to tick beforehand on the sign-in page: a phone is taken for the officer's own."""
    return DeviceKind.OWN_PHONE if _is_phone() else DeviceKind.STATION_PC


def _is_phone() -> bool:
    return "Mobi" in request.headers.get("User-Agent", "")
