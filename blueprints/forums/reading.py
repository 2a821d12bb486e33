"""A forum as it is read: its facts and its opinions in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from blueprints.forums import words
from blueprints.forums.telling import told
from blueprints.forums.words import Words
from domain.forums import due, live
from domain.forums.feed_entry import is_open
from domain.forums.models import Forum, Opinion, Outcome
from domain.forums.rules import may_know_speakers
from web.authz import current_officer
from web.context import today
from web.filters import clock, day, long_day, moment
from web.reading import RecordReading


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """One opinion as the page shows it; `due` is the state of a deadline chip, "" for a plain one
    of `tone`."""

    opinion: Opinion
    about: str
    ended: str
    tone: str
    due: str
    is_open: bool


class Reading(RecordReading):
    """What the page of one forum shows."""

    def __init__(self, db: Session, record: Forum) -> None:
        self.record = record
        self.words = Words(db)
        super().__init__(db, record, self.words.field)

    @property
    def title(self) -> str:
        """Where it was held."""
        return str(gettext("Diễn đàn %(place)s", place=self.where))

    @property
    def note(self) -> str:
        """When."""
        return long_day(self.record.held_on)

    @property
    def to_edit(self) -> str:
        """What the button to the form says."""
        return str(gettext("Sửa, thêm ý kiến, thêm ảnh"))

    def telling(self) -> str:
        """The sentence for the Zalo group."""
        return told(self._db, self.record, today=today())

    def facts(self) -> list[tuple[str, str]]:
        """Label and text of everything that was filled in."""
        record = self.record
        when = long_day(record.held_on)
        if record.started_at:
            when = gettext("%(clock)s, %(day)s", clock=clock(record.started_at), day=when)
        people = record.attendance
        told = [
            (gettext("Nơi tổ chức"), self.where),
            (gettext("Ngày"), when),
            (gettext("Địa điểm"), record.venue),
            (
                gettext("Người dự"),
                ""
                if people is None
                else words.attendance(people, record.attendance_is_approximate),
            ),
            (gettext("Chủ trì"), record.chair),
            (gettext("Phối hợp với"), self.words.partners(record.partners)),
            (gettext("Người ghi"), record.author.name),
            (gettext("Ghi lúc"), moment(record.entered_at)),
        ]
        return [(label, text) for label, text in told if text]

    def texts(self) -> list[tuple[str, str]]:
        """The longer texts under their headings."""
        record = self.record
        told = [
            (gettext("Công an đã thông báo"), record.contents),
            (gettext("Biên bản"), record.minutes),
            (gettext("Ghi chú"), record.notes),
        ]
        return [(title, text) for title, text in told if text]

    @property
    def unsaid(self) -> int:
        """How many opinions wait for a word on how they ended."""
        return len(live.unsaid_of(self.record))

    def endings(self) -> list[str]:
        """How each opinion ended, without its words or whose it was."""
        kinds = words.kinds()
        return [
            f"{opinion.position}. {kinds[opinion.kind.value]}: {how_it_stands(opinion)[0]}"
            for opinion in self.record.opinions
        ]

    def opinions(self) -> Iterator[OpinionLine]:
        """The opinions in order."""
        named = may_know_speakers(current_officer, self.record)
        for opinion in self.record.opinions:
            name = opinion.name if named else ""
            about = (words.kinds()[opinion.kind.value], opinion.topic, name)
            ended, tone, due = how_it_stands(opinion)
            yield OpinionLine(
                opinion=opinion,
                about=" · ".join(text for text in about if text),
                ended=ended,
                tone=tone,
                due=due,
                is_open=is_open(opinion),
            )


def how_it_stands(opinion: Opinion) -> tuple[str, str, str]:
    """How it ended or what it waits for, the tone of its chip, the state of its deadline."""
    if opinion.outcome is Outcome.ANSWERED:
        return gettext("Trả lời tại chỗ"), "ok", ""
    if opinion.outcome is Outcome.NOT_YET:
        return gettext("Chưa ghi cách xử lý"), "", ""
    if opinion.answered_on is not None:
        answered = gettext("Đã trả lời %(day)s", day=day(opinion.answered_on))
        way = words.ways()[opinion.answered_how.value] if opinion.answered_how else ""
        return ", ".join(text for text in (answered, way[:1].lower() + way[1:]) if text), "ok", ""
    by_day = gettext("hẹn %(day)s", day=day(opinion.due_on)) if opinion.due_on else ""
    if opinion.outcome is Outcome.PASSED_ON:
        where = opinion.responsible or gettext("cơ quan khác")
        passed_on = gettext("Đã chuyển %(where)s", where=where)
        whole = ", ".join(text for text in (passed_on, by_day) if text)
        return whole, "info", due.state(opinion.due_on, today()) if opinion.due_on else ""
    if opinion.due_on is None:
        return gettext("Hẹn trả lời, chưa hẹn ngày"), "warn", ""
    promise = gettext("Hẹn %(day)s", day=day(opinion.due_on))
    whole = ", ".join(text for text in (promise, opinion.responsible) if text)
    return whole, "warn", due.state(opinion.due_on, today())
