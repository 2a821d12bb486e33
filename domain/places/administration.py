"""What an admin changes about places: wording, numbers, new hamlets, the end of a place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.dialled import Boxes, Dialled, problems
from domain.errors import BadInput
from domain.places.models import LONGEST_MARK, Level, Place, Succession, SuccessorScope
from domain.places.naming import full_name_of, hamlet_code
from domain.places.queries import valid_on
from domain.places.services import NewPlace, add, rebuild_scopes
from domain.sentence import Sentence
from domain.text import sort_key
from domain.vault.keys import KeyRing

LONGEST = {
    "level_label": 40,
    "name": 110,
    "unit_title": 160,
    "paper_mark": LONGEST_MARK,
    "address": 240,
    "source": 400,
}
"""Characters each box takes; a full name is the label and the name, at most 160."""
CALL_BOXES = Boxes(number="duty_phone", on="duty_phone_checked_on", by="duty_phone_checked_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an admin may correct about a place; its code, level and parent stay."""

    level_label: str
    name: str
    unit_title: str
    paper_mark: str
    address: str
    call: Dialled


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHamlet:
    """A hamlet that is missing from the tree."""

    level_label: str
    name: str
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last day of a place and, if there is one, the place that takes it over."""

    last_day: date
    successor: Place | None = None
    scope: SuccessorScope = SuccessorScope.WHOLE


def wording_of(place: Place) -> Wording:
    """What the place is called now."""
    return Wording(
        level_label=place.level_label,
        name=place.name,
        unit_title=place.unit_title,
        paper_mark=place.paper_mark,
        address=place.address,
        call=place.duty_call,
    )


def _texts(texts: dict[str, str], needed: tuple[str, ...]) -> Iterator[BadInput]:
    for box, text in texts.items():
        if box in needed and not text:
            yield BadInput(box, "Ô này cần ghi.")
        if len(text) > LONGEST[box]:
            yield BadInput(box, Sentence("Ghi tối đa %(most)s chữ.", most=LONGEST[box]))


def wording_problems(place: Place, wording: Wording, *, today: date) -> list[BadInput]:
    """What keeps the wording from being saved, each with its box."""
    texts = {
        "level_label": wording.level_label,
        "name": wording.name,
        "unit_title": wording.unit_title,
        "paper_mark": wording.paper_mark,
        "address": wording.address,
    }
    titled = () if place.level == Level.HAMLET else ("unit_title",)
    found = list(_texts(texts, ("level_label", "name", *titled)))
    found += problems(place.duty_call, wording.call, boxes=CALL_BOXES, today=today)
    return found


def correct(
    db: Session, ring: KeyRing, *, place: Place, wording: Wording, who: Who, now: datetime
) -> list[str]:
    """Save a corrected wording; returns the names of the columns that changed."""
    wanted = {
        "level_label": wording.level_label,
        "name": wording.name,
        "unit_title": wording.unit_title,
        "paper_mark": wording.paper_mark,
        "address": wording.address,
        "duty_phone": wording.call.number,
        "duty_phone_checked_on": wording.call.on,
        "duty_phone_checked_by": wording.call.by,
    }
    changed = [column for column, value in wanted.items() if getattr(place, column) != value]
    for column in changed:
        setattr(place, column, wanted[column])
    if {"name", "level_label"} & set(changed):
        place.full_name = full_name_of(place.level_label, place.name)
        place.sort_key = sort_key(place.name)
    if changed:
        note(db, ring, place_id=place.id, reason=f"corrected {', '.join(changed)}", who=who, at=now)
    return changed


def note(
    db: Session, ring: KeyRing, *, place_id: UUID, reason: str, who: Who, at: datetime
) -> None:
    """Write to the audit log that a place changed: which fields, never what they held."""
    act = Act(
        action=Action.PLACE_CHANGED, object_kind="place", object_id=str(place_id), reason=reason
    )
    record(db, ring, at=at, who=who, act=act)


def hamlet_problems(db: Session, commune: Place, hamlet: NewHamlet) -> list[BadInput]:
    """What keeps a hamlet from being added, each with its box."""
    texts = {
        "level_label": hamlet.level_label,
        "name": hamlet.name,
        "source": hamlet.source,
    }
    found = list(_texts(texts, ("level_label", "name", "source")))
    if commune.level != Level.COMMUNE:
        found.append(BadInput("name", "Chỉ thêm được dưới một xã, phường hoặc thị trấn."))
    if hamlet.valid_from < commune.valid_from:
        found.append(BadInput("valid_from", "Ngày này trước khi có đơn vị cấp trên của nó."))
    named = select(Place.name).where(Place.parent_id == commune.id, valid_on(hamlet.valid_from))
    if hamlet.name.casefold() in {name.casefold() for name in db.scalars(named)}:
        found.append(BadInput("name", "Tên này đã có ở đây rồi."))
    return found


def add_hamlet(
    db: Session, ring: KeyRing, *, commune: Place, hamlet: NewHamlet, who: Who, now: datetime
) -> Place:
    """Add a hamlet under a commune, with the next free number as its code."""
    made = add(
        db,
        place=NewPlace(
            code=_next_code(db, commune),
            level=Level.HAMLET,
            level_label=hamlet.level_label,
            name=hamlet.name,
            full_name=full_name_of(hamlet.level_label, hamlet.name),
            parent_id=commune.id,
            valid_from=hamlet.valid_from,
            source=hamlet.source,
        ),
    )
    rebuild_scopes(db)
    note(db, ring, place_id=made.id, reason="added", who=who, at=now)
    return made


def _next_code(db: Session, commune: Place) -> str:
    prefix = hamlet_code(commune.code, 0).removesuffix("00")
    taken = db.scalars(select(Place.code).where(Place.code.startswith(prefix, autoescape=True)))
    numbers = [int(tail) for code in taken if (tail := code.removeprefix(prefix)).isdigit()]
    return hamlet_code(commune.code, max(numbers, default=0) + 1)


def end_problems(db: Session, place: Place, end: End) -> list[BadInput]:
    """What keeps a place from being ended so, each with its box."""
    found = []
    if end.last_day < place.valid_from:
        found.append(BadInput("last_day", "Ngày cuối không thể trước ngày bắt đầu."))
    new = end.successor
    if new is None:
        return found
    first_day = end.last_day + timedelta(days=1)
    if new.id == place.id or new.level != place.level:
        found.append(BadInput("successor", "Chọn một đơn vị khác, cùng cấp."))
    elif new.valid_from > first_day or (new.valid_to is not None and new.valid_to < first_day):
        found.append(BadInput("successor", "Đơn vị này chưa có, hoặc đã hết, vào ngày đó."))
    elif place.id in _everything_after(db, new.id):
        found.append(BadInput("successor", "Đơn vị này lại do nơi đang kết thúc tiếp nối."))
    return found


def _everything_after(db: Session, place_id: UUID) -> set[UUID]:
    seen: set[UUID] = set()
    waiting = [place_id]
    while waiting:
        seen.add(current := waiting.pop())
        following = db.scalars(select(Succession.new_id).where(Succession.old_id == current))
        waiting += [one for one in following if one not in seen]
    return seen


def end_place(
    db: Session, ring: KeyRing, *, place: Place, end: End, who: Who, now: datetime
) -> None:
    """Give a place its last day. Its records stay; a successor sees them from now on."""
    place.valid_to = end.last_day
    if end.successor is not None:
        link = Succession(
            old_id=place.id,
            new_id=end.successor.id,
            scope=end.scope,
            effective_from=end.last_day + timedelta(days=1),
        )
        db.merge(link)
    rebuild_scopes(db)
    reason = f"ended, successor {end.successor.id}" if end.successor else "ended"
    note(db, ring, place_id=place.id, reason=reason, who=who, at=now)


def reopen(db: Session, ring: KeyRing, *, place: Place, who: Who, now: datetime) -> None:
    """Take an end back: the place goes on, nobody succeeded it.

    Raises `BadInput` when its code has passed to another place since.
    """
    since = select(Place.id).where(
        Place.code == place.code, Place.id != place.id, Place.valid_from > place.valid_from
    )
    if db.scalars(since).first() is not None:
        raise BadInput("last_day", "Mã của nơi này nay thuộc một nơi khác, không mở lại được.")
    place.valid_to = None
    db.execute(delete(Succession).where(Succession.old_id == place.id))
    rebuild_scopes(db)
    note(db, ring, place_id=place.id, reason="reopened", who=who, at=now)
