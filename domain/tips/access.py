"""Opening what lies in a tip: the own unit's by looking, from above and the contact by a reason."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import reasons
from domain.audit.models import Action, AuditEntry
from domain.clock import local_day
from domain.errors import NotFound, Refusal
from domain.media import services as media
from domain.media.models import Photo
from domain.notices import services as notices
from domain.people.models import Officer, Role
from domain.sentence import Sentence
from domain.text import sort_key
from domain.tips import deadlines, messages, news, rules, sealing
from domain.tips.acting import KIND, Acting
from domain.tips.lifted import lifted
from domain.tips.models import StepKind, Tip, TipState
from domain.tips.queries import below_too, own_units
from domain.tips.talk_models import TipContact, TipMessage

OPEN_FOR = timedelta(minutes=15)
"""How long a stated reason keeps a tip open to a supervisor in the same sign-in."""


PRESENT_FOR = timedelta(minutes=10)
"""How long after opening a tip an officer is said to have it open."""


class ReasonNeeded(Refusal):
    """The tip is another unit's: whoever looks says why first."""

    sentence = Sentence("Tin này do đơn vị khác nhận. Ghi lý do mở trước khi đọc.")


def is_own(db: Session, acting: Acting, tip: Tip) -> bool:
    """Whether the officer's own unit received the tip: only then may they handle it."""
    own = own_units(acting.by, acting.on).subquery()
    return db.scalar(select(own.c.id).where(own.c.id == tip.unit_id)) is not None


def is_below(db: Session, acting: Acting, tip: Tip) -> bool:
    """Whether the officer supervises the unit that has the tip now. Only then does a reason open
    it: a unit that handed it on keeps its line, and no words, for it may be what the tip is about.
    """
    if acting.by.role is not Role.SUPERVISOR:
        return False
    below = below_too(acting.by, acting.on).subquery()
    return db.scalar(select(below.c[0]).where(below.c[0] == tip.unit_id)) is not None


def state_reason(db: Session, *, acting: Acting, tip: Tip, reason: str) -> None:
    """Open a tip of a unit below to a supervisor for a while. Raises `BadInput`, and `NotFound`
    for whoever no reason opens it to."""
    if not is_below(db, acting, tip):
        raise NotFound
    acting.audit(db, Action.TIP_OPENED_FROM_ABOVE, tip, rules.stated(reason))


def is_open(db: Session, *, acting: Acting, tip: Tip) -> bool:
    """Whether the officer may look inside now without stating a reason."""
    return _reason_to_look(db, acting, tip) is not None


def require_open(db: Session, *, acting: Acting, tip: Tip) -> str:
    """The reason under which the officer may look inside now: empty for the own unit's tips.

    Raises `ReasonNeeded`.
    """
    reason = _reason_to_look(db, acting, tip)
    if reason is None:
        raise ReasonNeeded
    return reason


def require_read(db: Session, *, acting: Acting, tip: Tip) -> None:
    """What the officer did since they read the tip may be written down, even if it closed to them
    meanwhile, as when the unit itself opened it. Raises `ReasonNeeded`."""
    if _last_entry(db, acting, tip, Action.TIP_READ) is None:
        require_open(db, acting=acting, tip=tip)


def read(db: Session, *, acting: Acting, tip: Tip) -> None:
    """Note that the officer reads the tip now; the first of the receiving unit opens it.

    Raises `ReasonNeeded`.
    """
    reason = require_open(db, acting=acting, tip=tip)
    acting.audit(db, Action.TIP_READ, tip, reason)
    notices.see(db, officer_id=acting.by.id, subject=tip.id, now=acting.now)
    if reason:
        return
    if tip.opened_at is None:
        # Somebody else may have opened it a moment before.
        db.refresh(tip, with_for_update={"of": Tip})
    tip.has_new_message = False
    if tip.opened_at is None:
        tip.opened_at = acting.now
        tip.accepted_at = tip.accepted_at or acting.now
        if tip.state is TipState.NEW:
            news.promise(db, tip, local_day(acting.now), is_told=True)
        acting.step(db, StepKind.OPENED, tip)
        deadlines.opened(db, acting=acting, tip=tip)


def open_contact(db: Session, *, acting: Acting, tip: Tip, reason: str) -> str:
    """How to reach the person. The person sees on the receipt page that it was opened.

    Raises `BadInput`, `ReasonNeeded`, and `NotFound` when none was left.
    """
    said = rules.stated(reason)
    require_open(db, acting=acting, tip=tip)
    row = db.get(TipContact, tip.id)
    if row is None:
        raise NotFound
    acting.audit(db, Action.TIP_CONTACT_OPENED, tip, said)
    acting.step(db, StepKind.CONTACT, tip, said)
    row.last_opened_on = local_day(acting.now)
    return sealing.read_contact(acting.ring, row)


def photo(db: Session, *, acting: Acting, tip: Tip, photo_id: UUID) -> Photo:
    """A photo of the tip or of one of its messages. Raises `NotFound` and `ReasonNeeded`."""
    require_open(db, acting=acting, tip=tip)
    found = db.get(Photo, photo_id)
    if found is None or not _belongs(db, found, tip) or not found.file_key:
        raise NotFound
    return found


def note_photo_seen(db: Session, *, acting: Acting, tip: Tip, only_unread: bool = False) -> None:
    """Note that the officer sees a photo; `only_unread`: unless they read its tip just now."""
    if only_unread and _last_entry(db, acting, tip, Action.TIP_READ) is not None:
        return
    acting.audit(db, Action.TIP_PHOTO_SEEN, tip, require_open(db, acting=acting, tip=tip))


def photos_of(db: Session, tip: Tip) -> list[Photo]:
    """The photos that came with the tip; the caller has seen to it who may read."""
    return media.of_record(db, KIND, tip.id)


def _reason_to_look(db: Session, acting: Acting, tip: Tip) -> str | None:
    if is_own(db, acting, tip):
        return ""
    if not is_below(db, acting, tip):
        return None
    if why := lifted(
        tip, today=local_day(acting.now), second_person_days=acting.second_person_days
    ):
        return why.value
    entry = _last_entry(db, acting, tip, Action.TIP_OPENED_FROM_ABOVE)
    return reasons.read(db, acting.ring, [entry])[entry.seq] if entry else None


def also_open(db: Session, *, acting: Acting, tip: Tip) -> list[str]:
    """Who else of the unit has just opened the tip, so that two do not do the same work."""
    query = (
        select(Officer.name)
        .join(AuditEntry, AuditEntry.actor_id == Officer.id)
        .where(
            AuditEntry.object_id == str(tip.id),
            AuditEntry.action == Action.TIP_READ.value,
            AuditEntry.at > acting.now - PRESENT_FOR,
            Officer.id != acting.by.id,
            Officer.place_id == acting.by.place_id,
        )
    )
    return sorted(set(db.scalars(query)), key=sort_key)


def _belongs(db: Session, found: Photo, tip: Tip) -> bool:
    if found.record_kind == KIND:
        return found.record_id == tip.id
    if found.record_kind != messages.KIND:
        return False
    message = db.get(TipMessage, found.record_id)
    return message is not None and message.tip_id == tip.id


def _last_entry(db: Session, acting: Acting, tip: Tip, action: Action) -> AuditEntry | None:
    """This sign-in's newest entry of the kind on the tip, while it is fresh."""
    query = select(AuditEntry).where(
        AuditEntry.object_id == str(tip.id),
        AuditEntry.action == action.value,
        AuditEntry.actor_id == acting.by.id,
        AuditEntry.sign_in == acting.who.sign_in,
        AuditEntry.at > acting.now - OPEN_FOR,
    )
    return db.scalars(query.order_by(AuditEntry.seq.desc()).limit(1)).first()
