"""What the shorthands of tables make on each engine."""

import subprocess
import sys

from sqlalchemy import inspect


def test_an_index_of_some_rows_covers_those_alone_on_both_engines(db):
    made = {index["name"]: index for index in inspect(db.connection()).get_indexes("tips")}
    options = made["ix_tips_closed"]["dialect_options"]
    assert "closed_on IS NOT NULL" in str(options[f"{db.connection().dialect.name}_where"])


def test_a_server_on_sqlite_loads_nothing_of_postgresql():
    asked = (
        "import sys; from domain import tables;"
        "print([name for name in sys.modules if name == 'sqlalchemy.dialects.postgresql'])"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
