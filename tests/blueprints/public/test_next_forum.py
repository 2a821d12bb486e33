"""The page of a hamlet says when the next forum is: where and at what hour, and of nobody."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from domain.plans import services
from domain.plans.content import Moving
from tests.factories import BINH_THANH, MY_HIEP, make_officer, place
from tests.factories_plans import acting, make
from tests.factories_public import hamlet
from web.context import today
from web.extensions import db as flask_db
from web.filters import week_day

REASON, CHAIR, AUTHOR = "Trời mưa lớn", "Đại úy Chủ Trì", "Thiếu úy Người Lập"


@pytest.fixture
def plan_of(app):
    """Plan a forum; `then` may act on it in the same breath."""

    def planned(days: int, where=None, then=None, code: str = BINH_THANH, **told) -> date:
        with app.app_context(), Session(flask_db.engine) as db:
            ring = app.extensions["ring"]
            by = make_officer(db, f"lap{days}{code}", code=code, name=AUTHOR)
            told = {"venue": "Nhà văn hóa ấp", "starts_at": time(19), "chair": CHAIR, **told}
            told["planned_on"] = today() + timedelta(days=days)
            at = where(db) if where else hamlet(db)
            plan = make(db, ring, by, where=at, now=datetime.now(UTC), **told)
            if then:
                then(db, acting(db, ring, by, now=datetime.now(UTC)), plan)
            db.commit()
            return told["planned_on"]

    return planned


@pytest.fixture
def page_of(in_a_hurry):
    """The page that the poster opens; nothing of staff stands in it."""

    def opened(query: str = ""):
        page = in_a_hurry.browser.get(f"/q/{in_a_hurry.code}{query}")
        assert not any(words in page.html for words in (REASON, CHAIR, AUTHOR))
        return page

    return opened


def _move(days):
    def act(db, by, plan):
        moving = Moving(
            planned_on=plan.planned_on + timedelta(days), starts_at=time(14, 30), reason=REASON
        )
        services.move(db, acting=by, plan=plan, version=1, moving=moving)

    return act


def _cancel(db, by, plan):
    services.cancel(db, acting=by, plan=plan, version=1, reason=REASON)


def test_without_a_plan_the_page_speaks_of_no_forum(page_of):
    assert "Diễn đàn sắp tới" not in page_of().text


def test_the_next_forum_of_the_hamlet_stands_before_the_code_box(plan_of, page_of):
    plan_of(12)
    day = plan_of(5)
    text = page_of().text
    assert f"{day.day}tháng {day.month}" in text
    assert "19 giờ, Nhà văn hóa ấp." in text
    assert text.index("Diễn đàn sắp tới") < text.index("Mã xem trả lời")
    english = page_of("?lang=en").text
    assert f"{day:%B}" in english and "Next forum" in english


def test_today_is_said_as_today_and_stays_when_the_minutes_have_begun(plan_of, page_of):
    plan_of(0, then=lambda db, by, plan: services.hold(db, acting=by, plan=plan))
    assert "Hôm nay" in page_of().text


def test_a_forum_of_the_whole_commune_is_everybodys(plan_of, page_of):
    plan_of(3, where=lambda db: place(db, BINH_THANH), venue="Nhà văn hóa xã")
    assert "19 giờ, Nhà văn hóa xã, xã Bình Thạnh." in page_of().text


def test_forums_elsewhere_are_not_told(plan_of, page_of):
    plan_of(2, where=lambda db: hamlet(db, 2))
    plan_of(3, where=lambda db: place(db, MY_HIEP), code=MY_HIEP)
    assert "Diễn đàn sắp tới" not in page_of().text


def test_a_moved_forum_says_from_when(plan_of, page_of):
    day = plan_of(2, then=_move(4))
    text = page_of().text
    assert "14 giờ 30, Nhà văn hóa ấp." in text
    assert f"Dời từ {week_day(day)}." in text


def test_a_cancelled_forum_says_so_until_its_day_is_over(plan_of, page_of):
    cancelled = plan_of(2, then=_cancel)
    text = page_of().text
    assert f"Buổi {week_day(cancelled)} không tổ chức." in text
    later = plan_of(9)
    assert f"{later.day}tháng {later.month}" in page_of().text


def test_the_page_stays_light_with_everything_there_is_to_tell(plan_of, in_a_hurry):
    plan_of(2, then=_cancel)
    plan_of(3, then=_cancel)
    plan_of(4, then=_move(5), venue="Nhà văn hóa liên ấp " * 9)
    path, packed = f"/q/{in_a_hurry.code}", {"Accept-Encoding": "gzip"}
    assert len(in_a_hurry.browser.raw(path, headers=packed).data) <= 8_192
