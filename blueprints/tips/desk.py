"""Who works on tips in this request, and the tip of the address."""

from uuid import UUID

from domain.duty.queries import duty_line
from domain.tips import access, queries
from domain.tips.acting import Acting
from domain.tips.models import Tip
from web.authz import current_officer
from web.context import now, ring, session, settings, tree_day, who
from web.filters import phone_groups


def acting() -> Acting:
    """The signed-in officer, for the services."""
    return Acting(
        by=current_officer,
        who=who(),
        now=now(),
        ring=ring(),
        on=tree_day(),
        second_person_days=settings()["second_person_days"],
    )


def visible(tip_id: UUID) -> Tip:
    """A tip the officer may know of. Raises `NotFound` alike for unseen and absent."""
    return queries.get_visible(session(), current_officer, tip_id, tree_day())


def to_handle(tip_id: UUID) -> Tip:
    """A tip of the officer's own unit, locked for a change. Raises `NotFound`."""
    return queries.get_to_handle(session(), current_officer, tip_id, tree_day())


def to_judge(tip_id: UUID) -> Tip:
    """A tip that the officer may read now, own or from above, locked. Raises `NotFound` and
    `ReasonNeeded`."""
    tip = queries.get_to_judge(session(), current_officer, tip_id, tree_day())
    access.require_open(session(), acting=acting(), tip=tip)
    return tip


def to_note(tip_id: UUID) -> Tip:
    """A tip that the officer may read now or has just read, own or from above, locked. Raises
    `NotFound` and `ReasonNeeded`."""
    tip = queries.get_to_judge(session(), current_officer, tip_id, tree_day())
    access.require_read(session(), acting=acting(), tip=tip)
    return tip


def duty_phone(tip: Tip) -> str:
    """The receiving unit's duty number, once somebody has dialled it; empty until then."""
    return tip.unit.duty_call.shown


def calls_from(tip: Tip) -> list[str]:
    """The numbers that the person was told calls come from."""
    return [phone_groups(phone) for phone in duty_line(session(), tip.unit_id, now()).calls_from]
