"""Reading the directory as staff, and what was reached with the banks in a period (K18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from domain.banking.models import BankCall, BankContact, CallResult
from domain.clock import instant
from domain.errors import NotFound
from domain.people.models import Officer
from domain.places.models import PlaceScope
from domain.places.queries import scope_of
from domain.tips.queries import below_too

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Indicator K18: calls to banks, cases in which money was held, how much (đồng)."""

    calls: int = 0
    held: int = 0
    amount: int = 0


def contacts(db: Session, viewer: Officer) -> Sequence[BankContact]:
    """The contacts that stand and that the viewer may call: those of the own place and of every
    place above it; for whoever sits above others theirs as well. The own ones in front."""
    query = _seen(viewer).where(BankContact.retired_on.is_(None))
    mine = case((BankContact.place_id == viewer.place_id, 0), else_=1)
    return db.scalars(query.order_by(mine, BankContact.bank, BankContact.id).limit(MOST)).all()


def for_banks(db: Session, viewer: Officer, banks: Sequence[str]) -> Sequence[BankContact]:
    """Of these the ones at some banks, by code; all when none is named."""
    found = contacts(db, viewer)
    return [contact for contact in found if contact.bank in banks] if banks else found


def get(db: Session, viewer: Officer, contact_id: UUID, *, to_change: bool = False) -> BankContact:
    """A contact that the viewer may call. Raises `NotFound` alike for unseen and absent."""
    return _one(db, _seen(viewer), contact_id, to_change=to_change)


def get_kept(
    db: Session, keeper: Officer, contact_id: UUID, *, to_change: bool = False
) -> BankContact:
    """A contact of the keeper's own places, not of those above. Raises `NotFound`."""
    own = select(BankContact).where(BankContact.place_id.in_(scope_of(keeper.place_id)))
    return _one(db, own, contact_id, to_change=to_change)


def kept_places(db: Session, keeper: Officer) -> frozenset[UUID]:
    """The places whose contacts the keeper may change."""
    return frozenset(db.scalars(scope_of(keeper.place_id)))


def k18(
    db: Session,
    viewer: Officer,
    since: date,
    until: date,
    on: date,
    *,
    of: Officer | None = None,
) -> Reached:
    """What the viewer's unit, and those below a supervisor's, reached from a day until a day, both
    included; `of`: what one officer reached. A case counts once, however many calls it took;
    a call that was corrected as it stands now, one struck out not at all.

    `on` is the day whose tree is in use.
    """
    is_held = BankCall.result == CallResult.HELD
    wanted: list[ColumnElement[bool]] = [
        BankCall.unit_id.in_(below_too(viewer, on)),
        BankCall.called_at >= instant(since, time()),
        BankCall.called_at < instant(until + timedelta(days=1), time()),
        BankCall.is_struck.is_(False),
    ]
    if of is not None:
        wanted.append(BankCall.by_id == of.id)
    row = db.execute(
        select(
            func.count(BankCall.id),
            func.count(func.distinct(case((is_held, func.coalesce(BankCall.tip_id, BankCall.id))))),
            func.coalesce(func.sum(BankCall.amount_held), 0),
        ).where(*wanted)
    ).one()
    return Reached(calls=row[0], held=row[1], amount=int(row[2]))


def _seen(viewer: Officer) -> Select[BankContact]:
    above = select(PlaceScope.viewer_id).where(PlaceScope.place_id == viewer.place_id)
    below = scope_of(viewer.place_id)
    return select(BankContact).where(
        or_(BankContact.place_id.in_(above), BankContact.place_id.in_(below))
    )


def _one(
    db: Session, query: Select[BankContact], contact_id: UUID, *, to_change: bool
) -> BankContact:
    if to_change:
        db.execute(select(BankContact.id).where(BankContact.id == contact_id).with_for_update())
    found = db.scalars(query.where(BankContact.id == contact_id)).unique().one_or_none()
    if found is None:
        raise NotFound
    if to_change:
        db.refresh(found)
    return found
