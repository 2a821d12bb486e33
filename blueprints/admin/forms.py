"""Forms about people: what is told of somebody, and what an invitation adds."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.

from blueprints.admin.words import DUTIES
from domain.people.administration import (
    Newcomer,
    Posting,
    name_problem,
    posting_of,
    username_problem,
)
from domain.people.models import Officer, Role
from domain.places.models import Place
from web.language import say
from web.records import record_id_in


class PostingForm(FlaskForm):
    """Rank and name, role, unit, and whether tips may be read."""

    version = HiddenField()
    name = StringField(_l("Cấp bậc, họ tên"))
    role = RadioField(_l("Vai trò"), validate_choice=False)
    place = SelectField(_l("Đơn vị"), validate_choice=False)
    organisation = SelectField(_l("Thuộc"), validate_choice=False)
    reads_tips = BooleanField(_l("Được đọc tin báo"))

    def offer(
        self, roles: Iterable[Role], units: Iterable[Place], organisations: Mapping[str, str]
    ) -> None:
        """Let these be chosen; `organisations` are the names of partners by their codes."""
        self.role.choices = [SelectChoice(role.value, DUTIES[role]) for role in roles]
        self.place.choices = [
            SelectChoice(str(place.id), place.unit_title or place.full_name) for place in units
        ]
        self.organisation.choices = [
            SelectChoice("", gettext("Công an")),
            *(SelectChoice(code, name) for code, name in organisations.items()),
        ]

    def validate_name(self, field: StringField) -> None:
        """Something, and not a novel."""
        if sentence := name_problem(field.data or ""):
            raise ValidationError(say(sentence))

    def validate_role(self, field: RadioField) -> None:
        """A role; whether it is the viewer's to give is a rule."""
        if field.data not in {role.value for role in Role}:
            raise ValidationError(gettext("Chọn vai trò."))

    def validate_place(self, field: SelectField) -> None:
        """Something that can be an id; whether it may be chosen is a rule."""
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError(gettext("Chọn đơn vị trong danh sách.")) from None

    def to_posting(self) -> Posting:
        """What the form says; only after `validate`."""
        return Posting(
            name=self.name.data or "",
            role=Role(self.role.data),
            place_id=UUID(self.place.data),
            reads_tips=bool(self.reads_tips.data),
            organisation=self.organisation.data or "",
        )


class InviteForm(PostingForm):
    """Somebody new; the id makes a second sending harmless."""

    id = HiddenField()
    username = StringField(_l("Tên đăng nhập"), filters=[lambda text: (text or "").strip().lower()])

    def validate_username(self, field: StringField) -> None:
        """Something to type on a phone; whether it is free is asked later."""
        if sentence := username_problem(field.data or ""):
            raise ValidationError(say(sentence))

    def to_newcomer(self) -> Newcomer:
        """Who is to get an account; only after `validate`."""
        return Newcomer(
            id=record_id_in(self.id.data or ""),
            username=self.username.data or "",
            posting=self.to_posting(),
        )


def texts_of(officer: Officer) -> dict[str, object]:
    """What the boxes hold for somebody who has an account."""
    posting = posting_of(officer)
    return {
        "name": posting.name,
        "role": posting.role.value,
        "place": str(posting.place_id),
        "reads_tips": posting.reads_tips,
        "organisation": posting.organisation,
    }
