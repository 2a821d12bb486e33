"""The demo's sign-ins, for the sign-in page of a machine that nobody else can reach."""

import json
from dataclasses import dataclass

from web.context import config

FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One person of the demo district."""

    username: str
    password: str
    role: str
    place: str


def sign_ins() -> list[DemoSignIn]:
    """Who can be tried out; nobody unless this is a demo on loopback."""
    if not config().is_loopback_demo:
        return []
    try:
        told = json.loads((config().instance_dir / FILE).read_text(encoding="utf-8"))
        return [
            DemoSignIn(s["username"], s["password"], s["role"], s["place"])
            for s in told["sign_ins"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
