"""The tip form as a page: fresh ones from two ready-compressed parts, filled ones drawn anew.

Compressing the page costs as much as everything else a server does for it. So each village's page
is kept compressed in two parts, and the id and token of one showing stand between them as a
stored block of the same deflate stream (RFC 1951, 3.2.4; the frame around it is RFC 1952).
"""

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from flask import current_app, g, request
from flask.wrappers import Response
from flask_babel import get_locale, gettext

from blueprints.public.doors import Door
from blueprints.public.forms import EMPTY, Typed
from blueprints.public.keeping import Keep
from domain.duty.queries import duty_line
from domain.media.problems import problem_sentence
from domain.media.services import Received
from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem
from domain.tips import guides, money, telling
from domain.tips.guides import Guide
from web import form_tokens
from web.context import config, now, ring, session, settings, today
from web.headers import headers_of
from web.icons import drawings
from web.language import say
from web.public_page import address, html_of, page, takes_gzip

PRESET_WHEN_URGENT = "impersonation"
_GUIDES = frozenset(Guide)
_ID, _TOKEN = "\x00id\x00", "\x00token\x00"
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_UUID_LENGTH = 36
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Category:
    """A picture to choose from."""

    slug: str
    picture: str
    name: str
    guide_href: str = ""
    """A page of its own for people in that plight."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page in two parts around what differs from showing to showing."""

    head: bytes
    between: str
    tail: bytes
    packed_head: bytes
    packed_tail: bytes
    head_sum: int
    policy: str
    headers: tuple[tuple[str, str], ...]
    """All that go with the compressed form but its length."""

    def plain(self, id_: str, token: str) -> bytes:
        """The page uncompressed."""
        return self.head + f"{id_}{self.between}{token}".encode() + self.tail

    def packed(self, id_: str, token: str) -> bytes:
        """The page as one gzip member."""
        middle = f"{id_}{self.between}{token}".encode()
        whole = zlib.crc32(self.tail, zlib.crc32(middle, self.head_sum))
        length = len(self.head) + len(middle) + len(self.tail)
        return b"".join(
            (
                self.packed_head,
                struct.pack("<HH", len(middle), len(middle) ^ 0xFFFF),
                middle,
                self.packed_tail,
                struct.pack("<LL", whole, length & 0xFFFFFFFF),
            )
        )


KEPT: Keep[Kept] = Keep(most=256, seconds=30)


def split(html: str, policy: str, *, is_https: bool = False) -> Kept:
    """Cut a drawn page at the two marks and compress both ends as one stream."""
    before, _, rest = html.partition(_ID)
    between, _, after = rest.partition(_TOKEN)
    head, tail = before.encode(), after.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    # A flushed stream ends in an empty stored block; its four length bytes make room for ours.
    packed_head = (packer.compress(head) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]
    room = bytes(_UUID_LENGTH + len(between.encode()) + form_tokens.TOKEN_LENGTH)
    history = (head + room)[-32_768:]
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zdict=history)
    packed_tail = packer.compress(tail) + packer.flush()
    return Kept(
        head=head,
        between=between,
        tail=tail,
        packed_head=_GZIP_HEAD + packed_head,
        packed_tail=packed_tail,
        head_sum=zlib.crc32(head),
        policy=policy,
        headers=(
            ("Content-Type", _HTML),
            ("Content-Encoding", "gzip"),
            *headers_of(policy, is_public=True, is_https=is_https),
        ),
    )


def key_of(place: str, args: Mapping[str, str]) -> tuple[str | None, ...]:
    """What a kept page depends on; whatever else stands in an address changes nothing."""
    about = args.get("about") if args.get("about") in _GUIDES else None
    return (place, args.get("lang"), args.get("to"), args.get("gap"), args.get("earlier"), about)


def fresh(place: str, find: Callable[[], Door]) -> Response:
    """An empty form for a place; `find` is asked only when its page is not at hand."""
    kept = KEPT.get(key_of(place, request.args), lambda: _draw(find()))
    id_ = uuid4()
    token = form_tokens.form_token(ring(), id_, now())
    g.csp = kept.policy
    if not takes_gzip():
        return current_app.response_class(kept.plain(str(id_), token), content_type=_HTML)
    answer = current_app.response_class(kept.packed(str(id_), token), content_type=_HTML)
    answer.headers.add("Content-Encoding", "gzip")
    return answer


def _draw(door: Door) -> Kept:
    typed = replace(EMPTY, values={"category": _preset()})
    values = _values(door, typed, kept_photos=(), problems=())
    html = html_of(
        "public/tip_form.html", script="form", submission_id=_ID, form_token=_TOKEN, **values
    )
    return split(html, str(g.csp), is_https=config().is_https)


def again(
    door: Door,
    typed: Typed,
    *,
    problem: str,
    kept_photos: Sequence[UUID] = (),
    problems: Sequence[Received] = (),
    status: int = 422,
) -> Response:
    """The form with everything typed and every photo kept, one tap from sending."""
    return page(
        "public/tip_form.html",
        status=status,
        script="form",
        submission_id=typed.submission_id,
        form_token=form_tokens.form_token(ring(), typed.submission_id, now()),
        **{**_values(door, typed, kept_photos=kept_photos, problems=problems), "problem": problem},
    )


def is_urgent_form() -> bool:
    """Whether the form asks for the transfer slip first."""
    return request.args.get("gap") == "1"


def asked_for() -> dict[str, str]:
    """What the address asks of the form, for links that lead on to it."""
    wanted = {"gap": "1", "earlier": "1"}
    asked = {name: one for name, one in wanted.items() if request.args.get(name) == one}
    about = request.args.get("about", "")
    return asked | ({"about": about} if about in _GUIDES else {})


def _preset() -> str:
    """The category that is chosen already: of the page the person comes from."""
    if is_urgent_form():
        return PRESET_WHEN_URGENT
    about = asked_for().get("about")
    items = reference.items(session(), ListKey.TIP_CATEGORIES, today()) if about else ()
    return next((item.code for item in items if guides.guide_of(item) == about), "")


def _guide_of(category: str) -> Guide | None:
    """The page of a category that was chosen; none when it has none."""
    items = reference.items(session(), ListKey.TIP_CATEGORIES, today()) if category else ()
    return next((guides.guide_of(item) for item in items if item.code == category), None)


def _headline(guide: Guide | None) -> str:
    """That no name is needed is said where somebody tells what they saw, and nowhere else."""
    if is_urgent_form():
        return str(gettext("Báo gấp: bị gạt tiền"))
    match guide:
        case Guide.HELD:
            return str(gettext("Báo có người bị giữ"))
        case Guide.PICTURES:
            return str(gettext("Báo người đang dọa tung hình"))
        case None:
            return str(gettext("Báo tin cho công an, không cần ghi tên"))


def continues_another() -> bool:
    """Whether the person lost a code and tells of the same thing again."""
    return request.args.get("earlier") == "1"


def _values(
    door: Door, typed: Typed, *, kept_photos: Sequence[UUID], problems: Sequence[Received]
) -> dict[str, Any]:
    urgent, guide = is_urgent_form(), _guide_of(typed.get("category"))
    gap = {"gap": "1"} if urgent else {}
    by_poster = {"code": door.poster_code}
    aid = by_poster if door.poster_code else {"place": door.place_value}
    aid_href = address("public.first_aid", **aid)
    home = address("public.poster", **by_poster) if door.poster_code else address("public.tip")
    return {
        "door": door.way,
        "place_value": door.place_value,
        "typed": typed,
        "urgent": urgent,
        "line": duty_line(session(), door.way.unit.place_id, now()) if urgent else None,
        "continues": continues_another() or bool(typed.get("earlier")),
        "problem": "",
        "too_long": typed.too_long,
        "guide": guide,
        "headline": _headline(guide),
        "action": address("public.poster_tip", **by_poster, **gap)
        if door.poster_code
        else address("public.tip", **gap),
        "back_href": aid_href if urgent else home,
        "aid_href": aid_href,
        "categories": categories(aid),
        "photos_open": settings()["photos_open"],
        "retention": settings()["tip_retention_text"],
        "notes": telling.soft_notes(typed.values, now()),
        "amount": money.parse(typed.get("money_lost")),
        "kept_photos": kept_photos,
        "photo_notes": [
            say(problem_sentence(one.problem, one.file_name)) for one in problems if one.problem
        ],
    }


def categories(came_from: Mapping[str, str]) -> list[Category]:
    """What the form offers today, in the reader's language."""
    english = str(get_locale()) == "en"
    items = reference.items(session(), ListKey.TIP_CATEGORIES, today())
    return [
        Category(
            slug=item.code,
            picture=_drawing(item.details.get("picture", "")),
            name=(item.name_en if english else "") or item.name_vi,
            guide_href=guide_href(item, came_from),
        )
        for item in items
    ]


def guide_href(item: ReferenceItem, came_from: Mapping[str, str]) -> str:
    """Where people in the plight of a category read what to do; empty when nothing is written."""
    match guides.guide_of(item):
        case Guide.PICTURES:
            return address("public.pictures", **came_from)
        case Guide.HELD:
            return f"{address('public.first_aid', **came_from)}#giu"
        case None:
            return ""


def slugs() -> frozenset[str]:
    """The categories that count as offered today."""
    items = reference.items(session(), ListKey.TIP_CATEGORIES, today())
    return frozenset(item.code for item in items)


def _drawing(name: str) -> str:
    return name if name in drawings() else "dots"
