"""What has to be true before the server starts: folders, schema, and in demo mode the demo."""

import json
import os
import sys
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from domain.demo.seeding import DemoRequest, seed
from domain.people.models import Officer
from domain.places import loading
from domain.reference import defaults
from web.config import Config
from web.extensions import db
from web.photos import store

DEMO_FILE = "demo.json"


def prepare(config: Config) -> dict[str, Any]:
    """Migrate, load the shipped lists, seed an empty demo; returns what the terminal is told."""
    from app import create_app

    config.instance_dir.mkdir(parents=True, exist_ok=True)
    if not config.database_url.startswith("sqlite") or not _has_database(config):
        config.media_dir.mkdir(parents=True, exist_ok=True)
    app = create_app(config)
    with app.app_context():
        upgrade(directory=os.path.join(app.root_path, "migrations"))  # noqa: PTH118 - Flask-Migrate takes text.
        session = db.session()
        loading.load_packaged(session)
        defaults.load_packaged(session)
        session.commit()
        told = _demo(app, config) if config.demo else {}
        session.remove() if hasattr(session, "remove") else session.close()
    return {"address": config.public_url, **told}


def _has_database(config: Config) -> bool:
    return (config.instance_dir / "lang-nghe.sqlite3").exists()


def _demo(app: Flask, config: Config) -> dict[str, Any]:
    path = config.instance_dir / DEMO_FILE
    session = db.session()
    if session.scalar(select(Officer.id).limit(1)) is None:
        request = DemoRequest(on_loopback=config.is_loopback_demo)
        made = seed(session, app.extensions["ring"], store(), request=request, progress=_progress)
        written = {
            "sign_ins": [
                {k: getattr(s, k) for k in ("username", "password", "role", "place")}
                for s in made.sign_ins
            ],
            "poster_code": made.poster_code,
        }
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(written, file, ensure_ascii=False)
    if not path.exists():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    told = {
        "sign_ins": kept["sign_ins"],
        "poster": f"{config.public_url}/q/{kept['poster_code']}",
        "poster_code": kept["poster_code"],
        "address": config.public_url,
    }
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return told


def _progress(done: int, whole: int) -> None:
    print(f"Making the demo district: {done}/{whole}", file=sys.stderr, flush=True)  # noqa: T201
