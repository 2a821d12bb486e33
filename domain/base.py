"""The declarative base, the naming convention and the column shorthands every table uses."""

import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, cast
from uuid import UUID

from sqlalchemy import (
    JSON,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    Table,
    TypeDecorator,
    Uuid,
    event,
    text,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept as UTC; a naive datetime is a programming error."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Use timestamptz on PostgreSQL and plain text on SQLite."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values; SQLite stores the UTC wall clock."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive datetime reached the database.")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC instant on both engines."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(enum: type[StrEnum]) -> Enum:
    """Store a StrEnum by its value, as a checked string on both engines."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=enum.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def index_of_some(name: str, *columns: str, where: str) -> Index:
    """An index over the rows of which a condition holds, the same on both engines.

    PostgreSQL hears of the condition when the index is made there: naming that engine sooner loads
    all that SQLAlchemy knows of it, two megabytes, into servers that run on SQLite.
    """
    index = Index(name, *columns, sqlite_where=text(where))

    def tell(made: Index, connection: Connection, **_: object) -> None:
        if connection.dialect.name == "postgresql":
            made.dialect_options["postgresql"]["where"] = text(where)

    event.listen(index, "before_create", tell)
    return index


class Base(DeclarativeBase):
    """Every table inherits this; the web layer binds its metadata."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this class attribute as it is.
        UUID: Uuid(),
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[Any]: JSON(),
    }


PublicId = Annotated[UUID, mapped_column(primary_key=True)]
"""A primary key made by whoever creates the record, phone included."""

PlaceRef = Annotated[UUID, mapped_column(ForeignKey("places.id"), index=True)]
OfficerRef = Annotated[UUID, mapped_column(ForeignKey("officers.id"))]


def table_of(model: type[Base]) -> Table:
    """The plain table of a model, for statements over very many rows: no objects are made."""
    return cast("Table", model.__table__)


def new_record_id(now: datetime) -> UUID:
    """A version 7 UUID (RFC 9562): the millisecond of `now`, then 74 random bits.

    For staff records only; whatever hangs on a tip uses `uuid4`, which tells no time.
    """
    millis = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    rand = secrets.randbits(74)
    value = (millis << 80) | (0x7 << 76) | ((rand >> 62) << 64) | (0b10 << 62)
    return UUID(int=value | (rand & ((1 << 62) - 1)))
