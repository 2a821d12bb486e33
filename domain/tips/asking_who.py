"""Words in a message that would make a person who stays unknown say who or where they are."""

import re

from domain.errors import BadInput
from domain.sentence import Sentence
from domain.text import fold

_YOU = r"(?:bac|co|chu|anh|chi|em|e|ban|minh|ba con|ong|ba|chau|a|c|cau|di|mo|thim|nguoi bao)"
_NUMBER = r"(?:so )?(?:sdt|so dien thoai|dien thoai|so dt|dt|so phone|so di dong|so zalo|zalo)"
_PLACE = r"(?:ap|xa|khom|khu pho|thon|to|duong|hem|khuc|cho|phuong|huyen|xom)"
_OTHERS = (
    r"(?:no|tui no|bon (?:no|chung|do|lua)|chung no|ke (?:gian|do|lua|xau|goi)|thang (?:do|kia)"
    r"|nguoi (?:do|kia|ay|goi|nhan|lua|ban|mua|la)|doi tuong|ben (?:kia|do|nhan)"
    r"|chu (?:tai khoan|the|no)|cong ty|nhom do|app|ung dung|trang (?:do|web))"
)
_ASKS = re.compile(
    # Who.
    rf"\b(?:(?:{_YOU}|ban) la ai|la con ai|con (?:cua )?ai|(?:con|chau) nha ai|ai bao(?: tin)?"
    rf"|ten (?:la )?(?:gi|j|chi)|ten (?:cua )?{_YOU}\b|ten that|ten tuoi|ten day du|ho (?:va )?ten"
    r"|quy danh|xung ten|(?:xin|biet|ghi|ghi ro) (?:cai )?ten|may tuoi|bao nhieu tuoi|nam sinh"
    r"|sinh nam (?:nao|may|bao nhieu)|(?:lam )?nghe (?:nghiep )?gi|quan he (?:gi|the nao)"
    r"|cccd|can cuoc|cmnd|cmt|chung minh"
    # How to reach them.
    rf"|(?:xin|biet|de lai|gui|nhan) (?:lai )?{_NUMBER}|{_NUMBER} (?:cua )?{_YOU}\b"
    rf"|sdt|so dt|so may\b|so zalo|zalo (?:so may|may|nao|gi|ten gi)"
    r"|(?:ket ban|add|nhan) (?:qua )?zalo"
    rf"|(?:cho|xin)(?: {_YOU})?(?: xin)? so\b(?! (?:tai|tien|the))"
    r"|(?:goi(?: lai)?|lien (?:he|lac))(?: (?:cho|voi) \w+)? (?:qua |bang )?so (?:nao|may)"
    # Where they are.
    rf"|o dau|dau vay|(?:o|nha|song|tai) {_PLACE} nao|{_PLACE} nao (?:vay|the|day)"
    r"|nha (?:o|so|minh|rieng)|so nha|dia chi|cho o|noi o|que (?:o|quan)|dung o|dung cho|ngoi o"
    r"|luc quet|quet ma|dinh vi|vi tri|(?:lam|hoc) (?:o )?(?:cho|cong ty|truong|lop) nao"
    r"|your (?:full )?name|who are you|where (?:are|do) you|your (?:phone|address|number))\b"
)
"""Questions that would make a person who asked to stay unknown give themselves away. Read on
folded text; it only warns, so it may err."""
_NOT_OF_THE_PERSON = re.compile(
    rf"\b(?:{_OTHERS}(?: (?:dang|la|co|ten|xung|noi|lam|goi|hen))*"
    r" (?:ten (?:la )?(?:gi|j)|(?:xung )?la ai|o dau|o cho nao|ten|dia chi(?: nao| o dau)?)"
    rf"|(?:ten|{_NUMBER}|dia chi)(?: la)?(?: cua)? {_OTHERS}(?: (?:la|ten) gi)?"
    r"|(?:xay ra|chuyen (?:do|nay)|dien ra|rut|nop tien|gap(?: no| nhau)?|quang cao|bai dang) o dau"
    r"|(?:giao dich|bien|tai khoan|the) so may|bien so may"
    rf"|(?:dem|mang|cam)(?: theo)? (?:the )?(?:can cuoc|cccd)|can cuoc (?:cua )?{_OTHERS}"
    r"|(?:co|khong can|khong) ghi ten|dia chi (?:web|trang|vi)|trang web do dia chi"
    r"|(?:dung|khoi|khong can)(?: \w+){0,2} (?:ten|sdt|dia chi|can cuoc|cccd))\b"
)
"""The same words about whoever cheated, or about what need not be told: nothing to warn of."""


class AsksWho(BadInput):
    """A soft stop: the message seems to ask who or where the person is."""

    def __init__(self) -> None:
        super().__init__(
            "message",
            Sentence(
                "Câu này có vẻ hỏi tên, số điện thoại hay chỗ ở của người báo. "
                "Sửa lại, hoặc đánh dấu ô bên dưới rồi gửi."
            ),
        )


def asks_who(text: str) -> bool:
    """Whether a message seems to ask for the person's name, number or whereabouts."""
    return bool(_ASKS.search(_NOT_OF_THE_PERSON.sub(" ", fold(text))))
