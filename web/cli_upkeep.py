"""Commands for whoever keeps the server: backup, audit, keys, maintenance, doctor."""

import json
from pathlib import Path

import click
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from domain.audit import queries as audit_queries
from domain.audit.models import Action, Chain
from domain.audit.services import NOBODY, Act, record
from domain.letters import unread
from domain.vault.keys import new_data_key
from web import backup, doctor, minute, purge, upkeep
from web.config import KEY_FILE, write_key_file
from web.context import config, now, ring, session
from web.context import settings as set_by_admin
from web.extensions import db
from web.terminal import bar, plain_failure

backup_group = AppGroup("backup", help="Make, check and put back backups.")
audit_group = AppGroup("audit", help="The audit log.")
keys_group = AppGroup("keys", help="The keys.")
notices_group = AppGroup("notices", help="Who is told that something waits.")


def _source() -> backup.Source:
    database = config().database_file or Path("/nonexistent")
    return backup.Source(database=database, media=config().media_dir)


@backup_group.command("create")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def create(folder: Path) -> None:
    """Make a backup below FOLDER: database, then photos, then digests of both."""
    at = now()
    with plain_failure(), bar("Copying photos") as step:
        record(session(), ring(), at=at, who=NOBODY, act=Act(action=Action.BACKUP_MADE))
        db.session.commit()
        made = backup.create(_source(), folder, ring(), at, step)
    note = {"made_at": at.isoformat(), "folder": str(made)}
    (config().instance_dir / backup.NOTE).write_text(json.dumps(note), encoding="utf-8")
    click.echo(f"Backup: {made}")
    click.echo(backup.KEYS_SENTENCE)


@backup_group.command("verify")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@with_appcontext
def verify(folder: Path) -> None:
    """Check every byte of the newest backup in FOLDER and that the keys here open it."""
    with plain_failure(), bar("Checking") as step:
        found = backup.newest(folder)
        manifest = backup.verify(found, ring(), step)
    click.echo(f"{found} is whole: {len(manifest['files'])} files of {manifest['made_at']}.")


@backup_group.command("restore")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@with_appcontext
def restore(folder: Path) -> None:
    """Put the newest backup in FOLDER back into this empty instance."""
    scripts = ScriptDirectory(str(Path(current_app.root_path) / "migrations"))
    known = {script.revision for script in scripts.walk_revisions()}
    with plain_failure(), bar("Checking") as step:
        found = backup.newest(folder)
        manifest = backup.restore(found, _source(), ring(), known, step)
    click.echo(f"Restored {found} of {manifest['made_at']}. Next: flask db upgrade")


@backup_group.command("keys")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def copy_keys(file: Path) -> None:
    """Copy the keys to FILE (a USB stick that never lies with the backups)."""
    settings = config()
    write_key_file(file, settings.secret_key, settings.data_keys)
    note = {"at": now().isoformat(), "newest": ring().newest}
    (settings.instance_dir / doctor.KEYS_NOTE).write_text(json.dumps(note), encoding="utf-8")
    click.echo(f"Keys copied to {file}. Keep it apart from the backups, in two offices.")


@audit_group.command("verify")
@with_appcontext
def verify_audit() -> None:
    """Walk both audit chains and name the first entry of each that does not fit."""
    verdicts = {chain: _walk(chain) for chain in Chain}
    for chain, verdict in verdicts.items():
        if verdict.first_bad is None:
            head = verdict.head.hex()[:24]
            click.echo(f"{chain}: all {verdict.walked} entries fit. Head: {head}")
        else:
            click.echo(f"{chain}: entry {verdict.first_bad} does not fit.", err=True)
    if any(verdict.first_bad is not None for verdict in verdicts.values()):
        raise click.ClickException("The audit log was changed.")


def _walk(chain: Chain) -> audit_queries.Verdict:
    whole = audit_queries.length(session(), chain)
    with bar(f"Walking the {chain}") as step:
        return audit_queries.verify(session(), ring(), chain, lambda walked: step(walked, whole))


@keys_group.command("rotate")
@with_appcontext
def rotate() -> None:
    """Put a new key in front of the ring; `flask maintenance` then re-wraps the tips' keys."""
    settings = config()
    path = settings.instance_dir / KEY_FILE
    if not path.exists():
        raise click.ClickException("The keys come from DATA_KEYS: put a new id:key in front there.")
    with plain_failure():
        record(session(), ring(), at=now(), who=NOBODY, act=Act(action=Action.KEYS_ROTATED))
        db.session.commit()
    fresh = new_data_key()
    write_key_file(path, settings.secret_key, (fresh, *settings.data_keys))
    click.echo(f"New key {fresh.key_id}. Restart, copy it (flask backup keys FILE), then run")
    click.echo("flask maintenance.")


@click.command("maintenance")
@click.option("--dry-run", is_flag=True, help="Tell which tips' time is over; erase nothing.")
@with_appcontext
def maintenance(dry_run: bool) -> None:
    """Do everything that is due: erase what is over, sweep left-over uploads, re-wrap keys."""
    with plain_failure():
        for line in purge.run(dry=True) if dry_run else upkeep.run():
            click.echo(line)


@notices_group.command("run")
@with_appcontext
def run_notices() -> None:
    """Do what the server does every minute: look after waiting tips, send what waits outside."""
    with plain_failure():
        minute.watch_tips()
        minute.send()
    click.echo("Done.")


@click.command("doctor")
@with_appcontext
def check() -> None:
    """Say what keeps this deployment from being fit for real people."""
    found = doctor.findings(config(), ring(), set_by_admin(), now())
    found += doctor.unread_letters(unread.count(session()))
    found += doctor.missing_keys(ring(), audit_queries.keys_used(session()))
    for sentence in doctor.kept_keys(ring()):
        click.echo(sentence)
    for sentence in found:
        click.echo(f"- {sentence}")
    if found:
        raise click.ClickException(f"{len(found)} to mend before real people use this.")
    click.echo("Fit for production.")
