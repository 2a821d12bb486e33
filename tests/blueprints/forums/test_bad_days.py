"""A forum outlives bad photos, a full disk and a busy database: every opinion is still there."""

import shutil

import pytest

from tests.blueprints.forums.conftest import entry
from tests.support.bad_days import full, held
from tests.support.bad_photos import BAD_PHOTOS, fill_the_disk
from tests.support.images import photo
from tests.support.page import Page
from tests.support.sending import file

GISTS = {
    "opinion-1-gist": "Karaoke hát quá 22 giờ",
    "opinion-2-gist": "Đèn đường tổ 5 hư. " * 50,
    "minutes": "Bà con nhất trí. " * 500,
}


def _send(officer, hamlet_id, *photos):
    return officer.send_for_page(entry(officer, hamlet_id), {**GISTS, "photos": list(photos)})


@pytest.mark.parametrize(("name", "make", "sentence"), BAD_PHOTOS)
def test_a_bad_photo_is_named_and_the_forum_is_stored(officer, hamlet_id, name, make, sentence):
    page = _send(officer, hamlet_id, file(name, make()))
    assert f"“{name}”" in page.text and sentence in page.text
    assert GISTS["opinion-1-gist"] in page.text


def test_of_thirty_photos_at_once_twenty_are_kept_and_the_others_named(officer, hamlet_id):
    names = [f"anh-{number}.jpg" for number in range(30)]
    sent = [file(name, photo(width=100 + n, height=80)) for n, name in enumerate(names)]
    page = _send(officer, hamlet_id, *sent)
    assert [name for name in names if f"“{name}”" in page.text] == names[20:]


@pytest.mark.parametrize(("is_missing", "why"), [(True, "đang trục trặc"), (False, "hết chỗ")])
def test_a_photo_store_in_trouble_costs_the_photo_and_not_the_words(
    officer, hamlet_id, monkeypatch, is_missing, why
):
    if is_missing:
        shutil.rmtree(officer.app.extensions["config"].media_dir)
    else:
        fill_the_disk(monkeypatch)
    page = _send(officer, hamlet_id, file())
    assert "“anh.jpg” chưa giữ được" in page.text and why in page.text
    assert GISTS["opinion-1-gist"] in page.text


@pytest.mark.parametrize("bad_day", [held, full])
def test_a_forum_that_could_not_be_saved_is_offered_again(app, officer, hamlet_id, bad_day):
    form = entry(officer, hamlet_id)
    with bad_day(app, "forums"):
        page = Page(officer.send(form, GISTS, status=503), form.action)
    assert "Máy chủ đang bận" in page.h1 and "vẫn còn nguyên" in page.text
    saved = officer.send_for_page(page.form("minutes"))
    for said in GISTS.values():
        assert " ".join(said.split()) in saved.text


def test_numbers_too_long_to_be_read_are_no_versions_pages_or_counts(officer, hamlet_id):
    address = officer.send(entry(officer, hamlet_id), GISTS).headers["Location"]
    endless = "9" * 5000
    live = officer.get(f"{address}/live")
    line = next(href for href in live.links().values() if "line=" in href)
    changed = {"gist": "Khác", "version": endless}
    assert officer.send(officer.get(line).form("version"), changed, status=409)
    edit = officer.get(f"{address}/edit").form("known")
    officer.send(edit, {"version": endless, "known": endless, "venue": "Đình"}, status=409)
    officer.get(f"/plans?page={endless}")
