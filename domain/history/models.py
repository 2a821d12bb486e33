"""Table of corrections: who changed which fields of a record, when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, OfficerRef, PublicId


class Correction(Base):
    """One saved correction: the version it made and, per field, what it was and became."""

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("record_kind", "record_id", "version"),)

    id: Mapped[PublicId]
    record_kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[UUID]
    version: Mapped[int]
    changed_by: Mapped[OfficerRef]
    changed_at: Mapped[datetime]
    changes: Mapped[dict[str, Any]]
    """{"field": [before, after]}; withdrawing is {"withdrawn": [false, reason]}."""
