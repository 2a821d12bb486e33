"""The demo's sign-ins, for the sign-in page of a machine that nobody else can reach."""

import json
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from domain.people.models import Role
from web.context import config

FILE = "demo.json"
_ROLES = {
    Role.OFFICER: _l("Cán bộ"),
    Role.CHIEF: _l("Trưởng đơn vị"),
    Role.SUPERVISOR: _l("Theo dõi cấp trên"),
    Role.ADMIN: _l("Quản trị"),
}


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
            DemoSignIn(s["username"], s["password"], str(_ROLES[Role(s["role"])]), s["place"])
            for s in told["sign_ins"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
