"""Correcting and withdrawing: history kept, two phones never silently lose one side."""

from tests.blueprints.outreach.conftest import entry


def _logged(officer, hamlet_id, **told):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    return officer.send_for_page(form, {"count_leaflets": "200", "venue": "Chợ", **told})


def test_a_correction_shows_who_changed_what(officer, hamlet_id, browser_of):
    page = _logged(officer, hamlet_id)
    chief = browser_of("truong1")
    edit = chief.get(f"{page.address}/edit")
    assert edit.h1 == "Sửa buổi tuyên truyền"
    changed = chief.send_for_page(
        edit.form("version"), {"count_leaflets": "180", "approx_leaflets": "1", "venue": ""}
    )
    for words in ("Đại úy Mẫu", "200", "khoảng 180", "(bỏ trống)"):
        assert words in changed.text
    assert "180" in browser_of("huyen").get("/outreach").text


def test_saving_without_a_change_makes_no_history(officer, hamlet_id):
    page = _logged(officer, hamlet_id)
    edit = officer.get(f"{page.address}/edit")
    shown = officer.send_for_page(edit.form("version"))
    assert "(bỏ trống)" not in shown.text
    assert officer.get(f"{page.address}/edit").form("version").values["version"] == "1"


def test_two_phones_see_both_versions_field_by_field(officer, hamlet_id, browser_of):
    page = _logged(officer, hamlet_id)
    chief = browser_of("truong1")
    mine = officer.get(f"{page.address}/edit").form("version")
    theirs = chief.get(f"{page.address}/edit").form("version")
    chief.send(theirs, {"venue": "Bến đò", "notes": "Trưởng ghi."})
    clash = officer.send_for_page(
        mine, {"venue": "Trường học", "count_leaflets": "250"}, status=409
    )
    assert "Đại úy Mẫu" in clash.text
    for words in ("Trường học", "Bến đò", "Trưởng ghi.", "250", "200"):
        assert words in clash.text
    chosen = clash.form("keep-venue")
    # What only the other side touched stands on the other side; what both did, on one's own.
    assert chosen.values["keep-notes"] == "theirs"
    assert chosen.values["keep-venue"] == "mine"
    kept = officer.send_for_page(chosen)
    for words in ("Trường học", "Trưởng ghi.", "250"):
        assert words in kept.text
    last = officer.get(f"{page.address}/edit").form("version").values
    assert (last["venue"], last["notes"], last["version"]) == ("Trường học", "Trưởng ghi.", "3")


def test_the_choice_between_two_versions_can_itself_come_too_late(officer, hamlet_id, browser_of):
    page = _logged(officer, hamlet_id)
    chief = browser_of("truong1")
    mine = officer.get(f"{page.address}/edit").form("version")
    chief.send(chief.get(f"{page.address}/edit").form("version"), {"venue": "Bến đò"})
    clash = officer.send_for_page(mine, {"venue": "Trường học"}, status=409)
    chief.send(chief.get(f"{page.address}/edit").form("version"), {"venue": "Nhà văn hóa"})
    again = officer.send_for_page(clash.form("keep-venue"), status=409)
    assert "Nhà văn hóa" in again.text
    assert "Trường học" in again.text


def test_another_channel_may_be_the_correction(officer, hamlet_id):
    page = _logged(officer, hamlet_id)
    form = officer.get(f"{page.address}/edit").form("version")
    kept = officer.send_for_page(form, {"channel": "banner_poster"}, status=422)
    assert "Hình thức này không đếm mục này" in kept.text
    saved = officer.send_for_page(
        kept.form("version"), {"count_leaflets": "", "count_banners": "4"}
    )
    assert saved.h1 == "Pa nô, áp phích, băng rôn, bảng QR"


def test_a_withdrawn_activity_says_why_and_leaves_the_list(officer, hamlet_id, browser_of):
    page = _logged(officer, hamlet_id)
    ask = officer.get(page.links()["Rút buổi này"])
    assert "Ghi lý do rút" in officer.send_for_page(ask.form("reason"), status=422).text
    gone = officer.send_for_page(ask.form("reason"), {"reason": "Ghi trùng buổi sáng"})
    assert "Ghi trùng buổi sáng" in gone.text
    assert "Sửa, thêm ảnh" not in gone.links()
    assert "Chợ" not in officer.get("/outreach").text
    assert "Ghi trùng buổi sáng" in browser_of("huyen").get(page.address).text
    officer.get(f"{page.address}/edit", status=403)
    officer.send(ask.form("reason"), {"reason": "Ghi trùng buổi sáng"})


def test_only_author_or_chief_withdraws(officer, hamlet_id, browser_of):
    page = _logged(browser_of("truong1"), hamlet_id)
    assert "Rút buổi này" not in officer.get(page.address).links()
    officer.get(f"{page.address}/withdraw", status=403)
    browser_of("huyen").get(f"{page.address}/edit", status=403)


def test_a_draft_is_kept_on_an_own_phone_only_and_ends_with_the_save(officer, hamlet_id, app):
    form = officer.get("/outreach/new").form("channel").element
    assert len(form.get("data-draft-key")) == 44
    assert form.get("data-draft-name").endswith("/outreach-new")
    saved = _logged(officer, hamlet_id)
    done = saved.all("div", data_behaviour="draft_done")[0]
    assert done.get("data-draft-name") == form.get("data-draft-name")
