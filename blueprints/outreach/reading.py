"""An activity as it is read: its facts, photos, history and what was said of it, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from blueprints.outreach.words import Words
from domain.clock import days_late
from domain.feed.models import Kind
from domain.history import queries as history
from domain.media import services as media
from domain.media.models import Photo
from domain.outreach.models import Outreach
from domain.review import queries as review
from domain.review.models import ReviewKind
from web import records
from web.filters import clock, long_day, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something somebody said of the record, or a correction with (label, before, after)."""

    name: str
    at: datetime
    text: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


class Reading:
    """What the page of one activity shows."""

    def __init__(self, db: Session, record: Outreach) -> None:
        self._db = db
        self.record = record
        self.words = Words(db)

    @cached_property
    def _photos(self) -> list[Photo]:
        return media.of_record(self._db, Kind.OUTREACH, self.record.id)

    @property
    def strip(self) -> list[dict[str, object]]:
        """Its photos."""
        return records.strip_of(self._photos, record_id=self.record.id)

    @property
    def notes(self) -> list[Any]:
        """Photos that could not be kept, each with its sentence."""
        return records.photo_notes(self._photos)

    @property
    def late(self) -> int:
        """Days between the day it was held and the day it was entered; 0 when less than two."""
        return days_late(self.record.entered_at, self.record.held_on)

    def facts(self) -> list[tuple[str, str]]:
        """Label and text of everything that was filled in."""
        record, words = self.record, self.words
        day = long_day(record.held_on)
        if record.started_at:
            day = gettext("%(clock)s, %(day)s", clock=clock(record.started_at), day=day)
        located = record.latitude is not None and record.longitude is not None
        told = [
            (gettext("Nơi làm"), record.place.full_name),
            (gettext("Ngày"), day),
            *(
                (words.unit(c.unit), words.number(c.unit, c.value, c.is_approximate))
                for c in record.counts
            ),
            (gettext("Địa điểm"), record.venue),
            (gettext("Phối hợp với"), words.partners(record.partners)),
            (gettext("Chiêu lừa đã nhắc"), words.scams(record.scam_types)),
            (gettext("Đợt, chuyên đề"), record.campaign),
            (gettext("Vị trí"), f"{record.latitude}, {record.longitude}" if located else ""),
            (gettext("Người ghi"), record.author.name),
            (gettext("Ghi lúc"), moment(record.entered_at)),
        ]
        return [(label, text) for label, text in told if text]

    def corrections(self) -> list[Said]:
        """Who changed what, newest first."""
        return [
            Said(
                name=officer.name,
                at=correction.changed_at,
                changes=tuple(
                    self._change(name, before, after)
                    for name, (before, after) in correction.changes.items()
                ),
            )
            for correction, officer in history.of_record(self._db, Kind.OUTREACH, self.record.id)
        ]

    def _change(self, name: str, before: Any, after: Any) -> tuple[str, str, str]:
        label, was = self.words.field(name, before)
        return label, was, self.words.field(name, after)[1]

    @cached_property
    def _reviews(self) -> list[Any]:
        return list(review.of_record(self._db, Kind.OUTREACH, self.record.id))

    def reviews(self) -> list[Said]:
        """What supervisors said, oldest first."""
        acknowledged = gettext("Đã xem.")
        return [
            Said(name=officer.name, at=said.at, text=said.text or acknowledged)
            for said, officer in self._reviews
        ]

    def to_mend(self) -> list[Said]:
        """What a supervisor sent back and nobody has mended yet."""
        return [
            Said(name=officer.name, at=said.at, text=said.text)
            for said, officer in self._reviews
            if said.kind == ReviewKind.SENT_BACK and said.mended_at is None
        ]


def line_of(told: Mapping[str, Any], words: Words, *, here: str) -> str:
    """The second line of a row: where, what was counted, who; from the feed's summary.

    The commune is left out where everything is of one commune.
    """
    place = told["place"]
    if told["commune"] not in {here, place}:
        place = f"{place}, {told['commune']}"
    counted = words.count(*told["main"]) if told["main"] else ""
    return " · ".join(text for text in (place, told["venue"], counted, told["author"]) if text)


def thumbs_of(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Address and description of a row's small photos."""
    return [
        (url_for("media.thumb", photo_id=photo_id), gettext("Ảnh %(number)s", number=number))
        for number, photo_id in enumerate(told["photos"], start=1)
    ]
