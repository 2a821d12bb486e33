"""Photos of an activity: kept through every error, named when they cannot be kept."""

import shutil
from uuid import UUID

import pytest
from sqlalchemy import update

from domain.people.models import DeviceKind, SignIn
from tests.blueprints.outreach.conftest import entry
from tests.support.bad_photos import BAD_PHOTOS, fill_the_disk
from tests.support.images import photo
from tests.support.sending import file
from web.extensions import db


def _thumbs(page) -> list[str]:
    return [image.get("src") for image in page.all("img") if image.get("src")]


def test_photos_are_on_the_page_and_in_the_list(officer, hamlet_id, browser_of):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    page = officer.send_for_page(form, {"photos": [file("a.jpg"), file("b.png", photo("PNG"))]})
    assert len(_thumbs(page)) == 2
    assert _thumbs(page) == _thumbs(browser_of("huyen").get("/outreach"))


def test_a_photo_received_with_an_error_is_there_for_the_next_try(officer, hamlet_id, browser_of):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    wrong = officer.send_for_page(form, {"held_on": "", "photos": file()}, status=422)
    (thumb,) = _thumbs(wrong)
    assert officer.raw(thumb).status_code == 200
    assert browser_of("truong1").raw(thumb).status_code == 404
    assert officer.raw(thumb.split("?")[0]).status_code == 404
    right = wrong.form("channel")
    saved = officer.send_for_page(right, {"held_on": form.values["held_on"]})
    assert len(_thumbs(saved)) == 1
    # The same form once more, as a double tap sends it.
    again = officer.send_for_page(right, {"held_on": form.values["held_on"]})
    assert again.address == saved.address


def test_a_photo_kept_for_the_next_try_can_be_left_out(officer, hamlet_id):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    wrong = officer.send_for_page(form, {"held_on": "", "photos": file()}, status=422)
    photo_id = wrong.all("input", name="remove_photos")[0].get("value")
    right = wrong.form("channel")
    saved = officer.send_for_page(
        right, {"held_on": form.values["held_on"], "remove_photos": photo_id}
    )
    assert _thumbs(saved) == []


@pytest.mark.parametrize(("name", "make", "sentence"), BAD_PHOTOS)
def test_a_photo_that_cannot_be_kept_is_named_and_costs_nothing_else(
    officer, hamlet_id, name, make, sentence
):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    page = officer.send_for_page(
        form, {"count_leaflets": "90", "photos": [file(name, make()), file("tot.jpg")]}
    )
    assert sentence in page.text
    assert f"“{name}”" in page.text
    assert "90" in page.text
    assert len(_thumbs(page)) == 1


def test_thirty_photos_at_once_leave_twenty_and_the_names_of_ten(officer, hamlet_id):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    files = [
        file(f"anh-{number}.jpg", photo(width=100 + number, height=80)) for number in range(30)
    ]
    page = officer.send_for_page(form, {"photos": files})
    assert len(_thumbs(page)) == 20
    left_out = [n for n in range(30) if f"“anh-{n}.jpg”" in page.text]
    assert left_out == list(range(20, 30))
    assert "Gửi thêm sau giúp" in page.text


def test_a_missing_photo_folder_costs_the_photo_and_not_the_words(officer, hamlet_id):
    shutil.rmtree(officer.app.extensions["config"].media_dir)
    form = entry(officer, hamlet_id, "?channel=leaflet")
    page = officer.send_for_page(form, {"venue": "Chợ sáng", "photos": file()})
    assert "Chợ sáng" in page.text
    assert "“anh.jpg” chưa giữ được vì kho hình đang trục trặc" in page.text


def test_a_full_disk_costs_the_photo_and_not_the_words(officer, hamlet_id, monkeypatch):
    fill_the_disk(monkeypatch)
    form = entry(officer, hamlet_id, "?channel=leaflet")
    page = officer.send_for_page(form, {"venue": "Chợ sáng", "photos": file()})
    assert "Chợ sáng" in page.text
    assert "“anh.jpg” chưa giữ được vì máy chủ hết chỗ" in page.text


def test_photos_are_added_and_taken_away_later(officer, hamlet_id):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    page = officer.send_for_page(form, {"photos": [file("a.jpg"), file("chu.jpg", b"chu" * 99)]})
    edit = officer.get(page.links()["Sửa, thêm ảnh"])
    photo_id = edit.all("input", name="remove_photos")[0].get("value")
    changed = officer.send_for_page(
        edit.form("channel"),
        {"remove_photos": photo_id, "photos": file("b.jpg", photo(width=200, height=100))},
    )
    assert len(_thumbs(changed)) == 1
    assert photo_id not in changed.html
    assert "Số ảnh" in changed.text


def test_photos_are_served_to_who_may_see_their_record(officer, hamlet_id, browser_of):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    page = officer.send_for_page(form, {"photos": file()})
    (thumb,) = _thumbs(page)
    whole = thumb.replace("-thumb", "")
    for address in (thumb, whole):
        answer = browser_of("huyen").raw(address)
        assert answer.status_code == 200
        assert answer.content_type == "image/jpeg"
        assert answer.data[:3] == b"\xff\xd8\xff"
        assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert browser_of("xa2").raw(address).status_code == 404
        assert browser_of("quantri").raw(address).status_code == 403
        assert browser_of().raw(address).status_code == 303
    assert officer.raw(f"/media/{UUID(int=7)}.jpg").status_code == 404


@pytest.mark.parametrize("kind", [DeviceKind.SHARED_PHONE, DeviceKind.STATION_PC])
def test_a_machine_that_others_use_keeps_no_photo(app, officer, hamlet_id, kind):
    page = officer.send_for_page(entry(officer, hamlet_id, "?channel=leaflet"), {"photos": file()})
    with app.app_context():
        db.session.execute(update(SignIn).values(device_kind=kind))
        db.session.commit()
    for address in _thumbs(page):
        assert officer.raw(address).headers["Cache-Control"] == "no-store"


def test_a_photo_whose_file_is_gone_is_missing_and_its_page_is_not(officer, hamlet_id):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    page = officer.send_for_page(form, {"photos": file()})
    media = officer.app.extensions["config"].media_dir
    for kept in media.rglob("*.jpg"):
        kept.unlink()
    assert officer.raw(_thumbs(page)[0]).status_code == 404
    officer.get(page.address)
