"""After a key rotation: the tips' own keys are wrapped, and contacts sealed, under the newest key;
content stays."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.tips import sealing
from domain.tips.models import Tip
from domain.tips.talk_models import TipContact
from domain.vault.keys import KeyRing


def rewrap(db: Session, ring: KeyRing, *, limit: int) -> int:
    """Bring at most `limit` tips' keys, and as many contacts, that lie under an older key under
    the newest; returns how many there were."""
    return _keys(db, ring, limit) + _contacts(db, ring, limit)


def _keys(db: Session, ring: KeyRing, limit: int) -> int:
    older = select(Tip).where(Tip.key_id != ring.newest).limit(limit)
    tips = db.scalars(older).unique().all()
    for tip in tips:
        tip.wrapped_key = sealing.wrap_key(
            ring,
            unit_id=tip.unit_id,
            tip_id=tip.id,
            key=sealing.tip_key(ring, tip),
            key_id=ring.newest,
        )
        tip.key_id = ring.newest
    db.flush()
    return len(tips)


def _contacts(db: Session, ring: KeyRing, limit: int) -> int:
    older = select(TipContact).where(TipContact.key_id != ring.newest).limit(limit)
    rows = db.scalars(older).all()
    for row in rows:
        row.sealed = sealing.seal_contact(ring, row.tip_id, sealing.read_contact(ring, row))
        row.key_id = ring.newest
    db.flush()
    return len(rows)
