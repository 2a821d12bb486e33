"""A villager at a poster: opens the form, sends it, keeps the receipt; nobody signs in."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.reference import settings
from domain.tips import sealing
from domain.tips.models import Tip, TipIdentifier
from domain.tips.sealing import TipBody
from tests.support import images
from tests.support.page import Browser, Form, Page
from web.extensions import db


@dataclass(frozen=True)
class Kept:
    """What the villager walks away with."""

    address: str
    code: str
    page: Page


class Villager:
    """Somebody with a phone in front of a poster."""

    def __init__(self, app: Flask, code: str = "") -> None:
        self.app = app
        self.browser = Browser(app)
        self.code = code
        self.address = f"/q/{code}/tip" if code else "/tip?place=30127-01"

    def form(self, query: str = "") -> Form:
        """A fresh form."""
        mark = "&" if "?" in self.address else "?"
        address = f"{self.address}{mark}{query}" if query else self.address
        return self.browser.get(address).form("submission_id")

    def send(self, form: Form | None = None, **fields: object) -> Kept:
        """Send a form with these fields and open the receipt."""
        answer = self.browser.send(form or self.form(), fields)
        return self.keep(answer.headers["Location"])

    def keep(self, address: str) -> Kept:
        """Open a receipt's address."""
        page = self.browser.get(address)
        return Kept(address, "".join(page.by_id("receipt-code").itertext()), page)

    def refused(self, form: Form | None = None, **fields: object) -> Page:
        """Send a form that comes back, and look at it."""
        answer = self.browser.send(form or self.form(), fields, status=422)
        return Page(answer, self.address)

    def look_up(self, code: str, *, status: int = 200) -> Page:
        """Type a code on the receipt page."""
        form = self.browser.get("/receipt").form("code")
        return Page(self.browser.send(form, {"code": code}, status=status), "/receipt")


def photo(data: bytes, name: str = "hinh.jpg") -> tuple[io.BytesIO, str]:
    """A file as the test client sends it."""
    return io.BytesIO(data), name


def picture(number: int = 0) -> bytes:
    """A small photo, another one for each number."""
    return images.photo(width=640 + 16 * number)


def set_setting(app: Flask, key: str, text: str) -> None:
    """Change a setting of the deployment under test."""
    with app.app_context(), Session(db.engine) as session:
        settings.store(session, key=key, text=text, by=None, now=datetime.now(UTC))
        session.commit()


@dataclass(frozen=True)
class Stored:
    """A tip as the receiving unit could read it."""

    tip: Tip
    body: TipBody
    identifiers: list[tuple[str, str]]


def stored_tips(app: Flask) -> list[Stored]:
    """Every tip, opened, in the order of its number."""
    ring = app.extensions["ring"]
    with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
        found = []
        for tip in session.scalars(select(Tip).order_by(Tip.unit_id, Tip.number)):
            key = sealing.tip_key(ring, tip)
            rows = session.scalars(
                select(TipIdentifier)
                .where(TipIdentifier.tip_id == tip.id)
                .order_by(TipIdentifier.position)
            )
            values = [(row.kind, sealing.read_identifier(key, row)) for row in rows]
            found.append(Stored(tip, sealing.read_body(key, tip), values))
        return found


def count(app: Flask, model: type) -> int:
    """How many rows a table holds."""
    with app.app_context(), Session(db.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0
