"""The behaviours of staff pages in a real browser, under the real content policy."""

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string, request
from flask_babel import Babel
from PIL import Image
from playwright.sync_api import Dialog, Page, expect
from werkzeug.serving import make_server

from tests.support.images import corner_colours, quadrants
from web import assets, headers, icons
from web.config import Config
from web.navigation import Item, Navigation, Who

ROOT = Path(__file__).resolve().parents[2]

SAMPLE = """
{% extends "layouts/staff.html" %}
{% block title %}Mẫu{% endblock %}
{% block appbar %}
  {% from "components/appbar.html" import appbar %}
  {% call appbar("Mẫu") %}<a class="icon-btn only-phone" href="#filters">Lọc</a>{% endcall %}
{% endblock %}
{% block main %}
  {% from "components/filters.html" import filters %}
  {% from "components/pager.html" import pager %}
  {% from "components/photo_strip.html" import photo_strip %}
  {% from "components/proof.html" import proof %}
  {% from "components/savebar.html" import savebar %}
  {% from "components/stepper.html" import stepper %}
  {% from "components/table.html" import table %}
  {% call filters("/sample", "#feed", "Lọc hoạt động") %}
    <div class="search"><input type="search" name="q" aria-label="Tìm"></div>
  {% endcall %}
  <form id="record" action="/keep" method="post" enctype="multipart/form-data">
    {{ stepper("count", "Lượt") }}
    {{ photo_strip(name="photos", limit=3, foot=proof()) }}
    {{ savebar("Lưu") }}
  </form>
  <form action="/gone" method="post" data-behaviour="confirm_once" data-confirm="Xóa hẳn?">
    <button type="submit">Xóa</button>
  </form>
  {% call table("Bảng", [("Mã", "")], pick="Tất cả") %}
    {% for code in ("A", "B") %}
      <tr>
        <td><label class="pick"><input type="checkbox" aria-label="Chọn {{ code }}"></label></td>
      </tr>
    {% endfor %}
  {% endcall %}
  <button type="button" hx-get="/status/500" hx-target="#feed">Lỗi máy chủ</button>
  <button type="button" hx-get="/status/422" hx-target="#feed">Sai chỗ ghi</button>
  <div id="feed"><p>Tin một</p>{{ pager("/older") }}</div>
{% endblock %}
"""


class Served:
    """The sample page on a port of its own, and what forms brought there."""

    def __init__(self, instance: Path) -> None:
        self.photos: list[tuple[str, bytes]] = []
        self.searches: list[str] = []
        self._server = make_server("127.0.0.1", 0, self._app(instance), threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def _app(self, instance: Path) -> Flask:
        app = Flask(__name__, root_path=str(ROOT), instance_path=str(instance), static_folder=None)
        app.extensions["config"] = Config(
            instance_dir=instance,
            database_url="",
            media_dir=instance,
            secret_key="",
            data_keys=(),
            public_url="http://127.0.0.1",
        )
        Babel(app, default_locale="vi")
        assets.init_app(app)
        icons.init_app(app)
        app.jinja_env.globals["is_kept"] = lambda: False
        app.jinja_env.globals["outbox_owner"] = lambda: ""
        home = [Item("home", "/sample", "home", "Hôm nay")]
        sheets = app.jinja_env.globals["stylesheets"]
        app.context_processor(
            lambda: {
                # The sample page shows components of two blueprints.
                "stylesheets": lambda _: [*sheets("feed"), sheets("forums")[-1]],
                "navigation": lambda: Navigation(side=home, tabs=home),
                "who": lambda: Who(name="Thiếu úy Mẫu", unit="Công an xã"),
            }
        )
        app.add_url_rule("/sample", "sample", self._sample)
        app.add_url_rule("/outbox", "outbox.show", lambda: "<h1>Chờ gửi</h1>")
        app.add_url_rule("/keep", "keep", self._keep, methods=["POST"])
        app.add_url_rule("/gone", "gone", lambda: "<h1>Đã xóa</h1>", methods=["POST"])
        app.add_url_rule("/older", "older", lambda: "<p>Tin hai</p>")
        app.add_url_rule("/status/<int:status>", "status", _status)
        headers.init_app(app)
        return app

    def _sample(self) -> str:
        if "q" in request.args:
            self.searches.append(request.args["q"])
        return (
            "<p>Đã lọc</p>" if "HX-Request" in request.headers else render_template_string(SAMPLE)
        )

    def _keep(self) -> str:
        self.photos = [(p.filename or "", p.read()) for p in request.files.getlist("photos")]
        return "<h1>Đã lưu</h1>"


def _status(status: int) -> tuple[str, int]:
    text = '<p class="notice-text">Máy chủ bận.</p>' if status == 500 else "<p>Thiếu ngày.</p>"
    return text, status


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One sample server for these tests."""
    served = Served(tmp_path_factory.mktemp("sample"))
    yield served
    served.close()


@pytest.fixture
def sample(phone_page: Page, served: Served) -> Page:
    """The sample page open on a phone, its behaviours attached."""
    phone_page.goto(f"{served.url}/sample")
    phone_page.wait_for_load_state("networkidle")
    return phone_page


def _photo(width: int, height: int, *, turned: bool = False) -> bytes:
    """A JPEG of four colours and a place in its metadata; `turned`: stored lying on its side."""
    picture = quadrants(width, height)
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6
    stored = io.BytesIO()
    picture.save(stored, "JPEG", exif=exif)
    return stored.getvalue()


def _choose(page: Page, source: str, *names_and_bytes: tuple[str, bytes]) -> None:
    box = page.locator(f"input[data-source={source}]")
    box.set_input_files(
        [{"name": n, "mimeType": "image/jpeg", "buffer": b} for n, b in names_and_bytes]
    )


def test_plus_and_minus_count(sample: Page) -> None:
    sample.get_by_label("Thêm, Lượt").click()
    sample.get_by_label("Thêm, Lượt").click()
    sample.get_by_label("Bớt, Lượt").click()
    expect(sample.get_by_label("Lượt", exact=True)).to_have_value("1")


def test_pictures_from_camera_and_gallery_are_sent_together_small_and_without_a_place(
    sample: Page, served: Served
) -> None:
    _choose(sample, "camera", ("camera.jpg", _photo(3000, 4000, turned=True)))
    _choose(sample, "gallery", ("mot.jpg", _photo(800, 600)), ("hai.jpg", _photo(900, 600)))
    expect(sample.locator(".photo-strip li img")).to_have_count(3)
    sample.get_by_label("Bỏ ảnh này").nth(1).click()
    expect(sample.locator(".photo-strip li img")).to_have_count(2)
    expect(sample.locator(".photo-strip [aria-busy]")).to_have_count(0)
    sample.get_by_role("button", name="Lưu").click()
    expect(sample.locator("h1")).to_have_text("Đã lưu")
    sent = {name: Image.open(io.BytesIO(data)) for name, data in served.photos if name}
    assert {name: picture.size for name, picture in sent.items()} == {
        "camera.jpg": (1536, 2048),
        "hai.jpg": (900, 600),
    }
    for picture in sent.values():
        assert corner_colours(picture) == [0, 1, 2, 3]
        assert not picture.getexif()


def test_a_form_sent_at_once_waits_for_its_pictures_and_a_proof_goes_as_it_was_taken(
    sample: Page, served: Served
) -> None:
    proof = _photo(3000, 2000)
    _choose(sample, "gallery", ("mot.jpg", _photo(4000, 3000)), ("goc.jpg", proof))
    sample.get_by_label("Bằng chứng").nth(1).check()
    sample.get_by_role("button", name="Lưu").click()
    expect(sample.locator("h1")).to_have_text("Đã lưu")
    sent = dict(served.photos)
    assert Image.open(io.BytesIO(sent["mot.jpg"])).size == (2048, 1536)
    assert sent["goc.jpg"] == proof


def test_a_file_that_is_no_picture_travels_as_it_is(sample: Page, served: Served) -> None:
    _choose(sample, "gallery", ("la.heic", b"not a picture at all"))
    expect(sample.locator(".photo-strip .state")).to_have_text("la.heic")
    sample.get_by_role("button", name="Lưu").click()
    expect(sample.locator("h1")).to_have_text("Đã lưu")
    assert ("la.heic", b"not a picture at all") in served.photos


def test_too_many_pictures_are_told_and_left_out(sample: Page) -> None:
    _choose(sample, "gallery", *((f"{n}.jpg", _photo(60, 40)) for n in range(5)))
    expect(sample.locator(".photo-strip li img")).to_have_count(3)
    expect(sample.get_by_role("status").filter(has_text="chỉ gửi được 3")).to_be_visible()


def test_what_cannot_be_undone_asks_once(sample: Page) -> None:
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    sample.once("dialog", refuse)
    sample.get_by_role("button", name="Xóa").click()
    assert asked == ["Xóa hẳn?"]
    expect(sample.locator("h1")).to_have_text("Mẫu")
    sample.once("dialog", lambda dialog: dialog.accept())
    sample.get_by_role("button", name="Xóa").click()
    expect(sample.locator("h1")).to_have_text("Đã xóa")


def test_the_head_of_a_table_ticks_every_line(sample: Page) -> None:
    # Phones do not show the head; the box is there for a desk.
    sample.set_viewport_size({"width": 1280, "height": 800})
    sample.get_by_label("Tất cả").check()
    expect(sample.get_by_label("Chọn A")).to_be_checked()
    sample.get_by_label("Chọn B").uncheck()
    expect(sample.get_by_label("Tất cả")).to_have_js_property("indeterminate", True)


def test_the_filter_sheet_opens_takes_the_focus_and_gives_it_back(sample: Page) -> None:
    sheet = sample.get_by_role("search")
    expect(sheet).to_be_hidden()
    sample.get_by_role("link", name="Lọc").click()
    expect(sheet).to_be_visible()
    expect(sheet).to_be_focused()
    sample.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(sample.get_by_role("link", name="Lọc")).to_be_focused()


def test_typing_in_the_search_box_asks_once_and_fills_the_feed(
    sample: Page, served: Served
) -> None:
    served.searches.clear()
    sample.set_viewport_size({"width": 1280, "height": 800})
    sample.get_by_label("Tìm").press_sequentially("zalo", delay=30)
    expect(sample.locator("#feed")).to_have_text("Đã lọc")
    assert served.searches == ["zalo"]


def test_older_items_take_the_place_of_the_button(sample: Page) -> None:
    sample.get_by_role("link", name="Xem thêm").click()
    expect(sample.locator("#feed")).to_contain_text("Tin hai")
    expect(sample.locator("#feed")).to_contain_text("Tin một")
    expect(sample.get_by_role("link", name="Xem thêm")).to_have_count(0)


def test_a_failed_request_is_told_and_leaves_the_page_alone(sample: Page) -> None:
    sample.get_by_role("button", name="Lỗi máy chủ").click()
    expect(sample.locator("#notice")).to_have_text("Máy chủ bận.")
    expect(sample.locator("#feed")).to_contain_text("Tin một")
    sample.get_by_role("button", name="Sai chỗ ghi").click()
    expect(sample.locator("#feed")).to_have_text("Thiếu ngày.")
    expect(sample.locator("#notice")).to_have_text("")


def test_losing_the_network_shows_in_the_bar_and_after_a_tap(sample: Page) -> None:
    sample.context.set_offline(True)
    expect(sample.get_by_text("Mất mạng", exact=True)).to_be_visible()
    sample.get_by_role("button", name="Lỗi máy chủ").click()
    expect(sample.locator("#notice")).to_contain_text("Chưa gửi được vì mất mạng")
    sample.context.set_offline(False)
    expect(sample.get_by_text("Có mạng", exact=True)).to_be_visible()


def test_nothing_on_the_page_is_wider_than_a_narrow_phone(sample: Page) -> None:
    sample.set_viewport_size({"width": 320, "height": 640})
    wider = "document.documentElement.scrollWidth > innerWidth"
    assert sample.evaluate(wider) is False


def test_a_form_on_a_slow_network_says_that_it_is_on_its_way(sample: Page) -> None:
    sample.route("**/keep", lambda route: route.fulfill(status=204))  # The page stays.
    bar = sample.locator("#record .savebar")
    expect(bar.get_by_role("status")).to_be_empty()
    bar.get_by_role("button", name="Lưu").click(no_wait_after=True)
    expect(bar.get_by_role("status")).to_have_text("Đang gửi…")
    expect(bar).to_have_attribute("aria-busy", "true")
    expect(bar.get_by_role("button", name="Lưu")).to_be_enabled()
