"""The two pages about a tip that was sent: the receipt, and what became of it."""

from dataclasses import dataclass
from typing import Any

from flask.wrappers import Response
from flask_babel import gettext
from sqlalchemy import select

from blueprints.public import form_page, tokens
from blueprints.public.replies import Reply
from blueprints.public.tokens import PageKind, PageToken
from domain.duty.queries import duty_line
from domain.media.problems import PhotoProblem, problem_sentence
from domain.posters import qr
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.retention import contacts
from domain.retention import rules as retention
from domain.tips import codes, identifiers, news, receipts
from domain.tips.doorways import unit_of
from domain.tips.identifiers import IdentifierKind
from domain.tips.models import FoundIn, Tip, TipIdentifier
from domain.tips.sealing import TipBody, read_body, read_identifier, read_received, tip_key
from domain.vault.sealing import RecordKey
from web.context import config, now, ring, session, settings
from web.language import say
from web.public_page import address, page


@dataclass(frozen=True, slots=True)
class Drawing:
    """A QR code as one path, `side` modules square."""

    side: int
    path: str


def lookup_form(
    *, status: int = 200, headline: str = "", sentence: str = "", **values: Any
) -> Response:
    """The page that asks for the 16 digits; what was typed before stands in its form."""
    shown = {"typed": "", "wrong": "", "kept": Reply.of_request().kept(), **values}
    return page(
        "public/receipt_form.html",
        status=status,
        script="lookup",
        headline=headline or gettext("Xem tin đã gửi"),
        sentence=sentence,
        **shown,
    )


def nowhere(status: int = 404) -> Response:
    """One and the same page for a code that is unknown, expired or whose tip is gone."""
    return lookup_form(
        status=status,
        headline=gettext("Không tìm thấy tin nào"),
        sentence=gettext(
            "Mã này không mở được tin nào. Coi lại 16 số rồi thử lại. "
            "Tin cũ hết hạn giữ thì đã xóa, mã cũng hết dùng."
        ),
    )


def over() -> Response:
    """The page was open too long ago; the digits lead to the tip as before."""
    return lookup_form(
        status=410,
        headline=gettext("Trang này đã hết hạn"),
        sentence=gettext("Gõ 16 số đã chép để xem tin. Trang hiện mã không mở lại được."),
    )


def ask_code_again(*, had_photos: bool = False) -> Response:
    """The page was open too long: the code once more, and nothing typed is lost."""
    sentence = gettext("Trang mở lâu quá nên chưa gửi. Lời đã ghi vẫn còn, gõ mã xong thì gửi lại.")
    if had_photos:
        sentence = gettext(
            "Trang mở lâu quá nên chưa gửi. Lời đã ghi vẫn còn, gõ mã xong thì gửi lại; "
            "hình thì chọn lại giúp."
        )
    return lookup_form(status=422, headline=gettext("Gõ lại mã rồi gửi"), sentence=sentence)


def receipt_page(tip: Tip, token: PageToken) -> Response:
    """What the sender copies: code, QR, recognition number, what comes next."""
    key = tip_key(ring(), tip)
    body = read_body(key, tip)
    return page(
        "public/receipt.html",
        script="sent",
        unit=unit_of(tip.unit),
        line=duty_line(session(), tip.unit_id, now()),
        received=read_received(key, tip),
        urgent=tip.is_urgent,
        in_danger=tip.in_danger,
        lost_money=_lost_money(tip, body),
        guide_href=_guide_href(tip),
        state=receipts.state_of(tip),
        code=codes.grouped(token.code),
        qr=_draw(f"{config().public_url}/receipt#{token.code}"),
        contact_kept=contacts.of_tip(session(), tip, settings()),
        contacts_erased=retention.is_signed(settings()),
        recognition=receipts.recognition_number(ring(), tip),
        look_again_on=news.promised_on(session(), tip),
        holds_code=codes.MASK in body.story or bool(codes.found_in(body.story)),
        photo_notes=[
            say(problem_sentence(PhotoProblem(problem), name))
            for name, problem in body.photo_problems
        ],
        notes=_notes(tip, key, body.money_text, body.money_amount),
        amount=body.money_amount,
        follow_href=follow_address(token),
    )


def follow_address(token: PageToken, **values: str) -> str:
    """Where the page about this tip stands for the next minutes."""
    sealed = tokens.sealed(ring(), PageKind.FOLLOW, token, now())
    return address("public.receipt_shown", token=sealed, **values)


def _lost_money(tip: Tip, body: TipBody) -> bool:
    """Whether anything told speaks of money that was sent."""
    sent = body.money_text or body.money_sent_text or body.victim_bank
    return bool(sent) or (tip.is_urgent and not tip.in_danger)


def _guide_href(tip: Tip) -> str:
    items = reference.all_items(session(), ListKey.TIP_CATEGORIES)
    found = [form_page.guide_href(item, {}) for item in items if item.code == tip.category]
    return found[-1] if found else ""


def _notes(tip: Tip, key: RecordKey, money_text: str, amount: int | None) -> dict[str, str]:
    notes = {"money": "money" if amount else "money_unclear"} if money_text else {}
    typed = (TipIdentifier.tip_id == tip.id, TipIdentifier.found_in == FoundIn.FIELD)
    rows = session().scalars(select(TipIdentifier).where(*typed))
    for row in rows:
        odd = identifiers.oddity(IdentifierKind(row.kind), read_identifier(key, row))
        if odd:
            notes[odd.value] = odd.value
    return notes


def _draw(url: str) -> Drawing:
    modules = qr.matrix(url)
    path = "".join(f"M{x} {y}h{n}v1h-{n}z" for x, y, n in qr.runs(modules))
    return Drawing(len(modules), path)
