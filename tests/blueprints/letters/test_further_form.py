"""One more kind of form waits in phones by its template and its own view alone."""

import pytest
from flask import render_template_string, request
from werkzeug.utils import redirect

from domain.people.rules import Permission
from tests.support.outbox import Phone
from web.authz import by_letter, requires, signed_in

PAGE = """{% from "outbox/joins.html" import outbox_form %}
<form method="post" action="/checks/new" data-behaviour="outbox"
      {{ outbox_form("check", "Kiểm tra bảng", about="spot") }}>
  <input type="hidden" name="id" value=""><input name="spot" aria-label="Nơi treo">
</form>"""


@by_letter("check")
@requires(Permission.LOG_RECORDS)
def check():
    """All that a further form brings to the server."""
    if not request.form.get("spot"):
        return "Ghi nơi treo.", 422
    return redirect(f"/checks/{request.form['id']}", 303)


@pytest.fixture
def further(app, monkeypatch, ring, people):
    """A phone with a form of a kind that no code of the outbox has heard of."""
    monkeypatch.setitem(app.view_functions, "plans.create", check)
    phone = Phone(ring, people.officer, "outreach")
    phone.to, phone.form = "/plans/new", "check"
    return phone


def test_a_further_form_is_taken_once_it_is_right_and_held_until_then(further, browser_of, officer):
    held = further.send(browser_of(), further.letter([("spot", "")]), 422)["held"]
    assert held == f"/held/{further.item_id}"
    further.told["photos"] = [{"id": further.item_id, "name": "a.jpg", "is_original": False}]
    right = further.letter([("spot", "Chợ sáng"), ("colour", "xanh")])
    for browser in (browser_of(), officer):
        assert further.send(browser, right)["url"] == f"/checks/{further.item_id}"
    officer.get(str(held), status=404)


def test_its_page_says_to_the_phone_all_that_the_outbox_asks(app, officer, monkeypatch):
    monkeypatch.setitem(
        app.view_functions, "outbox.known", signed_in(lambda: render_template_string(PAGE))
    )
    (form,) = officer.get("/outbox/known", htmx=True).all("form")
    given = {name: form.get(f"data-{name}") for name in ("outbox", "form-version", "title")}
    assert given == {"outbox": "check", "form-version": "1", "title": "Kiểm tra bảng"}
    assert all(form.get(f"data-{name}") for name in ("owner", "pass", "letter-key", "outbox-key"))
