"""The table of several past activities: what it begins with, what of it is saved, what stays."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from uuid import UUID

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from blueprints.outreach import several_form
from blueprints.outreach.entry import Entry
from blueprints.outreach.forms import Texts
from blueprints.outreach.several_form import Line
from domain.base import new_record_id
from domain.outreach import queries, rules, services
from domain.outreach.models import Outreach
from domain.places import queries as places
from domain.records.queries import already_sent
from domain.records.services import is_same
from web import records
from web.authz import current_officer
from web.context import now, session, today
from web.filters import long_day
from web.htmx import render
from web.place_chips import place_chips

FRESH = 5
"""Lines that the table begins with, and that it grows by."""
NOWHERE = "none"
"""Where a photo goes that is not to be kept."""


class Several:
    """The lines of one form, and what was saved from it so far."""

    def __init__(self, texts: Texts) -> None:
        self.entry = Entry()
        self.saved = ids_in(texts.getlist("saved"))
        self._places, self._channels = self._offered_places(), self._offered_channels()
        self.lines: list[Line] = []
        self._found_nothing = False
        self.hold(texts)

    def hold(self, texts: Texts) -> None:
        """Have the lines that these texts speak of."""
        self.lines = [self._line(number, texts) for number in several_form.numbers_in(texts)]

    def _line(self, number: int, texts: Texts) -> Line:
        line = Line(number, texts, self.entry.choices, today())
        line.form.place.choices, line.form.channel.choices = self._places, self._channels
        return line

    def _offered_places(self) -> list[tuple[str, str]]:
        choices = self.entry.choices
        twins = places.twins(session(), choices.areas)
        chips = place_chips(choices.unit, choices.areas, "", str, twins=twins)
        label = f"{chips.label} " if chips.is_numbered else ""
        areas = [(chip.value, f"{label}{chip.text}") for chip in chips.areas]
        return [("", gettext("Chọn nơi")), *areas, (chips.whole.value, chips.whole.text)]

    def _offered_channels(self) -> list[tuple[str, str]]:
        short = self.entry.words.short_channel
        known = [(code, short(code)) for code in self.entry.by_use()]
        return [("", gettext("Chọn hình thức")), *known]

    def arrange(self) -> None:
        """Let each photo wait where the officer put it: for another line, or nowhere any more."""
        ids = {str(line.number): line.record_id for line in self.lines}
        moved = False
        for line in self.lines:
            for photo in line.photos:
                chosen = request.form.get(f"photo-{photo.id}", str(line.number))
                if chosen == NOWHERE:
                    session().delete(photo)
                elif chosen in ids:
                    records.move_waiting(photo, ids[chosen])
                moved = moved or chosen != str(line.number)
        if moved:
            session().flush()
            for line in self.lines:
                line.photos = records.waiting_photos(line.record_id)

    def grow(self) -> None:
        """Add lines that begin with what the last one was told of."""
        last = self.lines[-1] if self.lines else None
        start = last.carried() if last else self.last_time()
        first = last.number + 1 if last else 1
        for number in range(first, min(first + FRESH, several_form.MOST_LINES + 1)):
            texts = several_form.begun(number, start, new_record_id(now()))
            self.lines.append(self._line(number, MultiDict(texts)))

    def last_time(self) -> dict[str, str]:
        """Where and how this officer worked last, as far as it can still be chosen."""
        last = queries.last_of(session(), current_officer)
        if last is None:
            return {}
        known = {"place": str(last.place_id), "channel": last.channel, "venue": last.venue}
        offered = {*dict(self._places), *dict(self._channels)}
        return {n: text for n, text in known.items() if n == "venue" or text in offered}

    def save(self) -> bool:
        """Log each line that is right; the others stay. Whether everything told is saved."""
        told = [line for line in self.lines if not line.is_blank and not line.is_left_out]
        wrong = [line for line in told if not self._save(line)]
        self.saved += [line.record_id for line in told if line not in wrong]
        for line in self.lines:
            if line.is_left_out:
                records.drop_waiting(line.record_id)
        if told:
            self.lines = wrong
        self._found_nothing = not told
        return bool(told) and not wrong

    def _save(self, line: Line) -> bool:
        if not line.form.validate():
            return False
        db, content = session(), line.to_content()
        sent = already_sent(db, Outreach, by=current_officer, record_id=line.record_id)
        if sent is not None:
            self.saved.append(line.record_id)
            return is_same(sent, content, ()) or line.says_saved_otherwise()
        if line.put_beside(rules.problems(content, self.entry.choices, today=today())):
            return False
        services.log(
            db,
            acting=self.entry.acting(),
            record_id=line.record_id,
            content=content,
            photos=records.keep_photos(line.record_id, ()),
        )
        return True

    def show(self) -> str:
        """The page."""
        blank = self._line(0, MultiDict(several_form.begun(0, {}, UUID(int=0))))
        return render(
            "outreach/several.html",
            lines=self.lines,
            blank=blank,
            problems=self._problems(),
            saved=in_a_few_words(self.entry, self.saved),
            units={code: self._unit(code) for code in self.entry.choices.channels},
            most=several_form.MOST_LINES,
            latest=today().isoformat(),
            posted=request.method == "POST",
        )

    def _unit(self, channel: str) -> str:
        units = self.entry.choices.units_of(channel, today())
        return self.entry.words.unit(units[0]) if units else ""

    def _problems(self) -> list[tuple[str, str]]:
        found = [problem for line in self.lines for problem in line.errors()]
        if self._found_nothing:
            return [("several", gettext("Chưa dòng nào có ngày. Ghi ít nhất một dòng."))]
        return found


def ids_in(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def _opening(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def in_a_few_words(entry: Entry, saved: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """Records of this officer by their ids, the newest day first, each in a few words."""
    return [
        (
            record.id,
            " · ".join(
                (
                    _opening(long_day(record.held_on)),
                    record.place.full_name,
                    entry.words.short_channel(record.channel),
                )
            ),
        )
        for record in queries.own(session(), current_officer, saved)
    ]
