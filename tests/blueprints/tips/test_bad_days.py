"""A tip that an officer types in outlives bad photos, a full disk and a busy database."""

import shutil

import pytest
from sqlalchemy import func, select

from domain.media.models import Photo
from domain.tips.models import Tip
from tests.support.bad_days import full, held
from tests.support.bad_photos import BAD_PHOTOS, fill_the_disk
from tests.support.images import photo
from tests.support.page import Page
from tests.support.sending import file
from web.extensions import db as flask_db

STORY = "Bác Sáu gọi báo bị lừa 45 triệu. " * 300


@pytest.fixture
def officer(people, browser_of):
    return browser_of("xa1")


def _send(officer, *photos, status=303):
    form = officer.get("/tips/new").form("source")
    told = {"source": "phone", "story": STORY, "photos": list(photos)}
    return form, officer.send(form, told, status=status)


def _tip_page(officer, form):
    page = officer.get(f"/tips/{form.values['id']}")
    assert " ".join(STORY.split()) in page.text
    return page


def _count(app, model):
    with app.app_context():
        return flask_db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize(("name", "make", "sentence"), BAD_PHOTOS)
def test_a_bad_photo_is_named_and_the_tip_is_stored(app, officer, name, make, sentence):
    form, _ = _send(officer, file(name, make()), file("tot.jpg"))
    page = _tip_page(officer, form)
    assert f"“{name}”" in page.text and sentence in page.text
    assert "tot.jpg" not in page.text
    assert _count(app, Photo) == 1


def test_of_thirty_photos_at_once_twenty_are_kept_and_the_others_named(app, officer):
    names = [f"anh-{number}.jpg" for number in range(30)]
    sent = [file(name, photo(width=100 + n, height=80)) for n, name in enumerate(names)]
    form, _ = _send(officer, *sent)
    page = _tip_page(officer, form)
    assert [name for name in names if f"“{name}”" in page.text] == names[20:]
    assert _count(app, Photo) == 20


@pytest.mark.parametrize(("is_missing", "why"), [(True, "đang trục trặc"), (False, "hết chỗ")])
def test_a_photo_store_in_trouble_costs_the_photo_and_not_the_words(
    app, officer, monkeypatch, is_missing, why
):
    if is_missing:
        shutil.rmtree(app.extensions["config"].media_dir)
    else:
        fill_the_disk(monkeypatch)
    form, _ = _send(officer, file())
    page = _tip_page(officer, form)
    assert "“anh.jpg” chưa giữ được" in page.text and why in page.text


@pytest.mark.parametrize("bad_day", [held, full])
def test_a_tip_that_could_not_be_saved_is_offered_again(app, officer, bad_day):
    with bad_day(app, "tips"):
        form, answer = _send(officer, status=503)
    page = Page(answer, form.action)
    assert "Máy chủ đang bận" in page.h1 and "vẫn còn nguyên" in page.text
    assert _count(app, Tip) == 0
    officer.send(page.form("story"))
    _tip_page(officer, form)
