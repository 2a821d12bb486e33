"""Papers made from tips, the forms they fill, and the register."""

from flask import Blueprint

from domain.tips.acting import Acting
from web.authz import current_officer
from web.context import now, ring, settings, tree_day, who

bp = Blueprint("papers", __name__, url_prefix="/papers")


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
