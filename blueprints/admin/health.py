"""How a deployment is doing, in the few figures an admin acts on."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from domain.letters import unread
from domain.people import queries as people
from domain.places import register
from domain.reference.columns import call_of
from domain.reference.models import ListKey
from domain.reference.queries import items
from web import doctor
from web.backup import NOTE
from web.context import config, now, ring, session, settings, today, tree_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Each is nought, or has a date, when all is well."""

    backup_at: datetime | None
    to_mend: int
    waiting: int
    communes_without_hamlets: int
    phones_not_dialled: int
    banks_dialled: int
    letters_unread: int

    @classmethod
    def of_now(cls) -> Self:
        """What holds at this moment."""
        letters = unread.count(session())
        return cls(
            backup_at=_backup_at(),
            to_mend=len(doctor.findings(config(), ring(), settings(), now())) + bool(letters),
            waiting=people.count_waiting(session()),
            communes_without_hamlets=register.communes_without_hamlets(session(), tree_day()),
            phones_not_dialled=register.phones_not_dialled(session(), tree_day()),
            banks_dialled=_banks_dialled(today()),
            letters_unread=letters,
        )

    @property
    def backup_is_old(self) -> bool:
        """Whether what was entered in the last days would be lost with the disk."""
        return self.backup_at is None or now() - self.backup_at > doctor.BACKUP_AGE


def _backup_at() -> datetime | None:
    path = config().instance_dir / NOTE
    if not path.exists():
        return None
    return datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["made_at"])


def _banks_dialled(on: date) -> int:
    calls = [
        call_of(ListKey.BANKS, bank.code, bank.details)
        for bank in items(session(), ListKey.BANKS, on)
    ]
    return sum(bool(call and call.shown) for call in calls)
