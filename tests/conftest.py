"""Real engines for every test: SQLite files and a PostgreSQL server that the run starts itself."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

import domain.tables  # noqa: F401 - maps every table.
from app import create_app
from domain.base import Base
from domain.places import loading
from domain.reference import defaults
from domain.vault.keys import KeyRing, new_data_key
from tests.factories import People, make_people
from tests.support.databases import (
    Databases,
    PostgresDatabases,
    SQLiteDatabases,
    hurry,
    prepared,
)
from tests.support.order import spread
from tests.support.page import Browser
from web.config import Config
from web.extensions import db as flask_db

KEY = new_data_key()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Several processes share the tests in another order than one alone."""
    if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0")):
        items[:] = spread(items, workers)


def _fill(url: str) -> None:
    """Schema, real places and lists: what every test starts from."""
    engine = prepared(create_engine(url))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        loading.load_packaged(session)
        defaults.load_packaged(session)
        defaults.read_tree_of(session, "2025-06-30")
        session.commit()
    engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Databases]:
    """A prepared template on one engine, from which each test gets a fresh copy."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    kind = SQLiteDatabases if request.param == "sqlite" else PostgresDatabases
    with closing(kind(folder, fill=_fill)) as made:
        yield made


@pytest.fixture(scope="session")
def ring() -> KeyRing:
    """The keys of the test deployment."""
    return KeyRing((KEY,))


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    """A fresh database of this test's own."""
    engine = prepared(create_engine(databases.fresh()))
    yield engine
    engine.dispose()


@pytest.fixture
def db(engine: Engine) -> Iterator[Session]:
    """A session on it, for tests of the domain."""
    with Session(engine) as session:
        yield session


@pytest.fixture(scope="session")
def built_app(databases: Databases, tmp_path_factory) -> Iterator[Flask]:
    instance = tmp_path_factory.mktemp("instance")
    app = create_app(
        Config(
            instance_dir=instance,
            database_url=databases.shared_url,
            media_dir=instance / "media",
            secret_key="0123456789" * 5,
            data_keys=(KEY,),
            public_url="http://127.0.0.1:8000",
            second_factor_required=False,
            testing=True,
        )
    )
    with app.app_context():
        hurry(flask_db.engine)
    yield app
    app.extensions["photo_process"].close()


@pytest.fixture
def app(built_app: Flask, databases: Databases) -> Iterator[Flask]:
    """The app on a database as fresh as the template, with an empty photo folder."""
    with built_app.app_context():
        flask_db.engine.dispose()
    databases.renew_shared()
    media = built_app.extensions["config"].media_dir
    shutil.rmtree(media, ignore_errors=True)
    media.mkdir(parents=True)
    for forget in built_app.extensions.get("forget_limits", ()):
        forget()
    yield built_app
    with built_app.app_context():
        flask_db.session.remove()
        flask_db.engine.dispose()


@pytest.fixture
def people(app: Flask) -> Iterator[People]:
    """One of each role, stored; attributes stay readable."""
    with app.app_context():
        engine = flask_db.engine
    # Outside the app's context: a request inside it would share its memory with the next one.
    with Session(engine, expire_on_commit=False) as session:
        made = make_people(session)
        session.commit()
        yield made


@pytest.fixture
def browser_of(app: Flask):
    """`browser_of("xa1")`: somebody signed in, whose every page is checked; no name: a citizen."""

    def open_for(username: str = "") -> Browser:
        return Browser(app, username)

    return open_for
