"""The five demo sign-ins, one of each role that matters."""

import secrets
from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    username: str
    name: str
    role: Role
    code_2022: str
    code_2025: str


_PEOPLE = (
    _Person(
        username="xa1",
        name="Thiếu úy Mẫu",
        role=Role.OFFICER,
        code_2022="30094",
        code_2025="30085",
    ),
    _Person(
        username="truong1",
        name="Đại úy Mẫu",
        role=Role.CHIEF,
        code_2022="30094",
        code_2025="30085",
    ),
    _Person(
        username="xa2",
        name="Trung úy Ví Dụ",
        role=Role.OFFICER,
        code_2022="30127",
        code_2025="30112",
    ),
    _Person(
        username="huyen",
        name="Thiếu tá Mẫu",
        role=Role.SUPERVISOR,
        code_2022="873",
        code_2025="82",
    ),
    _Person(
        username="quantri",
        name="Quản trị Mẫu",
        role=Role.ADMIN,
        code_2022="87",
        code_2025="82",
    ),
)
SHOWN_PASSWORD = "lang-nghe-thu-2026"  # noqa: S105 - shown on purpose, on loopback only.
"""The same on every loopback demo; a demo that others can reach gets random ones."""


def add_people(db: Session, *, shape: str, on_loopback: bool, now: datetime) -> list[DemoSignIn]:
    """Add the demo accounts of a shape ("2022" or "2025") and tell their passwords."""
    day = {"2022": "2025-06-30", "2025": "2026-01-01"}[shape]
    told = []
    for person in _PEOPLE:
        code = person.code_2022 if shape == "2022" else person.code_2025
        place = by_code(db, code, datetime.fromisoformat(day).date())
        password = SHOWN_PASSWORD if on_loopback else secrets.token_urlsafe(12)
        db.add(
            Officer(
                id=uuid5(NAMESPACE_URL, f"lang-nghe/demo/{person.username}"),
                username=person.username,
                name=person.name,
                role=person.role,
                place_id=place.id,
                password_hash=hash_password(password),
                created_at=now,
            )
        )
        told.append(
            DemoSignIn(
                username=person.username,
                password=password,
                role=person.role.value,
                place=place.full_name,
            )
        )
    return told
