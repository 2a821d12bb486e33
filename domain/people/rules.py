"""What each role may do. The one policy: every guard and every button asks here."""

from datetime import timedelta
from enum import StrEnum

from domain.errors import NotAllowed
from domain.people.models import DeviceKind, Officer, Role


class Permission(StrEnum):
    """Everything a signed-in person can be allowed to do."""

    LOG_RECORDS = "log_records"
    READ_RECORDS = "read_records"
    READ_FEED = "read_feed"
    READ_TIPS = "read_tips"
    ENTER_TIPS = "enter_tips"
    HOLD_TIPS = "hold_tips"
    KEEP_CONTACTS = "keep_contacts"
    """Say that the contact of a person is needed for longer."""
    READ_LOOKS = "read_looks"
    """Who below has opened which tip."""
    KEEP_CASES = "keep_cases"
    REVIEW_RECORDS = "review_records"
    ISSUE_POSTERS = "issue_posters"
    READ_POSTERS = "read_posters"
    KEEP_REGISTERS = "keep_registers"
    KEEP_DUTY = "keep_duty"
    CONFIRM_DUTY = "confirm_duty"
    """Say that a number of the roster was dialled, so that villagers are told it."""
    KEEP_FORMS = "keep_forms"
    KEEP_BANK_CONTACTS = "keep_bank_contacts"
    MANAGE_SIGN_INS = "manage_sign_ins"
    SET_PERIODS = "set_periods"
    ADMINISTER = "administer"


_BY_ROLE: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset(
        {
            Permission.LOG_RECORDS,
            Permission.READ_RECORDS,
            Permission.READ_FEED,
            Permission.READ_TIPS,
            Permission.ENTER_TIPS,
            Permission.READ_POSTERS,
            Permission.KEEP_DUTY,
        }
    ),
    Role.CHIEF: frozenset(
        {
            Permission.LOG_RECORDS,
            Permission.READ_RECORDS,
            Permission.READ_FEED,
            Permission.READ_TIPS,
            Permission.ENTER_TIPS,
            Permission.KEEP_CASES,
            Permission.READ_POSTERS,
            Permission.KEEP_DUTY,
            Permission.CONFIRM_DUTY,
            Permission.KEEP_FORMS,
            Permission.READ_LOOKS,
            Permission.KEEP_CONTACTS,
            Permission.ISSUE_POSTERS,
            Permission.KEEP_BANK_CONTACTS,
            Permission.KEEP_REGISTERS,
            Permission.MANAGE_SIGN_INS,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.READ_RECORDS,
            Permission.READ_FEED,
            Permission.READ_TIPS,
            Permission.HOLD_TIPS,
            Permission.READ_LOOKS,
            Permission.KEEP_CONTACTS,
            Permission.KEEP_CASES,
            Permission.REVIEW_RECORDS,
            Permission.READ_POSTERS,
            Permission.KEEP_DUTY,
            Permission.CONFIRM_DUTY,
            Permission.KEEP_FORMS,
            Permission.KEEP_BANK_CONTACTS,
            Permission.MANAGE_SIGN_INS,
            Permission.SET_PERIODS,
        }
    ),
    Role.ADMIN: frozenset(
        {Permission.ADMINISTER, Permission.MANAGE_SIGN_INS, Permission.SET_PERIODS}
    ),
}

TIP_PERMISSIONS = frozenset(
    {
        Permission.READ_TIPS,
        Permission.ENTER_TIPS,
        Permission.HOLD_TIPS,
        Permission.READ_LOOKS,
        Permission.KEEP_CONTACTS,
        Permission.KEEP_CASES,
        Permission.KEEP_DUTY,
        Permission.CONFIRM_DUTY,
    }
)
"""What shows or changes tips, or whom their senders are told to phone: only for police with the
right to tips, behind the second factor."""
_POLICE_ONLY = TIP_PERMISSIONS | {
    Permission.READ_FEED,
    Permission.READ_POSTERS,
    Permission.KEEP_FORMS,
    Permission.KEEP_BANK_CONTACTS,
}
"""Feed and boards tell of tips too: what kind came and when, how much was lost, by which board."""


def may(officer: Officer, permission: Permission) -> bool:
    """Whether the role allows it; tips are for police who have not lost the right to them."""
    if permission in TIP_PERMISSIONS and not officer.reads_tips:
        return False
    if permission in _POLICE_ONLY and officer.organisation:
        return False
    return officer.is_active and permission in _BY_ROLE[officer.role]


def require(officer: Officer, permission: Permission) -> None:
    """Raise `NotAllowed` unless `may`."""
    if not may(officer, permission):
        raise NotAllowed


SIGN_INS_AT_ONCE = {
    DeviceKind.OWN_PHONE: 3,
    DeviceKind.SHARED_PHONE: 1,
    DeviceKind.STATION_PC: 3,
}
_TIPS_AT_MOST = {
    DeviceKind.OWN_PHONE: timedelta(minutes=60),
    DeviceKind.SHARED_PHONE: timedelta(minutes=5),
    DeviceKind.STATION_PC: timedelta(minutes=10),
}


def tips_open_for(device_kind: DeviceKind, minutes: int) -> timedelta:
    """How long tip pages stay open on an idle device: the setting, less where others sit too."""
    return min(timedelta(minutes=minutes), _TIPS_AT_MOST[device_kind])


def needs_second_factor(officer: Officer) -> bool:
    """Whether this person's work calls for a second factor: tips, or power over others."""
    return officer.reads_tips or officer.role is not Role.OFFICER


def may_sign_in_without(officer: Officer) -> bool:
    """Whether the password alone opens field records: nobody with power over others."""
    return officer.role is Role.OFFICER


_BELOW: dict[Role, tuple[Role, ...]] = {
    Role.OFFICER: (),
    Role.CHIEF: (Role.OFFICER,),
    Role.SUPERVISOR: (Role.OFFICER, Role.CHIEF),
    Role.ADMIN: tuple(Role),
}


def roles_below(by: Officer) -> tuple[Role, ...]:
    """The roles that `by` looks after and may give: a chief's own sign-in is the parent unit's
    to reset, an admin's another admin's."""
    return _BELOW[by.role]


def may_manage(by: Officer, officer: Officer) -> bool:
    """Whether `by` may change somebody of their places, issue codes to them and end their
    sign-ins: only for roles below the own one, and never for themselves."""
    if by.id == officer.id or not may(by, Permission.MANAGE_SIGN_INS):
        return False
    return officer.role in roles_below(by)


def require_manages(by: Officer, officer: Officer) -> None:
    """Raise `NotAllowed` unless `may_manage`."""
    if not may_manage(by, officer):
        raise NotAllowed
