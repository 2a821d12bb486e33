"""Fields for choosing a password or a PIN, and for proving the present password."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField
from wtforms.validators import DataRequired, Length, ValidationError

from domain.people import account, good_passwords, pins
from domain.people.models import Officer
from domain.people.passwords import is_right
from web.authz import current_officer
from web.context import config, now
from web.language import say
from web.slow_down import limits

LONG = Length(max=good_passwords.LONGEST)


def shortest_password(officer: Officer) -> int:
    """Characters this person's password needs here."""
    required = config().second_factor_required
    return account.shortest_password(officer, second_factor_required=required)


def too_fast(seconds: int) -> str:
    """What a slowed person reads."""
    return str(
        _(
            "Thử nhiều lần quá. Chờ %(seconds)s giây rồi thử lại. Tài khoản không bị khóa.",
            seconds=seconds,
        )
    )


def add_error(field: Field, sentence: str) -> None:
    """A sentence beside a field that only the domain could judge."""
    field.errors = [*field.errors, sentence]


def good_pin(_form: FlaskForm, field: PasswordField) -> None:
    """A validator: six digits that are not the first ones to be tried."""
    if said := pins.problem(field.data or ""):
        raise ValidationError(say(said))


def present_password(_form: FlaskForm, field: PasswordField) -> None:
    """A validator: the signed-in person's password; an open screen alone changes nothing."""
    key = b"present:" + str(current_officer.id).encode()
    if wait := limits().account.take(key, now()):
        raise ValidationError(too_fast(wait))
    if not is_right(current_officer.password_hash, field.data or ""):
        raise ValidationError(_("Mật khẩu đang dùng chưa đúng."))
    limits().account.forgive(key)


class NewPasswordForm(FlaskForm):
    """A new password, typed twice."""

    password = PasswordField(_l("Mật khẩu mới"), [DataRequired(_l("Gõ mật khẩu mới.")), LONG])
    again = PasswordField(_l("Gõ lại mật khẩu mới"), [LONG])

    def __init__(self, *, officer: Officer) -> None:
        super().__init__()
        self.officer = officer

    def validate_password(self, field: PasswordField) -> None:
        """Long enough and not what everybody tries first."""
        shortest = shortest_password(self.officer)
        said = good_passwords.problem(
            field.data or "", username=self.officer.username, at_least=shortest
        )
        if said:
            raise ValidationError(say(said))

    def validate_again(self, field: PasswordField) -> None:
        """Typed twice alike."""
        if field.data != self.password.data:
            raise ValidationError(_("Hai lần gõ chưa giống nhau."))
