"""Servers outside the app, on this machine: a push server, and an address where nobody listens."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer


@dataclass
class PushServer:
    """What it answers, and what it was sent."""

    address: str = ""
    status: int = 201
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def push_server() -> Iterator[PushServer]:
    """A push server that answers every call as it is told."""
    told = PushServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heads = {name.lower(): value for name, value in self.headers.items()}
            told.calls.append((self.path, heads, body))
            self.send_response(told.status)
            if told.status in {301, 307}:
                self.send_header("Location", told.address + "/inside")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class SilentServer:
    """Where it listens, and whether somebody has called."""

    address: str
    called: threading.Event = field(default_factory=threading.Event)


@contextmanager
def silent_server() -> Iterator[SilentServer]:
    """A server that takes a call and says nothing for as long as the test goes on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        told = SilentServer(f"http://127.0.0.1:{listener.getsockname()[1]}")
        over = threading.Event()

        def hold() -> None:
            line, _ = listener.accept()
            with line:
                told.called.set()
                over.wait()

        thread = threading.Thread(target=hold)
        thread.start()
        try:
            yield told
        finally:
            over.set()
            thread.join()


def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
