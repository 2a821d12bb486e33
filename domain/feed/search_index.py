"""The full-text index over `search_entries`: one way to make it on each engine.

A migration makes the same for a deployment; these listeners do it where the tables are made
directly from the models. SQLite's index is written by `indexing`, not by triggers: the schema of
a database file is not trusted to reach virtual tables.
"""

from sqlalchemy import DDL, event

from domain.feed.models import SearchEntry

SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "folded, comments, content='search_entries', content_rowid='number', tokenize='unicode61')"
)
POSTGRESQL = (
    "CREATE INDEX search_index ON search_entries"
    " USING gin (to_tsvector('simple', folded || ' ' || comments))"
)


def _after_create(engine: str, statement: str) -> None:
    ddl = DDL(statement).execute_if(dialect=engine)  # type: ignore[no-untyped-call]
    event.listen(SearchEntry.__table__, "after_create", ddl)


_after_create("sqlite", SQLITE)
_after_create("postgresql", POSTGRESQL)
