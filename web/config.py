"""Settings from the environment, read once into one frozen value; nonsense stops the start."""

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from domain.errors import Refusal
from domain.vault.keys import BadKeys, DataKey, format_ring, new_data_key, parse_ring


class BadConfig(Refusal):
    """A variable holds something it does not take."""


KEY_FILE = "keys.env"
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """The server that takes mail; `tls` is `on` from the first byte, `starttls` or `off`."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str
    tls: str = "starttls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything a deployment can choose; see the table in the README."""

    host: str = "127.0.0.1"
    port: int = 8000
    instance_dir: Path
    database_url: str = field(repr=False)
    media_dir: Path
    secret_key: str = field(repr=False)
    data_keys: tuple[DataKey, ...] = field(repr=False)
    public_url: str
    public_url_is_own: bool = False
    trusted_proxies: int = 0
    second_factor_required: bool = True
    demo: bool = False
    smtp: Smtp | None = None
    """None: no mail is ever sent."""
    testing: bool = False

    @property
    def is_https(self) -> bool:
        """Whether people reach this deployment over HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; none on PostgreSQL."""
        return _file_of(self.database_url)

    def for_flask(self) -> dict[str, object]:
        """What Flask and its extensions are told."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "TESTING": self.testing,
            "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
            "MAX_FORM_PARTS": 2000,
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": False,
            "SESSION_COOKIE_NAME": "__Host-session" if self.is_https else "session",
            "SESSION_COOKIE_SECURE": self.is_https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
        }

    @property
    def is_loopback_demo(self) -> bool:
        """Whether demo sign-ins may be shown on a page: demo mode that nobody else can reach."""
        return (
            self.demo
            and is_loopback(self.host)
            and not self.public_url_is_own
            and self.trusted_proxies == 0
        )


def is_loopback(host: str) -> bool:
    """Whether a host to listen on can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name, "") or str(default)
    if not text.isdigit() or not low <= int(text) <= high:
        raise BadConfig(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def _choice(env: Mapping[str, str], name: str, default: str, takes: tuple[str, ...]) -> str:
    text = env.get(name, "") or default
    if text not in takes:
        raise BadConfig(f"{name} must be {' or '.join(takes)}, not {text!r}.")
    return text


def _public_url(env: Mapping[str, str], host: str, port: int) -> str:
    text = env.get("PUBLIC_URL", "").rstrip("/")
    if not text:
        name = f"[{host}]" if ":" in host else host
        return f"http://{name}:{port}"
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise BadConfig(f"PUBLIC_URL must be like https://tin.example.vn, not {text!r}.")
    return text


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    text = env.get("DATABASE_URL", "")
    if not text:
        return f"sqlite:///{instance / 'lang-nghe.sqlite3'}"
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadConfig("DATABASE_URL must start with postgresql+psycopg:// or sqlite:///.")
    return text


def _media_dir(env: Mapping[str, str], instance: Path) -> Path:
    text = env.get("MEDIA_URL", "")
    if "://" in text:
        raise BadConfig("MEDIA_URL must be a folder.")
    return Path(text).absolute() if text else instance / "media"


def read(env: Mapping[str, str] | None = None, *, testing: bool = False) -> Config:
    """The configuration from the environment. Raises `BadConfig` with one sentence that names
    the variable and what it takes."""
    env = os.environ if env is None else env
    instance = Path(env.get("INSTANCE_DIR", "") or "instance").absolute()
    host = env.get("HOST", "") or "127.0.0.1"
    port = _whole(env, "PORT", 8000, 1, 65535)
    demo = _choice(env, "DEMO", "0", ("0", "1")) == "1"
    database_url = _database_url(env, instance)
    secret_key, ring = _keys(env, instance, database_url)
    factor = "optional" if demo else "required"
    return Config(
        host=host,
        port=port,
        instance_dir=instance,
        database_url=database_url,
        media_dir=_media_dir(env, instance),
        secret_key=secret_key,
        data_keys=ring,
        public_url=_public_url(env, host, port),
        public_url_is_own=bool(env.get("PUBLIC_URL")),
        trusted_proxies=_whole(env, "TRUSTED_PROXIES", 0, 0, 5),
        second_factor_required=_choice(env, "SECOND_FACTOR", factor, ("required", "optional"))
        == "required",
        demo=demo,
        smtp=_smtp(env),
        testing=testing,
    )


def _smtp(env: Mapping[str, str]) -> Smtp | None:
    host = env.get("SMTP_HOST", "")
    if not host:
        return None
    tls = _choice(env, "SMTP_TLS", "starttls", ("starttls", "on", "off"))
    sender = env.get("SMTP_FROM", "")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", sender):
        raise BadConfig(f"SMTP_FROM must be an address like lang-nghe@example.vn, not {sender!r}.")
    return Smtp(
        host=host,
        port=_whole(env, "SMTP_PORT", 465 if tls == "on" else 587, 1, 65535),
        user=env.get("SMTP_USER", ""),
        password=env.get("SMTP_PASSWORD", ""),
        sender=sender,
        tls=tls,
    )


def _keys(
    env: Mapping[str, str], instance: Path, database_url: str
) -> tuple[str, tuple[DataKey, ...]]:
    stored = _key_file(instance, database_url, made_outside=bool(env.get("DATA_KEYS")))
    try:
        ring = parse_ring(env.get("DATA_KEYS", "") or stored.get("DATA_KEYS", ""))
    except BadKeys:
        raise BadConfig(
            "DATA_KEYS must be id:key pairs (32 bytes in base64), separated by commas."
        ) from None
    secret_key = env.get("SECRET_KEY", "") or stored.get("SECRET_KEY", "")
    if len(secret_key) < 32:
        raise BadConfig("SECRET_KEY must have 32 characters or more.")
    return secret_key, ring


def _key_file(instance: Path, database_url: str, *, made_outside: bool) -> dict[str, str]:
    path = instance / KEY_FILE
    if path.exists():
        if path.stat().st_mode & 0o077:
            raise BadConfig(f"{path} can be read by others; run: chmod 600 {path}")
        lines = path.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)
    if made_outside:
        return {}
    database = _file_of(database_url)
    if database is not None and database.exists():
        raise BadConfig(
            f"The key file {path} is missing beside an existing database. Put back the copy that"
            " was kept apart from the backups; a new key would make every tip unreadable."
        )
    return write_key_file(path, secrets.token_urlsafe(48), (new_data_key(),))


def _file_of(database_url: str) -> Path | None:
    found = database_url.removeprefix(_SQLITE)
    return Path(found) if found != database_url else None


def write_key_file(path: Path, secret_key: str, ring: tuple[DataKey, ...]) -> dict[str, str]:
    """Write the keys readable by this account alone; returns what was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {"SECRET_KEY": secret_key, "DATA_KEYS": format_ring(ring)}
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("".join(f"{name}={value}\n" for name, value in values.items()))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return values
