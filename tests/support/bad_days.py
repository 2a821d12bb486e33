"""Databases on a bad day: one that somebody holds, one with no room left."""

from contextlib import contextmanager

from sqlalchemy import create_engine, event

from web.extensions import db

_RAISE = """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"""


@contextmanager
def held(app, tables="tips, tip_messages"):
    """Another process writes and does not finish; nobody here waits long for it."""
    with app.app_context():
        engine = db.engine
    on_postgres = engine.dialect.name == "postgresql"

    def hurry(connection, record, proxy):
        connection.execute("SET lock_timeout = '50ms'" if on_postgres else "PRAGMA busy_timeout=50")
        connection.commit()

    other = create_engine(engine.url)
    with other.connect() as holder:
        holder.exec_driver_sql(
            f"LOCK TABLE {tables} IN EXCLUSIVE MODE" if on_postgres else "BEGIN IMMEDIATE"
        )
        event.listen(engine, "checkout", hurry)
        yield
        event.remove(engine, "checkout", hurry)
    other.dispose()
    engine.dispose()


@contextmanager
def full(app, table):
    """No room for a further row, in the engine's own words: SQLite may not grow by a page,
    PostgreSQL raises disk_full (53100) at the table.
    """
    with app.app_context():
        engine = db.engine
    on_postgres = engine.dialect.name == "postgresql"

    def no_room(connection, record, proxy):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    if on_postgres:
        with engine.begin() as connection:
            connection.exec_driver_sql(_RAISE)
            connection.exec_driver_sql(
                f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room()"
            )
    else:
        event.listen(engine, "checkout", no_room)
    yield
    if on_postgres:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP TRIGGER no_room ON {table}")
    else:
        event.remove(engine, "checkout", no_room)
    engine.dispose()
