"""Tables of people: officers, how they sign in, and the phones they enrolled."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PublicId, enum_column
from domain.places.models import Place


class Role(StrEnum):
    """What a person does at a place."""

    OFFICER = "officer"
    CHIEF = "chief"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class DeviceKind(StrEnum):
    """Where somebody signs in; decides how long a sign-in and its drafts live."""

    OWN_PHONE = "own_phone"
    SHARED_PHONE = "shared_phone"
    STATION_PC = "station_pc"


class CodePurpose(StrEnum):
    """What a one-time code opens."""

    FIRST_SIGN_IN = "first_sign_in"
    ENROL_PHONE = "enrol_phone"
    RESET = "reset"


class Officer(Base):
    """A person who signs in, with one role at one place."""

    __tablename__ = "officers"

    id: Mapped[PublicId]
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    """Rank and name as the unit writes them."""
    role: Mapped[Role] = mapped_column(enum_column(Role))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), index=True)
    reads_tips: Mapped[bool] = mapped_column(default=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    pin_hash: Mapped[str] = mapped_column(String(200), default="")
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    """The last used time step, so that one TOTP code never works twice."""
    language: Mapped[str] = mapped_column(String(5), default="vi")
    text_size: Mapped[str] = mapped_column(String(5), default="")
    theme: Mapped[str] = mapped_column(String(5), default="")
    organisation: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """Code of the organisation in the list of partners; "" for the police."""
    email: Mapped[str | None] = mapped_column(String(200))
    """Where the morning's figures go; None for who wants none."""
    created_at: Mapped[datetime]
    passes_from: Mapped[datetime | None]
    """Passes of before are good only while the officer is signed in: a sign-in or a phone was
    ended since."""

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)

    # The four names that Flask-Login asks a user object for, without importing it here.
    @property
    def is_authenticated(self) -> bool:
        """A loaded officer is always somebody."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """Never: people without an account are not officers."""
        return False

    def get_id(self) -> str:
        """The id as text."""
        return str(self.id)


class SignIn(Base):
    """A server-side session: only the hash of its secret is kept, and it can be ended at once."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_officer_id_ended_at", "officer_id", "ended_at"),)

    id: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    """SHA-256 of the secret in the cookie."""
    officer_id: Mapped[OfficerRef]
    device_kind: Mapped[DeviceKind] = mapped_column(enum_column(DeviceKind))
    label: Mapped[str] = mapped_column(String(120), default="")
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolments.id"))
    second_factor: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    tips_open_until: Mapped[datetime | None]
    """Until then tip pages open without the PIN; moved on by use."""
    pin_failures: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Enrolment(Base):
    """A phone that was enrolled once with a one-time code: the second factor for 90 days."""

    __tablename__ = "enrolments"

    id: Mapped[PublicId]
    officer_id: Mapped[OfficerRef] = mapped_column(index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    label: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class OneTimeCode(Base):
    """A code good once: the first sign-in, enrolling a phone, or a reset."""

    __tablename__ = "one_time_codes"

    id: Mapped[PublicId]
    officer_id: Mapped[OfficerRef] = mapped_column(index=True)
    purpose: Mapped[CodePurpose] = mapped_column(enum_column(CodePurpose))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One of ten printed codes that replace the second factor once."""

    __tablename__ = "recovery_codes"

    id: Mapped[PublicId]
    officer_id: Mapped[OfficerRef] = mapped_column(index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    used_at: Mapped[datetime | None]


class HeldForm(Base):
    """What somebody sent and the server could not take, sealed until they are back."""

    __tablename__ = "held_forms"

    id: Mapped[PublicId]
    officer_id: Mapped[OfficerRef]
    path: Mapped[str] = mapped_column(String(400))
    sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    came_by_letter: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Out of a phone's outbox: kept longer, under the id of its item."""
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    """Who wrote it, when that is somebody else who may not send it any more."""
