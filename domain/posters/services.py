"""Writing posters: issue, correct the spot, end, replace."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from secrets import SystemRandom
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act, Who
from domain.errors import NotAllowed, NotFound, SameIdOtherContent, StaleVersion
from domain.feed import services as feed
from domain.history import queries as corrections
from domain.history import services as history
from domain.people.models import Officer
from domain.places import queries as places
from domain.places.models import Place
from domain.posters import feed_entry, queries, rules
from domain.posters.codes import new_code
from domain.posters.models import Poster, PosterState
from domain.vault.keys import KeyRing

RECORD_KIND = "poster"
REPLACED = "Thay bằng bảng mới"
_TRIES = 50
_CHANCE = SystemRandom()
_ENDED_AS = {
    PosterState.RETIRED: Action.POSTER_RETIRED,
    PosterState.REVOKED: Action.POSTER_REVOKED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who acts, when, and on which day's tree of places; `by` is none for a command."""

    by: Officer | None
    who: Who
    now: datetime
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoster:
    """What is decided about a poster. The id is made with the form, so that a form that is sent
    twice issues one poster."""

    id: UUID
    place: Place
    spot: str


def issue(
    db: Session, ring: KeyRing, *, acting: Acting, new: NewPoster, chance: Random = _CHANCE
) -> Poster:
    """A poster with a fresh code and the next serial of its commune's series.

    The same id with the same content gives the poster that was issued then; with other content
    it raises `SameIdOtherContent`. Raises `BadInput` for a spot or a level of place that cannot
    be, and `NotFound` for a place out of the officer's scope.
    """
    rules.spot(new.spot)
    rules.require_place_for_posters(new.place)
    unit = places.serving_commune(db, new.place, acting.on)
    if unit is None or (acting.by and not _serves(db, acting.by, new.place)):
        raise NotFound
    if already := db.get(Poster, new.id):
        return _require_same(db, already, new)
    poster = _insert(db, acting, new, unit, chance)
    feed.put(db, happening=feed_entry.of_issue(db, poster, acting.by), on=acting.on)
    _audit(db, ring, acting, Action.POSTER_ISSUED, poster)
    return poster


def correct_spot(
    db: Session, ring: KeyRing, *, acting: Acting, poster: Poster, spot: str, version: int
) -> None:
    """Say anew where it hangs. Raises `BadInput`, `PosterEnded`, or `StaleVersion` when somebody
    corrected it since `version`; a spot that is there already changes nothing."""
    told = rules.spot(spot)
    rules.require_live(poster)
    if acting.by is None:
        raise NotAllowed
    if told == poster.spot:
        return
    if version != poster.version:
        raise StaleVersion
    before, poster.spot, poster.version = poster.spot, told, version + 1
    history.record(
        db,
        kind=RECORD_KIND,
        record_id=poster.id,
        version=poster.version,
        by=acting.by.id,
        now=acting.now,
        changes={"spot": [before, told]},
    )
    issuer = queries.issuer(db, poster)
    feed.put(db, happening=feed_entry.of_issue(db, poster, issuer), on=acting.on)
    _audit(db, ring, acting, Action.RECORD_CORRECTED, poster)


def end(
    db: Session, ring: KeyRing, *, acting: Acting, poster: Poster, state: PosterState, reason: str
) -> None:
    """Retire a poster that is taken down, or revoke one that was tampered with. Doing the same
    twice changes nothing. Raises `BadInput` without a reason, `PosterEnded` when it ended
    otherwise before."""
    told = rules.reason(reason)
    if poster.state == state and poster.ended_reason == told:
        return
    rules.require_live(poster)
    poster.state, poster.ended_at, poster.ended_reason = state, acting.now, told
    poster.version += 1
    feed.put(db, happening=feed_entry.of_end(db, poster, acting.by), on=acting.on)
    _audit(db, ring, acting, _ENDED_AS[state], poster, told)


def replace(db: Session, ring: KeyRing, *, acting: Acting, poster: Poster, new_id: UUID) -> Poster:
    """A new poster for the same spot; the old one ends, unless it has, and names the new one.

    The same `new_id` again gives the same poster. Raises `AlreadyReplaced` when the old one was
    replaced by another.
    """
    if poster.replaced_by_id is not None:
        return _replaced_by(db, poster, new_id)
    place = _in_use(db, poster.place, acting.on)
    fresh = issue(db, ring, acting=acting, new=NewPoster(id=new_id, place=place, spot=poster.spot))
    if fresh.id == poster.id:
        raise SameIdOtherContent
    if poster.state == PosterState.LIVE:
        end(db, ring, acting=acting, poster=poster, state=PosterState.RETIRED, reason=REPLACED)
    poster.replaced_by_id = fresh.id
    return fresh


def is_same(db: Session, already: Poster, new: NewPoster) -> bool:
    """Whether the poster of that id is what was asked for when it was issued."""
    first = corrections.values_at(db, RECORD_KIND, already.id, 1)
    spot = first.get("spot", already.spot)
    return (already.place_id, spot) == (new.place.id, rules.spot(new.spot))


def _serves(db: Session, officer: Officer, place: Place) -> bool:
    return places.in_scope(db, officer.place_id, place.id)


def _require_same(db: Session, already: Poster, new: NewPoster) -> Poster:
    if not is_same(db, already, new):
        raise SameIdOtherContent
    return already


def _insert(db: Session, acting: Acting, new: NewPoster, unit: Place, chance: Random) -> Poster:
    """Insert under the next serial and a code nobody has; who comes second counts anew."""
    for _ in range(_TRIES):
        last = select(func.max(Poster.serial)).where(Poster.series_place_id == unit.id)
        poster = Poster(
            id=new.id,
            code=new_code(chance),
            series_place_id=unit.id,
            serial=(db.scalar(last) or 0) + 1,
            place=new.place,
            spot=rules.spot(new.spot),
            state=PosterState.LIVE,
            issued_by=acting.by.id if acting.by else None,
            issued_at=acting.now,
            version=1,
        )
        try:
            with db.begin_nested():
                db.add(poster)
        except IntegrityError:
            if already := db.get(Poster, new.id):
                return _require_same(db, already, new)
        else:
            return poster
    raise rules.SeriesBusy


def _replaced_by(db: Session, poster: Poster, new_id: UUID) -> Poster:
    follower = db.get(Poster, new_id)
    if follower is None or poster.replaced_by_id != new_id:
        raise rules.AlreadyReplaced
    return follower


def _in_use(db: Session, place: Place, on: date) -> Place:
    """The place, or for a commune that is no more the one that serves there now."""
    if place.valid_to is None or place.valid_to >= on:
        return place
    return places.serving_commune(db, place, on) or place


def _audit(
    db: Session, ring: KeyRing, acting: Acting, action: Action, poster: Poster, reason: str = ""
) -> None:
    act = Act(action=action, object_kind=RECORD_KIND, object_id=str(poster.id), reason=reason)
    audit.record(db, ring, at=acting.now, who=acting.who, act=act)
