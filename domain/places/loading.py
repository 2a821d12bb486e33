"""The places as shipped: the 18 units of 2022, the nine of 2025, successions, known hamlets."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.places.models import Level, Place, Succession, SuccessorScope
from domain.places.naming import full_name_of, hamlet_code, unit_title_of
from domain.places.services import NewPlace, add, rebuild_scopes

DATA = Path(__file__).parent / "data"
OLD_FROM = date(2022, 1, 1)
OLD_TO = date(2025, 6, 30)
"""Last day of the three-level tree; Resolution 1663/NQ-UBTVQH15 of 16/6/2025."""
NEW_FROM = date(2025, 7, 1)
MERGER = "NQ 1663/NQ-UBTVQH15 (16/6/2025)"


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one shipped data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _old_root(db: Session) -> tuple[Place, Place]:
    first = next(read_rows("units_cao_lanh_2022.csv"))
    above: Place | None = None
    made = []
    for kind, level, label in (
        ("province", Level.PROVINCE, "tỉnh"),
        ("district", Level.DISTRICT, "huyện"),
    ):
        full_name = first[f"{kind}_name"]
        above = add(
            db,
            place=NewPlace(
                code=first[f"{kind}_code"],
                level=level,
                level_label=label,
                name=full_name.split(" ", 1)[1],
                full_name=full_name,
                parent_id=above.id if above else None,
                valid_from=OLD_FROM,
                valid_to=OLD_TO,
                unit_title=unit_title_of(full_name),
                source=first["source_codes"],
            ),
        )
        made.append(above)
    return made[0], made[1]


def _commune(row: Mapping[str, str], **held: Any) -> NewPlace:
    """What both trees' files say of a commune, and what only one of them `held`."""
    return NewPlace(
        code=row["code"],
        level=Level.COMMUNE,
        level_label=row["unit_type"],
        name=row["name"],
        full_name=row["full_name"],
        unit_title=unit_title_of(row["full_name"]),
        **held,
    )


def _old_tree(db: Session) -> dict[str, Place]:
    province, district = _old_root(db)
    old = {"province": province}
    for row in read_rows("units_cao_lanh_2022.csv"):
        old[row["code"]] = add(
            db,
            place=_commune(
                row,
                parent_id=district.id,
                valid_from=OLD_FROM,
                valid_to=OLD_TO,
                latitude=float(row["lat_approx"]),
                longitude=float(row["lon_approx"]),
                source=row["source_codes"],
            ),
        )
    return old


def _new_tree(db: Session) -> dict[str, Place]:
    first = next(read_rows("units_2025_successors.csv"))
    province = add(
        db,
        place=NewPlace(
            code=first["province_code"],
            level=Level.PROVINCE,
            level_label="tỉnh",
            name=first["province_name"].removeprefix("Tỉnh "),
            full_name=first["province_name"],
            parent_id=None,
            valid_from=NEW_FROM,
            unit_title=unit_title_of(first["province_name"]),
            source=first["source"],
        ),
    )
    new = {"province": province}
    for row in read_rows("units_2025_successors.csv"):
        new[row["code"]] = add(
            db,
            place=_commune(row, parent_id=province.id, valid_from=NEW_FROM, source=row["source"]),
        )
    return new


def _successions(db: Session, old: dict[str, Place], new: dict[str, Place]) -> None:
    db.flush()  # Places must stand before rows that point at two of them.
    db.add(
        Succession(
            old_id=old["province"].id,
            new_id=new["province"].id,
            scope=SuccessorScope.WHOLE,
            effective_from=NEW_FROM,
            source=MERGER,
        )
    )
    for row in read_rows("units_2022_to_2025.csv"):
        db.add(
            Succession(
                old_id=old[row["old_code"]].id,
                new_id=new[row["new_code"]].id,
                scope=SuccessorScope(row["scope"]),
                effective_from=date.fromisoformat(row["effective_from"]),
                source=row["source"],
            )
        )


def _hamlets(db: Session, old: dict[str, Place]) -> None:
    numbers: dict[str, int] = {}
    for row in read_rows("hamlets_partial.csv"):
        commune = old[row["commune_code_2022"]]
        numbers[commune.code] = numbers.get(commune.code, 0) + 1
        add(
            db,
            place=NewPlace(
                code=hamlet_code(commune.code, numbers[commune.code]),
                level=Level.HAMLET,
                level_label=row["hamlet_type"],
                name=row["hamlet_name"],
                full_name=full_name_of(row["hamlet_type"], row["hamlet_name"]),
                parent_id=commune.id,
                valid_from=OLD_FROM,
                source=f"{row['status']}: {row['source']}",
            ),
        )


def load_packaged(db: Session) -> bool:
    """Import the shipped places into an empty table; True when it did."""
    if db.scalar(select(Place.id).limit(1)) is not None:
        return False
    old, new = _old_tree(db), _new_tree(db)
    _successions(db, old, new)
    _hamlets(db, old)
    rebuild_scopes(db)
    return True
