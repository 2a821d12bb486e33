"""The talk about a record: notes on one field, answers of the own unit, who is told of what."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.errors import BadInput, NotAllowed, NotFound
from domain.feed.models import Kind
from domain.outreach.models import Outreach
from domain.people.models import Role
from domain.records import services as records
from domain.review import fields, queries, services
from domain.review.models import ReviewKind
from tests.factories import BINH_THANH, DISTRICT, make_officer, place
from tests.factories_feed import put
from tests.factories_forums import log as log_forum
from tests.factories_forums import opinion
from tests.factories_outreach import NOON, acting, later, log
from tests.factories_reviews import answer, give, new_review, speaking

BEFORE = NOON - timedelta(days=1)


@pytest.fixture
def author(db):
    return make_officer(db)


@pytest.fixture
def supervisor(db):
    return make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT, name="Thiếu tá Mẫu")


@pytest.fixture
def record_id(db, ring, author):
    return log(db, ring, author).id


@pytest.fixture
def sent_back(db, ring, supervisor, record_id):
    """A note on the venue."""
    give(db, ring, supervisor, record_id, ReviewKind.SENT_BACK, "Ghi rõ chợ nào.", field="venue")
    return record_id


def _mend(db, by, record_id, changed, now=NOON):
    kind = Kind.OUTREACH
    return services.mend(db, kind=kind, record_id=record_id, by=by, now=now, changed=changed)


def _waiting(db, officer, kind=ReviewKind.SENT_BACK):
    db.flush()
    found = queries.waiting_for(db, officer, since=BEFORE)
    return [said.text for said, _ in found if said.kind is kind]


def test_a_note_is_about_a_field_that_the_record_has(db, ring, author, supervisor, record_id):
    assert "count_broadcasts" in fields.names(db, Kind.OUTREACH, record_id)
    forum = log_forum(db, ring, author, opinions=(opinion(1), opinion(2)))
    db.flush()
    assert fields.names(db, Kind.FORUM, forum.id)[-2:] == ["opinion-1", "opinion-2"]
    assert fields.names(db, Kind.TIP, uuid4()) == []
    with pytest.raises(BadInput) as refused:
        give(db, ring, supervisor, record_id, ReviewKind.SENT_BACK, "Sai.", field="attendance")
    assert refused.value.field == "field"


def test_only_a_change_of_that_field_mends_it(db, author, sent_back):
    assert _mend(db, author, sent_back, {"notes", "photos"}) == 0
    assert _waiting(db, author) == ["Ghi rõ chợ nào."]
    assert _mend(db, author, sent_back, {"venue"}) == 1
    assert _waiting(db, author) == []


def test_a_note_on_an_opinion_is_mended_by_any_part_of_it(db, ring, author, supervisor):
    forum = log_forum(db, ring, author, opinions=(opinion(1), opinion(12)))
    told = {"record_kind": Kind.FORUM, "field": "opinion-1"}
    give(db, ring, supervisor, forum.id, ReviewKind.SENT_BACK, "Ghi rõ.", **told)
    ours = {"kind": Kind.FORUM, "record_id": forum.id, "by": author, "now": NOON}
    assert services.mend(db, **ours, changed={"opinion-12-gist"}) == 0
    assert services.mend(db, **ours, changed={"opinion-1-answer"}) == 1


def test_a_colleague_may_mend_it_and_is_named(db, author, sent_back):
    colleague = make_officer(db, "dongnghiep", name="Trung úy Khác")
    _mend(db, colleague, sent_back, {"venue"})
    [(said, _)] = queries.of_record(db, Kind.OUTREACH, sent_back)
    assert (said.mended_by, said.mended_at) == (colleague.id, NOON)


def test_the_supervisor_sees_it_mended_until_acknowledged(db, ring, author, supervisor, sent_back):
    mended_at = later(days=1)
    _mend(db, author, sent_back, {"venue"}, now=mended_at)
    db.flush()
    assert queries.not_mended(db, supervisor) == []

    def just_mended(viewer, since=NOON):
        return [row.record_id for _, row in queries.just_mended(db, viewer, since=since)]

    other = make_officer(db, "huyen2", role=Role.SUPERVISOR, code=DISTRICT)
    assert just_mended(supervisor) == [sent_back]
    assert just_mended(other) == [], "the conversation is of the two"
    assert just_mended(supervisor, since=later(days=8)) == []
    now = later(days=1, minutes=5)
    services.acknowledge(db, speaking=speaking(ring, supervisor, now), record_ids=[sent_back])
    db.flush()
    assert just_mended(supervisor) == []
    supervisor.is_active = False
    assert just_mended(other) == [sent_back], "somebody has to look when the asker has left"


def test_what_was_acknowledged_and_then_mended_is_new_again(
    db, ring, author, supervisor, sent_back
):
    for_all = {"speaking": speaking(ring, supervisor), "record_ids": [sent_back]}
    assert services.acknowledge(db, **for_all) == 1
    db.flush()
    assert services.acknowledge(db, **for_all) == 0
    _mend(db, author, sent_back, {"venue"}, now=later(minutes=5))
    db.flush()
    assert queries.acknowledged(db, [sent_back]) == set()
    again = speaking(ring, supervisor, later(minutes=9))
    assert services.acknowledge(db, speaking=again, record_ids=[sent_back]) == 1


def test_an_answer_reaches_the_supervisor_and_ends_with_a_word(
    db, ring, author, supervisor, sent_back
):
    answer(db, ring, author, sent_back, "Chợ Phương Trà, cổng trước.", now=later(minutes=5))

    def news():
        found = queries.new_answers(db, supervisor, since=BEFORE)
        return [said.text for said, _ in found]

    assert news() == ["Chợ Phương Trà, cổng trước."]
    answer(db, ring, author, sent_back, "Đã sửa luôn.", now=later(minutes=6))
    assert news() == ["Đã sửa luôn."], "one line a record"
    give(db, ring, supervisor, sent_back, ReviewKind.COMMENT, "Tốt.", now=later(minutes=9))
    assert news() == []
    assert _waiting(db, author, ReviewKind.COMMENT) == ["Tốt."]
    services.say_read(db, by=author, kind=Kind.OUTREACH, record_id=sent_back, now=later(minutes=9))
    assert _waiting(db, author, ReviewKind.COMMENT) == []


def test_answering_is_reading(db, ring, author, supervisor, record_id):
    give(db, ring, supervisor, record_id, ReviewKind.COMMENT, "Mấy người dự?")
    colleague = make_officer(db, "dongnghiep", name="Trung úy Khác")
    answer(db, ring, colleague, record_id, "62 người.", now=later(minutes=5))
    assert _waiting(db, author, ReviewKind.COMMENT) == ["62 người."]
    answer(db, ring, author, record_id, "Đúng 62.", now=later(minutes=6))
    assert _waiting(db, author, ReviewKind.COMMENT) == []


def test_only_who_may_correct_the_record_answers(db, ring, author, supervisor, sent_back):
    neighbour = make_officer(db, "xa2", code=BINH_THANH)
    union = make_officer(db, "phunu", organisation="womens_union")
    for by, refusal in ((neighbour, NotFound), (union, NotAllowed), (supervisor, NotAllowed)):
        with pytest.raises(refusal):
            answer(db, ring, by, sent_back, "Cho tôi nói.")
    new = new_review(sent_back, ReviewKind.SENT_BACK, "Trả lại.")
    with pytest.raises(NotAllowed):
        services.answer(db, speaking=speaking(ring, author), new=new)


def test_an_officer_acknowledges_nothing(db, ring, author, record_id):
    with pytest.raises(NotAllowed):
        services.acknowledge(db, speaking=speaking(ring, author), record_ids=[record_id])


def test_nobody_of_the_unit_writes_under_a_tip(db, ring, author):
    tip_id = put(db, place(db), Kind.TIP)
    with pytest.raises(NotAllowed):
        answer(db, ring, author, tip_id, "Đã gọi.", record_kind=Kind.TIP)


def test_who_lost_the_right_to_tips_says_nothing_of_them(db, ring, supervisor):
    tip_id = put(db, place(db), Kind.TIP)
    supervisor.reads_tips = False
    told = {"record_kind": Kind.TIP}
    with pytest.raises(NotAllowed):
        give(db, ring, supervisor, tip_id, ReviewKind.COMMENT, "Gọi lại.", **told)
    doing = speaking(ring, supervisor)
    assert services.acknowledge(db, speaking=doing, record_ids=[tip_id]) == 0


def test_a_withdrawn_record_is_talked_of_no_more(db, ring, author, supervisor, sent_back):
    record = db.get_one(Outreach, sent_back)
    records.withdraw(db, acting=acting(db, ring, author), record=record, reason="Ghi trùng")
    db.flush()
    assert _waiting(db, author) == []
    with pytest.raises(NotFound):
        answer(db, ring, author, sent_back, "Đã rút.")
    with pytest.raises(NotFound):
        give(db, ring, supervisor, sent_back, ReviewKind.COMMENT, "Vì sao rút?")


@pytest.mark.parametrize("leaves", ["moves", "is shut"])
def test_what_waits_for_somebody_who_left_waits_for_the_chief(db, author, sent_back, leaves):
    chief = make_officer(db, "truong", role=Role.CHIEF, name="Đại úy Mẫu")
    elsewhere = make_officer(db, "truong2", role=Role.CHIEF, code=BINH_THANH)
    assert _waiting(db, chief) == []
    if leaves == "moves":
        author.place_id = place(db, BINH_THANH).id
        db.flush()
        db.refresh(author, ["place"])
    else:
        author.is_active = False
    assert _waiting(db, chief) == ["Ghi rõ chợ nào."]
    assert _waiting(db, elsewhere) == []
    if leaves == "moves":
        assert _waiting(db, author) == [], "a place that was left is not asked for"
    services.say_mended(db, by=chief, kind=Kind.OUTREACH, record_id=sent_back, now=NOON)
    assert _waiting(db, chief) == []


def test_many_are_acknowledged_and_what_is_not_seen_is_passed_over(db, ring, author, supervisor):
    mine = [log(db, ring, author).id for _ in range(3)]
    far = make_officer(db, "xa9", role=Role.SUPERVISOR, code=BINH_THANH)
    there = log(db, ring, make_officer(db, "xa2", code=BINH_THANH)).id
    db.flush()
    ids = [*mine, there, mine[0], uuid4()]
    assert services.acknowledge(db, speaking=speaking(ring, far), record_ids=ids) == 1
    assert services.acknowledge(db, speaking=speaking(ring, supervisor), record_ids=ids) == 4
    db.flush()
    assert queries.acknowledged(db, ids) == {*mine, there}
    assert queries.acknowledged(db, ids, by=far) == {there}
    entries = db.scalars(select(AuditEntry).where(AuditEntry.action == "record_acknowledged")).all()
    assert len(entries) == 5
