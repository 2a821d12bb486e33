"""Is this deployment fit for real people? Each finding is one sentence with what to do."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from domain.reference.settings import Settings
from domain.vault.keys import KeyRing
from web.backup import NOTE
from web.config import KEY_FILE, Config, is_loopback
from web.database import files_of

KEYS_NOTE = "keys-copied.json"
BACKUP_AGE = timedelta(days=7)
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "fuse.rclone"}


def _file_system(path: Path) -> str:
    """The type of the file system a path lies on, from the kernel's mount table; "" if unknown."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _, point, type_, *_ = line.split()
        inside = path == Path(point) or Path(point) in path.parents
        if inside and len(point) >= len(best):
            best, kind = point, type_
    return kind


def _note(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _reach(config: Config) -> Iterator[str]:
    if config.demo:
        yield "DEMO is on: everybody knows these passwords. Set DEMO=0 on a fresh INSTANCE_DIR."
    if not config.is_https:
        yield "PUBLIC_URL is not https://: posters cannot be printed for real."
    if not config.second_factor_required:
        yield "SECOND_FACTOR is optional: a stolen password opens tips. Set it to required."


def _keys(config: Config, ring: KeyRing) -> Iterator[str]:
    if (config.instance_dir / KEY_FILE).exists():
        yield (
            f"The keys lie beside the data ({KEY_FILE}): one thief takes both. Give them as"
            " SECRET_KEY and DATA_KEYS from a root-only file or a systemd credential."
        )
    copied = _note(config.instance_dir / KEYS_NOTE)
    if copied.get("newest") != ring.newest:
        yield "The newest key was never copied. Run: flask backup keys FILE (on a USB stick)."


def _readers(config: Config) -> Iterator[str]:
    for path in files_of(config.database_file) if config.database_file else ():
        if path.stat().st_mode & 0o077:
            yield f"{path} can be read by others. Run: chmod 600 {path}"


def _storage(config: Config, now: datetime) -> Iterator[str]:
    for path in (config.instance_dir, config.media_dir):
        if _file_system(path) in _NETWORK:
            yield f"{path} is on a network file system: SQLite and photos need a local disk."
    if not config.media_dir.is_dir():
        yield f"The photo folder {config.media_dir} is missing."
    made_at = _note(config.instance_dir / NOTE).get("made_at")
    if made_at is None:
        yield "No backup was ever made. Run: flask backup create DIR, every day."
    elif now - datetime.fromisoformat(made_at) > BACKUP_AGE:
        yield f"The newest backup is of {made_at}, older than 7 days. Run: flask backup create DIR."


def leaving(config: Config, settings: Settings) -> Iterator[str]:
    """What keeps notices from leaving the server, or lets others read along."""
    mail, server = settings["mail_digest_on"], config.smtp
    if mail and server is None:
        yield "mail_digest_on is set, but no SMTP_HOST: no mail leaves. Name a server, or set it 0."
    if server is not None and server.tls == "off" and not is_loopback(server.host):
        yield "SMTP_TLS is off: mail and its password can be read on the way. Set it to starttls."
    if settings["web_push_on"] and not config.is_https:
        yield "web_push_on is set, but browsers allow calls only on an https:// PUBLIC_URL."


def unread_letters(waiting: int) -> Iterator[str]:
    """Letters out of officers' phones that nobody could read."""
    if waiting:
        yield (
            f"{waiting} letters from officers' phones could not be read. If DATA_KEYS lost an old"
            " key, put it back; then try them again at /admin/letters."
        )


def missing_keys(ring: KeyRing, used: Collection[str]) -> Iterator[str]:
    """Keys that something here was written under and that nobody can open it with any more."""
    for key_id in sorted(set(used) - set(ring.key_ids())):
        yield (
            f"Key {key_id} is missing from DATA_KEYS: audit entries, codes given and forms that"
            " still wait in phones need it. Put it back from the copy of the keys."
        )


def kept_keys(ring: KeyRing) -> Iterator[str]:
    """What is no fault, but asked after each rotation: which keys may go."""
    if older := ring.older():
        yield (
            f"Older keys stay in DATA_KEYS for good ({', '.join(older)}): forms may wait in phones"
            " for half a year, audit entries and codes for longer."
        )


def findings(config: Config, ring: KeyRing, settings: Settings, now: datetime) -> list[str]:
    """Everything that is not fit for production; an empty list is a healthy deployment."""
    return [
        *_reach(config),
        *_keys(config, ring),
        *_readers(config),
        *_storage(config, now),
        *leaving(config, settings),
    ]
