"""The forms of posters: issue, correct the spot, end, replace, and what the list is narrowed to."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.

from domain.errors import BadInput
from domain.places.models import Place
from domain.posters import rules
from domain.posters.models import Poster, PosterState
from domain.posters.queries import Cursor
from domain.posters.services import NewPoster
from web.language import say
from web.records import record_id_in

_STATES: dict[str, tuple[PosterState, ...]] = {
    "live": (PosterState.LIVE,),
    "ended": (PosterState.RETIRED, PosterState.REVOKED),
}


class IssueForm(FlaskForm):
    """A new poster."""

    id = HiddenField()
    place = SelectField(_l("Cấp cho"), validate_choice=False)
    spot = StringField(_l("Nơi dán"))

    def offer(self, places: Mapping[str, str]) -> None:
        """Let a place be chosen from these, names by id."""
        self.place.choices = [SelectChoice(value, name) for value, name in places.items()]
        self.place_ids = frozenset(places)

    def validate_place(self, field: SelectField) -> None:
        """One of the unit's places."""
        if field.data not in self.place_ids:
            raise ValidationError(gettext("Chọn nơi cấp bảng."))

    def validate_spot(self, field: StringField) -> None:
        """Short enough to be printed."""
        try:
            rules.spot(field.data or "")
        except BadInput as problem:
            raise ValidationError(say(problem.sentence)) from None

    def to_new_poster(self, places: Mapping[str, Place]) -> NewPoster:
        """What is asked for; only after `validate`."""
        return NewPoster(
            id=record_id_in(self.id.data or ""),
            place=places[self.place.data],
            spot=self.spot.data or "",
        )


class SpotForm(FlaskForm):
    """Where a poster hangs, said anew."""

    version = HiddenField()
    spot = StringField(_l("Nơi dán"), id="new-spot")
    keep = HiddenField(name="keep-spot")

    def validate_spot(self, field: StringField) -> None:
        """Short enough to be printed."""
        try:
            rules.spot(field.data or "")
        except BadInput as problem:
            raise ValidationError(say(problem.sentence)) from None

    def to_version(self) -> int:
        """The version that was seen; 0, which never is, for nonsense."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def is_behind(self, poster: Poster) -> bool:
        """Whether somebody else said something else since; only after `validate`."""
        differs = rules.spot(self.spot.data or "") != poster.spot
        return differs and self.to_version() != poster.version


class EndForm(FlaskForm):
    """Why a poster is taken out of use."""

    reason = StringField(_l("Lý do"))

    def validate_reason(self, field: StringField) -> None:
        """Something, and not a novel."""
        try:
            rules.reason(field.data or "")
        except BadInput as problem:
            raise ValidationError(say(problem.sentence)) from None


class RetireForm(EndForm):
    """A poster that is taken down."""

    reason = StringField(_l("Lý do ngừng"), id="retire-reason")


class RevokeForm(EndForm):
    """A poster that somebody tampered with."""

    reason = StringField(_l("Lý do thu hồi"), id="revoke-reason")


class ReplaceForm(FlaskForm):
    """A new poster in the old one's place; the id makes a second tap harmless."""

    id = HiddenField()


class ListFilter(Form):
    """What the list is narrowed to, and where its next page starts. Nonsense counts as empty."""

    commune = SelectField(_l("Đơn vị"), validate_choice=False)
    state = RadioField(
        _l("Tình trạng"),
        choices=[
            SelectChoice("", _l("Tất cả")),
            SelectChoice("live", _l("Đang dùng")),
            SelectChoice("ended", _l("Đã ngừng")),
        ],
        default="",
        validate_choice=False,
    )
    after = StringField()

    def offer(self, communes: Sequence[Place]) -> None:
        """Let the list be narrowed to one of these."""
        names = {str(place.id): place.full_name for place in communes}
        self.commune.choices = [
            SelectChoice("", gettext("Mọi đơn vị")),
            *(SelectChoice(value, name) for value, name in names.items()),
        ]
        self.commune_ids = frozenset(names)

    def is_narrowed(self) -> bool:
        """Whether posters may be missing from the list."""
        return bool(self.to_states() or self.to_unit() or self.to_cursor())

    def to_states(self) -> Sequence[PosterState]:
        """The chosen states; none for all."""
        return _STATES.get(self.state.data or "", ())

    def to_unit(self) -> UUID | None:
        """The chosen commune, if it is one of those offered."""
        chosen = self.commune.data or ""
        return UUID(chosen) if chosen in self.commune_ids else None

    def to_cursor(self) -> Cursor | None:
        """Where the page starts."""
        at, _, poster_id = (self.after.data or "").partition("~")
        try:
            when, last = datetime.fromisoformat(at), UUID(poster_id)
            return (when.astimezone(UTC), last) if when.tzinfo else None
        except (ValueError, OverflowError):
            return None


def cursor_text(cursor: Cursor) -> str:
    """A cursor as it travels in an address."""
    return f"{cursor[0].isoformat()}~{cursor[1]}"
