"""Who keeps whose account: inviting, changing, moving, shutting and opening again."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.clock import local_day
from domain.errors import BadInput, SameIdOtherContent
from domain.people import good_passwords, services
from domain.people.account import shortest_password
from domain.people.codes import issue_code
from domain.people.models import CodePurpose, Officer, Role
from domain.people.passwords import hash_password
from domain.people.queries import by_username, units_offered
from domain.people.rules import require_manages, roles_below
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.sentence import Sentence
from domain.text import one_line
from domain.vault.keys import KeyRing

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What is told about a person: rank and name, the role and where."""

    name: str
    role: Role
    place_id: UUID
    reads_tips: bool
    organisation: str = ""
    """Code of an organisation in the list of partners; "" for the police."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who is to get an account; the id is made by the form that asks for it."""

    id: UUID
    username: str
    posting: Posting


def posting_of(officer: Officer) -> Posting:
    """The same, of somebody who has an account."""
    return Posting(
        name=officer.name,
        role=officer.role,
        place_id=officer.place_id,
        reads_tips=officer.reads_tips,
        organisation=officer.organisation,
    )


def posting_problems(
    db: Session, by: Officer, posting: Posting, *, on: date, officer: Officer | None = None
) -> list[BadInput]:
    """What keeps `by` from giving this posting, each with its box.

    Where `officer` sits today may stay, even when that place has ended since.
    """
    sentence = name_problem(posting.name)
    found = [BadInput("name", sentence)] if sentence else []
    if posting.role not in roles_below(by):
        found.append(BadInput("role", "Vai trò này không thuộc quyền cấp của bạn."))
    stays = officer is not None and officer.place_id == posting.place_id
    if not stays and posting.place_id not in {place.id for place in units_offered(db, by, on)}:
        found.append(BadInput("place", "Chọn đơn vị trong danh sách."))
    return found + _problems_of_organisation(db, posting, on=on, officer=officer)


def _problems_of_organisation(
    db: Session, posting: Posting, *, on: date, officer: Officer | None
) -> list[BadInput]:
    if not posting.organisation:
        return []
    if posting.role is not Role.OFFICER:
        sentence = Sentence("Người của tổ chức phối hợp chỉ ghi buổi. Chọn vai trò cán bộ.")
        return [BadInput("role", sentence)]
    stays = officer is not None and officer.organisation == posting.organisation
    known = {item.code for item in reference.items(db, ListKey.PARTNERS, on)}
    if not stays and posting.organisation not in known:
        return [BadInput("organisation", "Chọn tổ chức trong danh sách.")]
    return []


def name_problem(name: str) -> str:
    """Why nobody can be called this, as a sentence; empty when somebody can."""
    if not one_line(name):
        return Sentence("Ghi cấp bậc và họ tên.")
    if len(one_line(name)) > LONGEST_NAME:
        return Sentence("Ghi tối đa %(most)s chữ.", most=LONGEST_NAME)
    return ""


def username_problem(username: str) -> str:
    """Why this cannot be a user name, as a sentence; empty when it can."""
    if USERNAME.fullmatch(username):
        return ""
    return Sentence("Tên đăng nhập gồm 2 đến 40 chữ thường không dấu, số, dấu chấm, gạch.")


def username_problems(db: Session, newcomer: Newcomer) -> list[BadInput]:
    """What is wrong with a user name, in a list that is empty when nothing is."""
    if sentence := username_problem(newcomer.username):
        return [BadInput("username", sentence)]
    taken = by_username(db, newcomer.username)
    if taken is not None and taken.id != newcomer.id:
        return [BadInput("username", "Tên đăng nhập này đã có người dùng.")]
    return []


def invite(
    db: Session,
    ring: KeyRing,
    *,
    by: Officer,
    newcomer: Newcomer,
    who: Who,
    on: date,
    now: datetime,
) -> tuple[Officer, str]:
    """Make an account and its one-time first code, good for 24 hours.

    The same form sent again, because the answer was lost, gives a fresh code for the same
    account. Raises `BadInput`, or `SameIdOtherContent` when the id stands for somebody else.
    """
    _refuse(username_problems(db, newcomer) + posting_problems(db, by, newcomer.posting, on=on))
    officer = db.get(Officer, newcomer.id)
    if officer is None:
        officer = _add(db, ring, newcomer=newcomer, who=who, now=now)
    elif officer.password_hash or officer.username != newcomer.username:
        raise SameIdOtherContent
    else:
        require_manages(by, officer)
    purpose = CodePurpose.FIRST_SIGN_IN
    return officer, issue_code(db, ring, for_officer=officer, by=who, purpose=purpose, now=now)


def add_with_password(
    db: Session,
    ring: KeyRing,
    *,
    newcomer: Newcomer,
    password: str,
    second_factor_required: bool,
    who: Who,
    now: datetime,
) -> tuple[Officer, str]:
    """Make an account from the command line, where the password is given at once, and a
    one-time code that enrols its phone. Raises `BadInput`."""
    if sentence := name_problem(newcomer.posting.name):
        raise BadInput("name", sentence)
    wrong = _problems_of_organisation(db, newcomer.posting, on=local_day(now), officer=None)
    _refuse(username_problems(db, newcomer) + wrong)
    officer = _add(db, ring, newcomer=newcomer, who=who, now=now)
    at_least = shortest_password(officer, second_factor_required=second_factor_required)
    if sentence := good_passwords.problem(password, username=newcomer.username, at_least=at_least):
        raise BadInput("password", sentence)
    officer.password_hash = hash_password(password)
    purpose = CodePurpose.ENROL_PHONE
    return officer, issue_code(db, ring, for_officer=officer, by=who, purpose=purpose, now=now)


def _refuse(problems: list[BadInput]) -> None:
    for problem in problems:
        raise problem


def _add(db: Session, ring: KeyRing, *, newcomer: Newcomer, who: Who, now: datetime) -> Officer:
    posting = newcomer.posting
    officer = Officer(
        id=newcomer.id,
        username=newcomer.username,
        name=one_line(posting.name),
        role=posting.role,
        place_id=posting.place_id,
        reads_tips=_tip_right(posting),
        organisation=posting.organisation,
        created_at=now,
    )
    try:
        with db.begin_nested():
            db.add(officer)
    except IntegrityError:
        # Two people took the name in the same moment.
        raise BadInput("username", "Tên đăng nhập này đã có người dùng.") from None
    _note(db, ring, officer=officer, who=who, reason=f"invited as {posting.role.value}", at=now)
    return officer


def _tip_right(posting: Posting) -> bool:
    """An admin and people of other organisations read no tip, whatever was ticked."""
    is_police = not posting.organisation
    return posting.reads_tips and is_police and posting.role is not Role.ADMIN


def change(
    db: Session,
    ring: KeyRing,
    *,
    by: Officer,
    officer: Officer,
    posting: Posting,
    who: Who,
    on: date,
    now: datetime,
) -> list[str]:
    """Save a changed posting; returns the names of what changed.

    A change of role, place or tip right ends every sign-in, so that it holds from the next
    request on. Raises `BadInput` and `NotAllowed`.
    """
    require_manages(by, officer)
    _refuse(posting_problems(db, by, posting, on=on, officer=officer))
    wanted = {
        "name": one_line(posting.name),
        "role": posting.role,
        "place_id": posting.place_id,
        "reads_tips": _tip_right(posting),
        "organisation": posting.organisation,
    }
    changed = [name for name, value in wanted.items() if getattr(officer, name) != value]
    if not changed:
        return changed
    reason = _reason(officer, posting, changed)
    for name in changed:
        setattr(officer, name, wanted[name])
    db.flush()
    db.expire(officer, ["place"])
    if changed != ["name"]:
        services.end_sign_ins(db, officer_id=officer.id, now=now)
    _note(db, ring, officer=officer, who=who, reason=reason, at=now)
    return changed


def _reason(officer: Officer, posting: Posting, changed: list[str]) -> str:
    """Field names; of a role also what it was and became, because that is power."""
    roles = f"role {officer.role.value} to {posting.role.value}"
    return "changed " + ", ".join(roles if name == "role" else name for name in changed)


def shut(
    db: Session, ring: KeyRing, *, by: Officer, officer: Officer, who: Who, now: datetime
) -> None:
    """Deactivate an account: its sign-ins, codes and phones are dead from the next request on."""
    require_manages(by, officer)
    services.deactivate(db, ring, officer=officer, who=who, now=now)


def open_again(
    db: Session, ring: KeyRing, *, by: Officer, officer: Officer, who: Who, now: datetime
) -> str:
    """Let a deactivated person sign in again, with the new one-time code that is returned."""
    require_manages(by, officer)
    officer.is_active = True
    _note(db, ring, officer=officer, who=who, reason="reactivated", at=now)
    purpose = CodePurpose.FIRST_SIGN_IN
    return issue_code(db, ring, for_officer=officer, by=who, purpose=purpose, now=now)


def give_code(
    db: Session,
    ring: KeyRing,
    *,
    by: Officer,
    officer: Officer,
    purpose: CodePurpose,
    who: Who,
    now: datetime,
) -> str:
    """A one-time code for somebody: a reset takes away all they sign in with, a phone's code
    adds one phone. Raises `NotAllowed`, and `BadInput` for a deactivated account."""
    require_manages(by, officer)
    if not officer.is_active:
        raise BadInput("purpose", "Tài khoản này đang khóa. Mở lại thì mới cấp mã được.")
    return issue_code(db, ring, for_officer=officer, by=who, purpose=purpose, now=now)


def _note(
    db: Session, ring: KeyRing, *, officer: Officer, who: Who, reason: str, at: datetime
) -> None:
    act = Act(
        action=Action.OFFICER_CHANGED,
        object_kind="officer",
        object_id=str(officer.id),
        reason=reason,
    )
    record(db, ring, at=at, who=who, act=act)
