"""A case handed over as one file: dossier, tables and pictures, numbered, and never kept here.

A copy would outlive the tips in it, whose time of keeping runs on. What stays is the number, for
whom and by whom it was made, and the SHA-256 that tells whether a file that turns up is this one.
"""

import contextlib
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import LOCAL_TIME, local_day
from domain.errors import BadInput, SameIdOtherContent, StaleVersion
from domain.media import services as media
from domain.media.problems import MediaMissing
from domain.media.store import Store
from domain.papers import case_content, case_dossier, content
from domain.papers.case_content import CaseContent, Heading
from domain.people.rules import Permission, require
from domain.places import queries as places
from domain.places.naming import locality_of, unit_title_of
from domain.reference.settings import Settings
from domain.text import clean
from domain.tips import access, case_queries, cases, queries, rules, sealing
from domain.tips.acting import Acting
from domain.tips.case_models import CaseStepKind, TipCase, TipCaseFile
from domain.tips.cases import CaseDissolved
from domain.tips.models import Tip
from domain.tips.rules import number_label
from domain.tips.series import next_number

SERIES = "case_file"
LONGEST_NAME = 200
LONGEST_STORY = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an officer wants in the file. The id is made with the form."""

    id: UUID
    to_name: str
    reason: str
    stories: Mapping[UUID, str]
    """By tip: its words, without what would tell who sent it."""
    photos: Collection[UUID]
    contacts_reason: str | None = None
    """Why contacts go along; None without them."""
    checked: bool
    """The officer says that nothing in it tells who sent a tip."""


def problems_of_asking(reason: str) -> list[BadInput]:
    """What is wrong with asking for the stories of a case."""
    return rules.problems_of_reason(reason)


def open_all(db: Session, *, acting: Acting, case: TipCase, reason: str) -> None:
    """Open every tip of a case to the officer for a while; the reason is written on each that is
    another unit's, also where it lies open already.

    Raises `NotAllowed` and `BadInput`.
    """
    require(acting.by, Permission.KEEP_CASES)
    said = rules.stated(reason)
    for tip in case_queries.members(db, acting.by, case, acting.on):
        if not access.is_own(db, acting, tip):
            access.state_reason(db, acting=acting, tip=tip, reason=said)


def read_all(db: Session, *, acting: Acting, case: TipCase) -> Sequence[Tip]:
    """The tips of a case, each noted as read. Raises `ReasonNeeded` unless all lie open."""
    tips = case_queries.members(db, acting.by, case, acting.on)
    for tip in tips:
        # What the person wrote since is not shown here, so it stays new.
        unread = tip.has_new_message
        access.read(db, acting=acting, tip=tip)
        tip.has_new_message = unread
    return tips


def problems(case: TipCase, tips: Sequence[Tip], order: Order, version: int) -> list[BadInput]:
    """What is wrong with the file as it was asked for, each with its box."""
    found = rules.problems_of_reason(order.reason)
    name = clean(order.to_name)
    if not 3 <= len(name) <= LONGEST_NAME:
        found.append(BadInput("to_name", "Ghi tên cơ quan nhận, từ 3 tới 200 chữ."))
    if order.contacts_reason is not None:
        found += rules.problems_of_reason(order.contacts_reason, box="contacts_reason")
    if any(len(story) > LONGEST_STORY for story in order.stories.values()):
        found.append(BadInput("checked", "Có lời kể dài quá 20.000 chữ. Bớt lại giúp."))
    if case.version != version:
        found.append(
            BadInput("checked", "Vụ này vừa được người khác sửa. Xem lại các tin rồi bấm lần nữa.")
        )
    if not any(tip.victim_spoken_on for tip in tips):
        found.append(BadInput("checked", cases.VICTIM_FIRST))
    if not order.checked:
        found.append(
            BadInput(
                "checked", "Đọc lại từng lời kể, bỏ chi tiết lộ người báo, rồi đánh dấu ô này."
            )
        )
    return found


def make(
    db: Session,
    *,
    acting: Acting,
    settings: Settings,
    store: Store,
    case: TipCase,
    version: int,
    order: Order,
) -> tuple[TipCaseFile, bytes]:
    """Number the file and put it together; the caller has locked the case.

    The same order sent twice gives the same file under the same number. Raises `NotAllowed`,
    `BadInput`, `StaleVersion`, `CaseDissolved`, `ReasonNeeded` and `SameIdOtherContent`.
    """
    require(acting.by, Permission.KEEP_CASES)
    if case.dissolved_at is not None:
        raise CaseDissolved
    if case.version != version:
        raise StaleVersion
    tips = read_all(db, acting=acting, case=case)
    for problem in problems(case, tips, order, version):
        raise problem
    earlier = db.get(TipCaseFile, order.id)
    row = earlier or _numbered(db, acting, case, order, len(tips))
    told = case_content.collect(db, acting=acting, case=case, tips=tips, stories=order.stories)
    pictures = _pictures(db, acting, store, tips, order.photos)
    heading = _heading(db, acting, settings, case, row, pictures)
    files = _files(db, acting, told, heading, pictures, tips, order)
    data = _zipped(files, row.made_at)
    digest = hashlib.sha256(data).digest()
    if earlier is not None:
        if earlier.case_id != case.id or earlier.sha256 != digest:
            raise SameIdOtherContent
        return earlier, data
    row.sha256 = digest
    db.add(row)
    _note(db, acting, case, row, tips, order)
    return row, data


def file_name(case: TipCase, row: TipCaseFile) -> str:
    """ "Hồ sơ vụ 03-2026, bản 05-2026.zip"; never a person's name."""
    number, made = case_queries.label(case), case_queries.file_label(row)
    return f"Hồ sơ vụ {number}, bản {made}.zip".replace("/", "-")


def _numbered(db: Session, acting: Acting, case: TipCase, order: Order, tips: int) -> TipCaseFile:
    year = local_day(acting.now).year
    return TipCaseFile(
        id=order.id,
        case_id=case.id,
        unit_id=case.unit_id,
        year=year,
        number=next_number(db, unit_id=case.unit_id, year=year, kind=SERIES),
        made_at=acting.now,
        made_by_id=acting.by.id,
        to_name=clean(order.to_name),
        tips=tips,
        has_contacts=order.contacts_reason is not None,
    )


def _heading(
    db: Session,
    acting: Acting,
    settings: Settings,
    case: TipCase,
    row: TipCaseFile,
    pictures: Mapping[UUID, Sequence[tuple[str, bytes]]],
) -> Heading:
    unit = case.unit
    above = places.parent_unit(db, unit)
    return Heading(
        superior=settings["minutes_superior"] or (above.unit_title if above else ""),
        unit=unit.unit_title or unit_title_of(unit.full_name),
        symbol=settings.symbol("case_symbol", unit.mark),
        locality=locality_of(unit.full_name, unit.name),
        number=row.number,
        made_at=row.made_at,
        to_name=row.to_name,
        officer=acting.by.name,
        signer_title=content.signer_title_of(unit),
        left_out=case_queries.count(db, case) - row.tips,
        pictures={tip_id: [name for name, _ in found] for tip_id, found in pictures.items()},
    )


def _pictures(
    db: Session, acting: Acting, store: Store, tips: Sequence[Tip], wanted: Collection[UUID]
) -> dict[UUID, list[tuple[str, bytes]]]:
    """By tip: the pictures that go along, as they are shown: nothing the phone wrote is in them."""
    numbers = queries.numbers(db, acting.by, tips, acting.on)
    found: dict[UUID, list[tuple[str, bytes]]] = {}
    for tip in tips:
        found[tip.id] = []
        key, name = sealing.key_unless_lost(acting.ring, tip), number_label(numbers[tip.id])
        if key is None:
            continue
        photos = [p for p in access.photos_of(db, tip) if p.id in wanted and p.file_key]
        for number, photo in enumerate(photos, start=1):
            # A picture that the disk lost is no reason to hand over nothing.
            with contextlib.suppress(MediaMissing):
                data = media.read_sealed(store, photo, key, thumb=False)
                found[tip.id].append((f"{name} {tip.unit.name} ảnh {number}.jpg", data))
    return found


def _files(
    db: Session,
    acting: Acting,
    told: CaseContent,
    heading: Heading,
    pictures: Mapping[UUID, Sequence[tuple[str, bytes]]],
    tips: Sequence[Tip],
    order: Order,
) -> Iterator[tuple[str, bytes]]:
    yield "Hồ sơ.docx", case_dossier.dossier(heading, told)
    yield "Bảng tin.xlsx", case_dossier.tables(told, made_at=heading.made_at)
    for found in pictures.values():
        for name, data in found:
            yield f"Ảnh/{name}", data
    if order.contacts_reason is not None:
        named = {one.tip_id: one for one in told.members}
        rows = [
            (
                named[tip.id].number,
                named[tip.id].unit,
                access.open_contact(db, acting=acting, tip=tip, reason=order.contacts_reason),
            )
            for tip in tips
            if tip.has_contact
        ]
        yield (
            "Liên lạc người báo (giữ riêng).xlsx",
            case_dossier.contacts(told, rows, made_at=heading.made_at),
        )


def _zipped(files: Iterator[tuple[str, bytes]], made_at: datetime) -> bytes:
    """One file of all, the same bytes for the same content: every time in it is when it was made,
    in the office files too, which are packed the same way."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, data in files:
            whole = _still(data, made_at) if name.endswith((".docx", ".xlsx")) else data
            packed.writestr(_entry(name, made_at), whole)
    return file.getvalue()


def _still(data: bytes, made_at: datetime) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(file, "w") as packed:
        for part in before.infolist():
            packed.writestr(_entry(part.filename, made_at), before.read(part.filename))
    return file.getvalue()


def _entry(name: str, made_at: datetime) -> ZipInfo:
    entry = ZipInfo(name, made_at.astimezone(LOCAL_TIME).timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry


def _note(
    db: Session,
    acting: Acting,
    case: TipCase,
    row: TipCaseFile,
    tips: Sequence[Tip],
    order: Order,
) -> None:
    told = f"{case_queries.file_label(row)}: {row.to_name}"
    cases.note(db, acting, Action.CASE_FILE_MADE, case, rules.said(order.reason))
    for tip in tips:
        cases.step(
            db, acting, case, tip, CaseStepKind.IN_FILE, f"{told}. {rules.said(order.reason)}"
        )
        acting.audit(db, Action.TIP_IN_CASE_FILE, tip, told)
    db.flush()
