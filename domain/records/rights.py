"""Who corrects and withdraws what officers log. Pure."""

from domain.errors import BadInput, NotAllowed
from domain.people.models import Officer, Role
from domain.people.rules import Permission, may
from domain.places.models import Level
from domain.records.models import LoggedRecord, Written
from domain.sentence import Sentence
from domain.text import clean


class AlreadyWithdrawn(NotAllowed):
    """A withdrawn record stays as it is."""

    sentence = Sentence("Buổi này đã rút nên không sửa được nữa.")


def problems_of_reason(reason: str) -> list[BadInput]:
    """What is wrong with a reason for withdrawing."""
    if 3 <= len(clean(reason)) <= 400:
        return []
    return [BadInput("reason", "Ghi lý do rút, từ 3 tới 400 chữ cái.")]


def serves(officer: Officer, record: Written) -> bool:
    """Whether a record that the officer can see is also the officer's unit's own.

    A commune's officers see only what is theirs; whoever sits above sees the communes' as well.
    Police and a union of one commune see one another's records and change their own.
    """
    if officer.organisation != record.author.organisation:
        return False
    same_unit = officer.place.level == Level.COMMUNE or officer.place_id == record.author.place_id
    return may(officer, Permission.LOG_RECORDS) and same_unit


def may_correct(officer: Officer, record: LoggedRecord) -> bool:
    """Any officer of the unit corrects what is seen there; history says who did."""
    return record.withdrawn_at is None and serves(officer, record)


def may_withdraw(officer: Officer, record: LoggedRecord) -> bool:
    """The author, or the chief of the unit."""
    is_theirs = officer.id == record.author_id or officer.role == Role.CHIEF
    return is_theirs and may_correct(officer, record)


def require_may_correct(officer: Officer, record: LoggedRecord) -> None:
    """Raise `NotAllowed` unless `may_correct`."""
    if record.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if not may_correct(officer, record):
        raise NotAllowed


def require_may_withdraw(officer: Officer, record: LoggedRecord) -> None:
    """Raise `NotAllowed` unless `may_withdraw`."""
    if record.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if not may_withdraw(officer, record):
        raise NotAllowed("Chỉ người ghi hoặc trưởng đơn vị được rút buổi này.")
