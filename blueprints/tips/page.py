"""The reading page of one tip: what it shows, and its forms as they were typed."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any
from uuid import uuid4

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints.tips import bank_panel, desk, papers_panel, words
from blueprints.tips.actions import Actions
from blueprints.tips.bank_panel import BankPanel
from blueprints.tips.forms import (
    CategoryForm,
    ReasonForm,
    uuid_in,
)
from blueprints.tips.law_panel import Law
from blueprints.tips.rows import Chip, Rows
from blueprints.tips.steps_told import told, when
from blueprints.tips.talk_panel import Talk, quoted
from blueprints.tips.traces_panel import TraceForm, Traces
from blueprints.tips.words import Words
from domain.clock import local_day
from domain.feed.models import Kind
from domain.media.models import Photo
from domain.media.problems import PhotoProblem, problem_sentence
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.retention import contacts
from domain.retention import rules as retention
from domain.tips import access, messages, reading, times
from domain.tips.acting import KIND, Acting
from domain.tips.messages import Said
from domain.tips.models import StepKind, Tip
from domain.tips.rules import number_label
from domain.tips.steps import Done
from web import expected_photos, letter_words
from web.context import session, settings, today
from web.drafts import take_saved
from web.filters import clock, day, dong, moment
from web.htmx import render
from web.language import say
from web.reading import place_for_reader
from web.supervision import Supervision


class Page:
    """A tip in words. The caller wrote the audit entry of the reading."""

    def __init__(self, acting: Acting, tip: Tip) -> None:
        self.tip, self.words = tip, Words(session())
        self.read = reading.open_up(session(), acting, tip)
        self.mine = tip.taken_by_id == acting.by.id
        self.actions = Actions(acting, tip, handles=self.read.handles)
        self.talk = Talk(tip)
        self.law = Law(tip, self.words, handles=self.read.handles)
        self.papers = papers_panel.of_open(acting, tip, handles=self.read.handles)
        self.traces = Traces(acting, self.read, self.words)
        self.number = number_label(tip.number)
        self.supervision = Supervision(session(), Kind.TIP, tip.id)
        self.letter = letter_words.of_record(KIND, tip.id)

    def show(self, **values: Any) -> str:
        """The page; `values` replace forms that came with something typed."""
        return render("tips/show.html", page=self, tip=self.tip, **{**self._forms(), **values})

    def _forms(self) -> dict[str, Any]:
        items = reference.items(session(), ListKey.TIP_CATEGORIES, today())
        return {
            **self.actions.forms(),
            **self.law.forms(),
            "message_form": self.talk.form(),
            "message_id": uuid_in(request.form.get("id", "")) if request.form else uuid4(),
            "category_form": CategoryForm().offer(items, self.tip, self.words),
            "reason_form": ReasonForm(),
            "trace_form": TraceForm().offer(),
            "asks": False,
            "saved": take_saved(),
        }

    def chips(self) -> Iterable[Chip]:
        """Where the tip stands."""
        yield from Rows(inside=True).chips(self.tip)
        if self.actions.others:
            names = ", ".join(self.actions.others)
            yield Chip(
                text=gettext("Cũng đang mở: %(names)s", names=names), tone="warn", glyph="eye"
            )
        if not self.tip.has_contact and not self.tip.is_named:
            yield Chip(text=gettext("Không ghi tên"), glyph="lock")

    def why_apart(self) -> str:
        """Why the tip waits apart."""
        return words.quarantine(self.tip.quarantine_reason)

    @property
    def erases(self) -> bool:
        """Whether a paper approves that anything is erased."""
        return retention.is_signed(settings())

    @cached_property
    def contact_until(self) -> date | None:
        """The last day on which the contact is kept."""
        kept = contacts.of_tip(session(), self.tip, settings())
        return kept.until if kept else None

    def state(self) -> str:
        """The state in a word."""
        return words.states()[self.tip.state]

    @cached_property
    def bank(self) -> BankPanel:
        """How urgent it is, and the way to the bank request."""
        return bank_panel.of(self.read)

    @cached_property
    def calls_from(self) -> list[str]:
        """The numbers to call from, as the person was told them."""
        return desk.calls_from(self.tip)

    @property
    def received(self) -> str:
        """The half-day; the minute only where it may be told."""
        if self.read.received_at is not None:
            return moment(self.read.received_at)
        return words.half(self.tip)

    def facts(self) -> list[tuple[str, str]]:
        """What was told beside the story; what was left open is not listed."""
        body, tip = self.read.body, self.tip
        happened = words.told_day(body.happened_text, body.happened_on)
        sent = words.told_moment(body.money_sent_text, body.money_sent_at)
        named = gettext("Ghi tên; hỏi bằng số tin") if tip.is_named else ""
        behalf = gettext("Báo giùm người khác") if body.on_behalf else ""
        reached = self._reached()
        told = [
            (gettext("Báo lúc"), self.received),
            (gettext("Nơi xảy ra"), place_for_reader(session(), tip.place) if tip.place else ""),
            (gettext("Xảy ra"), happened),
            (gettext("Chuyển tiền"), sent),
            (gettext("Thiệt hại"), self._loss()),
            (gettext("Ngân hàng chuyển"), self.words.bank(body.victim_bank)),
            (gettext("Loại ghi tay"), body.category_typed),
            (gettext("Nối tin trước"), body.earlier),
            (gettext("Người báo"), " · ".join(part for part in (named, behalf) if part)),
            (gettext("Liên lạc"), reached),
        ]
        return [(name, value) for name, value in told if value]

    def _reached(self) -> str:
        if self.tip.has_contact:
            return str(gettext("Có, đang đóng"))
        if any(done.kind is StepKind.CONTACT_WITHDRAWN for done in self.read.steps):
            return str(gettext("Người báo đã rút"))
        if any(done.kind is StepKind.CONTACT_DESTROYED for done in self.read.steps):
            return str(gettext("Hết hạn giữ, đã hủy"))
        return str(gettext("Chỉ qua mã xem trả lời")) if self.read.is_heard else ""

    def _loss(self) -> str:
        body = self.read.body
        if body.money_amount is None:
            return body.money_text
        return dong(body.money_amount)

    def has_pictures(self) -> bool:
        """Whether there is anything that a code could stand in."""
        said = [photo for one in self.read.thread for photo in one.photos]
        return any(photo.file_key for photo in (*self.read.photos, *said))

    def photos(self) -> list[dict[str, object]]:
        """The photos that came with the tip."""
        return self.strip(self.read.photos)

    @property
    def awaited(self) -> int:
        """Photos still on their way from the phone of the officer who typed it in."""
        return expected_photos.awaited(KIND, self.tip.id) if self.tip.created_by else 0

    def strip(self, photos: Iterable[Photo]) -> list[dict[str, object]]:
        """Photos for a strip, each under the guard of its tip."""
        return [
            {
                "id": photo.id,
                "src": url_for("tips.photo_thumb", tip_id=self.tip.id, photo_id=photo.id),
                "href": url_for("tips.photo", tip_id=self.tip.id, photo_id=photo.id),
                "alt": gettext("Ảnh %(number)s", number=number),
            }
            for number, photo in enumerate((p for p in photos if p.file_key), start=1)
        ]

    def originals(self) -> list[Photo]:
        """Photos whose original an officer sent, kept sealed."""
        return [photo for photo in self.read.photos if photo.original_key]

    def problems(self) -> list[tuple[str, str]]:
        """A sentence for each photo that could not be kept. A name that a villager's phone gave
        tells the phone and often the minute, so theirs are numbered."""
        typed_in = self.tip.created_by is not None
        return [
            (
                f"problem-{number}",
                say(problem_sentence(PhotoProblem(problem), name if typed_in else str(number))),
            )
            for number, (name, problem) in enumerate(self.read.body.photo_problems, start=1)
        ]

    def sender(self, said: Said) -> str:
        """Who wrote a message."""
        return said.author_name if said.from_police else gettext("Người báo")

    def quoted(self, said: Said) -> str:
        """The question that an answer belongs to."""
        return quoted(said, self.read.thread)

    def is_open(self, said: Said) -> bool:
        """Whether a message asks what nobody has answered."""
        return said in messages.unanswered(self.read.thread)

    def when(self, said: Said) -> str:
        """The hour of our own messages; the half-day of the person's, unless it is urgent."""
        if said.from_police or self.tip.is_urgent:
            return f"{clock(said.at)}, {day(said.at)}"
        return words.half_of(local_day(said.at), times.half_of(said.at))

    def steps(self) -> list[dict[str, str]]:
        """What was done so far."""
        received = {
            "text": gettext("Nhận tin: %(how)s", how=self.words.source(self.tip)),
            "note": self.received,
            "state": "done",
        }
        return [received, *(self._step(done) for done in self.read.steps)]

    def _step(self, done: Done) -> dict[str, str]:
        return {
            "text": told(done, self.words),
            "note": when(done),
            "state": "done",
        }


def again(tip: Tip, **typed: object) -> ResponseReturnValue:
    """The page with what was typed and what is wrong with it."""
    acting = desk.acting()
    access.read(session(), acting=acting, tip=tip)
    page = Page(acting, tip).show(**typed)
    session().commit()
    return page, 422
