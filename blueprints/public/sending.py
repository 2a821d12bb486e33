"""From a form that was sent to a tip that is stored, photos included; the view commits."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from flask import request
from flask.wrappers import Response
from sqlalchemy import select

from blueprints.public import form_page, forms, guessing, letters, quotas
from blueprints.public.doors import Door
from blueprints.public.forms import Typed
from blueprints.public.keeping import Keep
from domain.audit.services import NOBODY
from domain.media import services as media
from domain.media.models import Photo
from domain.media.photo import SafePhoto
from domain.media.problems import DiskFull, PhotoProblem, StorageUnavailable
from domain.media.services import Received
from domain.posters import counting
from domain.tips import codes, guides, money, receiving, telling, urgency
from domain.tips.doorways import Unit
from domain.tips.fingerprints import Told
from domain.tips.models import Source, Tip
from domain.tips.receiving import NewTip, Receipt
from domain.tips.sealing import tip_key
from domain.tips.urgency import Urgency
from domain.vault.sealing import RecordKey
from web import form_tokens, photos
from web.context import now, ring, session, settings, today, tree_day
from web.uploads import PUBLIC_PHOTOS_AT_ONCE

_SLUGS: Keep[frozenset[str]] = Keep(most=2, seconds=30)
_HELD: Keep[frozenset[str]] = Keep(most=2, seconds=30)


@dataclass(kw_only=True)
class Arrived:
    """A form as it arrived: what was typed, photos of this request, photos kept from before."""

    door: Door
    typed: Typed
    received: list[Received]
    held: list[Photo]
    age: timedelta | None
    left_over: list[str] = field(default_factory=list)
    """Files that nothing refers to once the transaction is over."""
    looked_up: dict[str, bool] = field(default_factory=dict)
    """Numbers that stand in what was typed, and whether they are receipt codes."""

    def is_code(self, number: str) -> bool:
        """Whether a number is a receipt code; the same one is looked up once in a request."""
        if number not in self.looked_up:
            self.looked_up[number] = guessing.is_given(number)
        return self.looked_up[number]

    @property
    def unit(self) -> Unit:
        """The unit that reads it."""
        return self.door.way.receiver(self.typed.get("send_to"))

    @property
    def problem(self) -> str:
        """Why the form must be shown again, or empty."""
        if self.typed.too_long:
            return "too_long"
        if self.typed.is_empty and not self.held and not any(r.safe for r in self.received):
            return "empty"
        limit = timedelta(days=settings()["form_token_days"])
        # A form in time was kept in time: what waited in the phone is not its age.
        return "stale" if self.age is None or self.age - letters.kept_for() > limit else ""


def arrive(door: Door) -> Arrived:
    """Read the form and make its photos safe; nothing is written yet."""
    typed = forms.read(request.form)
    held = _held(typed)
    limit = PUBLIC_PHOTOS_AT_ONCE - len(held) if settings()["photos_open"] else 0
    received = photos.receive(photos.sent(), limit=limit)
    return Arrived(
        door=door,
        typed=typed,
        received=received,
        held=_held(typed) if received else held,
        age=form_tokens.form_age(ring(), typed.submission_id, typed.token, now()),
    )


def show_again(arrived: Arrived) -> Response:
    """The form with everything typed; the photos of this request are kept under its id."""
    claim = ring().mac("photo-claim", arrived.typed.submission_id.bytes)
    kept, problems = [photo.id for photo in arrived.held], []
    for one in arrived.received:
        try:
            if one.safe:
                photo = media.keep_sealed(
                    session(), photos.store(), ring(), received=one, claim=claim, on=today()
                )
                kept.append(photo.id)
        except (DiskFull, StorageUnavailable) as failure:
            one = _failed(one, failure)
        problems.append(one)
    session().commit()
    return form_page.again(
        arrived.door,
        arrived.typed,
        problem=arrived.problem,
        kept_photos=kept,
        problems=problems,
    )


def store(arrived: Arrived) -> Receipt:
    """Store the tip unless it was stored before; either way its receipt."""
    told = _told(arrived)
    same = receiving.earlier(
        session(), ring(), submission_id=arrived.typed.submission_id, told=told
    )
    if same:
        return same
    id_, key = NewTip.fresh_key()
    fresh = _seal_photos(arrived, key)
    if arrived.received:  # A photo may have failed just now; the words say so.
        told = replace(told, body=_told(arrived).body)
    at, how = now(), _urgency(arrived)
    tip = NewTip(
        id=id_,
        key=key,
        submission_id=arrived.typed.submission_id,
        told=told,
        is_urgent=how.is_urgent,
        in_danger=how.in_danger,
        loss_band=money.band(told.body.money_amount),
        quarantine=quotas.quarantine_reason(
            arrived.door, arrived.unit, arrived.typed, (arrived.age or timedelta()).total_seconds()
        ),
    )
    receipt = receiving.store(session(), ring(), tip=tip, who=NOBODY, now=at, on=tree_day())
    if not receipt.is_new:
        session().rollback()
        arrived.left_over = [name for photo in fresh for name in (photo.file_key, photo.thumb_key)]
        return receipt
    if arrived.held or fresh:
        _attach(arrived, tip, fresh)
    _count(arrived, tip)
    return receipt


def _urgency(arrived: Arrived) -> Urgency:
    """A slip that came by the urgent form, with its photo kept or not, needs no time beside it."""
    return urgency.of(
        arrived.typed.values,
        now=now(),
        told_at=letters.written_at(),
        held=_HELD.get(today(), lambda: guides.held(session(), today())),
        is_fresh_slip=form_page.is_urgent_form() and bool(arrived.held or arrived.received),
    )


def clean_up(arrived: Arrived) -> None:
    """Delete what nothing refers to, after the commit."""
    for name in arrived.left_over:
        photos.store().delete(name)


def _held(typed: Typed) -> list[Photo]:
    """Photos this form sent before: still waiting, or on a tip that the same form became."""
    if not typed.photo_ids:
        return []
    claims = ring().macs("photo-claim", typed.submission_id.bytes)
    tips = {tip.id for tip in receiving.siblings(session(), ring(), typed.submission_id)}
    found = session().scalars(
        select(Photo).where(Photo.id.in_(typed.photo_ids[:PUBLIC_PHOTOS_AT_ONCE]))
    )
    by_id = {
        photo.id: photo
        for photo in found
        if photo.claim in claims or (photo.record_kind == "tip" and photo.record_id in tips)
    }
    return [by_id[id_] for id_ in typed.photo_ids if id_ in by_id]


def _told(arrived: Arrived) -> Told:
    digests = [photo.received_sha256 for photo in arrived.held]
    digests += [one.digest for one in arrived.received]
    values = {
        name: codes.masked(text, arrived.is_code) for name, text in arrived.typed.values.items()
    }
    return telling.told(
        values,
        unit_id=arrived.unit.place_id,
        place_id=arrived.door.way.place_id,
        source=Source.POSTER if arrived.door.poster_id else Source.WEB,
        slugs=_SLUGS.get(today(), form_page.slugs),
        digests=digests,
        problems=arrived.received,
        now=letters.written_at(),
    )


def _seal_photos(arrived: Arrived, key: RecordKey) -> list[Photo]:
    """Seal this request's photos before the writing begins, outside any transaction."""
    if not any(one.safe for one in arrived.received):
        return []
    session().rollback()
    sealed: list[Photo] = []
    for index, one in enumerate(arrived.received):
        if one.safe is None:
            continue
        try:
            sealed.append(media.seal_under(photos.store(), key=key, received=one, on=today()))
        except (DiskFull, StorageUnavailable) as failure:
            arrived.received[index] = _failed(one, failure)
    return sealed


def _failed(one: Received, failure: DiskFull | StorageUnavailable) -> Received:
    problem = PhotoProblem.NO_ROOM if isinstance(failure, DiskFull) else PhotoProblem.STORE_DOWN
    return replace(one, safe=None, problem=problem)


def _attach(arrived: Arrived, tip: NewTip, fresh: Sequence[Photo]) -> None:
    waiting = [photo for photo in arrived.held if photo.record_id is None]
    copies = [
        _copy(photo, tip.key, photo.record_id)
        for photo in arrived.held
        if photo.record_id is not None
    ]
    arrived.left_over = media.attach_sealed(
        session(), photos.store(), ring(), photos=waiting, key=tip.key, kind="tip", record_id=tip.id
    )
    media.attach(
        session(),
        photos=[*copies, *fresh],
        kind="tip",
        record_id=tip.id,
        start=len(waiting),
    )


def _copy(photo: Photo, key: RecordKey, tip_id: UUID) -> Photo:
    """A photo of the tip this form became before, sealed anew for what it became now."""
    old = tip_key(ring(), session().get_one(Tip, tip_id))
    safe = SafePhoto(
        picture=media.read_sealed(photos.store(), photo, old, thumb=False),
        thumb=media.read_sealed(photos.store(), photo, old, thumb=True),
        width=photo.width,
        height=photo.height,
    )
    again = Received(file_name="", digest=photo.received_sha256, safe=safe)
    return media.seal_under(photos.store(), key=key, received=again, on=today())


def _count(arrived: Arrived, tip: NewTip) -> None:
    """Poster counts are read by the commune: a tip sent past it leaves none."""
    past_it = arrived.unit.place_id != arrived.door.way.unit.place_id
    if arrived.door.poster_id and not past_it and not tip.quarantine:
        counting.count_tip(session(), poster_id=arrived.door.poster_id, day=today())
