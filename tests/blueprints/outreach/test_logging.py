"""Logging an activity through the form: once, with everything typed kept on every error."""

import json
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from domain.outreach.models import Outreach, OutreachCount
from domain.reference import queries as reference
from domain.reference.models import ListKey
from tests.blueprints.outreach.conftest import entry
from tests.factories import BINH_THANH, place
from tests.support.sending import file, record_id
from tests.support.villager import set_setting


def _count(stored) -> int:
    return stored(lambda db: db.scalar(select(func.count()).select_from(Outreach)))


def test_the_first_screen_asks_for_channel_hamlet_day_and_one_count(officer, hamlet_id):
    page = officer.get("/outreach/new?channel=mobile_speaker")
    assert page.h1 == "Ghi buổi tuyên truyền"
    assert "Toàn xã" in page.text
    assert "Lượt phát loa" in page.text
    assert page.text.count("Không nhập tài liệu, số liệu thuộc bí mật nhà nước") == 1
    assert {"id", "channel", "place", "held_on", "count_broadcasts"} <= page.form("channel").names()
    assert "count_people" not in page.form("channel").names()


def test_each_of_the_eighteen_channels_asks_for_its_own_counts_and_no_others(officer, stored):
    channels = stored(lambda db: reference.all_items(db, ListKey.OUTREACH_CHANNELS))
    assert len(channels) == 18
    for channel in channels:
        form = officer.get(f"/outreach/new?channel={channel.code}").form("channel")
        asked = {name for name in form.names() if name.startswith("count_")}
        counted = str(channel.details["count_units"]).split(";")
        assert asked == {f"count_{unit}" for unit in counted}, channel.code


def test_women_age_and_occupation_are_asked_for_in_a_switched_on_period_alone(app, officer, day):
    def asked(channel: str) -> set[str]:
        form = officer.get(f"/outreach/new?channel={channel}&like=none").form("channel")
        return {name for name in form.names() if name.startswith("count_")}

    usual = asked("direct_session")
    set_setting(app, "demographics_from", day.isoformat())
    set_setting(app, "demographics_to", day.isoformat())
    assert {"count_people", "count_women"} <= asked("direct_session")
    assert asked("leaflet") == {"count_leaflets"}
    set_setting(app, "demographics_from", (day - timedelta(days=9)).isoformat())
    set_setting(app, "demographics_to", (day - timedelta(days=1)).isoformat())
    assert asked("direct_session") == usual == {"count_people", "count_sessions"}


def test_a_logged_activity_can_be_read_by_the_unit_and_the_supervisor(
    officer, hamlet_id, browser_of
):
    form = entry(officer, hamlet_id, "?channel=mobile_speaker")
    page = officer.send_for_page(
        form,
        {
            "count_broadcasts": "3",
            "approx_broadcasts": "1",
            "venue": "Chợ Phương Trà",
            "started_at": "7h30",
            "scam_types": ["S03", "S04"],
            "partners": ["womens_union"],
            "notes": "Bà con hỏi nhiều.",
        },
    )
    for words in (
        "khoảng 3",
        "Chợ Phương Trà",
        "07:30",
        "Hội Liên hiệp Phụ nữ",
        "Bà con hỏi nhiều",
    ):
        assert words in page.text
    assert "Đã lưu." in page.text
    assert "Đã lưu." not in officer.get(page.address).text
    for reader, where in (("truong1", "Nơi làm Ấp 3 Ngày"), ("huyen", "Ấp 3, xã Phương Trà Ngày")):
        shown = browser_of(reader).get(page.address).text
        assert "Chợ Phương Trà" in shown
        assert where in shown
        assert "Loa kéo, xe loa" in browser_of(reader).get("/outreach").text


def test_where_the_phone_stood_is_kept_when_it_was_asked_for(officer, hamlet_id):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    assert (form.values["latitude"], form.values["longitude"]) == ("", "")
    page = officer.send_for_page(form, {"latitude": "10.4512", "longitude": "105.6328"})
    assert "Vị trí 10.4512, 105.6328" in page.text
    without = entry(officer, hamlet_id, "?channel=leaflet&like=none")
    assert "Vị trí" not in officer.send_for_page(without).text


def test_the_neighbours_records_are_as_good_as_missing(officer, hamlet_id, browser_of):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    address = officer.send(form).headers["Location"]
    neighbour = browser_of("xa2")
    assert address not in neighbour.get("/outreach").html
    missing = neighbour.get(f"/outreach/{uuid4()}", status=404).text
    for theirs in (address, f"{address}/edit", f"{address}/withdraw"):
        assert neighbour.get(theirs, status=404).text == missing


def test_an_admin_reads_no_records_and_a_supervisor_logs_none(officer, hamlet_id, browser_of):
    browser_of("quantri").get("/outreach", status=403)
    browser_of("huyen").get("/outreach/new", status=403)
    assert "Ghi buổi tuyên truyền" not in browser_of("huyen").get("/outreach").text


def test_the_same_form_twice_is_one_activity(officer, hamlet_id, stored):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    sent = {"count_leaflets": "200"}
    first = officer.send(form, {**sent, "photos": file()}).headers["Location"]
    again = officer.send(form, {**sent, "photos": file()}).headers["Location"]
    assert first == again
    assert _count(stored) == 1
    assert "Ảnh 2" not in officer.get(first).html


def test_the_same_form_sent_twice_at_once_is_one_activity(officer, hamlet_id, stored, browser_of):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    cookies = officer.client._cookies
    answers = []
    gate = threading.Barrier(4)

    def send() -> None:
        client = officer.app.test_client()
        client._cookies = dict(cookies)
        gate.wait()
        answers.append(client.post(form.action, data={**form.values, "count_leaflets": "7"}))

    threads = [threading.Thread(target=send) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert _count(stored) == 1


def test_the_same_id_with_other_words_shows_both(officer, hamlet_id, stored):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    officer.send(form, {"count_leaflets": "200", "venue": "Chợ sáng"})
    page = officer.send_for_page(form, {"count_leaflets": "250", "venue": "Bến đò"}, status=409)
    assert page.h1 == "Hai bản khác nhau"
    for words in ("Chợ sáng", "Bến đò", "200", "250"):
        assert words in page.text
    assert _count(stored) == 1
    choice = page.form("keep-venue")
    shown = officer.send_for_page(choice, {"keep-venue": "theirs", "keep-count_leaflets": "mine"})
    assert "Chợ sáng" in shown.text
    assert "250" in shown.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"held_on": "tomorrow"}, "Ngày này chưa tới"),
        ({"held_on": "32/13/2024"}, "Ngày này không có"),
        ({"held_on": ""}, "Chọn ngày làm"),
        ({"started_at": "25:00"}, "Giờ này không có"),
        ({"count_broadcasts": "-3"}, "nhỏ hơn 0"),
        ({"count_broadcasts": "1000000000"}, "lớn quá 1.000.000"),
        ({"count_broadcasts": "nhiều"}, "Ghi một số nguyên"),
        ({"count_leaflets": "300"}, "Hình thức này không đếm mục này"),
        ({"place": None}, "Chọn nơi làm"),
        ({"place": "xyz"}, "Chọn nơi làm"),
        ({"channel": "pigeon"}, "Chọn một hình thức"),
        ({"channel": None}, "Chọn một hình thức"),
        ({"venue": "x" * 201}, "Dài quá 200"),
        ({"scam_types": "S00"}, "không còn trong danh mục"),
        ({"latitude": "đâu đó", "longitude": "1"}, "Vị trí không đúng"),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(
    officer, hamlet_id, stored, day, wrong, sentence
):
    if wrong.get("held_on") == "tomorrow":
        wrong = {"held_on": (day + timedelta(days=1)).isoformat()}
    form = entry(officer, hamlet_id, "?channel=mobile_speaker")
    page = officer.send_for_page(form, {"notes": "Đã ghi dài.", **wrong}, status=422)
    assert sentence in page.text
    assert "Những gì đã ghi vẫn còn nguyên" in page.text
    again = page.form("channel")
    assert again.values["notes"] == "Đã ghi dài."
    for name, value in wrong.items():
        if value and name.startswith(("held", "count", "venue", "started", "latitude")):
            assert again.values[name] == value
    assert again.values["id"] == form.values["id"]
    assert _count(stored) == 0


def test_another_communes_place_is_refused_beside_the_places(officer, hamlet_id, stored):
    theirs = stored(lambda db: str(place(db, BINH_THANH).id))
    form = entry(officer, hamlet_id, "?channel=leaflet")
    page = officer.send_for_page(form, {"place": theirs}, status=422)
    assert "Chọn một nơi của đơn vị, hoặc toàn xã" in page.text


def test_empty_is_not_zero_and_zero_is_not_empty(officer, hamlet_id, stored):
    form = entry(officer, hamlet_id, "?channel=mobile_speaker")
    address = officer.send(form, {"count_broadcasts": "", "count_spots": "0"}).headers["Location"]
    query = select(OutreachCount.unit, OutreachCount.value).where(
        OutreachCount.outreach_id == record_id(address)
    )
    assert stored(lambda db: db.execute(query).all()) == [("spots", 0)]


def test_an_activity_of_nine_days_ago_says_so_everywhere(officer, hamlet_id, day):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    page = officer.send_for_page(form, {"held_on": (day - timedelta(days=9)).isoformat()})
    assert "ghi sau 9 ngày" in page.text
    assert "ghi sau 9 ngày" in officer.get("/outreach").text


def test_a_new_form_is_like_the_last_one_and_says_so(officer, hamlet_id, day):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    officer.send(
        form,
        {"count_leaflets": "200", "venue": "Chợ", "notes": "Riêng buổi đó.", "started_at": "7:30"},
    )
    page = officer.get("/outreach/new")
    again = page.form("channel").values
    assert f"Điền sẵn theo buổi {day:%d}/{day.month}" in page.text
    assert (again["channel"], again["place"], again["venue"]) == ("leaflet", hamlet_id, "Chợ")
    assert (again["count_leaflets"], again["held_on"]) == ("200", day.isoformat())
    assert (again["notes"], again["started_at"]) == ("", "")
    assert again["id"] != form.values["id"]
    cleared = officer.get(page.links()["Xóa"])
    assert "Điền sẵn" not in cleared.text
    assert cleared.form("channel").values["venue"] == ""


def test_another_channel_brings_its_own_counts_without_a_script(officer, hamlet_id, stored):
    form = entry(officer, hamlet_id, "?channel=mobile_speaker")
    answer = officer.raw(
        form.action,
        "POST",
        data={
            **form.values,
            "channel": "banner_poster",
            "notes": "Đã ghi.",
            "count_spots": "4",
            "change_channel": "1",
            "photos": file(),
        },
    )
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert "count_banners" in text
    assert "Đã ghi." in text
    assert 'value="4"' in text
    assert "-thumb.jpg" in text
    assert _count(stored) == 0


def test_the_page_holds_the_counts_of_every_channel_for_where_there_is_no_network(officer):
    page = officer.get("/outreach/new")
    (boxes,) = (one for one in page.all("template") if one.get("data-counts"))
    units = json.loads(boxes.get("data-counts"))
    there = {box.get("data-unit") for box in boxes.iter("div") if box.get("data-unit")}
    assert units["banner_poster"][0] == "banners"
    assert {unit for listed in units.values() for unit in listed} <= there


def test_a_channel_of_which_there_was_one_before_offers_to_be_filled_in_like_it(officer, hamlet_id):
    officer.send(entry(officer, hamlet_id, "?channel=leaflet"), {"count_leaflets": "200"})
    offered = officer.get("/outreach/new?channel=leaflet", htmx=True)
    assert "Điền như buổi" in offered.text
    assert "Điền như" not in officer.get("/outreach/new?channel=banner_poster", htmx=True).text


def test_the_list_goes_on_where_a_page_ends(officer, hamlet_id):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    for number in range(23):
        officer.send(form, {"id": str(uuid4()), "venue": f"Chỗ số {number}."})
    first = officer.get("/outreach")
    assert "Chỗ số 22." in first.text
    assert "Chỗ số 2." not in first.text
    further = officer.get(first.links()["Xem thêm"])
    assert "Chỗ số 2." in further.text
    assert "Xem thêm" not in further.links()
    officer.get("/outreach?below=nonsense", status=404)


def test_an_empty_list_says_what_to_do(officer):
    page = officer.get("/outreach")
    assert "Chưa có buổi tuyên truyền nào." in page.text
    assert page.links()["Ghi buổi đầu tiên"] == "/outreach/new"
