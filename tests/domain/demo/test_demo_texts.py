"""The demo's words are many, correct, southern and nobody's: no real person, phone or account."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import domain.reference
from domain.demo import texts
from domain.demo.texts import DemoTexts, example_hamlets, in_place, load_texts
from domain.forums.models import OpinionKind, Outcome
from domain.people.models import Role
from domain.text import clean

DATA = Path(domain.reference.__file__).parent / "data"
LETTER = r"[^\W\d_]"
WRONG_TONE = re.compile(rf"(?<![qQ])(?:o[áàảãạéèẻẽẹ]|u[ýỳỷỹỵ])(?!{LETTER})", re.IGNORECASE)
KIN = re.compile(rf"\b(?:anh|chị|cô|chú|bác|ông|bà|dì|cậu|thầy|em|cháu|bé) ({LETTER}+)")
SURNAMES = {
    *("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Hoàng", "Võ", "Vũ"),
    *("Phan", "Trương", "Bùi", "Đặng", "Đỗ", "Ngô", "Hồ", "Dương"),
    *("Đinh", "Lâm", "Mai", "Đoàn", "Lương", "Tạ", "Cao", "Hà"),
    *("Lý", "Tô", "Châu", "Thái", "Tăng", "Quách", "Kiều", "Lưu"),
    *("Trịnh", "Đào"),
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def every_string() -> list[str]:
    folder = Path(texts.__file__).with_name("texts")
    return [
        text
        for file in sorted(folder.glob("*.json"))
        for text in strings(json.loads(file.read_text(encoding="utf-8")))
    ]


def sentences(said: DemoTexts) -> list[str]:
    answers = {answer.text for opinion in said.opinions for answer in opinion.answers}
    return [
        *(tip.text for tip in said.tips),
        *(exchange.question for exchange in said.exchanges),
        *(answer for exchange in said.exchanges for answer in exchange.answers),
        *said.closings,
        *(opinion.text for opinion in said.opinions),
        *answers,
        *(note.text for note in said.notes),
        *(venue.name for venue in said.venues),
        *chain(*said.comments.values(), *said.send_backs.values()),
        *said.corrections,
        *said.withdrawals,
    ]


def test_there_is_enough_to_say_without_repeating() -> None:
    said = load_texts()
    talk = len(said.exchanges) + sum(len(exchange.answers) for exchange in said.exchanges)
    answers = {answer.text for opinion in said.opinions for answer in opinion.answers}
    assert len(said.tips) >= 90
    assert talk >= 40
    assert len(said.opinions) >= 60
    assert len(answers) >= 30
    assert len(said.notes) >= 40
    assert len(said.venues) >= 40
    assert sum(map(len, [*said.comments.values(), *said.send_backs.values()])) >= 25
    assert len(said.corrections) + len(said.withdrawals) >= 10
    said_once = sentences(said)
    assert len(said_once) >= 260
    assert [text for text, times in Counter(said_once).items() if times > 1] == []


def test_tips_cover_every_category_from_five_words_to_a_paragraph() -> None:
    said = load_texts()
    categories = {row["slug"]: row["scam_types"].split(";") for row in rows("tip_categories")}
    assert {tip.category for tip in said.tips} == set(categories)
    assert all(len(said.tips_in(category)) >= 9 for category in categories)
    elsewhere = {code for codes in categories.values() for code in codes}
    scams = {row["code"] for row in rows("scam_types")}
    for tip in said.tips:
        fitting = {*categories[tip.category]}
        if tip.category == "other":
            fitting |= scams - elsewhere
        assert tip.scam in fitting, tip.text
    lengths = sorted(len(tip.text.split()) for tip in said.tips)
    assert lengths[0] == 5
    assert lengths[-1] >= 100


def test_villagers_write_money_their_way() -> None:
    told = " ".join(tip.text for tip in load_texts().tips)
    for written in ("45tr", "hai chục triệu", "500k", "4tr6", "ba chục triệu"):
        assert written in told


def test_a_told_loss_is_money_and_urgent_tips_have_one() -> None:
    for tip in load_texts().tips:
        assert tip.loss is None or 100_000 <= tip.loss <= 1_000_000_000
        assert tip.loss is not None or not tip.is_urgent
    assert any(tip.is_urgent for tip in load_texts().tips)
    assert sum(tip.is_about_officer for tip in load_texts().tips) >= 2


def test_marks_are_of_known_kinds_and_some_repeat_so_that_tips_can_be_linked() -> None:
    kinds = {row["key"] for row in rows("tip_identifiers")}
    banks = {row["short_name"] for row in rows("banks")}
    marks = [mark for tip in load_texts().tips for mark in tip.marks]
    assert {mark.kind for mark in marks} <= kinds
    assert {mark.value for mark in marks if mark.kind == "bank"} <= banks
    accounts = Counter(mark.value for mark in marks if mark.kind == "bank_account")
    phones = Counter(mark.value for mark in marks if mark.kind == "phone")
    assert accounts.most_common(1)[0][1] >= 3
    assert phones.most_common(1)[0][1] >= 2


def test_no_bank_is_named_in_what_people_say() -> None:
    banks = {row["short_name"] for row in rows("banks")} - {"MoMo"}
    for text in sentences(load_texts()):
        assert [bank for bank in banks if re.search(rf"\b{re.escape(bank)}\b", text)] == []


def test_every_text_is_clean_nfc() -> None:
    assert [text for text in every_string() if clean(text) != text] == []


def test_tone_marks_stand_where_this_product_puts_them() -> None:
    assert WRONG_TONE.search("xoá")
    assert WRONG_TONE.search("uỷ ban")
    assert not WRONG_TONE.search("xóa khoản quý hoàn thuỷu")
    assert [text for text in every_string() if WRONG_TONE.search(text)] == []


def test_every_phone_is_from_the_example_range() -> None:
    for text in every_string():
        for number in re.findall(r"(?<![\d ])0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}(?! ?\d)", text):
            assert re.fullmatch(r"0900 000 \d{3}", number), text


def test_long_numbers_are_only_example_phones_accounts_and_codes() -> None:
    example = re.compile(r"0900 000 \d{3}|0000 \d{4} \d{4}|MAU\d{7}VN")
    for text in every_string():
        rest = example.sub("", text)
        for number in re.findall(r"\d(?:[ .]?\d)*", rest):
            assert sum(char.isdigit() for char in number) < 8, text


def test_every_link_is_under_example() -> None:
    for text in every_string():
        assert "http" not in text
        assert "www" not in text
        for name in re.findall(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", text):
            assert name.endswith(".example"), text


def test_nobody_real_is_named() -> None:
    for text in every_string():
        for name in KIN.findall(text):
            assert not name[0].isupper() or name in {"Mẫu", "Ví"}, text
        for run in re.findall(rf"{LETTER}+(?: {LETTER}+)+", text):
            _no_surname_outside_examples(run.split(), text)
    for officer in load_texts().officers:
        assert re.search(r"Mẫu|Ví Dụ", officer.name)


def _no_surname_outside_examples(words: list[str], text: str) -> None:
    for first, second in pairwise(words):
        if first in SURNAMES and second[0].isupper():
            assert "Mẫu" in words or "Dụ" in words, text


def test_accounts_belong_to_made_up_holders() -> None:
    holders = {
        mark.value
        for tip in load_texts().tips
        for mark in tip.marks
        if mark.kind == "account_holder"
    }
    assert all(holder.endswith(("MAU", "VI DU")) for holder in holders)


def test_police_never_ask_who_or_where_the_person_is() -> None:
    asked = " ".join(exchange.question.lower() for exchange in load_texts().exchanges)
    for question in ("bạn là ai", "tên gì của", "họ tên", "nhà ở", "ở đâu", "số điện thoại của"):
        assert question not in asked


def test_every_category_finds_questions() -> None:
    said = load_texts()
    for row in rows("tip_categories"):
        assert len(said.exchanges_about(row["slug"])) >= 3


def test_opinions_stay_with_crime_and_public_order() -> None:
    said = load_texts()
    assert {opinion.topic for opinion in said.opinions} == {
        "Trộm cắp",
        "Cờ bạc",
        "Karaoke quá giờ",
        "Giao thông",
        "Lừa đảo",
        "Thủ tục",
        "Thái độ cán bộ",
    }
    assert {opinion.kind for opinion in said.opinions} == set(OpinionKind)


def test_every_opinion_has_a_fitting_answer() -> None:
    said = load_texts()
    assert all(opinion.answers for opinion in said.opinions)
    outcomes = {answer.outcome for opinion in said.opinions for answer in opinion.answers}
    assert outcomes == {*Outcome} - {Outcome.NOT_YET}


def test_every_channel_has_notes_and_a_place_to_be() -> None:
    said = load_texts()
    for row in rows("outreach_channels"):
        assert said.venues_for(row["key"]), row["key"]
        assert row["key"] == "forum" or len(said.notes_for(row["key"])) >= 2


def test_about_sixty_officers_and_one_name_of_forty_letters() -> None:
    said = load_texts()
    names = [officer.name for officer in said.officers]
    assert len(names) == len(set(names)) >= 60
    assert len(said.officers_as(Role.CHIEF)) >= 18
    assert {officer.role for officer in said.officers} == set(Role)
    assert sum(char.isalpha() for char in said.long_name) == 40
    assert "Mẫu" in names


def test_made_up_hamlets_fill_a_commune_up_to_six_and_say_so() -> None:
    villages = example_hamlets("xã", [])
    assert [hamlet.name for hamlet in villages] == [f"Ấp {number}" for number in range(1, 7)]
    assert all(hamlet.is_example and hamlet.label == "ấp" for hamlet in villages)
    assert {hamlet.label for hamlet in example_hamlets("thị trấn", [])} == {"khóm"}


def test_real_hamlets_are_never_doubled_by_made_up_ones() -> None:
    beside = example_hamlets("xã", ["Ấp 1", "Ấp 4"])
    assert [hamlet.name for hamlet in beside] == ["Ấp 2", "Ấp 3", "Ấp 5", "Ấp 6"]
    named = example_hamlets("xã", ["Đông Mỹ"])
    assert len(named) == 5
    assert example_hamlets("xã", [f"Tên {number}" for number in range(7)]) == ()


def test_texts_name_the_level_of_their_place() -> None:
    for text in sentences(load_texts()):
        placed = in_place(text, level="phường", hamlet="Khóm 2")
        assert "{" not in placed
        assert "}" not in placed
    assert in_place("Chợ {level}", level="phường", hamlet="") == "Chợ phường"
