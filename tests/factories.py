"""Things to test with, each with honest defaults; places are the real ones of the data files."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from domain.people.models import Officer, Role
from domain.people.passwords import hash_password
from domain.places.models import Place
from domain.places.queries import by_code, successor_of

TREE_DAY = datetime(2025, 6, 30, tzinfo=UTC).date()
PHUONG_TRA, BINH_THANH, MY_HIEP = "30094", "30127", "30112"
DISTRICT, PROVINCE = "873", "87"
PASSWORD = "mat-khau-thu-2026"
_HASH = ""


def place(db: Session, code: str = PHUONG_TRA) -> Place:
    """A real place of the 2022 tree by its national code."""
    return by_code(db, code, TREE_DAY)


def successor(db: Session, code: str = PHUONG_TRA) -> Place:
    """The commune of 1 July 2025 that took a commune of the 2022 tree over."""
    found = successor_of(db, place(db, code).id)
    assert found is not None
    return found


def make_heir_above(db: Session) -> Officer:
    """A supervisor of the province of 1 July 2025, which has no districts any more."""
    heir = make_officer(db, "tinhmoi", role=Role.SUPERVISOR, code=PROVINCE)
    heir.place_id = successor(db).parent_id
    db.flush()
    db.refresh(heir, ["place"])
    return heir


@dataclass(frozen=True, kw_only=True)
class People:
    """One of each who matters in most tests."""

    officer: Officer
    chief: Officer
    neighbour: Officer
    supervisor: Officer
    admin: Officer


def make_officer(
    db: Session,
    username: str = "canbo",
    *,
    role: Role = Role.OFFICER,
    code: str = PHUONG_TRA,
    name: str = "Thiếu úy Mẫu",
    reads_tips: bool = True,
    is_active: bool = True,
    organisation: str = "",
) -> Officer:
    """An officer whose password is PASSWORD (hashed once a run: hashing is slow on purpose)."""
    global _HASH
    _HASH = _HASH or hash_password(PASSWORD)
    officer = Officer(
        id=uuid4(),
        username=username,
        name=name,
        role=role,
        place_id=place(db, code).id,
        reads_tips=reads_tips,
        is_active=is_active,
        organisation=organisation,
        password_hash=_HASH,
        created_at=datetime.now(UTC),
    )
    db.add(officer)
    db.flush()
    return officer


def make_people(db: Session) -> People:
    """Officer and chief of Phương Trà, a neighbour of Bình Thạnh, the supervisor, the admin."""
    return People(
        officer=make_officer(db, "xa1"),
        chief=make_officer(db, "truong1", role=Role.CHIEF, name="Đại úy Mẫu"),
        neighbour=make_officer(db, "xa2", code=BINH_THANH, name="Trung úy Ví Dụ"),
        supervisor=make_officer(
            db, "huyen", role=Role.SUPERVISOR, code=DISTRICT, name="Thiếu tá Mẫu"
        ),
        admin=make_officer(db, "quantri", role=Role.ADMIN, code=PROVINCE, name="Quản trị"),
    )
