"""After a key rotation: the tips' own keys are wrapped, and contacts sealed, under the newest key;
content stays."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.tips import sealing
from domain.tips.models import Tip
from domain.tips.talk_models import TipContact
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen


def rewrap(db: Session, ring: KeyRing, *, limit: int) -> int:
    """Bring at most `limit` tips' keys, and as many contacts, that lie under an older key of the
    ring under the newest; returns how many. What opens no more stays as it is, and stops nothing.
    """
    return _keys(db, ring, limit) + _contacts(db, ring, limit)


def _keys(db: Session, ring: KeyRing, limit: int) -> int:
    older = select(Tip).where(Tip.key_id.in_(ring.older())).limit(limit)
    done = 0
    for tip in db.scalars(older).unique().all():
        if (key := sealing.key_unless_lost(ring, tip)) is None:
            continue
        tip.wrapped_key = sealing.wrap_key(
            ring, unit_id=tip.unit_id, tip_id=tip.id, key=key, key_id=ring.newest
        )
        tip.key_id = ring.newest
        done += 1
    db.flush()
    return done


def _contacts(db: Session, ring: KeyRing, limit: int) -> int:
    older = select(TipContact).where(TipContact.key_id.in_(ring.older())).limit(limit)
    done = 0
    for row in db.scalars(older).all():
        try:
            contact = sealing.read_contact(ring, row)
        except CannotOpen:
            continue
        row.sealed = sealing.seal_contact(ring, row.tip_id, contact)
        row.key_id = ring.newest
        done += 1
    db.flush()
    return done
