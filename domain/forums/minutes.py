"""The minutes of a forum as an official paper, in the words such papers use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from domain.documents.nd30 import Letterhead, Paper, spelled_day
from domain.forums.last_time import LastTime
from domain.forums.models import AnsweredHow, Forum, Opinion, OpinionKind, Outcome
from domain.forums.rules import may_know_speakers
from domain.people.models import Officer
from domain.people.queries import names_of
from domain.places import queries as places
from domain.places.models import Place
from domain.places.naming import in_a_sentence, locality_of, unit_title_of
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.reference.settings import Settings

FORUM = "diễn đàn “Công an lắng nghe ý kiến Nhân dân”"
_KINDS = {
    OpinionKind.INFORMATION: "Phản ánh",
    OpinionKind.REQUEST: "Kiến nghị",
    OpinionKind.CRITICISM: "Phê bình",
    OpinionKind.PRAISE: "Khen",
}
_WAYS = {
    AnsweredHow.IN_WRITING: "bằng văn bản",
    AnsweredHow.NEXT_FORUM: "tại diễn đàn sau",
    AnsweredHow.IN_PERSON: "gặp trực tiếp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the minutes need besides the forum itself."""

    settings: Settings
    unit: Place
    """Whose paper it is."""
    superior: str
    partners: str
    owners: Mapping[UUID, str]
    last_time: LastTime | None
    names_speakers: bool
    """Whether whoever asks for the paper may know who spoke."""
    made_at: datetime


def circumstances_of(
    db: Session,
    record: Forum,
    settings: Settings,
    *,
    viewer: Officer,
    last: LastTime | None,
    now: datetime,
) -> Circumstances:
    """Whose paper the minutes of a forum are, and the names that stand in them for the viewer."""
    unit = places.commune_of(db, record.place) or record.place
    above = places.parent_unit(db, unit)
    labels = reference.labels(db, ListKey.PARTNERS, "vi")
    return Circumstances(
        settings=settings,
        unit=unit,
        superior=settings["minutes_superior"] or (above.unit_title if above else ""),
        partners=", ".join(labels.get(code, code) for code in record.partners),
        owners=names_of(db, {row.owner_id for row in record.opinions if row.owner_id}),
        last_time=last,
        names_speakers=may_know_speakers(viewer, record),
        made_at=now,
    )


def minutes_of(record: Forum, known: Circumstances) -> bytes:
    """The minutes as a Word file in the layout of Decree 30/2020. Who spoke stands in them as far
    as it was written down; notes and photos do not."""
    about = f"{FORUM[0].upper()}{FORUM[1:]} tại {record.place.full_name}"
    paper = Paper(title=f"Biên bản {about}", made_at=known.made_at)
    paper.letterhead(_letterhead(record, known))
    paper.headline("Biên bản", about)
    for title, write in _parts(record, known):
        paper.section(title)
        for lead, text in write:
            paper.text(text, lead=lead)
    paper.text(
        "Diễn đàn kết thúc vào lúc ….. giờ ….. cùng ngày. Biên bản đã được đọc lại cho những "
        "người có mặt cùng nghe và thống nhất."
    )
    settings = known.settings
    paper.signatures(
        [
            (settings["minutes_secretary_title"], record.author.name),
            (settings["minutes_chair_title"], record.chair),
        ]
    )
    return paper.to_bytes()


def file_name(record: Forum) -> str:
    """ "Biên bản diễn đàn Ấp 3 2024-06-05.docx"."""
    return f"Biên bản diễn đàn {record.place.full_name} {record.held_on.isoformat()}.docx"


def _letterhead(record: Forum, known: Circumstances) -> Letterhead:
    unit = known.unit
    return Letterhead(
        superior=known.superior,
        issuer=unit.unit_title or unit_title_of(unit.full_name),
        symbol=known.settings.symbol("minutes_symbol", unit.mark),
        locality=locality_of(unit.full_name, unit.name),
        day=record.held_on,
    )


Line = tuple[str, str]
"""What stands in bold in front, and the text."""


def _parts(record: Forum, known: Circumstances) -> Iterator[tuple[str, list[Line]]]:
    """The parts that have something to say, numbered one after the other."""
    parts = [
        ("Thời gian, địa điểm, thành phần", list(_circumstances(record, known))),
        ("Nội dung Công an đã thông báo", [("", record.contents)] if record.contents else []),
        ("Trả lời ý kiến lần trước", list(_of_last_time(known))),
        ("Ý kiến của Nhân dân", list(_opinions(record, known))),
        ("Diễn biến khác", [("", record.minutes)] if record.minutes else []),
    ]
    told = [(title, lines) for title, lines in parts if lines]
    for roman, (title, lines) in zip(("I", "II", "III", "IV", "V"), told, strict=False):
        yield f"{roman}. {title}", lines


def _circumstances(record: Forum, known: Circumstances) -> Iterator[Line]:
    when = spelled_day(record.held_on)
    if record.started_at:
        when = f"{record.started_at:%H} giờ {record.started_at:%M} phút, {when}"
    where = [record.venue, record.place.full_name]
    if known.unit.id != record.place_id:
        where.append(in_a_sentence(known.unit.full_name))
    people = "" if record.attendance is None else f"{record.attendance} người"
    if people and record.attendance_is_approximate:
        people = f"khoảng {people}"
    told = [
        ("Thời gian:", when),
        ("Địa điểm:", ", ".join(filter(None, where))),
        ("Chủ trì:", record.chair),
        ("Thư ký:", record.author.name),
        ("Đơn vị phối hợp:", known.partners),
        ("Người dự:", people),
    ]
    filled = [(lead, text) for lead, text in told if text]
    for number, (lead, text) in enumerate(filled, start=1):
        yield f"{number}. {lead}", f"{text}."


def _opinions(record: Forum, known: Circumstances) -> Iterator[Line]:
    if not record.opinions:
        yield "", "Không có ý kiến."
    for number, row in enumerate(record.opinions, start=1):
        who = f" (người nêu: {row.name})" if row.name and known.names_speakers else ""
        yield f"{number}. {_KINDS[row.kind]}:", f"{row.gist}{who}"
        yield "", _ended(row, known.owners[row.owner_id] if row.owner_id else "")


def _of_last_time(known: Circumstances) -> Iterator[Line]:
    if known.last_time is None:
        return
    for number, kept in enumerate(known.last_time.promises, start=1):
        yield f"{number}. Ý kiến ngày {_short(kept.forum.held_on)}:", kept.opinion.gist
        yield "", _ended(kept.opinion, kept.owner)


def _ended(row: Opinion, owner: str) -> str:
    """How an opinion ended, as a sentence."""
    if row.outcome is Outcome.NOT_YET:
        return "Xử lý: ………………………………………………"
    if row.outcome is Outcome.ANSWERED:
        return f"Trả lời tại chỗ: {row.answer}" if row.answer else "Đã trả lời tại chỗ."
    if row.answered_on:
        how = f", {_WAYS[row.answered_how]}" if row.answered_how else ""
        said = f": {row.answer}" if row.answer else "."
        return f"Đã trả lời ngày {_short(row.answered_on)}{how}{said}"
    return f"{'; '.join(_promised(row, owner))}."


def _promised(row: Opinion, owner: str) -> Iterator[str]:
    if row.outcome is Outcome.PASSED_ON:
        yield f"Đã chuyển {row.responsible or 'cơ quan có thẩm quyền'}"
    else:
        yield "Hẹn trả lời sau"
        if row.responsible:
            yield f"người trả lời: {row.responsible}"
    if owner:
        yield f"người phụ trách: {owner}"
    yield f"hẹn ngày {_short(row.due_on)}" if row.due_on else "chưa hẹn ngày"


def _short(day: date) -> str:
    return f"{day:%d/%m/%Y}"
