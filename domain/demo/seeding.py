"""Fills an empty database with the demo district: six believable months that end now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy import insert
from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.demo import (
    bank_rows,
    case_rows,
    duty_rows,
    extras,
    joint_rows,
    law_rows,
    live_rows,
    look_rows,
    mailbox_rows,
    paper_rows,
    plan_rows,
    promise_rows,
    review_rows,
)
from domain.demo.activity import Activity, activities
from domain.demo.calendar import Kind, plan_half_year
from domain.demo.district import TREE_DAYS, Unit, build
from domain.demo.field_rows import FieldMaker
from domain.demo.people import DemoSignIn, add_people
from domain.demo.photo_rows import MakeSafe, PhotoMaker, given_to
from domain.demo.presence import give_presence
from domain.demo.texts import load_texts
from domain.demo.tip_rows import TipMaker, TipRecord
from domain.demo.writer import Writer
from domain.forums.models import Forum, Opinion
from domain.media.models import Photo
from domain.media.store import Store
from domain.outreach.models import Outreach, OutreachCount
from domain.people.models import Officer
from domain.reference.defaults import read_tree_of
from domain.tips.models import Tip, TipIdentifier, TipSeries, TipStep
from domain.tips.sealing import seal_contact
from domain.tips.talk_models import TipContact, TipMessage
from domain.vault.keys import KeyRing

Progress = Callable[[int, int], None]
TIP_PHOTOS = 24
"""How many tips come with a sealed picture: each is a file of its own."""
PARENT_SHARE = 0.04
"""Part of the tips that go straight to the parent unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRequest:
    """Which demo to make; the same seed makes the same district for the same day."""

    on_loopback: bool
    shape: str = "2022"
    records: int = 600
    seed: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMade:
    """What the terminal is told of it."""

    sign_ins: list[DemoSignIn]
    poster_code: str


class _Seeder:
    def __init__(
        self, db: Session, ring: KeyRing, store: Store, make_safe: MakeSafe, request: DemoRequest
    ) -> None:
        self.db, self.ring, self.request = db, ring, request
        db.expire_on_commit = False  # Places and officers are read for every record.
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.joined = self.now - timedelta(days=200)
        self.today = local_day(self.now)
        self.rng = Random(request.seed)  # noqa: S311 - a demo must be repeatable.
        self.texts = load_texts()
        day = TREE_DAYS[request.shape]
        self.on = date.fromisoformat(day) if day else self.today
        self.sign_ins = self._stage(day)
        self.photos = PhotoMaker(store, make_safe, self.rng, request.seed)
        self.fields = FieldMaker(self.texts, self.rng, self.texts.long_name)
        self.tips = TipMaker(self.texts, ring, self.rng, self.now)
        self.writer = Writer(db, self.on)
        self.tip_photos = 0

    def _stage(self, day: str) -> list[DemoSignIn]:
        read_tree_of(self.db, day)
        told = add_people(
            self.db,
            shape=self.request.shape,
            on_loopback=self.request.on_loopback,
            now=self.joined,
        )
        self.db.flush()  # The demo officers belong to the units built next.
        self.units, self.root = build(
            self.db, self.texts, shape=self.request.shape, on=self.on, now=self.now
        )
        self.by_code = {unit.place.code: unit for unit in self.units}
        return told

    def run(self, progress: Progress) -> str:
        """Everything, in batches; returns the code of the poster to show."""
        code = extras.posters(self)
        total = self.request.records
        plan = plan_half_year(
            self.now, self.rng, list(self.by_code), never_silent=self._signed_in_at()
        )
        step = max(1, total // 20)
        for done, activity in enumerate(activities(plan, self.rng, total), start=1):
            self._take(activity)
            self.writer.flush_when_full()
            if done % step == 0 or done == total:
                progress(done, total)
        extras.corner_cases(self)
        law_rows.tips(self, extras.home_of(self))
        self.writer.close()
        self.db.execute(
            insert(TipSeries),
            [{"unit_id": unit, "last": last} for unit, last in self.tips.numbers.items()],
        )
        extras.reviews(self)
        review_rows.talk(self, extras.home_of(self))
        plan_rows.plans(self, extras.home_of(self))
        promise_rows.promises(self, extras.home_of(self))
        live_rows.evening(self, extras.home_of(self))
        mailbox_rows.mailboxes(self, extras.home_of(self))
        give_presence(self.db, joined=self.joined, now=self.now)
        joint_rows.shared_events(self, extras.home_of(self))
        bank_rows.banks(self, extras.home_of(self))
        case_rows.case(self)
        duty_rows.roster(self, extras.home_of(self))
        law_rows.limits(self)
        look_rows.looks(self)
        paper_rows.notice(self, extras.home_of(self))
        duty_rows.clock(self)
        self.db.commit()
        return code

    def _signed_in_at(self) -> set[str]:
        homes = {officer.place_id for officer in self.db.query(Officer) if officer.password_hash}
        return {unit.place.code for unit in self.units if unit.place.id in homes}

    def _take(self, activity: Activity) -> None:
        unit = self.by_code[activity.commune]
        if activity.kind is Kind.TIP:
            root = self.root if self.rng.random() < PARENT_SHARE else None
            self.add_tip(self.tips.make(unit, activity.recorded_at, root=root))
        else:
            self.add_field(activity, unit)

    def add_field(self, activity: Activity, unit: Unit) -> None:
        """One outreach activity or forum with its photos."""
        day = local_day(activity.recorded_at)
        wanted = self.rng.choice((0, 0, 1, 1, 2, 3))
        photos = self.photos.for_field(day, wanted)
        ids = [photo["id"] for photo in photos]
        if activity.kind is Kind.FORUM:
            made = self.fields.forum(activity, unit, ids, self.today)
            self.writer.add(Forum, [made.row])
            self.writer.add(Opinion, made.parts)
        else:
            made = self.fields.outreach(activity, unit, ids)
            self.writer.add(Outreach, [made.row])
            self.writer.add(OutreachCount, made.parts)
        kind = made.happening.kind.value
        self.writer.add(Photo, given_to(photos, kind, made.row["id"]))
        self.writer.show(made.happening)

    def add_tip(self, made: TipRecord) -> None:
        """One tip with everything that hangs on it."""
        self.writer.add(Tip, [made.row])
        self.writer.add(TipIdentifier, made.identifiers)
        self.writer.add(TipStep, made.steps)
        self.writer.add(TipMessage, made.messages)
        if made.row["has_contact"]:
            contact = {
                "tip_id": made.row["id"],
                "key_id": made.row["key_id"],
                "sealed": seal_contact(self.ring, made.row["id"], "chị Mẫu, 0900 000 123"),
                "last_opened_on": None,
            }
            self.writer.add(TipContact, [contact])
        if self.tip_photos < TIP_PHOTOS and self.rng.random() < 0.3:
            self.tip_photos += 1
            rows = self.photos.for_tip(made.row["id"], made.key, made.row["received_on"])
            self.writer.add(Photo, rows)
        if made.happening is not None:
            self.writer.show(made.happening)


def seed(
    db: Session,
    ring: KeyRing,
    store: Store,
    make_safe: MakeSafe,
    *,
    request: DemoRequest,
    progress: Progress,
) -> DemoMade:
    """Make the demo district in an empty database and commit it, batch by batch."""
    seeder = _Seeder(db, ring, store, make_safe, request)
    code = seeder.run(progress)
    return DemoMade(sign_ins=seeder.sign_ins, poster_code=code)
