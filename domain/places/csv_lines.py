"""The lines of a CSV file of places: read and checked one by one, before any is looked up."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from domain.dialled import digits
from domain.errors import Refusal
from domain.places.models import LONGEST_MARK, Level, Place
from domain.text import one_line

NEEDED = ("code", "level", "level_label", "name", "valid_from")
COLUMNS = (
    *NEEDED,
    *("full_name", "parent_code", "valid_to", "unit_title", "paper_mark", "duty_phone"),
    *("address", "source"),
)
LONGEST = {
    "code": 40,
    "level_label": 40,
    "name": 120,
    "full_name": 160,
    "unit_title": 160,
    "paper_mark": LONGEST_MARK,
    "address": 240,
    "source": 400,
}
_DAY_COLUMNS = ("valid_from", "valid_to")
SHOWN_PROBLEMS = 8


class BadFile(Refusal):
    """The file cannot be imported; the sentence names the lines. Nothing was written."""


@dataclass(slots=True, kw_only=True)
class Row:
    """One line of the file, read."""

    line: int
    code: str
    level: Level
    valid_from: date
    valid_to: date | None
    says_end: bool
    """Whether the file has a column for the last day."""
    parent_code: str
    texts: dict[str, str]
    """The other columns that the file has."""
    place: Place | None = None


@dataclass(slots=True)
class Problems:
    """What is wrong with a file, line by line."""

    sentences: list[str] = field(default_factory=list)

    def add(self, line: int, column: str, sentence: str) -> None:
        """Note a cell."""
        self.sentences.append(f"Dòng {line}, cột {column}: {sentence}")

    def stop(self) -> None:
        """Raise `BadFile` with the first of them, if there is any."""
        if not self.sentences:
            return
        more = len(self.sentences) - SHOWN_PROBLEMS
        tail = [f"Còn {more} chỗ nữa."] if more > 0 else []
        raise BadFile(" ".join([*self.sentences[:SHOWN_PROBLEMS], *tail]))


def read(content: bytes) -> list[Row]:
    """The lines of a file. Raises `BadFile` naming what is wrong with which."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("Tệp không phải UTF-8. Lưu lại dưới dạng CSV UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = [name.strip() for name in reader.fieldnames or []]
    reader.fieldnames = columns
    if missing := [name for name in NEEDED if name not in columns]:
        raise BadFile(f"Dòng 1: thiếu cột {', '.join(missing)}.")
    if strange := [name for name in columns if name not in COLUMNS]:
        raise BadFile(f"Dòng 1: cột lạ {', '.join(strange)}. Các cột: {', '.join(COLUMNS)}.")
    if len(set(columns)) < len(columns):
        raise BadFile("Dòng 1: có cột ghi hai lần.")
    return _rows(reader)


def _rows(reader: "csv.DictReader[str]") -> list[Row]:
    problems, rows = Problems(), []
    for line, cells in _lines(reader):
        if None in cells or None in cells.values():
            problems.sentences.append(f"Dòng {line}: số ô không khớp với dòng đầu.")
            continue
        row = _row(line, {name: one_line(cell) for name, cell in cells.items()}, problems)
        rows += [row] if row else []
    problems.stop()
    if not rows:
        raise BadFile("Tệp không có dòng nào dưới dòng tên cột.")
    _refuse_twice(rows)
    return rows


def _lines(reader: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise BadFile(f"Dòng {reader.line_num + 1}: không đọc được như CSV.") from None


def _row(line: int, cells: dict[str, str], problems: Problems) -> Row | None:
    before = len(problems.sentences)
    _check_texts(line, cells, problems)
    level = next((one for one in Level if one.value == cells["level"]), None)
    if level is None:
        problems.add(line, "level", f"là một trong {', '.join(one.value for one in Level)}.")
    if "duty_phone" in cells:
        _read_phone(line, cells, problems)
    days = [_day(line, column, cells.get(column, ""), problems) for column in _DAY_COLUMNS]
    if days[0] and days[1] and days[1] < days[0]:
        problems.add(line, "valid_to", "trước ngày bắt đầu.")
    if len(problems.sentences) > before or level is None or days[0] is None:
        return None
    used = {"code", "level", "parent_code", *_DAY_COLUMNS}
    return Row(
        line=line,
        code=cells["code"],
        level=level,
        valid_from=days[0],
        valid_to=days[1],
        says_end="valid_to" in cells,
        parent_code=cells.get("parent_code", ""),
        texts={name: text for name, text in cells.items() if name not in used},
    )


def _check_texts(line: int, cells: dict[str, str], problems: Problems) -> None:
    for column in NEEDED:
        if not cells[column]:
            problems.add(line, column, "chưa ghi.")
    for column, limit in LONGEST.items():
        if len(cells.get(column, "")) > limit:
            problems.add(line, column, f"dài quá {limit} chữ.")
    if cells.get("paper_mark") and cells["level"] == Level.HAMLET:
        problems.add(line, "paper_mark", "chỉ đơn vị ra giấy tờ mới có.")


def _read_phone(line: int, cells: dict[str, str], problems: Problems) -> None:
    try:
        cells["duty_phone"] = digits(cells["duty_phone"])
    except ValueError:
        problems.add(line, "duty_phone", "không phải số điện thoại.")


def _day(line: int, column: str, text: str, problems: Problems) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.add(line, column, f"“{text}” không phải ngày YYYY-MM-DD.")
        return None


def _refuse_twice(rows: list[Row]) -> None:
    problems = Problems()
    first: dict[tuple[str, date], int] = {}
    for row in rows:
        before = first.setdefault((row.code, row.valid_from), row.line)
        if before != row.line:
            problems.add(row.line, "code", f"{row.code} đã có ở dòng {before}, cùng ngày bắt đầu.")
    problems.stop()
