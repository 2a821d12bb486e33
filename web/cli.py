"""The flask commands, each group in a module of its own."""

import os

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the commands when `flask` runs: the server needs none of them in its memory."""
    if "FLASK_RUN_FROM_CLI" not in os.environ:
        return
    from web import cli_data, cli_posters, cli_seed, cli_upkeep

    for command in (
        cli_upkeep.backup_group,
        cli_upkeep.audit_group,
        cli_upkeep.keys_group,
        cli_upkeep.notices_group,
        cli_upkeep.maintenance,
        cli_upkeep.check,
        cli_posters.poster_group,
        cli_data.settings_group,
        cli_data.places_group,
        cli_data.user_group,
        cli_seed.group,
    ):
        app.cli.add_command(command)
