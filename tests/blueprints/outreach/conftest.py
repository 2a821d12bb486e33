"""The form of an activity."""

from tests.support.page import Browser, Form


def entry(browser: Browser, hamlet_id: str, query: str = "") -> Form:
    """The form of a new activity, filled in as far as it must be."""
    form = browser.get(f"/outreach/new{query}").form("channel")
    form.values.setdefault("channel", "mobile_speaker")
    form.values["place"] = hamlet_id
    return form
