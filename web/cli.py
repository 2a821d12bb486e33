"""The flask commands, each group in a module of its own."""

from flask import Flask

from web import cli_upkeep


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in (
        cli_upkeep.backup_group,
        cli_upkeep.audit_group,
        cli_upkeep.keys_group,
        cli_upkeep.maintenance,
        cli_upkeep.check,
    ):
        app.cli.add_command(command)
