"""Supervisors acknowledge, comment and send back; authors see what to mend until it is mended."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.errors import BadInput, NotAllowed, NotFound
from domain.feed import queries as feed
from domain.feed import services as feed_services
from domain.feed.models import Kind
from domain.feed.queries import Wanted
from domain.outreach.models import Outreach
from domain.people.models import Role
from domain.review import queries, services
from domain.review.models import ReviewKind
from domain.review.services import NobodyToMend
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, make_officer, place
from tests.factories_feed import NOON, happening, put
from tests.factories_reviews import give


@pytest.fixture
def author(db):
    return make_officer(db)


@pytest.fixture
def supervisor(db):
    return make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT, name="Thiếu tá Mẫu")


@pytest.fixture
def record_id(db, author):
    """An outreach activity in the feed, with the row that says who wrote it."""
    made = happening(place(db), words="Loa ở chợ")
    db.add(
        Outreach(
            id=made.record_id,
            place_id=made.place_id,
            channel="mobile_speaker",
            held_on=made.day,
            author_id=author.id,
            entered_at=NOON,
            fingerprint="",
        )
    )
    feed_services.put(db, happening=made, on=TREE_DAY)
    db.flush()
    return made.record_id


@pytest.fixture
def say(db, ring):
    """Let a supervisor say something of a record."""

    def _say(by, record_id, kind, text="", **told):
        give(db, ring, by, record_id, kind, text, **told)

    return _say


def _said(db, record_id, kind=Kind.OUTREACH):
    return [(r.kind, r.text) for r, _ in queries.of_record(db, kind, record_id)]


def test_what_was_said_stands_in_order_with_who_said_it(db, supervisor, record_id, say):
    say(supervisor, record_id, ReviewKind.ACKNOWLEDGED)
    later = NOON + timedelta(minutes=1)
    say(supervisor, record_id, ReviewKind.COMMENT, "Làm tốt.", now=later)
    assert _said(db, record_id) == [(ReviewKind.ACKNOWLEDGED, ""), (ReviewKind.COMMENT, "Làm tốt.")]
    assert {by.name for _, by in queries.of_record(db, Kind.OUTREACH, record_id)} == {
        "Thiếu tá Mẫu"
    }


def test_what_is_sent_back_is_shown_to_its_author_until_mended(
    db, author, supervisor, record_id, say
):
    say(supervisor, record_id, ReviewKind.SENT_BACK, "Thiếu ảnh.")
    [(review, row)] = queries.waiting_for(db, author, since=NOON)
    assert (review.text, row.record_id) == ("Thiếu ảnh.", record_id)
    assert [r.id for r, _ in queries.not_mended(db, supervisor)] == [review.id]
    assert queries.count_not_mended(db, supervisor) == 1
    services.mend(db, kind=Kind.OUTREACH, record_id=record_id, by=author, now=NOON)
    db.flush()
    assert queries.waiting_for(db, author, since=NOON) == []
    assert queries.not_mended(db, supervisor) == []
    assert queries.count_not_mended(db, supervisor) == 0


def test_the_author_alone_may_say_it_is_mended(db, author, supervisor, record_id, say):
    say(supervisor, record_id, ReviewKind.SENT_BACK, "Thiếu ảnh.")
    colleague = make_officer(db, "dongnghiep")
    stranger = make_officer(db, "xa2", code=BINH_THANH)
    for by, refusal in ((colleague, NotAllowed), (stranger, NotFound)):
        with pytest.raises(refusal):
            services.say_mended(db, by=by, kind=Kind.OUTREACH, record_id=record_id, now=NOON)
    services.say_mended(db, by=author, kind=Kind.OUTREACH, record_id=record_id, now=NOON)
    db.flush()
    assert queries.waiting_for(db, author, since=NOON) == []


def test_a_withdrawn_record_is_not_asked_for_any_more(db, author, supervisor, record_id, say):
    say(supervisor, record_id, ReviewKind.SENT_BACK, "Thiếu ảnh.")
    feed_services.remove(db, record_id=record_id)
    assert queries.waiting_for(db, author, since=NOON) == []


def test_only_supervisors_review_and_only_what_they_can_see(db, author, record_id, say):
    with pytest.raises(NotAllowed):
        say(author, record_id, ReviewKind.COMMENT, "Tự khen.")
    elsewhere = make_officer(db, "giamsat", role=Role.SUPERVISOR, code=BINH_THANH)
    with pytest.raises(NotFound):
        say(elsewhere, record_id, ReviewKind.COMMENT, "Xem thử.")
    with pytest.raises(NotFound):
        say(elsewhere, uuid4(), ReviewKind.COMMENT, "Xem thử.")


def test_the_same_form_sent_twice_says_it_once(db, supervisor, record_id, say):
    id_ = uuid4()
    for _ in range(2):
        say(supervisor, record_id, ReviewKind.COMMENT, "Làm tốt.", id=id_)
    assert len(_said(db, record_id)) == 1
    say(supervisor, record_id, ReviewKind.COMMENT, "Thêm nữa.", id=id_)
    assert [text for _, text in _said(db, record_id)] == ["Làm tốt.", "Thêm nữa."]


def test_acknowledging_twice_is_acknowledging(db, supervisor, record_id, say):
    for _ in range(2):
        say(supervisor, record_id, ReviewKind.ACKNOWLEDGED)
    assert len(_said(db, record_id)) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
def test_a_comment_says_something_and_not_too_much(db, supervisor, record_id, text, say):
    with pytest.raises(BadInput):
        say(supervisor, record_id, ReviewKind.COMMENT, text)


def test_comments_are_found_by_search_and_survive_a_correction(db, supervisor, record_id, say):
    say(supervisor, record_id, ReviewKind.COMMENT, "Nhớ kể chuyện bà Tư ở chợ đêm.")

    def found(text):
        wanted = Wanted(place_id=supervisor.place_id, text=text)
        return [row.record_id for row in feed.page(db, supervisor, wanted).rows]

    assert found("ba tu cho dem") == [record_id]
    corrected = happening(place(db), record_id=record_id, words="Loa ở bến đò")
    feed_services.put(db, happening=corrected, on=TREE_DAY)
    assert found("ba tu ben do") == [record_id]


def test_comments_on_a_tip_are_not_searched_and_nobody_can_be_asked_to_mend_it(db, supervisor, say):
    tip_id = put(db, place(db), Kind.TIP)
    say(supervisor, tip_id, ReviewKind.COMMENT, "Gọi lại bác Bảy.", record_kind=Kind.TIP)
    wanted = Wanted(place_id=supervisor.place_id, text="bác Bảy")
    assert feed.page(db, supervisor, wanted).rows == []
    with pytest.raises(NobodyToMend):
        say(supervisor, tip_id, ReviewKind.SENT_BACK, "Ghi rõ.", record_kind=Kind.TIP)
