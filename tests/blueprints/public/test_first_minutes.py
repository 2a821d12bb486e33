"""The first minutes of whoever was cheated, is threatened or held: pages, and whose turn it is."""

from tests.support.villager import photo, picture, stored_tips


def _marks(app):
    tip = stored_tips(app)[-1].tip
    return tip.is_urgent, tip.in_danger


def test_a_slip_by_the_urgent_form_needs_nothing_beside_it(app, villager):
    form = villager.form("gap=1")
    kept = villager.send(form, photos=[photo(picture())])
    assert _marks(app) == (True, False)
    assert "trình báo có ghi tên" in kept.page.text and "Người nhà đi cùng được" in kept.page.text
    assert "Công an không thu phí" in kept.page.text


def test_money_is_read_back_in_words_on_the_receipt(villager):
    for typed in ("45tr", "45 triệu", "45.000.000"):
        page = villager.send(villager.form("gap=1"), money_lost=typed).page
        assert "45.000.000 đồng (bốn mươi lăm triệu)" in page.text


def test_a_slip_of_long_ago_or_by_the_plain_form_waits_its_turn(app, villager):
    villager.send(villager.form("gap=1"), photos=[photo(picture())], money_sent_at="older")
    assert _marks(app) == (False, False)
    villager.send(photos=[photo(picture())])
    assert _marks(app) == (False, False)


def test_somebody_held_for_ransom_jumps_the_queue_by_words_or_by_category(app, villager):
    kept = villager.send(story="con toi bi bat coc, no doi tien chuoc")
    assert _marks(app) == (True, True)
    assert "113" in kept.page.text
    kept = villager.send(category="lured_held")
    assert _marks(app) == (True, True)
    assert kept.page.links()["Coi cần làm gì lúc này"].endswith("#giu")


def test_whoever_is_threatened_with_pictures_is_led_to_a_gentle_page(villager):
    form = villager.browser.get(villager.address)
    page = villager.browser.get(form.links()["Bị dọa tung hình, clip riêng: coi cần làm gì"])
    for told in ("không phải lỗi của mình", "Đừng trả tiền", "Đừng gửi hình, clip riêng vô đây"):
        assert told in page.text
    assert "tel:111" in page.links().values() and "thầy cô" in page.text
    kept = villager.send(category="picture_blackmail")
    assert "/first-aid/pictures" in kept.page.links()["Coi cần làm gì lúc này"]


def _chosen(page):
    boxes = page.all("input", name="category")
    return [box.get("value") for box in boxes if box.get("checked") is not None]


def test_the_button_that_says_a_tip_comes_first_keeps_its_word(app, villager):
    aid = villager.browser.get(f"/first-aid?code={villager.code}")
    address = next(href for text, href in aid.links().items() if "Báo có người bị giữ" in text)
    page = villager.browser.get(address)
    assert (page.h1, _chosen(page)) == ("Báo có người bị giữ", ["lured_held"])
    assert "không cần ghi tên" not in page.text
    villager.send(page.form("submission_id"), suspect_phone="0900 000 555")
    assert _marks(app) == (True, True)
    anywhere = villager.browser.get("/tip?about=held&gap=2")
    form = villager.browser.get(anywhere.links()["Không rõ, hoặc ở trên mạng"])
    assert form.h1 == "Báo có người bị giữ"
    assert villager.browser.get("/tip?place=khong-ro&about=khac").h1.startswith("Báo tin")


def test_whoever_is_threatened_reads_beside_the_photo_field_what_not_to_send(villager):
    aid = villager.browser.get(f"/first-aid/pictures?code={villager.code}")
    address = next(href for text, href in aid.links().items() if "Báo người đang dọa" in text)
    page = villager.browser.get(address)
    assert (page.h1, _chosen(page)) == ("Báo người đang dọa tung hình", ["picture_blackmail"])
    assert "Đừng gửi hình, clip riêng vô đây." in page.text
    assert "Đừng gửi hình" not in villager.browser.get(villager.address).text


def test_no_name_is_needed_only_beside_telling_what_one_has_seen(villager):
    for address in ("/", f"/q/{villager.code}"):
        text = villager.browser.get(address).text
        assert "Tôi bị gạt tiền, hoặc đang bị kêu chuyển tiền" in text
        assert text.count("không cần ghi tên") == 1
    for address in ("/first-aid", f"/q/{villager.code}/tip?gap=1"):
        assert "không cần ghi tên" not in villager.browser.get(address).text
