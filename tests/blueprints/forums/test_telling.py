"""A forum in one sentence for the Zalo group: numbers, and no word of anybody."""

from datetime import date, time

from blueprints.forums.telling import told
from domain.forums.content import Handling, OpinionContent
from domain.forums.models import Outcome
from tests.factories import make_officer
from tests.factories_forums import log
from tests.factories_outreach import make_hamlet

DAY = date(2024, 6, 5)


def _opinions(*ended: Outcome) -> tuple[OpinionContent, ...]:
    return tuple(
        OpinionContent(
            number=number,
            gist="Ông Bảy nói về xe tải chạy đêm",
            name="Nguyễn Văn Bảy",
            handling=Handling(
                outcome=outcome,
                responsible="" if outcome is Outcome.ANSWERED else "Công an xã",
                due_on=date(2024, 6, 20) if outcome is Outcome.PROMISED else None,
            ),
        )
        for number, outcome in enumerate(ended, start=1)
    )


def test_a_forum_is_told_with_its_numbers_and_without_names_or_words(db, ring):
    ended = [Outcome.ANSWERED] * 6 + [Outcome.PROMISED] * 3
    record = log(
        db,
        ring,
        make_officer(db),
        place_id=make_hamlet(db).id,
        held_on=DAY,
        started_at=time(19, 30),
        venue="Nhà văn hóa ấp 3",
        attendance=48,
        partners=("front",),
        opinions=_opinions(*ended),
    )
    assert told(db, record, today=DAY) == (
        "Lúc 19 giờ 30 ngày 05/6, tại nhà văn hóa ấp 3, Công an xã Phương Trà phối hợp "
        "Mặt trận Tổ quốc tổ chức Diễn đàn “Công an lắng nghe ý kiến Nhân dân”, "
        "48 lượt người dự, ghi nhận 9 ý kiến, trả lời tại chỗ 6, hẹn trả lời 3."
    )


def test_a_rough_attendance_says_so_and_what_was_passed_on_is_counted(db, ring):
    record = log(
        db,
        ring,
        make_officer(db),
        place_id=make_hamlet(db).id,
        held_on=DAY,
        started_at=None,
        venue="",
        attendance=50,
        attendance_is_approximate=True,
        partners=(),
        opinions=_opinions(Outcome.PASSED_ON, Outcome.NOT_YET),
    )
    assert told(db, record, today=DAY) == (
        "Ngày 05/6, tại ấp 3, Công an xã Phương Trà tổ chức Diễn đàn “Công an lắng nghe ý kiến "
        "Nhân dân”, khoảng 50 lượt người dự, ghi nhận 2 ý kiến, chuyển cơ quan khác 1."
    )


def test_a_forum_of_which_only_the_day_is_known_is_told_all_the_same(db, ring):
    record = log(
        db,
        ring,
        make_officer(db),
        place_id=make_hamlet(db).id,
        held_on=DAY,
        started_at=None,
        venue="",
        attendance=None,
        partners=(),
        opinions=(),
    )
    assert told(db, record, today=DAY) == (
        "Ngày 05/6, tại ấp 3, Công an xã Phương Trà tổ chức Diễn đàn “Công an lắng nghe ý kiến "
        "Nhân dân”."
    )
