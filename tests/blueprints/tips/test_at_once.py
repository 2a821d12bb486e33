"""Two phones at one instant: nothing is doubled and nobody loses a side."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from domain.tips.models import Tip, TipStep
from domain.tips.talk_models import TipClaim
from tests.factories_tips import received
from web.extensions import db as flask_db


def _together(*acts):
    with ThreadPoolExecutor(len(acts)) as pool:
        return [task.result() for task in [pool.submit(act) for act in acts]]


def _post(browser, form, values=None):
    data = {k: v for k, v in {**form.values, **(values or {})}.items() if v is not None}
    return lambda: browser.client.post(form.action, data=data)


def _count(app, model):
    with app.app_context():
        return flask_db.session.scalar(select(func.count()).select_from(model))


def test_of_two_takers_one_has_it_and_the_other_is_told(app, people, browser_of):
    tip_id = received(app).tip_id
    browsers = browser_of("xa1"), browser_of("truong1")
    forms = [b.get(f"/tips/{tip_id}").form(f"/tips/{tip_id}/take") for b in browsers]
    answers = _together(*(_post(b, f) for b, f in zip(browsers, forms, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    steps = _count(app, TipStep)
    assert steps == 2  # Opened by whoever looked first, taken by one.


def test_one_form_sent_twice_at_once_is_one_tip_with_one_slip(app, people, browser_of):
    first, second = browser_of("xa1"), browser_of("xa1")
    form = first.get("/tips/new").form("source")
    again = second.get("/tips/new").form("source")
    said = {"source": "desk", "story": "Bị lừa.", "slip": "code", "id": form.values["id"]}
    answers = _together(_post(first, form, said), _post(second, again, said))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert (_count(app, Tip), _count(app, TipClaim)) == (1, 1)


def test_two_who_open_at_once_open_it_once(app, people, browser_of):
    tip_id = received(app).tip_id
    browsers = browser_of("xa1"), browser_of("truong1")
    answers = _together(*(lambda b=b: b.client.get(f"/tips/{tip_id}") for b in browsers))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert _count(app, TipStep) == 1
