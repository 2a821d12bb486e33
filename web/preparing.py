"""What has to be true before the server starts: folders, schema, and in demo mode the demo."""

import sys
from dataclasses import asdict
from typing import Any

from flask import Flask
from sqlalchemy import select

from domain.demo.seeding import DemoMade, DemoRequest, seed
from domain.media.process import PhotoProcess
from domain.people.models import Officer
from domain.places import loading
from domain.reference import defaults
from web.config import Config
from web.extensions import db
from web.migrating import upgrade
from web.photos import store
from web.prepared import demo_told, keep_demo


def prepare(config: Config, app: Flask) -> dict[str, Any]:
    """Migrate, load the shipped lists, seed an empty demo; returns what the terminal is told.

    The photo folder is only made beside a database that is new: one that went missing is a fault.
    """
    with app.app_context():
        upgrade(app)
        is_new = load_shipped()
        if is_new:
            config.media_dir.mkdir(parents=True, exist_ok=True)
        told = _demo(app, config) if config.demo else {}
        db.session.remove()
    return {"address": config.public_url, **told}


def load_shipped() -> bool:
    """Places and lists as shipped, where there are none yet; True when the places were new.

    Words for the person that nobody changed follow what ships today.
    """
    is_new = loading.load_packaged(db.session())
    defaults.load_packaged(db.session())
    defaults.renew_words(db.session())
    db.session.commit()
    return is_new


def _demo(app: Flask, config: Config) -> dict[str, Any]:
    if db.session.scalar(select(Officer.id).limit(1)) is None:
        made = fill(app, DemoRequest(on_loopback=config.is_loopback_demo))
        write_demo_file(config, made)
    return demo_told(config)


def write_demo_file(config: Config, made: DemoMade) -> None:
    """Keep the demo sign-ins beside the database."""
    keep_demo(config, [asdict(sign_in) for sign_in in made.sign_ins], made.poster_code)


def fill(app: Flask, request: DemoRequest) -> DemoMade:
    """Seed an empty database with the demo district."""
    process = PhotoProcess()
    try:
        return seed(
            db.session(),
            app.extensions["ring"],
            store(),
            process.make_safe,
            request=request,
            progress=_progress,
        )
    finally:
        process.close()


def _progress(done: int, whole: int) -> None:
    print(f"Making the demo district: {done}/{whole}", file=sys.stderr, flush=True)
