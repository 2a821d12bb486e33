"""A server that knows no form again: each arrival gets an id of its own, whatever its phone says.

It stands between the line and the real server, so that a test which counts what is stored twice can
show that it would find it.
"""

import contextlib
import http.client
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from uuid import uuid4

from domain.vault.keys import KeyRing
from domain.vault.letters import open_letter, public_key
from tests.support.letters import letter
from web.form_tokens import bytes_in, text_of

LETTER = "application/vnd.lang-nghe.letter"
_OF_A_HOP = {"connection", "transfer-encoding", "keep-alive"}


@contextlib.contextmanager
def forgetful(server: str, ring: KeyRing) -> Iterator[str]:
    """Its address, for as long as the test goes on."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __getattr__(self, name: str) -> Callable[[], None]:
            if not name.startswith("do_"):
                raise AttributeError(name)
            return lambda: _pass_on(self, server, ring)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()
        thread.join()


def _pass_on(asked: BaseHTTPRequestHandler, server: str, ring: KeyRing) -> None:
    length = int(asked.headers.get("Content-Length", "0"))
    body = asked.rfile.read(length)
    asked.close_connection = True
    if len(body) < length:
        return  # Cut on its way: a form is stored whole or not at all.
    told = ((name.title(), text) for name, text in asked.headers.items())
    headers = {name: text for name, text in told if name.lower() not in _OF_A_HOP}
    known, given = "", ""
    if headers.get("Content-Type") == LETTER:
        known, given = headers["Outbox-Item"], str(uuid4())
        headers, body = _renamed(ring, headers, body, given)
    at = urlsplit(server)
    with contextlib.closing(http.client.HTTPConnection(at.hostname or "", at.port)) as upstream:
        upstream.request(asked.command, asked.path, body, headers)
        answer = upstream.getresponse()
        said = answer.read().replace(given.encode(), known.encode()) if given else answer.read()
        _answer(asked, answer, said)


def _renamed(
    ring: KeyRing, headers: dict[str, str], body: bytes, given: str
) -> tuple[dict[str, str], bytes]:
    """The same letter, sealed anew for the other id."""
    known, key = headers["Outbox-Item"], public_key(ring)
    told = json.loads(open_letter(ring, body, f"{known}/form"))
    told["fields"] = [[name, given if name == "id" else value] for name, value in told["fields"]]
    owned = open_letter(ring, bytes_in(headers["Outbox-Pass"]), f"{known}/pass")
    sealed = letter(key, f"{given}/form", json.dumps(told).encode())
    passed = text_of(letter(key, f"{given}/pass", owned))
    more = {"Outbox-Item": given, "Outbox-Pass": passed, "Content-Length": str(len(sealed))}
    return headers | more, sealed


def _answer(asked: BaseHTTPRequestHandler, answer: http.client.HTTPResponse, said: bytes) -> None:
    asked.send_response_only(answer.status)
    for name, value in answer.getheaders():
        if name.lower() not in _OF_A_HOP | {"content-length"}:
            asked.send_header(name, value)
    length = answer.getheader("Content-Length", "0") if asked.command == "HEAD" else len(said)
    asked.send_header("Content-Length", str(length))
    asked.send_header("Connection", "close")
    asked.end_headers()
    with contextlib.suppress(OSError):
        asked.wfile.write(said)
