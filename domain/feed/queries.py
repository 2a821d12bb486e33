"""Reading feeds: one place's rows, newest first, a page at a time by cursor.

Every read is by equality on one place, so it costs the same whatever the table holds. Filters
that the key does not know look at no more than `SCAN` rows a request and go on by cursor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, bindparam, select, tuple_
from sqlalchemy.orm import Session

from domain.clock import instant
from domain.engines import ready
from domain.errors import NotFound
from domain.feed import search
from domain.feed.models import FeedRow, Kind, Told
from domain.feed.search import Sought
from domain.people.models import Officer
from domain.places.queries import in_scope

PAGE = 50
SCAN = 500


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row that was shown; the next page begins below it."""

    happened_at: datetime
    record_id: UUID

    def __str__(self) -> str:
        """How it travels in an address."""
        micros = (self.happened_at - _EPOCH) // timedelta(microseconds=1)
        return f"{micros}-{self.record_id.hex}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """The reverse of `str()`; nothing for an empty text. Raises `NotFound` for nonsense."""
        if not text:
            return None
        micros, _, record_id = text.rpartition("-")
        try:
            return cls(_EPOCH + timedelta(microseconds=int(micros)), UUID(hex=record_id))
        except (ValueError, OverflowError):
            raise NotFound from None


_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a feed shows: one place's rows, narrowed."""

    place_id: UUID
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None
    scam: str = ""
    scam_categories: frozenset[str] = field(default_factory=frozenset)
    """The tip categories that take in the type of scam."""
    text: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether rows must be looked at one by one to know if they belong."""
        return self.kind is not None or bool(self.scam)

    def takes(self, row: FeedRow) -> bool:
        """Whether the row belongs; place and dates are the query's own work."""
        if self.kind is not None and row.kind is not self.kind:
            return False
        if not self.scam:
            return True
        warned = self.scam in row.summary.get("scams", ())
        return warned or row.summary.get("category") in self.scam_categories


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows to show and how to go on: `following` is empty at the end.

    `stopped_early`: `SCAN` rows were looked at and older ones may still belong.
    """

    rows: Sequence[FeedRow]
    following: str = ""
    stopped_early: bool = False


def page(db: Session, viewer: Officer, wanted: Wanted, *, after: str = "") -> Page:
    """A page of what happened, below the place where the page before ended.

    Raises `NotFound` when the place is not one the viewer may look at, or `after` is nonsense.
    """
    is_own = wanted.place_id == viewer.place_id
    if not is_own and not in_scope(db, viewer.place_id, wanted.place_id):
        raise NotFound
    if wanted.text:
        return _found(db, wanted, after)
    return _scanned(db, wanted, Cursor.parse(after), PAGE)


def held_since(db: Session, viewer: Officer, since: datetime) -> list[Told]:
    """The newest things at the viewer's own place since an instant, tips left out."""
    found = _HELD_SINCE.all(db, {"place": viewer.place_id, "since": since})
    return [Told(*row) for row in found]


def rows_of_kind(
    db: Session, *, place_id: UUID, kind: Kind, below: Cursor | None = None, limit: int = 20
) -> tuple[Sequence[FeedRow], Cursor | None]:
    """One kind of a place's rows, newest first, and where the next page begins (None: the end).

    `place_id` is the viewer's own place: what may not be seen has no row there.
    """
    found = _scanned(db, Wanted(place_id=place_id, kind=kind), below, limit)
    return found.rows, Cursor.parse(found.following)


def get_row(db: Session, viewer: Officer, kind: Kind, record_id: UUID) -> FeedRow:
    """A record as the viewer's own place sees it. Raises `NotFound` for unseen and absent."""
    query = select(FeedRow).where(
        FeedRow.record_id == record_id, FeedRow.place_id == viewer.place_id, FeedRow.kind == kind
    )
    row = db.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def rows_of(db: Session, place_id: UUID, record_ids: Sequence[UUID]) -> list[FeedRow]:
    """The rows of these records at a place, in the order given; those not there are left out."""
    query = select(FeedRow).where(FeedRow.place_id == place_id, FeedRow.record_id.in_(record_ids))
    known = {row.record_id: row for row in db.scalars(query)}
    return [known[record_id] for record_id in record_ids if record_id in known]


def _scanned(db: Session, wanted: Wanted, below: Cursor | None, limit: int) -> Page:
    query = _newest_first(wanted, below).limit(SCAN if wanted.is_narrowed else limit + 1)
    shown: list[FeedRow] = []
    last, looked = None, 0
    for row in _streamed(db, query, in_parts=wanted.is_narrowed):
        if wanted.takes(row):
            if len(shown) == limit:
                return Page(rows=shown, following=_below(shown[-1]))
            shown.append(row)
        last, looked = row, looked + 1
    if last is None or looked < SCAN:
        return Page(rows=shown)
    return Page(rows=shown, following=_below(last), stopped_early=True)


def _streamed(db: Session, query: Select[FeedRow], *, in_parts: bool) -> Iterator[FeedRow]:
    """Rows as they are read, so that a full page leaves the rest of a scan unread."""
    if not in_parts:
        yield from db.scalars(query)
        return
    with db.scalars(query.execution_options(yield_per=100)) as rows:
        yield from rows


def _newest_first(wanted: Wanted, below: Cursor | None) -> Select[FeedRow]:
    query = select(FeedRow).where(FeedRow.place_id == wanted.place_id)
    if wanted.since:
        query = query.where(FeedRow.happened_at >= instant(wanted.since, None))
    if wanted.until:
        day_after = wanted.until + timedelta(days=1)
        query = query.where(FeedRow.happened_at < instant(day_after, None))
    if below is not None:
        position = tuple_(FeedRow.happened_at, FeedRow.record_id)
        query = query.where(position < (below.happened_at, below.record_id))
    return query.order_by(FeedRow.happened_at.desc(), FeedRow.record_id.desc())


def _below(row: FeedRow) -> str:
    return str(Cursor(row.happened_at, row.record_id))


def _found(db: Session, wanted: Wanted, after: str) -> Page:
    """Records that hold every word. Tips are not searched."""
    sought = Sought(
        place_id=wanted.place_id,
        text=wanted.text,
        kind=wanted.kind,
        scam=wanted.scam,
        since=wanted.since,
        until=wanted.until,
    )
    hits = search.find(db, sought, below=_number(after), limit=PAGE + 1)
    rows = rows_of(db, wanted.place_id, [record_id for _, record_id in hits[:PAGE]])
    return Page(rows=rows, following=str(hits[PAGE - 1][0]) if len(hits) > PAGE else "")


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise NotFound
    return int(text)


_HELD_SINCE = ready(
    select(FeedRow.kind, FeedRow.record_id, FeedRow.happened_at, FeedRow.summary)
    .where(
        FeedRow.place_id == bindparam("place"),
        FeedRow.happened_at >= bindparam("since"),
        FeedRow.kind != Kind.TIP,
    )
    .order_by(FeedRow.happened_at.desc(), FeedRow.record_id.desc())
    .limit(PAGE)
)
"""Put together once: the home screen asks for it every time it is opened."""
