"""The form of a plan, and one that was made."""

from datetime import date, timedelta

import pytest

from tests.support.page import Browser, Form


def entry(browser: Browser, hamlet_id: str, day: date, kind: str = "forum") -> Form:
    """The form of a new plan, filled in as far as it must be."""
    form = browser.get(f"/plans/new?kind={kind}").form("planned_on")
    form.values |= {"place": hamlet_id, "planned_on": day.isoformat()}
    return form


@pytest.fixture
def planned(officer: Browser, hamlet_id: str, day: date) -> str:
    """The address of a forum planned for today."""
    said = {
        "starts_at": "19:00",
        "venue": "Nhà văn hóa ấp",
        "partners": ["front"],
        "topics": "Đèn đường, trộm vặt",
    }
    return officer.send(entry(officer, hamlet_id, day), said).headers["Location"]


@pytest.fixture
def coming(officer: Browser, hamlet_id: str, day: date) -> str:
    """The address of a forum planned for the day after tomorrow."""
    form = entry(officer, hamlet_id, day + timedelta(days=2))
    return officer.send(form, {"venue": "Sân đình"}).headers["Location"]
