"""Commands for posters: issue one from the server's terminal."""

import json

import click
from flask.cli import AppGroup, with_appcontext

from domain.audit.services import NOBODY
from domain.base import new_record_id
from domain.posters import services
from domain.posters.services import Acting, NewPoster
from web.context import config, now, ring, session, tree_day
from web.extensions import db
from web.terminal import place_with, plain_failure

poster_group = AppGroup("poster", help="QR posters.")


@poster_group.command("add")
@click.option("--place", "code", required=True, help="Code of the hamlet or commune.")
@click.option("--spot", required=True, help="Where it will hang, as printed on it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: code, serial, url.")
@with_appcontext
def add(code: str, spot: str, as_json: bool) -> None:
    """Issue a poster and print its code, serial and address."""
    with plain_failure():
        at, on = now(), tree_day()
        new = NewPoster(id=new_record_id(at), place=place_with(code, on), spot=spot)
        acting = Acting(by=None, who=NOBODY, now=at, on=on)
        poster = services.issue(session(), ring(), acting=acting, new=new)
        db.session.commit()
    url = f"{config().public_url}/q/{poster.code}"
    made = {"code": poster.code, "serial": poster.printed_serial, "url": url}
    click.echo(json.dumps(made) if as_json else "\t".join(made.values()))
