"""A database that cannot be written now: one plain sentence, and nothing typed is lost."""

import pytest

from domain.tips.models import Tip
from tests.support.bad_days import full, held
from tests.support.page import Page
from tests.support.villager import count


@pytest.mark.parametrize("zone", ["tip", "message"])
def test_what_was_typed_comes_back_when_the_database_is_busy(villager, zone):
    kept = villager.send(story="tin trước")
    form = villager.form() if zone == "tip" else villager.look_up(kept.code).form("ticket")
    field = "story" if zone == "tip" else "message"
    with held(villager.app):
        answer = villager.browser.send(form, {field: "giữ giùm"}, status=503)
    page = Page(answer, "/")
    assert "Máy chủ đang bận" in page.text
    assert page.form(field).values[field] == "giữ giùm"
    assert count(villager.app, Tip) == 1
    if zone == "tip":
        assert villager.send(page.form("story")).code


def test_what_was_typed_comes_back_when_the_disk_is_full(villager):
    story = "giữ giùm " * 2000
    with full(villager.app, "tips"):
        answer = villager.browser.send(villager.form(), {"story": story}, status=503)
    page = Page(answer, "/")
    assert page.form("story").values["story"].strip() == story.strip()
    assert count(villager.app, Tip) == 0
    assert villager.send(page.form("story")).code
