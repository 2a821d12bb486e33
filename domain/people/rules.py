"""What each role may do. The one policy: every guard and every button asks here."""

from enum import StrEnum

from domain.errors import NotAllowed
from domain.people.models import Officer, Role


class Permission(StrEnum):
    """Everything a signed-in person can be allowed to do."""

    LOG_RECORDS = "log_records"
    READ_RECORDS = "read_records"
    READ_FEED = "read_feed"
    READ_TIPS = "read_tips"
    ENTER_TIPS = "enter_tips"
    REVIEW_RECORDS = "review_records"
    ISSUE_POSTERS = "issue_posters"
    READ_POSTERS = "read_posters"
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
        }
    ),
    Role.CHIEF: frozenset(
        {
            Permission.LOG_RECORDS,
            Permission.READ_RECORDS,
            Permission.READ_FEED,
            Permission.READ_TIPS,
            Permission.ENTER_TIPS,
            Permission.READ_POSTERS,
            Permission.ISSUE_POSTERS,
            Permission.MANAGE_SIGN_INS,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.READ_RECORDS,
            Permission.READ_FEED,
            Permission.READ_TIPS,
            Permission.REVIEW_RECORDS,
            Permission.READ_POSTERS,
            Permission.MANAGE_SIGN_INS,
            Permission.SET_PERIODS,
        }
    ),
    Role.ADMIN: frozenset(
        {Permission.ADMINISTER, Permission.MANAGE_SIGN_INS, Permission.SET_PERIODS}
    ),
}

_TIP_PERMISSIONS = frozenset({Permission.READ_TIPS, Permission.ENTER_TIPS})


def may(officer: Officer, permission: Permission) -> bool:
    """Whether the role allows it; a withdrawn tip right takes the tip permissions away."""
    if permission in _TIP_PERMISSIONS and not officer.reads_tips:
        return False
    return officer.is_active and permission in _BY_ROLE[officer.role]


def require(officer: Officer, permission: Permission) -> None:
    """Raise `NotAllowed` unless `may`."""
    if not may(officer, permission):
        raise NotAllowed
