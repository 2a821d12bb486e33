"""What a demo must show beyond the usual: posters, odd tips, a broken photo, what was reviewed."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import insert, select

from domain.audit.services import NOBODY
from domain.base import new_record_id
from domain.demo.activity import Activity
from domain.demo.calendar import Kind
from domain.demo.district import Unit
from domain.demo.photo_rows import given_to
from domain.demo.texts import in_place
from domain.feed.models import Kind as FeedKind
from domain.forums.models import Forum
from domain.media.models import Photo
from domain.outreach.models import Outreach, OutreachCount
from domain.people.models import Officer, Role
from domain.places import queries as places
from domain.places.loading import OLD_TO
from domain.posters import services as posters_service
from domain.posters.models import PosterDay
from domain.records.models import LoggedRecord
from domain.review.models import Review, ReviewKind
from domain.tips.models import TipState
from domain.tips.quarantine import QuarantineReason

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

OLD_COMMUNE = "30094"
SPOTS = ("Nhà văn hóa ấp", "Chợ", "Trạm y tế", "Trường tiểu học", "Quán cà phê đầu ấp", "Bến đò")


def _issue(seeder: "_Seeder", unit: Unit, number: int, *, old: bool = False) -> str:
    rng = seeder.rng
    acting = posters_service.Acting(
        by=unit.chief if not old else None,
        who=NOBODY,
        now=seeder.now - timedelta(days=150),
        on=OLD_TO if old else seeder.on,
    )
    new = posters_service.NewPoster(
        id=UUID(int=rng.getrandbits(128), version=4),
        place=unit.hamlets[number % len(unit.hamlets)] if unit.hamlets else unit.place,
        spot=SPOTS[number % len(SPOTS)],
    )
    poster = posters_service.issue(seeder.db, seeder.ring, acting=acting, new=new, chance=rng)
    days = [
        {
            "poster_id": poster.id,
            "day": seeder.today - timedelta(days=ago),
            "scans": rng.randint(1, 9),
            "tips": int(rng.random() < 0.2),
        }
        for ago in range(0, 150, rng.randint(2, 9))
    ]
    seeder.db.execute(insert(PosterDay), days)
    return poster.code


def home_of(seeder: "_Seeder") -> Unit:
    """The unit where most of the demo sign-ins work."""
    return seeder.by_code["30094" if seeder.request.shape == "2022" else "30085"]


def posters(seeder: "_Seeder") -> str:
    """Two or three posters a commune; in the new shape some of the old communes' as well."""
    home = home_of(seeder)
    shown = _issue(seeder, home, 2)
    for unit in seeder.units:
        for number in range(seeder.rng.randint(2, 3)):
            _issue(seeder, unit, number)
    if seeder.request.shape == "2025":
        _old_records(seeder)
    return shown


def _old_records(seeder: "_Seeder") -> None:
    """Posters and records from before the merger: they stay readable by the successors."""
    old = places.by_code(seeder.db, OLD_COMMUNE, OLD_TO)
    successor = seeder.by_code["30085"]
    hamlets = list(places.children(seeder.db, old.id, OLD_TO))
    unit = Unit(place=old, hamlets=hamlets, officers=successor.officers)
    _issue(seeder, unit, 0, old=True)
    for ago in range(520, 640, 10):
        at = seeder.now - timedelta(days=ago)
        activity = Activity(
            kind=Kind.OUTREACH,
            commune=old.code,
            happened_at=at,
            recorded_at=at,
            channel="leaflet",
            counts=(("leaflets", 50 + ago % 90),),
        )
        seeder.add_field(activity, unit)


def corner_cases(seeder: "_Seeder") -> None:
    """An urgent tip nobody opened, two that wait too long, quarantine, a broken photo."""
    now, tips = seeder.now, seeder.tips
    home = home_of(seeder)
    others = [unit for unit in seeder.units if unit is not home]
    seeder.add_tip(tips.make(home, now - timedelta(minutes=9), state=TipState.NEW, urgent=True))
    for unit in others[:2]:
        late = now - timedelta(hours=31)
        seeder.add_tip(tips.make(unit, late, state=TipState.NEW, urgent=False))
    for reason in (
        QuarantineReason.TOO_FAST,
        QuarantineReason.HONEYPOT,
        QuarantineReason.BUCKET_QUOTA,
    ):
        at = now - timedelta(hours=5)
        seeder.add_tip(tips.make(home, at, state=TipState.NEW, quarantine=reason))
    seeder.add_tip(tips.make(home, now - timedelta(hours=2), root=seeder.root, state=TipState.NEW))
    _broken_photo(seeder, home)


def _broken_photo(seeder: "_Seeder", home: Unit) -> None:
    at = seeder.now - timedelta(hours=3)
    activity = Activity(
        kind=Kind.OUTREACH,
        commune=home.place.code,
        happened_at=at,
        recorded_at=at,
        channel="mobile_speaker",
        counts=(("broadcasts", 3),),
    )
    made = seeder.fields.outreach(activity, home, [])
    seeder.writer.add(Outreach, [made.row])
    seeder.writer.add(OutreachCount, made.parts)
    photo = seeder.photos.broken(seeder.today)
    seeder.writer.add(Photo, given_to([photo], FeedKind.OUTREACH.value, made.row["id"]))
    seeder.writer.show(made.happening)


def reviews(seeder: "_Seeder") -> None:
    """What the supervisor said of some of the newest records."""
    found = select(Officer).where(Officer.role == Role.SUPERVISOR)
    supervisor = seeder.db.scalars(found).unique().first()
    if supervisor is None:
        return
    for model, most in ((Outreach, 18), (Forum, 6)):
        recent = select(model).order_by(model.entered_at.desc()).limit(most)
        for number, record in enumerate(seeder.db.scalars(recent).unique().all()):
            _review(seeder, supervisor, record, number)


def _review(seeder: "_Seeder", by: Officer, record: LoggedRecord, number: int) -> None:
    """One of three kinds in turn; every other record that was sent back has been mended."""
    kind = (ReviewKind.ACKNOWLEDGED, ReviewKind.COMMENT, ReviewKind.SENT_BACK)[number % 3]
    texts = {
        ReviewKind.ACKNOWLEDGED: ("",),
        ReviewKind.COMMENT: seeder.texts.comments[record.KIND.value],
        ReviewKind.SENT_BACK: seeder.texts.send_backs[record.KIND.value],
    }[kind]
    at = min(record.entered_at + timedelta(hours=3), seeder.now)
    back = kind is ReviewKind.SENT_BACK
    label = commune.level_label if (commune := places.commune_of(seeder.db, record.place)) else ""
    seeder.db.add(
        Review(
            id=new_record_id(at),
            record_kind=record.KIND,
            record_id=record.id,
            kind=kind,
            author_id=by.id,
            text=in_place(seeder.rng.choice(texts), level=label, hamlet=record.place.name),
            at=at,
            for_officer_id=record.author_id if back else None,
            mended_at=at if back and number % 2 else None,
            mended_by=record.author_id if back and number % 2 else None,
        )
    )
