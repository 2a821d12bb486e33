"""A phone asks what became of forms that came back: put right elsewhere they need no look there."""

from tests.support.outbox import fields_of


def _known(browser, *ids):
    query = "&".join(f"item={one}" for one in ids)
    answer = browser.client.get(f"/outbox/known?{query}")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json["known"]


def test_a_form_put_right_on_another_screen_is_known_to_its_author_alone(
    phone, talk, officer, browser_of
):
    sent = phone()
    wrong = [(name, "" if name == "held_on" else value) for name, value in talk]
    held = officer.get(str(sent.send(officer, sent.letter(wrong), 422)["held"]))
    assert _known(officer, sent.item_id, "nonsense") == []
    mended = officer.send_for_page(held.form("count_leaflets"), status=422).form("count_leaflets")
    mended.values["held_on"] = dict(talk)["held_on"]
    address = officer.send(mended).headers["Location"]
    told = {"id": sent.item_id, "url": address, "version": "1"}
    assert _known(officer, sent.item_id) == [told]
    assert _known(browser_of("truong1"), sent.item_id) == []


def test_where_both_differ_the_phone_hears_of_which_version_and_of_the_one_after_the_choice(
    phone, talk, officer
):
    sent = phone()
    sent.send(officer, sent.letter(talk))
    other = [(name, "200" if name == "count_leaflets" else value) for name, value in talk]
    told = sent.send(officer, sent.letter(other), 409)
    assert told["version"] == _known(officer, sent.item_id)[0]["version"]
    choice = officer.send_for_page(
        officer.get(str(told["held"])).form("count_leaflets"), status=409
    ).form("keep-count_leaflets")
    officer.send(choice)
    assert _known(officer, sent.item_id)[0]["version"] != told["version"]


def test_a_tip_is_known_by_its_address_alone(phone, officer):
    form = officer.get("/tips/new").form("story")
    tip = phone("tip")
    told = {"story": "Có người gọi xưng công an", "source": "phone", "slip": "number"}
    tip.send(officer, tip.letter(fields_of(form, **told)))
    url = f"/tips/{tip.item_id}"
    assert _known(officer, tip.item_id) == [{"id": tip.item_id, "url": url, "version": ""}]
    assert (
        tip.send(officer, tip.letter(fields_of(form, **told, contact="0900 000 000")), 409)[
            "version"
        ]
        == ""
    )
