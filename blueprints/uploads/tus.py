"""What tus 1.0.0 (https://tus.io/protocols/resumable-upload) puts into headers. Pure."""

import base64
import binascii
import re
from dataclasses import dataclass
from uuid import UUID

from domain.errors import Refusal
from domain.sentence import Sentence

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
BODY = "application/offset+octet-stream"
CHECKSUMS = ("sha1", "sha256")
_NUMBER = re.compile(r"\d{1,12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RANDOM_UUID = 4


class NotTus(Refusal):
    """A header is missing or says what cannot be."""

    sentence = Sentence("Yêu cầu không đọc được. Tải lại trang rồi làm lại giúp.")


class OtherVersion(NotTus):
    """The phone speaks another version of the protocol."""


class OtherKind(NotTus):
    """The body is not of the kind that goes on with an upload."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the metadata of an upload says."""

    id: UUID
    item_id: UUID
    zone: str
    form: str
    sha256: bytes
    is_anew: bool


def number(text: str) -> int:
    """A length or an offset in bytes. Raises `NotTus`."""
    if not text.isascii() or not _NUMBER.fullmatch(text):
        raise NotTus
    return int(text)


def metadata(header: str) -> dict[str, str]:
    """Pairs of a key and a value in base64, with commas between. Raises `NotTus`."""
    found = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, encoded = pair.partition(" ")
        try:
            found[key] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, ValueError):
            raise NotTus from None
    return found


def told(header: str) -> Told:
    """What the metadata says of a photo. Raises `NotTus`.

    Its id tells no time, since it may come to hang on a tip: a random one (RFC 9562, version 4).
    """
    said = metadata(header)
    digest = said.get("sha256", "")
    try:
        upload_id, item_id = UUID(said.get("id", "")), UUID(said.get("item", ""))
    except ValueError:
        raise NotTus from None
    if upload_id.version != _RANDOM_UUID or not _SHA256.fullmatch(digest):
        raise NotTus
    return Told(
        id=upload_id,
        item_id=item_id,
        zone=said.get("zone", ""),
        form=said.get("form", ""),
        sha256=bytes.fromhex(digest),
        is_anew=said.get("anew") == "1",
    )


def checksum(header: str) -> tuple[str, bytes] | None:
    """The algorithm and the digest that a piece was sent with, if any. Raises `NotTus`."""
    if not header:
        return None
    name, _, encoded = header.partition(" ")
    if name not in CHECKSUMS:
        raise NotTus
    try:
        return name, base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise NotTus from None
