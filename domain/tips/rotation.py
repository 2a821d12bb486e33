"""After a key rotation: the tips' own keys are wrapped under the newest key; content stays."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.tips.models import Tip
from domain.vault.keys import KeyRing
from domain.vault.sealing import Where, unwrap, wrap


def rewrap(db: Session, ring: KeyRing, *, limit: int) -> int:
    """Re-wrap at most `limit` tips' keys that lie under an older key; returns how many it did."""
    older = select(Tip).where(Tip.key_id != ring.newest).limit(limit)
    tips = db.scalars(older).unique().all()
    for tip in tips:
        where = Where("tips", "wrapped_key", tip.id)
        key = unwrap(ring, tip.unit_id, where, tip.wrapped_key, tip.key_id)
        tip.wrapped_key = wrap(ring, tip.unit_id, where, key, ring.newest)
        tip.key_id = ring.newest
    db.flush()
    return len(tips)
