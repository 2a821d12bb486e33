"""Where a photo goes that came by itself: to what its form became, or into waiting for the form.

One function for each kind of form. The caller has made the photo safe and holds a writing
transaction; it commits, and then deletes the files that are given back.
"""

from uuid import UUID

from domain.audit.models import Action
from domain.errors import NotFound
from domain.forums import choices as forum_choices
from domain.forums import services as forums
from domain.forums.models import Forum
from domain.media import services as media
from domain.media.models import Photo
from domain.media.services import Received
from domain.media.upload_models import Upload, Zone
from domain.outreach import choices as outreach_choices
from domain.outreach import services as outreach
from domain.outreach.models import Outreach
from domain.records import queries
from domain.records.models import LoggedRecord
from domain.tips import entry, receiving
from domain.tips.acting import KIND
from domain.tips.models import Tip
from domain.tips.sealing import tip_key
from web import records
from web.authz import officer
from web.context import now, ring, session, today, tree_day, who
from web.photos import store

LOGGED: dict[str, type[LoggedRecord]] = {str(model.KIND): model for model in (Outreach, Forum)}


def require_own(form: str, item_id: UUID) -> None:
    """Raise `NotFound` when the record of this id is somebody else's, or of no kind that takes
    photos by themselves."""
    if form == KIND:
        entry.typed_in(session(), by=officer(), tip_id=item_id)
    elif form in LOGGED:
        _record(form, item_id)
    else:
        raise NotFound


def model_of(form: str) -> type[LoggedRecord | Tip] | None:
    """The table of what a form of this name becomes."""
    return Tip if form == KIND else LOGGED.get(form)


def form_of(item_id: UUID) -> str:
    """What kind of form became the record of this id; "" when there is none yet."""
    for form, model in LOGGED.items():
        if session().get(model, item_id) is not None:
            return form
    return KIND if session().get(Tip, item_id) is not None else ""


def settle(row: Upload, received: Received) -> None:
    """Keep a safe photo where it belongs. Raises `NotFound` when that is somebody else's."""
    if row.zone is Zone.PUBLIC:
        _for_villager(row, received)
    elif row.form == KIND:
        _for_tip(row, received)
    else:
        _for_record(row, received)


def _record(form: str, item_id: UUID) -> LoggedRecord | None:
    record = queries.already_sent(session(), LOGGED[form], by=officer(), record_id=item_id)
    if record is not None and record.author_id != officer().id:
        raise NotFound
    return record


def _for_record(row: Upload, received: Received) -> None:
    record, claim = _record(row.form, row.item_id), records.claim_of(row.item_id)
    stands = record is not None and record.withdrawn_at is None
    kind = row.form if stands else ""
    there = (
        media.of_record(session(), kind, row.item_id) if stands else media.waiting(session(), claim)
    )
    if _is_there(there, row, received):
        return
    photo = media.keep_plain(session(), store(), ring(), received=received, claim=claim, on=today())
    photo.position = _behind(there)
    if record is not None and stands:
        media.attach(
            session(), photos=[photo], kind=kind, record_id=record.id, start=photo.position
        )
        record.sent_photos = [*record.sent_photos, *records.digests([received])]
        _tell(record)


def _tell(record: LoggedRecord) -> None:
    """The feed shows the photo; the record's version stays, for nobody corrected anything."""
    by, at = officer(), now()
    if isinstance(record, Forum):
        chosen = forum_choices.choices_for(session(), by, on=today(), tree_day=tree_day())
        told = forums.Acting(by=by, who=who(), now=at, ring=ring(), choices=chosen)
        forums.show(session(), record, told)
        told.audit(session(), Action.PHOTO_CAME_LATER, record)
    elif isinstance(record, Outreach):
        offered = outreach_choices.choices_for(session(), by, on=today(), tree_day=tree_day())
        acting = outreach.Acting(by=by, who=who(), now=at, ring=ring(), choices=offered)
        outreach.show(session(), record, acting)
        acting.audit(session(), Action.PHOTO_CAME_LATER, record)


def _for_tip(row: Upload, received: Received) -> None:
    tip, claim = entry.typed_in(session(), by=officer(), tip_id=row.item_id), b""
    if tip is None:
        claim = records.claim_of(row.item_id)
    there = media.of_record(session(), KIND, tip.id) if tip else media.waiting(session(), claim)
    if _is_there(there, row, received):
        return
    photo = _sealed(tip, received, claim)
    media.keep_original(store(), ring(), photo=photo, received=received)
    _put(photo, tip, there)


def _for_villager(row: Upload, received: Received) -> None:
    tips = receiving.siblings(session(), ring(), row.item_id)
    tip = max(tips, key=lambda one: (one.received_on, one.number), default=None)
    claim = ring().mac("photo-claim", row.item_id.bytes)
    there = media.of_record(session(), KIND, tip.id) if tip else media.waiting(session(), claim)
    if not _is_there(there, row, received):
        _put(_sealed(tip, received, claim), tip, there)


def _sealed(tip: Tip | None, received: Received, claim: bytes) -> Photo:
    if tip is None:
        return media.keep_sealed(
            session(), store(), ring(), received=received, claim=claim, on=today()
        )
    key = tip_key(ring(), tip)
    return media.seal_under(store(), key=key, received=received, on=today())


def _put(photo: Photo, tip: Tip | None, there: list[Photo]) -> None:
    photo.position = _behind(there)
    if tip is not None:
        media.attach(session(), photos=[photo], kind=KIND, record_id=tip.id, start=photo.position)


def _behind(there: list[Photo]) -> int:
    return max((photo.position for photo in there), default=-1) + 1


def _is_there(there: list[Photo], row: Upload, received: Received) -> bool:
    """Whether the form has this picture already; a proof goes beside the picture it is of."""
    if any(photo.received_sha256 == received.digest for photo in there):
        return True
    shown = next((photo for photo in there if photo.id == row.original_of), None)
    if shown is None or not row.is_original:
        return False
    media.keep_original(store(), ring(), photo=shown, received=received)
    shown.received_sha256 = shown.received_sha256 or received.digest
    return True
