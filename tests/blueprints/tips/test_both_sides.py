"""Nobody is looked up as an accused: what a tip says of people is found by no search."""

import pytest

from domain.tips.identifiers import Identifier
from domain.tips.sealing import TipBody
from tests.factories_tips import received

ACCUSED = "Nguyễn Văn Mẫu Kẻ"
ACCOUNT = "9704 0000 1234"


@pytest.mark.parametrize("name", ["xa1", "truong1", "huyen"])
@pytest.mark.parametrize("asked", [ACCUSED, "nguyen van mau ke", "970400001234", ACCOUNT])
def test_no_search_finds_a_tip_by_an_accused_or_their_account(app, people, browser_of, name, asked):
    tip_id = received(
        app,
        body=TipBody(story=f"Ông {ACCUSED} lừa tôi chuyển vào {ACCOUNT}."),
        identifiers=(Identifier("bank_account", ACCOUNT), Identifier("account_holder", ACCUSED)),
    ).tip_id
    browser = browser_of(name)
    for address in ("/feed?q=", "/tips?number="):
        page = browser.get(address + asked.replace(" ", "+"))
        assert f"/tips/{tip_id}" not in page.html
