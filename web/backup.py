"""Backups of an SQLite deployment: database first, then photos, then a manifest of digests.

Keys are never in a backup: whoever finds one finds nothing to read.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.errors import Refusal
from domain.media.incoming import FOLDER as INCOMING
from domain.vault.keys import KeyRing
from web.database import make_private

DATABASE, MEDIA, MANIFEST, NOTE = "database.sqlite3", "media", "manifest.json", "last-backup.json"
KEYS_SENTENCE = (
    "The keys are not in this backup. Keep a copy of the key file on two USB sticks in two"
    " offices (flask backup keys FILE); without it nobody, you included, can read a tip."
)
Progress = Callable[[int, int], None]


class BadBackup(Refusal):
    """A backup that cannot be made, trusted or put back; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up: the database file and the photo folder."""

    database: Path
    media: Path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        found = sorted(p for p in folder.rglob("*") if p.is_file() and ".part-" not in p.name)
        # What is still on its way is sent again to a server that was put back.
        yield from (p for p in found if p.parent != folder / INCOMING)


def _key_check(ring: KeyRing, key_id: str) -> str:
    """Tells later whether a key ring holds this very key, without telling the key."""
    return ring.mac("backup-check", b"lang-nghe", key_id).hex()


def _copy(source: Path, target: Path) -> None:
    """Copy a photo as the store keeps them: readable by this account alone."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.touch(mode=0o600)
    shutil.copyfile(source, target)


def _schema_and_audit(database: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        result = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if result != "ok":
            raise BadBackup(f"The database copy is damaged: {result}.")
        schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        heads = connection.execute("SELECT chain, seq, mac FROM audit_head ORDER BY chain")
        audit = {chain: {"entries": seq, "head": mac.hex()} for chain, seq, mac in heads}
    return {"schema": schema, "audit": audit}


def create(source: Source, target: Path, ring: KeyRing, now: datetime, progress: Progress) -> Path:
    """Make one backup folder below `target` and return it. Raises `BadBackup`."""
    if not source.database.is_file():
        raise BadBackup("There is no SQLite database here; back PostgreSQL up with pg_dump.")
    folder = target / f"lang-nghe-{now:%Y%m%d-%H%M%S}"
    part = folder.with_name(folder.name + ".part")
    if folder.exists() or part.exists():
        raise BadBackup(f"{folder} is there already.")
    part.mkdir(mode=0o700, parents=True)
    make_private(part / DATABASE)
    with closing(sqlite3.connect(source.database, timeout=30)) as live:
        live.execute("VACUUM INTO ?", (str(part / DATABASE),))
    digests = {DATABASE: _digest(part / DATABASE)}
    photos = list(_files(source.media))
    for done, photo in enumerate(photos, start=1):
        name = f"{MEDIA}/{photo.relative_to(source.media).as_posix()}"
        _copy(photo, part / name)
        digests[name] = _digest(part / name)
        progress(done, len(photos))
    manifest = {
        "made_at": now.isoformat(timespec="seconds"),
        **_schema_and_audit(part / DATABASE),
        "keys": {key_id: _key_check(ring, key_id) for key_id in ring.key_ids()},
        "files": digests,
    }
    (part / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    for path in _files(part):
        _flush(path)
    part.rename(folder)
    return folder


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def newest(folder: Path) -> Path:
    """The backup itself, or the newest one in a folder of backups. Raises `BadBackup`."""
    if (folder / MANIFEST).is_file():
        return folder
    found = sorted(p.parent for p in folder.glob(f"lang-nghe-*/{MANIFEST}"))
    if not found:
        raise BadBackup(f"{folder} holds no backup.")
    return found[-1]


def verify(folder: Path, ring: KeyRing, progress: Progress) -> dict[str, Any]:
    """Check every byte, the database, the audit heads and that the keys fit; the manifest back.

    Raises `BadBackup` with the first thing that is wrong.
    """
    try:
        manifest = dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        files, keys = dict(manifest["files"]), dict(manifest["keys"])
    except (OSError, ValueError, KeyError):
        raise BadBackup(f"The manifest of {folder} cannot be read.") from None
    present = {p.relative_to(folder).as_posix() for p in _files(folder)} - {MANIFEST}
    if extra := sorted(present - set(files)):
        raise BadBackup(f"{extra[0]} is not in the manifest.")
    for done, (name, digest) in enumerate(files.items(), start=1):
        if name not in present:
            raise BadBackup(f"{name} is missing.")
        if _digest(folder / name) != digest:
            raise BadBackup(f"{name} was changed or cut after the backup was made.")
        progress(done, len(files))
    told = {k: manifest.get(k) for k in ("schema", "audit")}
    if _schema_and_audit(folder / DATABASE) != told:
        raise BadBackup("The database is not the one the manifest was written for.")
    _check_keys(ring, keys)
    return manifest


def _check_keys(ring: KeyRing, keys: dict[str, str]) -> None:
    held = set(ring.key_ids())
    for key_id, check in keys.items():
        if key_id not in held or _key_check(ring, key_id) != check:
            raise BadBackup(
                f"The keys here do not open this backup (key {key_id}). Put back the key file"
                " that was in use when it was made."
            )


def restore(
    folder: Path, source: Source, ring: KeyRing, known_schemas: set[str], progress: Progress
) -> dict[str, Any]:
    """Put a verified backup back into an empty instance. Raises `BadBackup`."""
    if source.database.exists() or any(_files(source.media)):
        raise BadBackup("This instance is not empty; restore into a fresh INSTANCE_DIR.")
    manifest = verify(folder, ring, progress)
    if manifest["schema"] not in known_schemas:
        raise BadBackup("This backup was made by a newer version; install that version first.")
    source.media.mkdir(parents=True, exist_ok=True)
    for name in manifest["files"]:
        if name == DATABASE:
            continue
        target = source.media / Path(name).relative_to(MEDIA)
        _copy(folder / name, target)
        _flush(target)
    source.database.parent.mkdir(parents=True, exist_ok=True)
    part = source.database.with_suffix(".part")
    make_private(part)
    shutil.copyfile(folder / DATABASE, part)
    _flush(part)
    part.rename(source.database)
    return manifest
