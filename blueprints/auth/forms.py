"""Forms at the door."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.
from wtforms.validators import DataRequired, Length

from domain.people.models import DeviceKind, Officer
from domain.people.rules import needs_second_factor
from domain.people.sign_in import Device
from domain.text import one_line
from web.devices import label
from web.password_fields import LONG, NewPasswordForm, add_error, good_pin, too_fast

KINDS = (
    SelectChoice(DeviceKind.OWN_PHONE.value, _l("Điện thoại của tôi")),
    SelectChoice(DeviceKind.SHARED_PHONE.value, _l("Điện thoại dùng chung")),
    SelectChoice(DeviceKind.STATION_PC.value, _l("Máy tính cơ quan")),
)


def _wrong_code() -> str:
    return str(_("Mã chưa đúng, đã dùng rồi hoặc hết hạn."))


class SignInForm(FlaskForm):
    """User name and password, then a code when it is asked for."""

    username = StringField(
        _l("Tên đăng nhập"),
        [DataRequired(_l("Gõ tên đăng nhập.")), Length(max=60)],
        filters=[lambda text: one_line(text or "").lower()],
    )
    password = PasswordField(_l("Mật khẩu"), [LONG])
    code = StringField(_l("Mã xác nhận"), [Length(max=40)])
    device_kind = RadioField(_l("Đang dùng máy nào?"), choices=KINDS, validate_choice=False)
    later = BooleanField()
    enrolling = HiddenField()
    next = HiddenField()
    held = HiddenField()

    def device(self) -> Device:
        """The machine in hand, as its user says."""
        known = {kind.value: kind for kind in DeviceKind}
        return Device(kind=known.get(self.device_kind.data or ""), label=label())

    def wrong(self) -> None:
        """One sentence for everything that does not open the door."""
        add_error(self.password, _("Tên đăng nhập hoặc mật khẩu chưa đúng."))

    def wrong_code(self) -> None:
        """The password was right, the code was not."""
        add_error(self.code, _wrong_code())

    def slowed(self, seconds: int) -> None:
        """Too many tries; nothing is locked."""
        add_error(self.code if self.code.data else self.password, too_fast(seconds))


class FirstForm(NewPasswordForm):
    """Choosing password and PIN after a one-time code."""

    pin = PasswordField(_l("PIN 6 số"), [Length(max=20)])

    def __init__(self, *, officer: Officer, has_password: bool = False) -> None:
        super().__init__(officer=officer)
        if has_password:
            del self.password, self.again

    def lacks_only_the_pin(self) -> bool:
        """Whether everything but the PIN was right."""
        return set(self.errors) == {"pin"} and "password" in self

    def validate_pin(self, field: PasswordField) -> None:
        """Needed by whoever opens tips."""
        if field.data or needs_second_factor(self.officer):
            good_pin(self, field)


class PinForm(FlaskForm):
    """The PIN after idling."""

    pin = PasswordField(_l("Mã PIN 6 số"), [DataRequired(_l("Gõ PIN.")), Length(max=20)])
    next = HiddenField()
    held = HiddenField()

    def wrong(self) -> None:
        """Not the PIN."""
        add_error(self.pin, _("PIN chưa đúng."))

    def slowed(self, seconds: int) -> None:
        """Too many tries."""
        add_error(self.pin, too_fast(seconds))


class CodeForm(FlaskForm):
    """The second factor of a sign-in that began without."""

    code = StringField(_l("Mã xác nhận"), [DataRequired(_l("Gõ mã.")), Length(max=40)])
    next = HiddenField()
    held = HiddenField()

    def wrong(self) -> None:
        """Not a code that opens anything."""
        add_error(self.code, _wrong_code())

    def slowed(self, seconds: int) -> None:
        """Too many tries."""
        add_error(self.code, too_fast(seconds))
