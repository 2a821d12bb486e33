"""Tables of the audit log: entries, and the head of their chain."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base


class Action(StrEnum):
    """What was done or seen. Add a word here rather than writing one at the call."""

    TIP_RECEIVED = "tip_received"
    TIP_READ = "tip_read"
    TIP_OPENED_FROM_ABOVE = "tip_opened_from_above"
    TIP_TAKEN = "tip_taken"
    TIP_STATE_SET = "tip_state_set"
    TIP_ANSWERED = "tip_answered"
    TIP_CORRECTED = "tip_corrected"
    TIP_CONTACT_OPENED = "tip_contact_opened"
    TIP_PHOTO_SEEN = "tip_photo_seen"
    TIP_CLAIMED = "tip_claimed"
    TIP_RELEASED = "tip_released"
    RECORD_CREATED = "record_created"
    RECORD_CORRECTED = "record_corrected"
    RECORD_WITHDRAWN = "record_withdrawn"
    RECORD_ACKNOWLEDGED = "record_acknowledged"
    RECORD_COMMENTED = "record_commented"
    RECORD_SENT_BACK = "record_sent_back"
    POSTER_ISSUED = "poster_issued"
    POSTER_RETIRED = "poster_retired"
    POSTER_REVOKED = "poster_revoked"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_ENDED = "sign_in_ended"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an act.
    PIN_CHANGED = "pin_changed"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    PHONE_ENROLLED = "phone_enrolled"
    PHONE_REVOKED = "phone_revoked"
    CODE_ISSUED = "code_issued"
    OFFICER_CHANGED = "officer_changed"
    PLACE_CHANGED = "place_changed"
    REFERENCE_CHANGED = "reference_changed"
    SETTING_CHANGED = "setting_changed"
    KEYS_ROTATED = "keys_rotated"
    BACKUP_MADE = "backup_made"
    MAINTENANCE_RUN = "maintenance_run"


class AuditEntry(Base):
    """One act or look. Holds no content and never a citizen's address."""

    __tablename__ = "audit_entries"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    place_id: Mapped[UUID | None]
    role: Mapped[str] = mapped_column(String(20), default="")
    action: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(20), default="")
    object_id: Mapped[str] = mapped_column(String(60), default="", index=True)
    reason: Mapped[str] = mapped_column(String(400), default="")
    sign_in: Mapped[str] = mapped_column(String(16), default="")
    key_id: Mapped[str] = mapped_column(String(16))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """The last entry's number and seal; the one row everybody who writes an entry locks."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
