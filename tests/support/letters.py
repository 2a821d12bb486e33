"""Letters as a phone writes them: by its own module in Node.js, or here by the same steps."""

import base64
import json
import secrets
import subprocess

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.vault.letters import PublicKey
from tests.support.node import node_folder

_SCRIPT = """
import { sealedText } from "./static/js/outbox/letter.js";
const { key, letters } = JSON.parse(process.argv[1]);
const made = await Promise.all(letters.map(([bound, text]) => sealedText(key, bound, text)));
console.log(JSON.stringify(made.map((letter) => Buffer.from(letter).toString("base64"))));
"""


def letter(to: PublicKey, bound: str, plain: bytes) -> bytes:
    """A letter to the server."""
    curve = ec.SECP256R1()
    own = ec.generate_private_key(curve)
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(curve, to.point))
    derive = HKDF(SHA256(), length=32, salt=point + to.point, info=b"lang-nghe letter 1")
    nonce = secrets.token_bytes(12)
    text = AESGCM(derive.derive(shared)).encrypt(nonce, plain, bound.encode())
    return b"LN1" + to.key_id + point + nonce + text


def written_by_the_phone(to: PublicKey, letters: list[tuple[str, str]]) -> list[bytes]:
    """Letters by (what they are bound to, text), from the module that browsers run."""
    asked = json.dumps({"key": base64.b64encode(to.point).decode(), "letters": letters})
    done = subprocess.run(
        [node_folder() / "node", "--input-type=module", "-e", _SCRIPT, asked],
        check=True,
        capture_output=True,
        text=True,
    )
    return [base64.b64decode(one) for one in json.loads(done.stdout)]
