"""Importing places from a CSV file: everything is checked first, then all or nothing is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.places.csv_lines import Problems, Row, read
from domain.places.models import Level, Place
from domain.places.naming import full_name_of, unit_title_of
from domain.places.services import NewPlace, add, rebuild_scopes
from domain.text import sort_key
from domain.vault.keys import KeyRing

PARENTS: dict[Level, tuple[Level, ...]] = {
    Level.PROVINCE: (),
    Level.DISTRICT: (Level.PROVINCE,),
    Level.COMMUNE: (Level.DISTRICT, Level.PROVINCE),
    Level.HAMLET: (Level.COMMUNE,),
}
Progress = Callable[[int, int], None]


@dataclass(slots=True, kw_only=True)
class Imported:
    """What an import did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def import_csv(
    db: Session, ring: KeyRing, *, content: bytes, who: Who, now: datetime, progress: Progress
) -> Imported:
    """Add or bring up to date every place of the file, by code and `valid_from`.

    Raises `BadFile` naming each wrong line before anything is written.
    """
    rows = read(content)
    _match(db, rows)
    parents = _parents(db, rows)
    done = Imported()
    for number, row in enumerate(sorted(rows, key=lambda r: list(Level).index(r.level)), 1):
        _write(db, row, parents.get(row.line), done)
        progress(number, len(rows))
    rebuild_scopes(db)
    reason = f"imported {done.added} added, {done.changed} changed"
    act = Act(action=Action.PLACE_CHANGED, object_kind="place", object_id="", reason=reason)
    record(db, ring, at=now, who=who, act=act)
    return done


def _match(db: Session, rows: list[Row]) -> None:
    """Find the place that each line brings up to date."""
    known = {(place.code, place.valid_from): place for place in db.scalars(select(Place))}
    problems = Problems()
    for row in rows:
        row.place = known.get((row.code, row.valid_from))
        if row.place is None:
            continue
        if row.place.level != row.level:
            problems.add(row.line, "level", f"{row.code} đang là {row.place.level.value}.")
        if not row.says_end:
            row.valid_to = row.place.valid_to
    problems.stop()


def _parents(db: Session, rows: list[Row]) -> dict[int, Row | Place]:
    """The parent of each line: a place of the file or one that exists, on the line's first day."""
    known: list[Row | Place] = [*rows]
    in_file = {(row.code, row.valid_from) for row in rows}
    known += [p for p in db.scalars(select(Place)) if (p.code, p.valid_from) not in in_file]
    by_code: dict[str, list[Row | Place]] = {}
    for one in known:
        by_code.setdefault(one.code, []).append(one)
    problems, found = Problems(), {}
    for row in rows:
        parent = next(_possible(row, by_code.get(row.parent_code, [])), None)
        if parent is not None:
            found[row.line] = parent
        elif row.parent_code or PARENTS[row.level]:
            problems.add(
                row.line,
                "parent_code",
                f"không có đơn vị cấp trên mã “{row.parent_code}” vào ngày {row.valid_from}.",
            )
    problems.stop()
    return found


def _possible(row: Row, candidates: list[Row | Place]) -> Iterator[Row | Place]:
    for one in candidates:
        last = one.valid_to or date.max
        if one.level in PARENTS[row.level] and one.valid_from <= row.valid_from <= last:
            yield one


def _write(db: Session, row: Row, parent: Row | Place | None, done: Imported) -> None:
    above = parent.place if isinstance(parent, Row) else parent
    if row.place is None:
        row.place = _add(db, row, above)
        done.added += 1
        return
    wanted: dict[str, object] = dict(_named(row))
    wanted |= {"valid_to": row.valid_to, "parent_id": above.id if above else None}
    changed = {name: v for name, v in wanted.items() if getattr(row.place, name) != v}
    for name, value in changed.items():
        setattr(row.place, name, value)
    if "name" in changed:
        row.place.sort_key = sort_key(row.place.name)
    if "duty_phone" in changed:
        row.place.duty_phone_checked_on, row.place.duty_phone_checked_by = None, ""
    done.changed += bool(changed)
    done.unchanged += not changed


def _named(row: Row) -> dict[str, str]:
    """The texts of a line, with the names that follow from others where they were left out."""
    texts = dict(row.texts)
    texts["full_name"] = texts.get("full_name") or full_name_of(texts["level_label"], texts["name"])
    if row.level != Level.HAMLET and not texts.get("unit_title"):
        kept = row.place.unit_title if row.place is not None else ""
        texts["unit_title"] = kept or unit_title_of(texts["full_name"])
    return texts


def _add(db: Session, row: Row, above: Place | None) -> Place:
    texts = _named(row)
    place = add(
        db,
        place=NewPlace(
            code=row.code,
            level=row.level,
            level_label=texts["level_label"],
            name=texts["name"],
            full_name=texts["full_name"],
            parent_id=above.id if above else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            unit_title=texts.get("unit_title", ""),
            source=texts.get("source", ""),
        ),
    )
    for column in ("paper_mark", "duty_phone", "address"):
        setattr(place, column, texts.get(column, ""))
    return place
