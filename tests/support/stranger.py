"""A browser on the network: an address of its own, headers of its own, answers as they are sent."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from werkzeug.datastructures import MultiDict
from werkzeug.test import encode_multipart

from tests.support.markup import parsed
from tests.support.page import Form, text_of, with_files


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes

    @property
    def text(self) -> str:
        """The page's source."""
        return self.body.decode()


class Stranger:
    """Sends what it is told with its headers, keeps cookies, follows a 303."""

    def __init__(self, url: str, *, origin: str = "", headers: Mapping[str, str]) -> None:
        """`origin` is the loopback address that its connection comes from."""
        parts = urlsplit(url)
        source = (origin, 0) if origin else None
        self._line = http.client.HTTPConnection(
            parts.hostname or "", parts.port, timeout=30, source_address=source
        )
        self.headers = dict(headers)
        self.cookies: dict[str, str] = {}
        self.led_to: list[str] = []
        """Every address that an answer led to."""

    def ask(self, method: str, path: str, body: bytes = b"", content_type: str = "") -> Answer:
        """One request."""
        headers = dict(self.headers)
        if content_type:
            headers["Content-Type"] = content_type
        if self.cookies:
            own = [headers["Cookie"]] if "Cookie" in headers else []
            pairs = [f"{name}={value}" for name, value in self.cookies.items()]
            headers["Cookie"] = "; ".join(own + pairs)
        self._line.request(method, path, body or None, headers)
        answer = self._line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(answer.status, answer.headers.get("Location", ""), answer.read())

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self.ask("GET", path)

    def form(self, path: str, containing: str) -> Form:
        """The form of a page that has a field of this name."""
        return form_in(self.get(path), path, containing)

    def send(self, form: Form, **fields: object) -> Answer:
        """Send a form as multipart, some fields changed, and follow where it leads."""
        data: MultiDict[str, object] = with_files({**form.values, **fields})
        boundary, body = encode_multipart(data)
        answer = self.ask("POST", form.action, body, f"multipart/form-data; boundary={boundary}")
        if answer.status != 303:
            return answer
        self.led_to.append(answer.location)
        return self.get(answer.location)

    def post(self, path: str, **fields: str) -> Answer:
        """Send fields that no form was opened for."""
        body = urlencode(fields).encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def form_in(answer: Answer, path: str, containing: str) -> Form:
    """The form of an answer that has a field of this name."""
    for element in parsed(answer.text).iter("form"):
        form = Form(element, path)
        if containing in form.names():
            return form
    raise AssertionError(f"{path} answered {answer.status} without a form with {containing}")


def read_of(answer: Answer, id_: str) -> str:
    """The words of the element with this id."""
    return next(text_of(e) for e in parsed(answer.text).iter() if e.get("id") == id_)
