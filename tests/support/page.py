"""A person's view of the app: pages parsed and checked, forms filled in and sent."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from domain.people import services as people_services
from domain.people.models import DeviceKind
from domain.people.queries import by_username
from tests.support.markup import parsed, parsed_fragment
from web.extensions import db

VOID_LABELS = {"hidden", "submit", "button", "image"}


class Form:
    """One form of a page with what its fields hold now."""

    def __init__(self, element: Element, address: str) -> None:
        self.element = element
        self.action = element.get("action") or address
        self.method = (element.get("method") or "get").lower()
        self.values = dict(self._initial())

    def _initial(self) -> Iterable[tuple[str, object]]:
        values: dict[str, object] = {}
        for field in self.element.iter():
            name = field.get("name")
            if not name or field.get("disabled") is not None:
                continue
            for value in _values_of(field):
                held = values.get(name)
                if held is None:
                    values[name] = value
                else:
                    values[name] = [*held, value] if isinstance(held, list) else [held, value]
        return values.items()

    def names(self) -> set[str]:
        """Names of every field, filled or not."""
        return {f.get("name", "") for f in self.element.iter() if f.get("name")}


def _values_of(field: Element) -> list[str]:
    if field.tag == "textarea":
        return [re.sub(r"^\n", "", "".join(field.itertext()))]
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [o.get("value", text_of(o)) for o in chosen]
    if field.tag != "input" or field.get("type") in {"file", "submit", "button"}:
        return []
    if field.get("type") in {"radio", "checkbox"}:
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [field.get("value", "")]


def text_of(element: Element) -> str:
    """The words inside, single-spaced."""
    return " ".join("".join(element.itertext()).split())


class Page:
    """One HTML answer."""

    def __init__(self, answer: TestResponse, address: str, *, fragment: bool = False) -> None:
        self.answer, self.status, self.address = answer, answer.status_code, address
        self.html = answer.get_data(as_text=True)
        self.root = parsed_fragment(self.html) if fragment else parsed(self.html)
        if not fragment:
            check_page(self)
        check_markup(self)

    @property
    def text(self) -> str:
        """Everything that can be read on it."""
        body = self.root.find("body")
        return text_of(body if body is not None else self.root)

    @property
    def h1(self) -> str:
        """The headline."""
        return text_of(next(self.root.iter("h1")))

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements by tag and exact attributes (`class_` matches one of the classes)."""
        wanted_class = attributes.pop("class_", None)
        return [
            e
            for e in self.root.iter(tag)
            if all(e.get(k.replace("_", "-")) == v for k, v in attributes.items())
            and (wanted_class is None or wanted_class in (e.get("class") or "").split())
        ]

    def by_id(self, id_: str) -> Element:
        """The element with this id."""
        return next(e for e in self.root.iter() if e.get("id") == id_)

    def links(self) -> dict[str, str]:
        """Words to address of every link."""
        return {text_of(a): a.get("href", "") for a in self.root.iter("a")}

    def form_of(self, label: str) -> Form:
        """The form whose button says this."""
        for element in self.root.iter("form"):
            if any(label in text_of(button) for button in element.iter("button")):
                return Form(element, self.address)
        raise AssertionError(f"no button {label!r} on {self.address}: {self.text[:300]}")

    def form(self, containing: str = "") -> Form:
        """The first form, or the first that has a field of this name or this action."""
        for element in self.root.iter("form"):
            form = Form(element, self.address)
            if not containing or containing in form.names() or containing == form.action:
                return form
        raise AssertionError(f"no form with {containing!r} on {self.address}: {self.text[:300]}")


def check_page(page: Page) -> None:
    """What holds for every whole page."""
    headlines = list(page.root.iter("h1"))
    titles = [text_of(t) for t in page.root.iter("title") if text_of(t)]
    assert len(headlines) == 1, f"{page.address} has {len(headlines)} h1"
    assert titles, f"{page.address} has no title"
    assert page.root.get("lang") in {"vi", "en"}, f"{page.address} does not say its language"


def check_markup(page: Page) -> None:
    """What holds for pages and fragments alike."""
    spare = {id(e) for template in page.root.iter("template") for e in template.iter()}
    ids = [e.get("id") for e in page.root.iter() if e.get("id") and id(e) not in spare]
    assert len(ids) == len(set(ids)), f"{page.address}: an id stands twice"
    labelled = {e.get("for") for e in page.root.iter("label")}
    inside = {id(f) for label in page.root.iter("label") for f in label.iter()}
    for element in page.root.iter():
        if not isinstance(element.tag, str):
            continue
        bad = [a for a in element.attrib if a == "style" or a.startswith("on")]
        assert not bad, f"{page.address}: <{element.tag} {bad[0]}>"
        if element.tag == "button":
            assert element.get("type"), f"{page.address}: a button without a type"
        if element.tag in {"input", "select", "textarea"} and (
            element.get("type") not in VOID_LABELS
        ):
            named = element.get("aria-label") or element.get("aria-labelledby")
            assert id(element) in inside or element.get("id") in labelled or named, (
                f"{page.address}: {element.get('name')} has no label"
            )
        if element.tag == "form" and (element.get("method") or "").lower() == "post":
            assert element.get("action") is not None, f"{page.address}: a form without action"


class Browser:
    """Somebody using the app: keeps cookies, checks every page, follows 303."""

    def __init__(self, app: Flask, username: str = "") -> None:
        self.client: FlaskClient = app.test_client()
        self.app = app
        if username:
            self._sign_in(username)

    def _sign_in(self, username: str) -> None:
        with self.app.app_context():
            officer = by_username(db.session(), username)
            assert officer is not None, f"no officer {username}"
            secret, _ = people_services.start_sign_in(
                db.session(),
                officer=officer,
                device_kind=DeviceKind.OWN_PHONE,
                label="test",
                second_factor=True,
                now=datetime.now(UTC),
            )
            db.session.commit()
        with self.client.session_transaction() as cookie:
            cookie["sid"] = secret

    def get(self, address: str, *, htmx: bool = False, status: int = 200) -> Page:
        """Open an address; fails unless it answers with `status`."""
        headers = {"HX-Request": "true"} if htmx else {}
        answer = self.client.get(address, headers=headers)
        assert answer.status_code == status, _surprise(address, answer)
        return Page(answer, address, fragment=htmx)

    def raw(self, address: str, method: str = "GET", **options: object) -> TestResponse:
        """Any request, unchecked."""
        return self.client.open(address, method=method, **options)  # type: ignore[arg-type]

    def send(
        self,
        form: Form,
        values: dict[str, object] | None = None,
        *,
        htmx: bool = False,
        status: int = 303,
        **more: object,
    ) -> TestResponse:
        """Send a form with some fields changed (None takes a field away)."""
        data = {**form.values, **(values or {}), **more}
        data = {k: v for k, v in data.items() if v is not None}
        headers = {"HX-Request": "true"} if htmx else {}
        if form.method == "get":
            answer = self.client.get(form.action, query_string=data, headers=headers)
        else:
            boundary, body = encode_multipart(with_files(data))
            answer = self.client.post(
                form.action,
                data=body,
                headers=headers,
                content_type=f"multipart/form-data; boundary={boundary}",
            )
        assert answer.status_code == status, _surprise(form.action, answer)
        return answer

    def send_for_page(
        self, form: Form, values: dict[str, object] | None = None, *, status: int = 200, **more
    ) -> Page:
        """Send and get the page that answers: after a 303 the one it leads to."""
        expected = 303 if status == 200 and form.method == "post" else status
        answer = self.send(form, values, status=expected, **more)
        if answer.status_code == 303:
            return self.get(answer.headers["Location"])
        return Page(answer, form.action)


def with_files(data: dict[str, object]) -> MultiDict[str, object]:
    """Fields with each (stream, name) as a file; all in memory, so that nothing stays open."""
    values: MultiDict[str, object] = MultiDict()
    for name, held in data.items():
        for value in held if isinstance(held, list) else [held]:
            values.add(name, FileStorage(*value) if isinstance(value, tuple) else value)
    return values


def _surprise(address: str, answer: TestResponse) -> str:
    html = answer.get_data(as_text=True)
    shown = re.sub(r"<(style|svg).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    return f"{address} answered {answer.status_code}: {' '.join(shown.split())[:600]}"


def id_in(address: str) -> UUID:
    """The record id at the end of an address."""
    return UUID(address.rstrip("/").rsplit("/", 1)[-1].split("?")[0])
