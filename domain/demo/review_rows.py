"""What the demo's supervisor and the home officer say to each other about the officer's records."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from domain.audit.services import Who
from domain.base import new_record_id
from domain.demo.district import Unit
from domain.feed.models import Kind
from domain.outreach import services as outreach
from domain.outreach.choices import choices_for
from domain.outreach.content import content_of
from domain.outreach.models import Outreach
from domain.people.models import Officer, Role
from domain.review import services
from domain.review.models import ReviewKind
from domain.review.services import NewReview, Speaking

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

VENUE = "Nhà văn hóa ấp, cổng sau"
_DAY = timedelta(days=1)


def talk(seeder: "_Seeder", home: Unit) -> None:
    """A note that waits on the home screen, one that was mended yesterday, and two talks: a word
    that is not read yet, and one that was answered."""
    officer = next((o for o in home.officers if o.role is Role.OFFICER and o.password_hash), None)
    supervisors = select(Officer).where(Officer.role == Role.SUPERVISOR, Officer.is_active)
    supervisor = seeder.db.scalars(supervisors).unique().first()
    if officer is None or supervisor is None:
        return
    _Talk(seeder, officer, supervisor).run()


class _Talk:
    """The officer's newest activities, spoken of in the last three days."""

    def __init__(self, seeder: "_Seeder", officer: Officer, supervisor: Officer) -> None:
        self._db, self._seeder = seeder.db, seeder
        self._officer, self._supervisor = officer, supervisor

    def run(self) -> None:
        """As many of the talks as there are activities."""
        newest = (
            select(Outreach)
            .where(
                Outreach.author_id == self._officer.id,
                Outreach.withdrawn_at.is_(None),
                # Nothing is said of an activity before it is there.
                Outreach.entered_at <= self._at(3 * _DAY),
            )
            .order_by(Outreach.entered_at.desc(), Outreach.id)
        )
        talks = (self._waits, self._was_mended, self._is_unread, self._was_answered)
        for record, talk in zip(self._db.scalars(newest.limit(len(talks))), talks, strict=False):
            talk(record)

    def _waits(self, record: Outreach) -> None:
        field = f"count_{record.counts[0].unit}" if record.counts else "notes"
        text = "Ghi lại con số này theo danh sách ký tên."
        self._above(record, ReviewKind.SENT_BACK, text, field=field, ago=_DAY / 4)

    def _was_mended(self, record: Outreach) -> None:
        text = "Ghi rõ làm ở đâu, để tổng hợp theo điểm."
        self._above(record, ReviewKind.SENT_BACK, text, field="venue", ago=2 * _DAY)
        by, now = self._officer, self._at(_DAY)
        choices = choices_for(self._db, by, on=self._seeder.today, tree_day=self._seeder.on)
        acting = outreach.Acting(
            by=by, who=_who(by), now=now, ring=self._seeder.ring, choices=choices
        )
        outreach.correct(
            self._db,
            acting=acting,
            record=record,
            version=record.version,
            content=replace(content_of(record), venue=VENUE),
        )
        services.mend(
            self._db,
            kind=Kind.OUTREACH,
            record_id=record.id,
            by=by,
            now=now,
            changed={"venue"},
        )

    def _is_unread(self, record: Outreach) -> None:
        text = "Hình rõ, số liệu khớp. Buổi sau mời thêm ban ấp."
        self._above(record, ReviewKind.COMMENT, text, ago=_DAY / 3)

    def _was_answered(self, record: Outreach) -> None:
        text = "Sao buổi này ít người dự?"
        self._above(record, ReviewKind.COMMENT, text, ago=3 * _DAY)
        said = self._new(record, ReviewKind.COMMENT, "Bữa đó mưa. Đã hẹn lại tuần sau.", ago=_DAY)
        services.answer(self._db, speaking=self._speaking(self._officer, _DAY), new=said)

    def _above(
        self,
        record: Outreach,
        kind: ReviewKind,
        text: str,
        *,
        ago: timedelta,
        field: str = "",
    ) -> None:
        said = self._new(record, kind, text, ago=ago, field=field)
        services.give(self._db, speaking=self._speaking(self._supervisor, ago), new=said)
        self._db.flush()

    def _new(
        self, record: Outreach, kind: ReviewKind, text: str, *, ago: timedelta, field: str = ""
    ) -> NewReview:
        return NewReview(
            id=new_record_id(self._at(ago)),
            kind=kind,
            record_kind=Kind.OUTREACH,
            record_id=record.id,
            text=text,
            field=field,
        )

    def _speaking(self, by: Officer, ago: timedelta) -> Speaking:
        return Speaking(by=by, who=_who(by), now=self._at(ago), ring=self._seeder.ring)

    def _at(self, ago: timedelta) -> datetime:
        return self._seeder.now - ago


def _who(by: Officer) -> Who:
    return Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
