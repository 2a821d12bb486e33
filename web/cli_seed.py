"""`flask seed demo`: the demo district in an empty database."""

import json
from dataclasses import asdict

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from domain.demo.seeding import DemoRequest
from domain.people.models import Officer
from web.context import config, session
from web.preparing import fill, load_shipped, write_demo_file

group = AppGroup("seed", help="Fill an empty database.")


@group.command("demo")
@click.option("--records", default=600, show_default=True, type=click.IntRange(300, 2_000_000))
@click.option(
    "--seed", default=60, show_default=True, type=int, help="The same seed, the same district."
)
@click.option("--shape", default="2022", show_default=True, type=click.Choice(["2022", "2025"]))
@click.option("--json", "as_json", is_flag=True, help="Print the sign-ins as JSON.")
@with_appcontext
def demo(records: int, seed: int, shape: str, as_json: bool) -> None:
    """Make the demo district: places, people, posters and six months of records."""
    if session().scalar(select(Officer.id).limit(1)) is not None:
        raise click.ClickException("The database is not empty; the demo needs a fresh one.")
    config().media_dir.mkdir(parents=True, exist_ok=True)
    load_shipped()
    request = DemoRequest(
        on_loopback=config().is_loopback_demo, shape=shape, records=records, seed=seed
    )
    made = fill(current_app, request)
    write_demo_file(config(), made)
    if as_json:
        people = [asdict(sign_in) for sign_in in made.sign_ins]
        click.echo(json.dumps({"sign_ins": people, "poster_code": made.poster_code}))
        return
    for one in made.sign_ins:
        click.echo(f"SIGN-IN {one.username} {one.password} {one.role} {one.place}")
    click.echo(f"POSTER {config().public_url}/q/{made.poster_code}")
