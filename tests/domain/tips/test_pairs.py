"""Pairs of traces that are the same thing, and pairs that many honest people have in common."""

import pytest

from domain.tips.identifiers import identity, may_link
from domain.tips.shared_numbers import WELL_KNOWN

SAME = """
phone|0900 000 417|+84 900 000 417
phone|(+84) 0900000417|0084900000417
phone|o900000417|0900-000-417
phone|0900–000–417|0900,000,417
phone|(0277) 3.876.543|+84 277 3876543
phone|+44 7911 123456|0044-7911-123456
bank_account|１９０３５５６６７７８８９９|1903 5566 7788 99
bank_account|1018 – 273 – 645|1018273645
bank_account|1018/273/645|1018.273.645
bank_account|STK 1018273645|1018273645 (Vietcombank)
bank_account|VCB: 1018273645|số 1018273645
bank_account|1O18273645|1018273645
bank_account|vqrq00012ab34|VQRQ00012AB34
e_wallet|MoMo: 0900.000.417|+84900000417
url|hxxps://vneid-capnhat[.]com/a|VNEID-CAPNHAT.COM
url|vneid-capnhat(dot)com|http://b.vneid-capnhat.com:8080/x
url|tg://resolve?domain=dautu88|https://telegram.me/DauTu88?start=1
url|https://chat.zalo.me/?phone=84900000417|zalo.me/0900000417
url|https://zaloapp.com/g/qwerty123|zalo.me/g/qwerty123?src=qr
url|https://vi-vn.facebook.com/nam.dautu|https://m.me/nam.dautu
url|facebook.com/profile.php?id=61550182736455|https://www.facebook.com/people/N/61550182736455/
social_account|fb 61550182736455|https://m.me/61550182736455
social_account|whatsapp +855 12345678|https://wa.me/85512345678
email|hotro.vneid @gmail.com|mailto:HOTRO.VNEID@gmail.com
email|hotrovneid@gmail.com|hotro.vneid+a@gmail.com
tracking_code|EE 182 736 455 VN|ee182736455vn
"""
APART = """
phone|0900000417|0900000418
phone|0900000417|+855900000417
phone|0900xxx417|0900xxx417
phone|18001166|18001166
bank_account|1018273645|01018273645
bank_account|***3645|***3645
bank_account|1018***645|1018***645
bank_account|xxxx3645|xxxx3645
bank_account|đuôi 3645|đuôi 3645
bank_account|không nhớ 123456|không nhớ 123456
bank_account|NGUYENVANMAU|NGUYENVANMAU
url|bit.ly/aB3|bit.ly/ab3
url|s.net.vn/aa|s.net.vn/bb
url|by.com.vn/aa|by.com.vn/bb
url|shope.ee/aa|shope.ee/bb
url|rb.gy/aa|rb.gy/bb
url|fb.watch/aa|fb.watch/bb
url|aaa.mysapo.net|bbb.mysapo.net
url|aaa.business.site|bbb.business.site
url|aaa.blogspot.com|bbb.blogspot.com
url|drive.google.com/open?id=aaa|drive.google.com/open?id=bbb
url|https://t.me/+AbC1|https://t.me/+abc1
url|https://zalo.me/download|https://zalo.me/download
url|facebook.com/marketplace|https://www.facebook.com/marketplace/
url|facebook.com/messages|m.facebook.com/messages
url|dichvucong.gov.vn|dichvucong.gov.vn/login
url|không rõ|không rõ
social_account|zalo Hùng|zalo Hùng
social_account|telegram dautu88|tiktok dautu88
email|@gmail.com|@gmail.com
email|noreply@vidu-ban.com|noreply@vidu-ban.com
email|hotro@vietcombank.com.vn|hotro@vietcombank.com.vn
crypto_wallet|binance trust wallet|binance trust wallet
tracking_code|giao hàng tiết kiệm|giao hàng tiết kiệm
tracking_code|SPXVN058273645521|SPXVN058273645522
"""


def _linked(kind: str, one: str, other: str) -> bool:
    values = (one, other)
    return identity(kind, one) == identity(kind, other) and all(
        may_link(kind, value, WELL_KNOWN) for value in values
    )


@pytest.mark.parametrize("pair", SAME.split("\n")[1:-1])
def test_the_same_thing_written_two_ways_links(pair):
    kind, one, other = pair.split("|")
    assert _linked(kind, one, other), (identity(kind, one), identity(kind, other))


@pytest.mark.parametrize("pair", APART.split("\n")[1:-1])
def test_what_only_looks_the_same_or_is_everybodys_links_nothing(pair):
    kind, one, other = pair.split("|")
    assert not _linked(kind, one, other), identity(kind, one)
