"""An activity as it is read: its facts in words, and its row in the list."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session

from blueprints.outreach.telling import told
from blueprints.outreach.words import Words
from domain.outreach.models import Outreach
from web.context import today
from web.filters import clock, full_day, long_day, moment
from web.reading import RecordReading


class Reading(RecordReading):
    """What the page of one activity shows."""

    def __init__(self, db: Session, record: Outreach) -> None:
        self.record = record
        self.words = Words(db)
        super().__init__(db, record, self.words.field)

    @property
    def title(self) -> str:
        """The channel."""
        return self.words.channel(self.record.channel)

    @property
    def note(self) -> str:
        """Where and when."""
        return f"{self.where}, {full_day(self.record.held_on)}"

    @property
    def to_edit(self) -> str:
        """What the button to the form says."""
        return str(gettext("Sửa, thêm ảnh"))

    def telling(self) -> str:
        """The sentence for the Zalo group."""
        return told(self._db, self.record, today=today())

    def facts(self) -> list[tuple[str, str]]:
        """Label and text of everything that was filled in."""
        record, words = self.record, self.words
        day = long_day(record.held_on)
        if record.started_at:
            day = gettext("%(clock)s, %(day)s", clock=clock(record.started_at), day=day)
        located = record.latitude is not None and record.longitude is not None
        told = [
            (gettext("Nơi làm"), self.where),
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


def line_of(told: Mapping[str, Any], words: Words, *, here: str) -> str:
    """The second line of a row: where, what was counted, who; from the feed's summary.

    The commune is left out where everything is of one commune.
    """
    place = told["place"]
    if told["commune"] not in {here, place}:
        place = f"{place}, {told['commune']}"
    counted = words.count(*told["main"]) if told["main"] else ""
    return " · ".join(text for text in (place, told["venue"], counted, told["author"]) if text)
