"""The dated lists: what an admin may change, and that nothing a record used ever goes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.audit.services import Who
from domain.errors import BadInput, NotFound
from domain.reference import defaults, services
from domain.reference.columns import CHECKED, COLUMNS, call_of
from domain.reference.models import ListKey
from domain.reference.queries import all_items, get, items, labels
from domain.reference.services import Meaning, NewRow

NOW = datetime(2025, 6, 1, 3, tzinfo=UTC)
TODAY = date(2025, 6, 1)
ADMIN = Who(actor_id=uuid4(), role="admin")


def row(db, key=ListKey.SCAM_TYPES, code="S01"):
    return next(item for item in all_items(db, key) if item.code == code)


def meaning_of(item) -> Meaning:
    return Meaning(
        name_vi=item.name_vi, name_en=item.name_en, source=item.source, details=dict(item.details)
    )


def fields(problems):
    return [problem.field for problem in problems]


def problems_of(db, item, meaning):
    return fields(
        services.meaning_problems(db, item.list_key, item.code, meaning, today=TODAY, before=item)
    )


def correct(db, ring, item, meaning, valid_to=None):
    return services.correct_item(
        db, ring, item=item, meaning=meaning, valid_to=valid_to, who=ADMIN, now=NOW
    )


@pytest.mark.parametrize("key", list(ListKey))
def test_every_column_of_a_data_file_can_be_edited_and_every_shipped_row_is_valid(db, key):
    own = {column.name for column in COLUMNS[key]} - {column.name for column in CHECKED}
    for shipped in defaults.rows_of(key):
        assert set(shipped["details"]) - {c.name for c in CHECKED} == own
    for item in all_items(db, key):
        assert problems_of(db, item, meaning_of(item)) == [], item.code


def test_a_corrected_row_keeps_its_code_and_says_who_and_which_fields(db, ring):
    item = row(db)
    better = replace(meaning_of(item), name_vi="Lừa bán tour giá rẻ")
    assert correct(db, ring, item, better) == ["name_vi"]
    assert labels(db, ListKey.SCAM_TYPES)["S01"] == "Lừa bán tour giá rẻ"
    assert (item.changed_at, item.changed_by) == (NOW, ADMIN.actor_id)
    entry = db.scalars(select(AuditEntry)).one()
    assert entry.action == "reference_changed"
    assert entry.reason == "scam_types S01: corrected name_vi"
    assert correct(db, ring, item, meaning_of(item)) == []


def test_a_new_meaning_is_a_new_row_and_old_days_keep_the_old_one(db, ring):
    item = row(db)
    old_name, since = item.name_vi, date(2025, 7, 1)
    meaning = replace(meaning_of(item), name_vi="Nghĩa mới")
    assert services.since_problems(db, item, since) == []
    services.renew_item(db, ring, item=item, meaning=meaning, since=since, who=ADMIN, now=NOW)
    names = {
        day: next(i.name_vi for i in items(db, ListKey.SCAM_TYPES, day) if i.code == "S01")
        for day in (since - timedelta(days=1), since)
    }
    assert list(names.values()) == [old_name, "Nghĩa mới"]
    assert fields(services.since_problems(db, item, date(2026, 1, 1))) == ["since"]
    assert fields(services.end_problems(db, item, None)) == ["valid_to"]
    assert fields(services.end_problems(db, item, since)) == ["valid_to"]


def test_an_ended_row_leaves_the_forms_and_keeps_its_label(db, ring):
    item = row(db)
    correct(db, ring, item, meaning_of(item), valid_to=TODAY)
    codes = [i.code for i in items(db, ListKey.SCAM_TYPES, TODAY + timedelta(days=1))]
    assert "S01" not in codes
    assert "S01" in labels(db, ListKey.SCAM_TYPES)
    assert not hasattr(services, "delete_item")


@pytest.mark.parametrize("since", [None, defaults.FROM, defaults.FROM - timedelta(days=1)])
def test_a_new_meaning_begins_after_the_old_one(db, since):
    assert fields(services.since_problems(db, row(db), since)) == ["since"]


def test_a_row_is_not_ended_before_it_began(db):
    early = defaults.FROM - timedelta(days=1)
    assert fields(services.end_problems(db, row(db), early)) == ["valid_to"]


def test_a_new_row_comes_last_and_its_code_is_its_own(db, ring):
    meaning = Meaning(name_vi="Chiêu mới", name_en="", source="Công văn 12", details={})
    new = NewRow(code="S77", meaning=meaning, valid_from=TODAY)
    assert services.code_problems(db, ListKey.SCAM_TYPES, "S77") == []
    services.add_item(db, ring, key=ListKey.SCAM_TYPES, new=new, who=ADMIN, now=NOW)
    assert [i.code for i in items(db, ListKey.SCAM_TYPES, TODAY)][-1] == "S77"
    assert fields(services.code_problems(db, ListKey.SCAM_TYPES, "S77")) == ["code"]
    for bad in ("", "có dấu", "a;b", "x" * 31):
        assert fields(services.code_problems(db, ListKey.SCAM_TYPES, bad)) == ["code"]
    assert fields(services.code_problems(db, ListKey.HOTLINES, "abc")) == ["code"]


def test_texts_that_are_missing_or_too_long_are_named(db):
    item = row(db)
    bad = replace(meaning_of(item), name_vi="", source="", name_en="x" * 401)
    assert sorted(problems_of(db, item, bad)) == ["name_en", "name_vi", "source"]


@pytest.mark.parametrize(
    ("key", "code", "column", "text"),
    [
        (ListKey.SCAM_TYPES, "S01", "handbook_no", "một"),
        (ListKey.SCAM_TYPES, "S01", "identifiers", "phone;no_such"),
        (ListKey.SCAM_TYPES, "S01", "slug", "x" * 601),
        (ListKey.OUTREACH_CHANNELS, "forum", "count_units", "people;ghosts"),
        (ListKey.TIP_CATEGORIES, "impersonation", "picture", "no-such-drawing"),
        (ListKey.BANKS, "ACB", "hotline", "gọi sau"),
        (ListKey.BANKS, "ACB", "checked_on", "2025-02-30"),
        (ListKey.BANKS, "ACB", "checked_on", "2025-06-02"),
        (ListKey.HOTLINES, "113", "checked_by", "Đại úy Mẫu"),
    ],
)
def test_a_column_takes_only_what_fits_it(db, key, code, column, text):
    item = row(db, key, code)
    meaning = meaning_of(item)
    meaning.details[column] = text
    if column == "checked_on":
        meaning.details["checked_by"] = "Đại úy Mẫu"
    expected = "checked_on" if column == "checked_by" else column
    assert problems_of(db, item, meaning) == [expected]


def test_a_bank_is_offered_for_calling_once_it_was_dialled_and_dated(db, ring):
    item = row(db, ListKey.BANKS, "ACB")
    assert call_of(item.list_key, item.code, item.details).shown == ""
    meaning = meaning_of(item)
    meaning.details.update(checked_on="2025-06-01", checked_by="Đại úy Mẫu")
    assert problems_of(db, item, meaning) == []
    correct(db, ring, item, meaning)
    assert call_of(item.list_key, item.code, item.details).shown == "1900545486"
    meaning.details["hotline"] = "1900545487"
    assert problems_of(db, item, meaning) == ["checked_on"]


def test_reordering_moves_one_row_and_leaves_the_others_in_order(db, ring):
    before = [i.code for i in items(db, ListKey.PARTNERS, TODAY)]
    move = {"on": TODAY, "who": ADMIN, "now": NOW}
    item = row(db, ListKey.PARTNERS, before[4])
    services.move_item(db, ring, item=item, to=1, **move)
    assert [i.code for i in items(db, ListKey.PARTNERS, TODAY)] == [
        before[4],
        *before[:4],
        *before[5:],
    ]
    services.move_item(db, ring, item=item, to=10_000, **move)
    assert [i.code for i in items(db, ListKey.PARTNERS, TODAY)][-1] == before[4]
    item.valid_to = date(2025, 1, 1)
    with pytest.raises(BadInput):
        services.move_item(db, ring, item=item, to=1, **move)


def test_a_row_is_found_under_its_own_list_only(db):
    item = row(db)
    assert get(db, ListKey.SCAM_TYPES, item.id) is item
    for key, item_id in ((ListKey.BANKS, item.id), (ListKey.SCAM_TYPES, uuid4())):
        with pytest.raises(NotFound):
            get(db, key, item_id)


def test_an_upgrade_renews_words_for_the_person_that_nobody_changed(db, ring):
    old, own, bank = (
        row(db, ListKey.FOLLOW_UP_QUESTIONS, "when_sent"),
        row(db, ListKey.STATE_SENTENCES, "held"),
        row(db, ListKey.BANKS, "VCB"),
    )
    shipped = dict(old.details)
    old.name_vi, old.details = "Chuyển hồi nào?", {"choices": "Sáng;Chiều"}
    bank.name_vi = "Ngân hàng cũ"
    correct(db, ring, own, replace(meaning_of(own), name_vi="Đơn vị đang làm."))
    db.flush()
    db.delete(row(db, ListKey.STATE_SENTENCES, "appealed"))
    db.flush()
    assert defaults.renew_words(db) == 2
    assert row(db, ListKey.STATE_SENTENCES, "appealed").details["news_days"], "what came new"
    assert (old.name_vi, old.details) == ("Chuyển tiền lúc mấy giờ?", shipped)
    assert own.name_vi == "Đơn vị đang làm.", "an admin's words are theirs"
    assert bank.name_vi == "Ngân hàng cũ", "only words, never facts"
    assert defaults.renew_words(db) == 0
