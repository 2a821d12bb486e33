"""Answers on a bad line: those that are read on their way, and those that the line forges."""

import json
from dataclasses import dataclass

_LOGIN = (
    "<!doctype html><title>Wi-Fi</title><h1>Đăng nhập Wi-Fi</h1>"
    "<form method=post action=/login><input name=phone><button>Vào mạng</button></form>"
).encode()
_FORGED = {
    "login page": (200, "OK", {"Content-Type": "text/html; charset=utf-8"}, _LOGIN),
    "portal": (302, "Found", {"Location": "http://portal.invalid/login"}, b""),
    "bad gateway": (502, "Bad Gateway", {"Content-Type": "text/html"}, b"<h1>502</h1>"),
    "busy": (503, "Service Unavailable", {"Content-Type": "text/html"}, b"<h1>503</h1>"),
    "gave up": (504, "Gateway Timeout", {"Content-Type": "text/html"}, b"<h1>504</h1>"),
}


@dataclass(frozen=True)
class Answer:
    """Status, headers in lower case, and the id that its body names where that is ours."""

    status: int
    headers: dict[str, str]
    id: str = ""


def forged(fault: str) -> bytes:
    """What the line says in the server's place."""
    status, reason, headers, body = _FORGED[fault]
    told = {**headers, "Content-Length": str(len(body)), "Connection": "close"}
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def answer_in(raw: bytes, *, has_body: bool = True) -> Answer | None:
    """The answer if all of it is here."""
    head, end, body = raw.partition(b"\r\n\r\n")
    if not end:
        return None
    first, *rest = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in rest)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    whole = int(headers.get("content-length", len(body)))
    if has_body and len(body) < whole:
        return None
    return Answer(int(first.split(" ")[1]), headers, _id_in(body))


def _id_in(body: bytes) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    return str(told.get("id", "")) if isinstance(told, dict) else ""
