"""The five demo sign-ins, one of each role that matters."""

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.orm import Session

from domain.people.models import Officer, Role
from domain.people.passwords import hash_password
from domain.places.queries import by_code


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSignIn:
    """What the terminal, and on loopback the sign-in page, shows of a demo account."""

    username: str
    password: str
    role: str
    place: str


_FILE = Path(__file__).with_name("texts") / "sign_ins.json"
"""Who they are, and where in each shape of the tree."""
SHOWN_PASSWORD = "lang-nghe-thu-2026"  # noqa: S105 - shown on purpose, on loopback only.
"""The same on every loopback demo; a demo that others can reach gets random ones."""


def add_people(db: Session, *, shape: str, on_loopback: bool, now: datetime) -> list[DemoSignIn]:
    """Add the demo accounts of a shape ("2022" or "2025") and tell their passwords."""
    day = {"2022": "2025-06-30", "2025": "2026-01-01"}[shape]
    told = []
    for person in json.loads(_FILE.read_text(encoding="utf-8")):
        place = by_code(db, person["place"][shape], date.fromisoformat(day))
        password = SHOWN_PASSWORD if on_loopback else secrets.token_urlsafe(12)
        db.add(
            Officer(
                id=uuid5(NAMESPACE_URL, f"lang-nghe/demo/{person['username']}"),
                username=person["username"],
                name=person["name"],
                role=Role(person["role"]),
                place_id=place.id,
                password_hash=hash_password(password),
                created_at=now,
            )
        )
        told.append(
            DemoSignIn(
                username=person["username"],
                password=password,
                role=person["role"],
                place=place.full_name,
            )
        )
    return told
