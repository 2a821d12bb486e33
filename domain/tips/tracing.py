"""What a tip names of suspects: accepted from the story or a picture, added by hand, taken away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.errors import BadInput, NotFound
from domain.text import one_line
from domain.tips import identifiers, sealing
from domain.tips.acting import Acting
from domain.tips.identifiers import Identifier, IdentifierKind, Oddity
from domain.tips.models import FoundIn, StepKind, Tip, TipIdentifier
from domain.tips.shared_numbers import shared_numbers
from domain.vault.keys import KeyRing
from domain.vault.sealing import RecordKey

LONGEST = 500
"""Letters of one value."""
MOST = 100
"""Of one tip; who meets this has pasted a list."""
ADDED, REMOVED = "added", "removed"
"""How the note of a step begins: "added|phone|0900 000 417"."""


@dataclass(frozen=True, slots=True)
class Trace(Identifier):
    """One row, opened."""

    id: UUID
    tag: bytes
    found_in: FoundIn

    @property
    def oddity(self) -> Oddity | None:
        """Why it may have been typed wrong."""
        if self.kind not in set(IdentifierKind):
            return None
        return identifiers.oddity(IdentifierKind(self.kind), self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTrace:
    """What an officer takes as an identifier, and where it stood."""

    kind: str
    value: str
    found_in: FoundIn
    bank: str = ""
    """Code of the bank of an account: kept beside it."""


def of_tip(db: Session, key: RecordKey, tip: Tip) -> Sequence[Trace]:
    """All of a tip in their order; the caller has seen to it who may read."""
    return [
        Trace(row.kind, sealing.read_identifier(key, row), row.id, row.tag, row.found_in)
        for row in _rows(db, tip)
    ]


def problems(trace: NewTrace) -> list[BadInput]:
    """What is wrong with what was typed; a value that only looks odd is kept as it is."""
    found = []
    if trace.kind not in set(IdentifierKind):
        found.append(BadInput("kind", "Chọn loại: số điện thoại, tài khoản, đường link…"))
    if not one_line(trace.value):
        found.append(BadInput("value", "Ghi số, tài khoản hoặc đường link."))
    if len(one_line(trace.value)) > LONGEST:
        found.append(BadInput("value", "Dài quá. Mỗi lần ghi một số hoặc một đường link."))
    return found


def add(db: Session, *, acting: Acting, tip: Tip, trace: NewTrace) -> bool:
    """Keep an identifier; False when the tip has it already. Raises `BadInput`.

    Of two officers who accept the same suggestion the second changes nothing, so no version is
    asked for: the caller has locked the tip.
    """
    for problem in problems(trace):
        raise problem
    rows = _rows(db, tip)
    if len(rows) >= MOST:
        raise BadInput("value", "Tin này đã có quá nhiều số. Ghi số còn lại vào ghi chú.")
    wanted = [Identifier(trace.kind, one_line(trace.value))]
    if trace.bank and trace.kind == IdentifierKind.BANK_ACCOUNT:
        wanted.append(Identifier(IdentifierKind.BANK.value, trace.bank))
    known = {(row.kind, row.tag) for row in rows}
    places = count(max((row.position for row in rows), default=-1) + 1)
    shared, is_new = shared_numbers(db), False
    for one in wanted:
        row = _row(acting.ring, tip, one, trace.found_in, shared)
        if (row.kind, row.tag) not in known:
            row.position, is_new = next(places), True
            db.add(row)
    if is_new:
        _tell(db, acting, tip, Action.TIP_IDENTIFIER_ADDED, ADDED, wanted[0])
    return is_new


def remove(db: Session, *, acting: Acting, tip: Tip, trace_id: UUID) -> None:
    """Take away what is none, or wrong; what it was stays in the timeline, sealed.

    Raises `NotFound` for a row that is another tip's; nothing to do for one that is gone.
    """
    row = db.get(TipIdentifier, trace_id)
    if row is None:
        return
    if row.tip_id != tip.id:
        raise NotFound
    value = sealing.read_identifier(sealing.tip_key(acting.ring, tip), row)
    db.delete(row)
    _tell(db, acting, tip, Action.TIP_IDENTIFIER_REMOVED, REMOVED, Identifier(row.kind, value))


def retag(db: Session, ring: KeyRing, *, limit: int) -> int:
    """Make anew at most `limit` tags that older rules or an older key made; returns how many.

    Until then an older tag equals no newer one, so links show late but never wrongly.
    """
    form = identifiers.tag_form(ring)
    query = (
        select(TipIdentifier, Tip)
        .join(Tip, Tip.id == TipIdentifier.tip_id)
        .where(TipIdentifier.tag_form != form)
        .limit(limit)
    )
    rows = db.execute(query).unique().all()
    shared = shared_numbers(db) if rows else frozenset()
    for row, tip in rows:
        value = sealing.read_identifier(sealing.tip_key(ring, tip), row)
        row.tag = identifiers.tag(ring, row.kind, value, shared)
        row.tag_form = form
    db.flush()
    return len(rows)


def _rows(db: Session, tip: Tip) -> Sequence[TipIdentifier]:
    query = select(TipIdentifier).where(TipIdentifier.tip_id == tip.id)
    return db.scalars(query.order_by(TipIdentifier.position, TipIdentifier.id)).all()


def _row(
    ring: KeyRing, tip: Tip, one: Identifier, found_in: FoundIn, shared: Collection[str]
) -> TipIdentifier:
    row_id = uuid4()
    return TipIdentifier(
        id=row_id,
        tip_id=tip.id,
        kind=one.kind,
        tag=identifiers.tag(ring, one.kind, one.value, shared),
        sealed_value=sealing.seal_identifier(sealing.tip_key(ring, tip), row_id, one.value),
        found_in=found_in,
        tag_form=identifiers.tag_form(ring),
    )


def _tell(db: Session, acting: Acting, tip: Tip, action: Action, how: str, one: Identifier) -> None:
    acting.audit(db, action, tip, one.kind)
    acting.step(db, StepKind.IDENTIFIER, tip, f"{how}|{one.kind}|{one.value}")
    db.flush()
