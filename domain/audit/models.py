"""Tables of the audit log: two chains of entries, and the head of each."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, enum_column


class Action(StrEnum):
    """What was done or seen. Add a word here rather than writing one at the call."""

    TIP_RECEIVED = "tip_received"
    TIP_READ = "tip_read"
    TIP_OPENED_FROM_ABOVE = "tip_opened_from_above"
    TIP_TAKEN = "tip_taken"
    TIP_STATE_SET = "tip_state_set"
    TIP_ANSWERED = "tip_answered"
    TIP_CORRECTED = "tip_corrected"
    TIP_IDENTIFIER_ADDED = "tip_identifier_added"
    TIP_IDENTIFIER_REMOVED = "tip_identifier_removed"
    TIP_LINKS_READ = "tip_links_read"
    TIP_ASKED_ELSEWHERE = "tip_asked_elsewhere"
    TIP_CONTACT_OPENED = "tip_contact_opened"
    TIP_CONTACT_KEPT = "tip_contact_kept"
    TIP_CONTACT_LEFT = "tip_contact_left"
    TIP_CONTACT_WITHDRAWN = "tip_contact_withdrawn"
    TIP_PHOTO_SEEN = "tip_photo_seen"
    TIP_LOOKS_READ = "tip_looks_read"
    TIP_CLAIMED = "tip_claimed"
    TIP_RELEASED = "tip_released"
    VICTIM_SPOKEN = "victim_spoken"
    BANK_CALLED = "bank_called"
    BANK_CALL_CORRECTED = "bank_call_corrected"
    BANK_CALL_STRUCK = "bank_call_struck"
    TIP_ASSIGNED = "tip_assigned"
    TIP_TRANSFERRED = "tip_transferred"
    TIP_END_CONFIRMED = "tip_end_confirmed"
    TIP_APPEALED = "tip_appealed"
    TIP_APPEAL_DECIDED = "tip_appeal_decided"
    TIP_HELD_BACK = "tip_held_back"
    TIP_LET_GO = "tip_let_go"
    TIP_ERASED = "tip_erased"
    TIP_JOINED_CASE = "tip_joined_case"
    TIP_LEFT_CASE = "tip_left_case"
    TIP_IN_CASE_FILE = "tip_in_case_file"
    TIP_IN_REGISTER = "tip_in_register"
    CASE_OPENED = "case_opened"
    CASE_DISSOLVED = "case_dissolved"
    CASE_READ = "case_read"
    CASE_FILE_MADE = "case_file_made"
    TIP_CLASSIFIED = "tip_classified"
    UNIT_NUDGED = "unit_nudged"
    TIP_EXTENDED = "tip_extended"
    TIP_LIMIT_MET = "tip_limit_met"
    PAPER_ISSUED = "paper_issued"
    PAPER_READ = "paper_read"
    REGISTER_EXPORTED = "register_exported"
    TEMPLATE_CHANGED = "template_changed"
    RECORD_CREATED = "record_created"
    RECORD_CORRECTED = "record_corrected"
    RECORD_WITHDRAWN = "record_withdrawn"
    OPINION_ADDED = "opinion_added"
    PHOTO_CAME_LATER = "photo_came_later"
    RECORD_JOINED = "record_joined"
    RECORD_PARTED = "record_parted"
    RECORD_KEPT_APART = "record_kept_apart"
    RECORD_ACKNOWLEDGED = "record_acknowledged"
    RECORD_COMMENTED = "record_commented"
    RECORD_SENT_BACK = "record_sent_back"
    PLAN_MADE = "plan_made"
    PLAN_CHANGED = "plan_changed"
    PLAN_MOVED = "plan_moved"
    PLAN_CANCELLED = "plan_cancelled"
    PLAN_HELD = "plan_held"
    POSTER_ISSUED = "poster_issued"
    POSTER_RETIRED = "poster_retired"
    POSTER_REVOKED = "poster_revoked"
    LINE_TRIED = "line_tried"
    DUTY_ADDED = "duty_added"
    DUTY_CHANGED = "duty_changed"
    DUTY_CANCELLED = "duty_cancelled"
    DUTY_NUMBER_DIALLED = "duty_number_dialled"
    DUTY_NUMBER_WITHDRAWN = "duty_number_withdrawn"
    REGISTER_RETIRED = "register_retired"
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
    OWN_DAY_CHANGED = "own_day_changed"
    SETTING_CHANGED = "setting_changed"
    KEYS_ROTATED = "keys_rotated"
    BACKUP_MADE = "backup_made"
    LETTER_DROPPED = "letter_dropped"
    LETTER_HANDED_ON = "letter_handed_on"
    LETTER_READ = "letter_read"
    MAINTENANCE_RUN = "maintenance_run"


class Chain(StrEnum):
    """Two chains, numbered apart: what villagers do stands between no entries that tell the
    minute."""

    ACTS = "acts"
    ARRIVALS = "arrivals"


class Entry(Base):
    """What an entry of either chain holds: no content and never a citizen's address."""

    __abstract__ = True

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    place_id: Mapped[UUID | None]
    role: Mapped[str] = mapped_column(String(20), default="")
    action: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(20), default="")
    object_id: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")
    sign_in: Mapped[str] = mapped_column(String(16), default="")
    key_id: Mapped[str] = mapped_column(String(16))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditEntry(Entry):
    """One act or look, at its instant."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_actor_id", "actor_id"),
        Index("ix_audit_entries_object_id", "object_id"),
    )


class AuditArrival(Entry):
    """A tip that came in, or whose code came alive; `at` is the start of the half-day."""

    __tablename__ = "audit_arrivals"


class AuditReason(Base):
    """The words in which an officer said why, apart from the act's entry and sealed."""

    __tablename__ = "audit_reasons"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Under a key of its own, and never changed: the chain covers it."""
    key_id: Mapped[str] = mapped_column(String(16))
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHead(Base):
    """The last number and seal of a chain; whoever writes an entry there locks this row."""

    __tablename__ = "audit_head"

    chain: Mapped[Chain] = mapped_column(enum_column(Chain), primary_key=True)
    seq: Mapped[int]
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
