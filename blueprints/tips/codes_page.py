"""The page of what the QR codes in a tip's pictures say."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask_babel import gettext

from blueprints.tips.traces_panel import kinds
from blueprints.tips.words import Words
from domain.errors import NotFound
from domain.media import services as media
from domain.media.models import Photo
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.tips import access, messages, money, qr_payloads
from domain.tips.acting import Acting
from domain.tips.identifiers import identity
from domain.tips.models import FoundIn, Tip
from domain.tips.qr_payloads import Named, Payload, Scanned
from domain.tips.rules import number_label
from domain.tips.sealing import tip_key
from domain.tips.tracing import NewTrace, of_tip
from web.context import session
from web.filters import dong
from web.photos import codes_in, store

MOST_PICTURES = 20

Read = Sequence[tuple[UUID, Sequence[Scanned]]]
"""Each picture with what its codes say."""


class CodesPage:
    """The codes of one tip in words. The caller wrote the audit entry."""

    def __init__(self, acting: Acting, tip: Tip, read: Read) -> None:
        self.read = [(photo_id, codes) for photo_id, codes in read if codes]
        self.number = number_label(tip.number)
        self.may_change = access.is_own(session(), acting, tip) and not tip.is_quarantined
        self._words = Words(session())
        traces = of_tip(session(), tip_key(acting.ring, tip), tip)
        self._kept = {identity(trace.kind, trace.value) for trace in traces}

    def title(self, code: Scanned) -> str:
        """What kind of code it is; of what is withheld, why."""
        return payloads()[code.payload]

    def told(self, code: Scanned) -> str:
        """Amount and purpose of a payment, the text of others."""
        if code.payload not in {Payload.PAYMENT, Payload.DAMAGED_PAYMENT}:
            return code.text
        amount = money.parse(code.amount) if code.amount.isdigit() else None
        parts = [dong(amount) if amount else code.amount, code.purpose]
        return " · ".join(part for part in parts if part)

    def what(self, named: Named) -> str:
        """Kind of what a code names, with the bank of an account."""
        parts = [kinds()[named.kind], self._words.bank(named.bank)]
        return " · ".join(part for part in parts if part)

    def is_kept(self, named: Named) -> bool:
        """Whether the tip has it already."""
        return identity(named.kind, named.value) in self._kept


def read_pictures(acting: Acting, tip: Tip) -> Read:
    """Read every picture. Ends the running transaction: decoding holds no lock."""
    pictures = [photo for photo in _photos(acting, tip) if photo.file_key][:MOST_PICTURES]
    return _read(acting, tip, pictures)


def read_again(acting: Acting, tip: Tip, photo_id: UUID) -> list[Named]:
    """What the codes in one picture name. Ends the running transaction. Raises `NotFound`."""
    photo = access.photo(session(), acting=acting, tip=tip, photo_id=photo_id)
    return [one for _, codes in _read(acting, tip, [photo]) for code in codes for one in code.named]


def chosen(named: Iterable[Named], value: str) -> NewTrace:
    """The one whose value was sent. Raises `NotFound`."""
    for one in named:
        if one.value == value:
            return NewTrace(
                kind=one.kind.value, value=one.value, found_in=FoundIn.QR, bank=one.bank
            )
    raise NotFound


def _photos(acting: Acting, tip: Tip) -> list[Photo]:
    access.require_open(session(), acting=acting, tip=tip)
    said = messages.thread(session(), acting.ring, tip)
    return [*access.photos_of(session(), tip), *(photo for one in said for photo in one.photos)]


def _read(acting: Acting, tip: Tip, photos: Sequence[Photo]) -> Read:
    key = tip_key(acting.ring, tip)
    pictures = [(photo.id, media.read_sealed(store(), photo, key, thumb=False)) for photo in photos]
    items = reference.all_items(session(), ListKey.BANKS)
    banks = {str(item.details.get("napas_bin", "")): item.code for item in reversed(items)}
    session().rollback()
    return [
        (id_, [qr_payloads.read(text, banks) for text in codes_in(data)]) for id_, data in pictures
    ]


def payloads() -> dict[Payload, str]:
    """The kinds of codes; for what nobody is to read, that it was left out."""
    return {
        Payload.PAYMENT: gettext("Mã chuyển khoản"),
        Payload.DAMAGED_PAYMENT: gettext(
            "Mã chuyển khoản bị hỏng hoặc bị sửa: coi kỹ từng số trước khi dùng"
        ),
        Payload.LINK: gettext("Đường link (đừng mở)"),
        Payload.TEXT: gettext("Mã có chữ"),
        Payload.WIFI: gettext("Mã vào Wi-Fi: mật khẩu không hiện ra đây"),
        Payload.LOGIN: gettext("Mã có mật khẩu: không hiện ra đây"),
        Payload.SIGN_IN: gettext(
            "Mã đăng nhập: quét là mất tài khoản. Đừng quét; mã không hiện ra đây"
        ),
        Payload.IDENTITY_CARD: gettext("Mã trên thẻ căn cước: không hiện ra đây"),
        Payload.RECEIPT: gettext("Mã xem trả lời của người báo: không hiện ra đây"),
        Payload.BANK_CARD: gettext("Mã nhận tiền bằng số thẻ: số thẻ không hiện ra đây"),
    }
