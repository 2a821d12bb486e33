"""Photos from the gallery: a line for each day and place, read only after a tap."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.clock import LOCAL_TIME
from domain.media.models import Photo
from domain.outreach.models import Outreach
from tests.support import exif, sending
from tests.support.bad_photos import BAD_PHOTOS
from tests.support.images import photo
from tests.support.page import Page

MARKET, FERRY = (10.4512, 105.6328), (10.4600, 105.6328)


def _clock(day, at: str) -> str:
    return f"{day:%Y:%m:%d} {at}:00"


@pytest.fixture
def sort(officer, hamlet_id):
    """Send photos with these ticks, as from a page just opened; gives the page that answers."""

    def send(*files, status: int = 200, **ticks):
        form = officer.get("/outreach/from-photos").form("photos")
        answer = officer.send(form, {**ticks, "photos": list(files)}, status=status)
        return _page(officer, answer)

    return send


def _page(officer, answer):
    return Page(answer, "/outreach/from-photos")


def _lines(page) -> list[tuple[str, str, int]]:
    """Day, time and number of photos of each line."""
    form = page.form("line-1-held_on")
    found = []
    for group in page.all("div", class_="line"):
        number = group.get("data-number")
        if number == "0":
            continue
        photos = len(list(group.iter("img")))
        boxes = (form.values[f"line-{number}-{name}"] for name in ("held_on", "started_at"))
        found.append((*boxes, photos))
    return found


def test_photos_of_three_days_mixed_with_some_that_tell_no_day_become_lines(sort, day):
    days = [day - timedelta(days=back) for back in (9, 5, 2)]
    page = sort(
        exif.file("a.jpg", at=_clock(days[2], "19:30")),
        exif.file("b.jpg", at="1970:01:01 00:00:00"),
        exif.file("c.jpg", at=_clock(days[0], "07:31")),
        sending.file("d.png", photo("PNG")),
        exif.file("e.jpg", at=_clock(days[1], "15:00")),
        exif.file("f.jpg", at=_clock(days[0], "07:40"), seed=9),
        read_time="1",
    )
    assert _lines(page) == [
        (str(days[0]), "07:31", 2),
        (str(days[1]), "15:00", 1),
        (str(days[2]), "19:30", 1),
        ("", "", 2),
    ]


def test_without_the_tick_nothing_is_read_and_all_photos_stand_in_one_line(sort, day):
    page = sort(
        exif.file("a.jpg", at=_clock(day, "00:01"), place=MARKET),
        exif.file("b.jpg", at=_clock(day - timedelta(days=4), "07:00"), seed=9),
        by_place="1",
    )
    assert _lines(page) == [("", "", 2)]
    assert page.form("line-1-id").values["line-1-latitude"] == ""


def test_the_place_is_used_only_with_its_own_tick(sort, day):
    past = day - timedelta(days=1)
    files = lambda: [  # noqa: E731 - a form reads its files once.
        exif.file("a.jpg", at=_clock(past, "07:00"), place=MARKET),
        exif.file("b.jpg", at=_clock(past, "07:10"), place=FERRY, seed=9),
    ]
    assert _lines(sort(*files(), read_time="1")) == [(str(past), "07:00", 2)]
    page = sort(*files(), read_time="1", by_place="1")
    assert _lines(page) == [(str(past), "07:00", 1), (str(past), "07:10", 1)]
    values = page.form("line-1-id").values
    assert (values["line-1-latitude"], values["line-1-longitude"]) == ("10.4512", "105.6328")


def test_the_lines_are_saved_with_their_photos_and_no_photo_keeps_where_it_was_taken(
    officer, sort, hamlet_id, day, stored
):
    past = day - timedelta(days=3)
    page = sort(
        exif.file("a.jpg", at=_clock(past, "07:30"), place=MARKET),
        exif.file("b.jpg", at=_clock(past, "07:35"), place=MARKET, seed=9),
        exif.file("c.jpg", at=_clock(past, "16:00"), place=MARKET, seed=11),
        read_time="1",
        by_place="1",
    )
    form = page.form("line-1-held_on")
    told = {f"line-{n}-{k}": v for n in (1, 2) for k, v in
            {"place": hamlet_id, "channel": "leaflet", "count": "50"}.items()}  # fmt: skip
    saved = officer.send_for_page(form, told)
    assert "Đã lưu 2 buổi." in saved.text
    kept = stored(
        lambda db: {
            r.started_at.hour: db.scalar(
                select(func.count()).select_from(Photo).where(Photo.record_id == r.id)
            )
            for r in db.scalars(select(Outreach))
        }
    )
    assert kept == {7: 2, 16: 1}
    store = officer.app.extensions["config"].media_dir
    for path in store.rglob("*.jpg"):
        assert b"Exif" not in path.read_bytes()
    assert officer.send_for_page(form, told).text == saved.text


@pytest.mark.parametrize(("tick", "kept"), [("y", MARKET), (None, (None, None))])
def test_where_it_was_is_shown_as_a_tick_that_can_be_taken_away(
    officer, sort, hamlet_id, day, stored, tick, kept
):
    taken = exif.file("a.jpg", at=_clock(day, "00:00"), place=MARKET)
    form = sort(taken, read_time="1", by_place="1").form("line-1-held_on")
    assert form.values["line-1-located"] == "1"
    told = {"line-1-place": hamlet_id, "line-1-channel": "leaflet", "line-1-located": tick}
    officer.send(form, told)
    found = stored(lambda db: db.scalars(select(Outreach)).one())
    assert (found.latitude, found.longitude) == kept


def test_a_photo_moves_to_another_line_or_away_without_script(officer, sort, hamlet_id, day):
    days = [day - timedelta(days=back) for back in (4, 2)]
    page = sort(
        exif.file("a.jpg", at=_clock(days[0], "07:30")),
        exif.file("b.jpg", at=_clock(days[1], "07:30"), seed=9),
        exif.file("c.jpg", seed=11),
        exif.file("d.jpg", seed=13),
        read_time="1",
    )
    form = page.form("line-1-held_on")
    unknown = [
        s.get("name") for s in page.all("select") if (s.get("name") or "").startswith("photo-")
    ]
    moves = {unknown[2]: "1", unknown[3]: "none"}
    answer = officer.send(form, {**moves, "arrange": "1", "line-1-notes": "Chợ phiên"}, status=200)
    arranged = _page(officer, answer)
    assert [photos for _, _, photos in _lines(arranged)] == [2, 1, 0]
    again = arranged.form("line-1-held_on")
    assert again.values["line-1-notes"] == "Chợ phiên"
    told = {f"line-{n}-{k}": v for n in (1, 2) for k, v in
            {"place": hamlet_id, "channel": "leaflet"}.items()}  # fmt: skip
    assert "Đã lưu 2 buổi." in officer.send_for_page(again, told).text


def test_a_line_of_private_photos_is_left_out_in_one_tap(officer, sort, hamlet_id, day, stored):
    page = sort(
        exif.file("a.jpg", at=_clock(day, "00:00")), exif.file("em-be.jpg", seed=9), read_time="1"
    )
    form = page.form("line-1-held_on")
    told = {"line-1-place": hamlet_id, "line-1-channel": "leaflet", "line-2-skip": "y"}
    assert "Đã lưu 1 buổi." in officer.send_for_page(form, told).text
    assert stored(lambda db: db.scalar(select(func.count()).select_from(Photo))) == 1


def test_a_line_with_photos_and_no_day_waits_for_one(officer, sort, hamlet_id, day, stored):
    form = sort(exif.file("a.jpg")).form("line-1-held_on")
    told = {"line-1-place": hamlet_id, "line-1-channel": "leaflet"}
    page = officer.send_for_page(form, told, status=422)
    assert "Chọn ngày làm." in page.text
    assert _lines(page) == [("", "", 1)]
    done = officer.send_for_page(page.form("line-1-held_on"), {"line-1-held_on": str(day)})
    assert "Đã lưu 1 buổi." in done.text


def test_the_same_photos_sent_twice_wait_once(officer, hamlet_id, day, stored):
    form = officer.get("/outreach/from-photos").form("photos")
    for _ in range(2):
        sent = {"photos": exif.file("a.jpg", at=_clock(day, "00:00")), "read_time": "1"}
        page = _page(officer, officer.send(form, sent, status=200))
    assert [photos for _, _, photos in _lines(page)] == [1]
    assert stored(lambda db: db.scalar(select(func.count()).select_from(Photo))) == 1


def test_thirty_photos_are_taken_and_the_thirty_first_is_named(sort):
    files = [sending.file(f"anh-{n}.jpg", photo(width=100 + n, height=80)) for n in range(31)]
    page = sort(*files)
    assert _lines(page) == [("", "", 30)]
    assert "“anh-30.jpg”" in page.text


@pytest.mark.parametrize(("name", "make", "sentence"), BAD_PHOTOS)
def test_a_photo_that_cannot_be_read_is_named_beside_the_others(sort, name, make, sentence):
    page = sort(sending.file(name, make()), exif.file("tot.jpg"), read_time="1")
    assert sentence in page.text
    assert _lines(page) == [("", "", 1)]


def test_no_photo_at_all_is_asked_for_again_with_the_ticks_as_they_were(officer, sort):
    page = sort(status=422, read_time="1")
    assert "Chọn ít nhất một hình." in page.text
    assert page.form("photos").values["read_time"] == "1"


def test_a_phone_whose_clock_is_ahead_tells_no_day(sort):
    tomorrow = datetime.now(LOCAL_TIME) + timedelta(days=1)
    page = sort(exif.file("a.jpg", at=f"{tomorrow:%Y:%m:%d %H:%M:%S}"), read_time="1")
    assert _lines(page) == [("", "", 1)]


def test_the_waiting_photos_are_shown_to_nobody_else(officer, sort, browser_of, day):
    page = sort(exif.file("a.jpg"))
    (thumb,) = [i.get("src") for i in page.all("img") if (i.get("src") or "").startswith("/media")]
    assert officer.raw(thumb).status_code == 200
    assert browser_of("truong1").raw(thumb).status_code == 404
