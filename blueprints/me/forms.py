"""Forms of one's own account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.
from wtforms.validators import DataRequired, Length, Regexp

from web.password_fields import LONG, NewPasswordForm, good_pin, present_password

_MAIL = r"(?:[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+)?$"
"""Nothing in it may be read in two ways: a long address would hold up everybody for minutes."""
_PRESENT = [DataRequired(_l("Gõ mật khẩu đang dùng.")), LONG, present_password]


class AppearanceForm(FlaskForm):
    """How pages look and speak to this person."""

    language = RadioField(
        _l("Ngôn ngữ"), choices=[SelectChoice("vi", "Tiếng Việt"), SelectChoice("en", "English")]
    )
    text_size = RadioField(
        _l("Cỡ chữ"),
        choices=[
            SelectChoice("", _l("Thường")),
            SelectChoice("lg", _l("To")),
            SelectChoice("xl", _l("Rất to")),
        ],
    )
    theme = RadioField(
        _l("Nền"),
        choices=[
            SelectChoice("", _l("Theo máy")),
            SelectChoice("light", _l("Sáng")),
            SelectChoice("dark", _l("Tối")),
        ],
    )


class PasswordForm(NewPasswordForm):
    """A new password, by whoever knows the present one."""

    current = PasswordField(_l("Mật khẩu đang dùng"), _PRESENT)


class PinForm(FlaskForm):
    """A new PIN."""

    current = PasswordField(_l("Mật khẩu đang dùng"), _PRESENT)
    pin = PasswordField(_l("PIN mới, 6 số"), [DataRequired(_l("Gõ PIN mới.")), good_pin])


class TotpForm(FlaskForm):
    """The seed offered, and the first code the app makes of it."""

    seed = HiddenField(validators=[DataRequired(), Length(max=2000)])
    code = StringField(_l("Mã 6 số đang hiện trong ứng dụng"), [DataRequired(_l("Gõ mã 6 số."))])
    current = PasswordField(_l("Mật khẩu đang dùng"), _PRESENT)


class ConfirmForm(FlaskForm):
    """Only the present password."""

    current = PasswordField(_l("Mật khẩu đang dùng"), _PRESENT)


class MailForm(FlaskForm):
    """Where the morning's figures go."""

    email = StringField(
        _l("Địa chỉ thư điện tử"),
        [
            Length(max=200, message=_l("Địa chỉ dài quá 200 chữ.")),
            Regexp(_MAIL, message=_l("Ghi như ten@donvi.gov.vn.")),
        ],
        [lambda text: (text or "").strip()],
    )
