"""Nothing the server does lets go of the locks that keep other processes off its database."""

import sqlite3
import subprocess
import sys
from contextlib import closing

from web.database import make_private

_TRY_TO_WRITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
"""


def test_making_sure_that_a_database_is_private_keeps_its_locks(tmp_path):
    """On POSIX, closing a file ends all locks that the whole process holds on it."""
    path = tmp_path / "a.sqlite3"
    make_private(path)
    assert path.stat().st_mode & 0o777 == 0o600
    # Without a write-ahead log all locks lie on the database file itself.
    with closing(sqlite3.connect(path, isolation_level=None)) as held:
        held.execute("CREATE TABLE scratch (x)")
        held.execute("BEGIN IMMEDIATE")
        make_private(path)
        other = subprocess.run(
            [sys.executable, "-c", _TRY_TO_WRITE, str(path)], capture_output=True, text=True
        )
    assert "database is locked" in other.stderr
