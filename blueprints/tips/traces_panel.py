"""What the page of a tip shows of suspects' phones, accounts and links, and of tips beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import request
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField

from blueprints.tips.rows import Chip
from blueprints.tips.words import Words
from domain.people.models import Role
from domain.tips import case_queries, links, lookups, near, queries, recognising
from domain.tips.acting import Acting
from domain.tips.case_models import TipCase
from domain.tips.identifiers import IdentifierKind, Oddity, identity, is_hotline
from domain.tips.links import Ties
from domain.tips.models import OPEN_STATES, FoundIn, Tip
from domain.tips.reading import Reading
from domain.tips.recognising import Found
from domain.tips.rules import number_label
from domain.tips.steps import Done
from domain.tips.tracing import ADDED, NewTrace, Trace
from web.context import session


class TraceForm(FlaskForm):
    """An identifier that an officer writes down."""

    kind = RadioField(validate_choice=False)
    value = StringField()

    def offer(self) -> "TraceForm":
        """Fill in labels and choices, in the language of the page."""
        self.kind.label.text = gettext("Là gì")
        self.value.label.text = gettext("Số, tài khoản hoặc đường link")
        self.kind.choices = [(kind.value, text) for kind, text in kinds().items()]
        return self


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the story; `what` says what was recognised there, empty for plain words."""

    text: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something recognised that is not kept yet, and what it can be taken as."""

    value: str
    kinds: Sequence[tuple[str, str]]
    """Code and name, the likeliest first."""
    bank: str = ""
    """As people call it."""


class Traces:
    """The identifiers of a tip that is being read, what else its story names, and its ties."""

    def __init__(self, acting: Acting, read: Reading, words: Words) -> None:
        self._acting, self._read, self._words = acting, read, words
        self.may_change = read.handles and not read.tip.is_quarantined
        self.glyph = words.glyph

    @cached_property
    def _found(self) -> list[Found]:
        return recognising.recognise(self._read.body.story)

    @cached_property
    def _kept(self) -> set[str]:
        return {identity(trace.kind, trace.value) for trace in self._read.identifiers}

    def story(self) -> Iterator[Piece]:
        """The story in pieces, what was recognised apart from the rest."""
        text, at = self._read.body.story, 0
        for one in self._found:
            yield Piece(text[at : one.start])
            yield Piece(text[one.start : one.end], kinds()[one.kind])
            at = one.end
        yield Piece(text[at:])

    def offers(self) -> list[Offer]:
        """What the story names and nobody has kept yet."""
        return [
            Offer(one.value, _named([one.kind, *one.others]), self._words.bank(one.bank))
            for one in self._found
            if not any(identity(k, one.value) in self._kept for k in (one.kind, *one.others))
        ]

    def rows(self) -> Sequence[Trace]:
        """What is kept."""
        return self._read.identifiers

    def value(self, trace: Trace) -> str:
        """As people read it."""
        return self._words.value(trace.kind, trace.value)

    def meta(self, trace: Trace) -> str:
        """What it is, that nobody has verified it, and where it stood."""
        where = {
            FoundIn.STORY: gettext("trong lời kể"),
            FoundIn.QR: gettext("trong mã QR"),
            FoundIn.OFFICER: gettext("cán bộ ghi thêm"),
        }
        parts = [self._words.kind(trace.kind), where.get(trace.found_in, "")]
        return " · ".join([*(part for part in parts if part), gettext("chưa kiểm chứng")])

    def note(self, trace: Trace) -> str:
        """Why it may have been typed wrong."""
        return odd_words()[trace.oddity] if trace.oddity else ""

    @cached_property
    def _ties(self) -> Ties:
        return ties_of(self._acting, self._read.tip, self._read.identifiers)

    def elsewhere(self) -> str:
        """Said of the whole tip where it must not be said of one number."""
        untold = self._ties.is_elsewhere and not self._ties.elsewhere
        return elsewhere_words() if untold else ""

    def chips(self, trace: Trace) -> Iterator[Chip]:
        """How many other tips name the same, or only that there is one elsewhere; of a hotline why
        nothing is counted."""
        if is_hotline(trace.kind, trace.value):
            yield Chip(text=gettext("số tổng đài, nhiều người cùng nhắc"))
        if known := self._ties.known.get(trace.tag):
            told = ngettext("%(num)s tin khác cũng có", "%(num)s tin khác cũng có", len(known))
            elsewhere = all(tip.id in self._ties.other_bank for tip in known)
            grey = elsewhere or links.is_grey([self._read.tip, *known])
            yield Chip(text=told, tone="" if grey else "warn", glyph="net")
            if elsewhere:
                yield Chip(text=gettext("khác ngân hàng"))
        if trace.tag in self._ties.elsewhere:
            yield Chip(text=elsewhere_words(), tone="warn", glyph="net")

    def ties(self) -> str:
        """What leads to the group: how many tips, how many verified, from where and when."""
        tips = self._ties.tips
        if not tips:
            return ""
        units, days = {tip.unit_id for tip in tips}, {tip.received_on for tip in tips}
        spoken = sum(1 for tip in tips if tip.victim_spoken_on is not None)
        return " · ".join(
            (
                ngettext("%(num)s tin liên quan", "%(num)s tin liên quan", len(tips)),
                gettext("%(num)s tin đã gặp bị hại", num=spoken),
                ngettext("%(num)s nơi", "%(num)s nơi", len(units)),
                ngettext("%(num)s ngày", "%(num)s ngày", len(days)),
            )
        )

    def grey(self) -> str:
        """What is said of a group that rests on unverified tips without a name alone."""
        tips = self._ties.tips
        return grey_words() if tips and links.is_grey([self._read.tip, *tips]) else ""

    @property
    def is_above(self) -> bool:
        """Whether the reader may see tips of several units side by side."""
        return self._acting.by.role is Role.SUPERVISOR

    @cached_property
    def case(self) -> TipCase | None:
        """The case of the reader's unit that the tip is in."""
        acting, tip = self._acting, self._read.tip
        return case_queries.of_tips(session(), acting.by, [tip.id], acting.on).get(tip.id)

    def case_label(self) -> str:
        """Its number."""
        return case_queries.label(self.case) if self.case else ""

    def is_in_case_above(self) -> bool:
        """Whether a unit above holds it in a case, as far as that may be told."""
        acting, tip = self._acting, self._read.tip
        return case_queries.is_in_one_above(session(), acting.by, tip, acting.on)

    def repeats(self) -> list[tuple[Tip, str]]:
        """Earlier open tips that this one may repeat, for who sorts it now."""
        read, acting = self._read, self._acting
        if not self.may_change or read.tip.state not in OPEN_STATES:
            return []
        found = near.suggestions(
            session(), acting.ring, tip=read.tip, body=read.body, traces=read.identifiers
        )
        numbers = queries.numbers(session(), acting.by, found, acting.on)
        return [(tip, number_label(numbers[tip.id])) for tip in found]


def kinds() -> Mapping[IdentifierKind, str]:
    """The kinds in few words, as buttons bear them."""
    return {
        IdentifierKind.PHONE: gettext("Số điện thoại"),
        IdentifierKind.BANK_ACCOUNT: gettext("Số tài khoản"),
        IdentifierKind.E_WALLET: gettext("Ví điện tử"),
        IdentifierKind.URL: gettext("Đường link"),
        IdentifierKind.SOCIAL_ACCOUNT: gettext("Zalo, Facebook, Telegram"),
        IdentifierKind.EMAIL: gettext("Thư điện tử"),
        IdentifierKind.CRYPTO_WALLET: gettext("Ví tiền ảo"),
        IdentifierKind.TRANSACTION_ID: gettext("Mã giao dịch"),
        IdentifierKind.TRACKING_CODE: gettext("Mã vận đơn"),
        IdentifierKind.BANK: gettext("Ngân hàng"),
        IdentifierKind.ACCOUNT_HOLDER: gettext("Tên chủ tài khoản"),
    }


def _named(codes: Sequence[IdentifierKind]) -> list[tuple[str, str]]:
    return [(code.value, kinds()[code]) for code in codes]


def odd_words() -> Mapping[Oddity, str]:
    """Why a value may have been typed wrong; it is kept as it is."""
    return {
        Oddity.PHONE: gettext("Số này không giống số điện thoại. Giữ như đã ghi."),
        Oddity.LETTER_O: gettext("Có chữ O lẫn với số 0. Giữ như đã ghi."),
        Oddity.ACCOUNT: gettext("Ngắn hoặc dài hơn số tài khoản thường gặp. Giữ như đã ghi."),
        Oddity.URL: gettext("Không giống đường link. Giữ như đã ghi."),
        Oddity.EMAIL: gettext("Không giống địa chỉ thư. Giữ như đã ghi."),
        Oddity.CRYPTO: gettext("Không giống địa chỉ ví tiền ảo. Giữ như đã ghi."),
    }


def ties_of(acting: Acting, tip: Tip, traces: Sequence[Trace]) -> Ties:
    """What a tip has in common with others, as far as the reader may know and ask now."""
    is_counted = lookups.count(session(), acting=acting, tip=tip, traces=traces)
    return links.ties(session(), acting.by, tip, traces, acting.on, is_counted=is_counted)


def elsewhere_words() -> str:
    """All that may be told of tips out of sight."""
    return str(gettext("Có tin khác liên quan – hỏi cấp trên"))


def grey_words() -> str:
    """Why a group weighs little."""
    return str(gettext("Chưa kiểm chứng, có thể cùng một người gửi."))


def told(done: Done, names: Words) -> str:
    """The timeline's line of an identifier that was kept or taken away."""
    how, kind, value = done.note.split("|", 2)
    what = f"{names.kind(kind)} {names.value(kind, value)}"
    if how == ADDED:
        return str(gettext("%(name)s ghi thêm: %(what)s", name=done.by, what=what))
    return str(gettext("%(name)s bỏ: %(what)s", name=done.by, what=what))


def sent_trace(story: str) -> NewTrace:
    """The identifier of the form; it counts as found in the story only when it stands there."""
    kind, value = request.form.get("kind", ""), request.form.get("value", "")
    for one in recognising.recognise(story):
        if one.value == value and kind in (one.kind, *one.others):
            return NewTrace(kind=kind, value=value, found_in=FoundIn.STORY, bank=one.bank)
    return NewTrace(kind=kind, value=value, found_in=FoundIn.OFFICER)
