"""The form of a forum, and one that was held."""

import pytest

from tests.support.page import Browser, Form


@pytest.fixture
def logged(officer: Browser, hamlet_id: str) -> str:
    """The address of a forum with a promise, something passed on and something answered there."""
    said = {
        "venue": "Nhà văn hóa",
        "opinion-1-gist": "Karaoke hát quá 22 giờ",
        "opinion-1-outcome": "promised",
        "opinion-2-gist": "Đèn đường tổ 5 hư",
        "opinion-2-outcome": "passed_on",
        "opinion-2-responsible": "Điện lực",
        "opinion-3-gist": "Số lạ gọi kêu nâng cấp SIM",
    }
    return officer.send(entry(officer, hamlet_id), said).headers["Location"]


def entry(browser: Browser, hamlet_id: str) -> Form:
    """The form of a new forum, filled in as far as it must be."""
    form = browser.get("/forums/new").form("attendance")
    form.values["place"] = hamlet_id
    return form
