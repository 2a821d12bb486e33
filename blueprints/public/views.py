"""Pages for everybody: home, first aid, what is kept, the blank page, and signs of life."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from blueprints.public import doors
from blueprints.public.tokens import LIFETIME, PageKind
from domain.duty import queries as duty
from domain.errors import Refusal
from domain.reference import queries as reference
from domain.reference.models import ListKey, Setting
from domain.tips.doorways import Unit
from domain.tips.guides import Guide
from web import photos
from web.authz import public
from web.context import now, session, settings, today
from web.filters import day
from web.public_page import address, page

bp = Blueprint("public", __name__)

ICON_KEPT = 7 * 24 * 3600
"""Seconds for which a browser need not ask for the icon again."""


@dataclass(frozen=True, slots=True)
class BankNumber:
    """A bank's number that an officer of this deployment has dialled."""

    name: str
    number: str
    checked_on: str


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """What a person can do here."""
    return page("public/home.html", script="kept", notice=settings()["public_warning_note"])


@bp.get("/first-aid")
@public
def first_aid() -> ResponseReturnValue:
    """I was cheated, or am being told to send money."""
    unit, came_from = _place_of_request()
    unit, is_staffed = _on_duty(unit)
    by_poster = "code" in came_from
    form = "public.poster_tip" if by_poster else "public.tip"
    return page(
        "public/first_aid.html",
        unit=unit,
        is_staffed=is_staffed,
        banks=_dialled_banks(),
        back_href=address("public.poster", **came_from) if by_poster else address("public.home"),
        form_href=address(form, gap="1", **came_from),
        tip_href=address(form, about=Guide.HELD.value, **came_from),
        pictures_href=address("public.pictures", **came_from),
    )


@bp.get("/first-aid/pictures")
@public
def pictures() -> ResponseReturnValue:
    """Somebody threatens to spread private pictures of me."""
    unit, came_from = _place_of_request()
    by_poster = "code" in came_from
    return page(
        "public/pictures.html",
        unit=_on_duty(unit)[0],
        back_href=address("public.first_aid", **came_from),
        tip_href=address(
            "public.poster_tip" if by_poster else "public.tip",
            about=Guide.PICTURES.value,
            **came_from,
        ),
    )


def _place_of_request() -> tuple[Unit | None, dict[str, str]]:
    """The unit of the poster or place the person came from; none when that leads nowhere."""
    code, place = request.args.get("code", ""), request.args.get("place", "")
    try:
        if code:
            return doors.by_poster(code)[1].way.unit, {"code": code}
        if place:
            return doors.by_place(place).way.unit, {"place": place}
    except Refusal:
        return None, {}
    return None, {}


def _on_duty(unit: Unit | None) -> tuple[Unit | None, bool]:
    """The unit with the number of whoever is on duty now, and whether anybody is."""
    if unit is None:
        return None, False
    line = duty.duty_line(session(), unit.place_id, now())
    return replace(unit, duty_phone=line.phone), line.is_staffed


def _dialled_banks() -> list[BankNumber]:
    """Banks whose number an officer has dialled and dated; from the list alone none appears."""
    return [
        BankNumber(
            item.details.get("short_name") or item.name_vi,
            item.details["hotline"],
            day(date.fromisoformat(item.details["checked_on"])),
        )
        for item in reference.items(session(), ListKey.BANKS, today())
        if item.details.get("checked_on") and item.details.get("hotline")
    ]


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept, how long, who sees it."""
    minutes = int(LIFETIME[PageKind.RECEIPT].total_seconds()) // 60
    return page("public/privacy.html", settings=settings(), receipt_minutes=minutes)


@bp.get("/leave")
@public
def leave() -> ResponseReturnValue:
    """A plain page that says nothing, for whoever must get away from this one."""
    return page("public/leave.html")


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """The icon, for browsers that ask for it where no page names one."""
    answer = current_app.response_class(_icon(), mimetype="image/vnd.microsoft.icon")
    answer.cache_control.public, answer.cache_control.max_age = True, ICON_KEPT
    answer.add_etag()
    return answer.make_conditional(request)


@cache
def _icon() -> bytes:
    return Path(current_app.root_path, "static", "img", "favicon.ico").read_bytes()


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return "ok", {"Content-Type": "text/plain"}


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Database, photo folder and keys are there; what is wrong is told to nobody here."""
    session().execute(select(Setting.key).limit(1))
    photos.store().free_space()
    return "ready", {"Content-Type": "text/plain"}
