"""What is told of a bank contact and of a call: everything that can be corrected or repeated."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.banking.models import BankContact, CallResult
from domain.dialled import Boxes, Dialled, digits

CHECK_BOXES = Boxes(number="day_phone", on="checked_on", by="checked_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactContent:
    """Whom to call at a bank by day and by night, and who dialled the numbers when."""

    bank: str
    """Code of the list of banks, or an e-wallet's name as it was typed."""
    branch: str = ""
    person: str = ""
    day_phone: str = ""
    night_phone: str = ""
    note: str = ""
    checked_on: date | None = None
    checked_by: str = ""

    @property
    def call(self) -> Dialled:
        """Both numbers as one: whoever checked them dialled both."""
        numbers = " ".join(phone for phone in (self.day_phone, self.night_phone) if phone)
        return Dialled(number=numbers, on=self.checked_on, by=self.checked_by)

    def fields(self) -> dict[str, Any]:
        """The content as named fields ready for JSON; a field that was left empty is not there."""
        told = {
            "bank": self.bank,
            "branch": self.branch,
            "person": self.person,
            "day_phone": self.day_phone,
            "night_phone": self.night_phone,
            "note": self.note,
            "checked_on": self.checked_on.isoformat() if self.checked_on else "",
            "checked_by": self.checked_by,
        }
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall:
    """One call to a bank. The id is made with the form, so that a repeat is known."""

    id: UUID
    bank: str
    called_at: datetime | None
    """None when the time that was typed is none."""
    result: CallResult | None
    amount_text: str = ""
    """What the bank held, as it was typed."""
    note: str = ""
    """Who answered and what was said."""


def contact_content(contact: BankContact) -> ContactContent:
    """What the directory says of a contact now."""
    return ContactContent(
        bank=contact.bank,
        branch=contact.branch,
        person=contact.person,
        day_phone=contact.day_phone,
        night_phone=contact.night_phone,
        note=contact.note,
        checked_on=contact.checked_on,
        checked_by=contact.checked_by,
    )


def dialable(text: str) -> str:
    """A number as its digits; text that is no number stays as it was typed."""
    try:
        return digits(text)
    except ValueError:
        return text
