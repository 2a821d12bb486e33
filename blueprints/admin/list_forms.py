"""Forms of the dated lists: one box for each column that a list has."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.

from blueprints.admin.words import COLUMNS as LABELS
from blueprints.admin.words import VALUES
from domain.dialled import digits
from domain.reference.columns import COLUMNS, Column, Kind, codes_in
from domain.reference.models import ListKey, ReferenceItem
from domain.reference.services import Meaning, NewRow
from domain.text import one_line
from web.fields import CountField, DayField

MAIN = "main_code"
Made = TypeVar("Made", bound="RowForm")
Choices = Mapping[str, list[tuple[str, str]]]


def is_phone(_: FlaskForm, field: StringField) -> None:
    """Digits, however they are grouped."""
    try:
        digits(field.data or "")
    except ValueError:
        raise ValidationError(gettext("Số điện thoại chỉ gồm chữ số.")) from None


class RowForm(FlaskForm):
    """What every row has; `with_columns` adds those of its list."""

    version = HiddenField()
    name_vi = StringField(_l("Tên"))
    name_en = StringField(_l("Tên tiếng Anh"))
    source = TextAreaField(_l("Nguồn"))

    key: ListKey

    def columns(self) -> list[Field]:
        """The boxes of the list's own columns, in order."""
        return [self[column.name] for column in COLUMNS[self.key]]

    def to_meaning(self, before: ReferenceItem | None) -> Meaning:
        """What the form says; only after `validate`."""
        held = before.details if before is not None else {}
        return Meaning(
            name_vi=one_line(self.name_vi.data or ""),
            name_en=one_line(self.name_en.data or ""),
            source=one_line(self.source.data or ""),
            details={
                column.name: self._text(column, str(held.get(column.name, "")))
                for column in COLUMNS[self.key]
            },
        )

    def _text(self, column: Column, held: str) -> str:
        data = self[column.name].data
        if column.kind is Kind.CODES:
            return ";".join(self._in_order(data or [], codes_in(held)))
        if column.kind is Kind.DAY:
            return data.isoformat() if data else ""
        text = one_line(data or "")
        return digits(text) if column.kind is Kind.PHONE else text

    def _in_order(self, chosen: list[str], held: list[str]) -> list[str]:
        """The main one first, then as they stood, then what is new."""
        main = self[MAIN].data if MAIN in self else ""
        first = [code for code in [main, *held] if code in chosen]
        return list(dict.fromkeys([*first, *chosen]))


class NewRowForm(RowForm):
    """A row that the list does not have."""

    code = StringField(_l("Mã"))
    valid_from = DayField(_l("Có hiệu lực từ ngày"))

    def validate_valid_from(self, field: DayField) -> None:
        """A day is needed; what is odd about it has been said by the field."""
        if field.data is None and not field.errors:
            raise ValidationError(gettext("Ghi ngày bắt đầu."))

    def to_row(self) -> NewRow:
        """What the form says; only after `validate`."""
        return NewRow(
            code=one_line(self.code.data or ""),
            meaning=self.to_meaning(None),
            valid_from=self.valid_from.data or date.max,
        )


class EditRowForm(RowForm):
    """A row said better, ended, or given a new meaning."""

    act = RadioField(
        _l("Sửa thế nào"),
        choices=[
            SelectChoice("same", _l("Sửa chữ, nghĩa không đổi: thay cho cả bản ghi cũ")),
            SelectChoice("new", _l("Đổi nghĩa từ một ngày: bản ghi cũ giữ nghĩa cũ")),
        ],
        default="same",
        validate_choice=False,
    )
    since = DayField(_l("Nghĩa mới từ ngày"))
    valid_to = DayField(_l("Hết hiệu lực sau ngày"))

    @property
    def is_new_meaning(self) -> bool:
        """Whether old records keep what the row says today."""
        return bool(self.act.data == "new")


class MoveForm(FlaskForm):
    """Where in the list a row stands."""

    to = CountField(_l("Đứng thứ"))

    def validate_to(self, field: CountField) -> None:
        """From 1 on; past the end is the end."""
        if not field.errors and (field.data is None or field.data < 1):
            raise ValidationError(gettext("Ghi số thứ tự, từ 1."))


def _box(column: Column, choices: Choices) -> Field:
    label = LABELS[column.name]
    if column.kind is Kind.DAY:
        return DayField(label)
    if column.kind is Kind.CHOICE:
        named = [SelectChoice(v, VALUES.get(v, v)) for v, _ in choices[column.name]]
        return SelectField(label, choices=named, validate_choice=False)
    if column.kind is Kind.CODES:
        named = [SelectChoice(v, _unless_named(v, name)) for v, name in choices[column.name]]
        return SelectMultipleField(label, choices=named, validate_choice=False)
    if column.kind is Kind.SENTENCE:
        return TextAreaField(label)
    return StringField(label, [is_phone] if column.kind is Kind.PHONE else [])


def _unless_named(code: str, name: str) -> str:
    """The name a list gives a code; one that is in no list is said in our words."""
    return str(VALUES.get(code, name)) if name == code else name


def with_columns(form: type[Made], key: ListKey, choices: Choices, **given: Any) -> Made:
    """A form of this kind with the boxes of the list."""
    boxes: dict[str, Any] = {c.name: _box(c, choices) for c in COLUMNS[key]}
    if key is ListKey.OUTREACH_CHANNELS:
        boxes[MAIN] = SelectField(
            _l("Số chính (hiện trước)"),
            choices=[SelectChoice(code, name) for code, name in choices["count_units"]],
            validate_choice=False,
        )
    made: type[Made] = type(f"{form.__name__}Of", (form,), {**boxes, "key": key})
    return made(**given)


def stored_row(item: ReferenceItem, choices: Choices) -> EditRowForm:
    """The form with what is stored."""
    data: dict[str, Any] = {
        "name_vi": item.name_vi,
        "name_en": item.name_en,
        "source": item.source,
        "valid_to": item.valid_to,
    }
    for column in COLUMNS[item.list_key]:
        text = str(item.details.get(column.name, ""))
        data[column.name] = _data(column, text)
        if column.kind is Kind.CODES:
            data[MAIN] = next(iter(codes_in(text)), "")
    return with_columns(EditRowForm, item.list_key, choices, formdata=None, data=data)


def _data(column: Column, text: str) -> object:
    if column.kind is Kind.CODES:
        return codes_in(text)
    if column.kind is Kind.DAY:
        return date.fromisoformat(text) if text else None
    return text
