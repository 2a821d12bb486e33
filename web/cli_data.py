"""Commands for what a deployment holds before anybody signs in: settings, places, people."""

import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from domain.audit.services import NOBODY
from domain.base import new_record_id
from domain.errors import BadInput
from domain.people.administration import Newcomer, Posting, add_with_password
from domain.people.models import Role
from domain.places.importing import import_csv
from domain.places.models import Level
from domain.reference import services
from domain.reference.settings import SPECS
from web.context import config, now, ring, session, settings, tree_day
from web.extensions import db
from web.terminal import bar, place_with, plain_failure

settings_group = AppGroup("settings", help="The settings of this deployment.")
places_group = AppGroup("places", help="The tree of places.")
user_group = AppGroup("user", help="People who sign in.")


@settings_group.command("get")
@click.argument("key", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def get_setting(key: str | None, as_json: bool) -> None:
    """Print the value of KEY, or of every setting."""
    with plain_failure():
        if key is not None and key not in SPECS:
            raise BadInput(key, f"Không có cài đặt tên {key}.")
        held = {one: settings()[one] for one in ([key] if key else SPECS)}
    if as_json:
        click.echo(json.dumps(held, ensure_ascii=False))
        return
    for name, value in held.items():
        click.echo(_text(value) if key else f"{name} = {_text(value)}")


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@settings_group.command("set")
@click.argument("key")
@click.argument("value")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def set_setting(key: str, value: str, as_json: bool) -> None:
    """Set KEY to VALUE; a bad value is refused with what the setting takes."""
    with plain_failure():
        kept = services.set_setting(session(), ring(), key=key, text=value, who=NOBODY, now=now())
        db.session.commit()
    click.echo(json.dumps({key: kept}, ensure_ascii=False) if as_json else f"{key} = {_text(kept)}")


@places_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON: added, changed, unchanged.")
@with_appcontext
def import_places(file: Path, as_json: bool) -> None:
    """Add or bring up to date the places of a CSV FILE. One wrong line and nothing is written."""
    with plain_failure(), bar("Importing places") as step:
        done = import_csv(
            session(), ring(), content=file.read_bytes(), who=NOBODY, now=now(), progress=step
        )
        db.session.commit()
    counts = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}
    told = ", ".join(f"{count} {what}" for what, count in counts.items())
    click.echo(json.dumps(counts) if as_json else f"Places: {told}.")


@user_group.command("add")
@click.argument("username")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--place", "code", required=True, help="Code of the unit.")
@click.option("--name", required=True, help="Rank and name.")
@click.option("--no-tips", is_flag=True, help="This person reads no tips.")
@click.option("--organisation", default="", help="Code of a partner; without it: the police.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: id, username, enrol_code.")
@with_appcontext
def add_user(
    username: str, role: str, code: str, name: str, no_tips: bool, organisation: str, as_json: bool
) -> None:
    """Add a person; the password comes on standard input."""
    password = _password()
    with plain_failure():
        place = place_with(code, tree_day())
        if place.level == Level.HAMLET:
            raise click.ClickException(f"{code} is a hamlet: people sit at a unit.")
        posting = Posting(
            name=name,
            role=Role(role),
            place_id=place.id,
            reads_tips=not no_tips,
            organisation=organisation,
        )
        officer, enrol_code = add_with_password(
            session(),
            ring(),
            newcomer=Newcomer(
                id=new_record_id(now()), username=username.strip().lower(), posting=posting
            ),
            password=password,
            second_factor_required=config().second_factor_required,
            who=NOBODY,
            now=now(),
        )
        made = {"id": str(officer.id), "username": officer.username, "enrol_code": enrol_code}
        db.session.commit()
    if as_json:
        click.echo(json.dumps(made))
        return
    click.echo(f"Added {made['username']} ({made['id']}).")
    click.echo(f"Code that enrols their phone, good once within 24 hours: {enrol_code}")


def _password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise click.ClickException("No password came on standard input.")
    return password
