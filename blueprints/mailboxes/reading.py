"""An opening as it is read: its facts in words, and what its letters wait for."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from blueprints.mailboxes import words
from domain.mailboxes.models import MailboxOpening
from domain.mailboxes.openings import letter_to_enter
from domain.people.rules import Permission, may
from domain.records import rights
from web.authz import current_officer
from web.filters import clock, full_day, long_day, moment
from web.reading import RecordReading


class Reading(RecordReading):
    """What the page of one opening shows."""

    def __init__(self, db: Session, opening: MailboxOpening) -> None:
        self.opening = opening
        super().__init__(db, opening, words.field)

    @property
    def title(self) -> str:
        """The box."""
        return str(gettext("Mở hộp thư ở %(spot)s", spot=self.opening.mailbox.spot))

    @property
    def note(self) -> str:
        """Where and when."""
        return f"{self.where}, {full_day(self.opening.held_on)}"

    @property
    def to_edit(self) -> str:
        """What the button to the form says."""
        return str(gettext("Sửa, thêm ảnh biên bản"))

    @property
    def letters(self) -> str:
        """How many letters, and how many of them are tips already."""
        return words.entered(self.opening)

    @property
    def next_letter(self) -> int:
        """The number of the letter that this reader can enter next; 0 when there is none, or
        it is not this reader's to enter."""
        waits = letter_to_enter(self._db, current_officer, self.opening.id) is not None
        if not waits or not may(current_officer, Permission.ENTER_TIPS):
            return 0
        return self.opening.letters_entered + 1

    @property
    def waits_for_another(self) -> bool:
        """Whether letters of the reader's unit wait for somebody who may enter tips."""
        opening = self.opening
        left = opening.letters_entered < opening.letters
        return left and not self.next_letter and rights.may_correct(current_officer, opening)

    def facts(self) -> list[tuple[str, str]]:
        """Label and text of everything that was filled in."""
        opening = self.opening
        day = long_day(opening.held_on)
        if opening.started_at:
            day = gettext("%(clock)s, %(day)s", clock=clock(opening.started_at), day=day)
        told = [
            (gettext("Hộp thư"), f"{opening.mailbox.spot}, {self.where}"),
            (gettext("Ngày mở"), day),
            (gettext("Hai người mở"), ", ".join(opening.openers)),
            (gettext("Số lá thư"), str(opening.letters)),
            (gettext("Ghi chú"), opening.notes),
            (gettext("Người ghi"), opening.author.name),
            (gettext("Ghi lúc"), moment(opening.entered_at)),
        ]
        return [(label, text) for label, text in told if text]
