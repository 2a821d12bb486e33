"""The sentence for the Zalo group, read as a chief would read it."""

from datetime import date, time

import pytest
from sqlalchemy import update

from blueprints.outreach.telling import DEEDS, told
from domain.media.segments import is_bare
from domain.outreach.content import Count
from domain.people.models import Officer
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.reference.settings import store
from tests.blueprints.outreach.conftest import entry
from tests.factories import DISTRICT, make_officer, place
from tests.factories_outreach import DAY, NOON, log, make_hamlet
from tests.factories_tips import make_tip
from tests.support.image_marks import MARK, MARKS
from tests.support.page import text_of
from tests.support.sending import file
from web.extensions import db as flask_db

HEAD = "Ngày 05/6, tại ấp 3, Công an xã Phương Trà "

SENTENCES = [
    ("direct_session", {"people": 62, "sessions": 1}, "tuyên truyền trực tiếp, 62 lượt người dự."),
    (
        "forum",
        {"people": 48, "opinions": 9, "opinions_answered": 6, "opinions_in_writing": 3},
        "tổ chức Diễn đàn “Công an lắng nghe ý kiến Nhân dân”, 48 lượt người dự, 9 lượt ý kiến, "
        "trả lời 6 ý kiến, chuyển trả lời bằng văn bản 3 ý kiến.",
    ),
    (
        "commune_radio",
        {"broadcasts": 4, "items": 2, "minutes": 15},
        "tuyên truyền trên loa truyền thanh, phát 4 lượt, 2 tin bài phát thanh, 15 phút.",
    ),
    (
        "mobile_speaker",
        {"broadcasts": 3, "spots": 5, "hours": 2},
        "phát 3 lượt loa kéo, xe loa tuyên truyền, tại 5 điểm, 2 giờ phát.",
    ),
    ("leaflet", {"leaflets": 3189}, "phát 3.189 tờ rơi tuyên truyền."),
    (
        "banner_poster",
        {"banners": 12, "spots": 4},
        "treo, dán 12 pa nô, áp phích tuyên truyền, tại 4 điểm.",
    ),
    (
        "zalo_group",
        {"groups": 6, "posts": 2, "members": 1104},
        "đăng tin tuyên truyền lên 6 nhóm Zalo, 2 tin bài, 1.104 thành viên.",
    ),
    (
        "zalo_oa",
        {"posts": 2, "followers": 1576, "views": 830},
        "đăng 2 tin bài tuyên truyền trên Zalo OA, 1.576 lượt quan tâm, 830 lượt xem.",
    ),
    (
        "facebook_page",
        {"posts": 1, "reach": 2400, "shares": 31},
        "đăng 1 tin bài tuyên truyền trên Fanpage, 2.400 lượt tiếp cận, 31 lượt chia sẻ.",
    ),
    (
        "school_talk",
        {"students": 450, "teachers": 12, "sessions": 2},
        "tuyên truyền trong trường học, 450 học sinh, 12 giáo viên, 2 buổi.",
    ),
    (
        "union_meeting",
        {"union_members": 60, "sessions": 1},
        "tuyên truyền tại buổi sinh hoạt đoàn thể, 60 hội viên, đoàn viên dự.",
    ),
    (
        "commitment",
        {"households": 45, "businesses": 3, "persons_pledging": 10},
        "tuyên truyền, vận động ký cam kết, 45 hộ, 3 cơ sở, 10 người ký cam kết.",
    ),
    (
        "mobile_trial",
        {"people": 150, "trials": 1},
        "tuyên truyền tại phiên tòa xét xử lưu động, 150 lượt người dự.",
    ),
    (
        "mock_trial",
        {"people": 200, "trials": 2},
        "tổ chức phiên tòa giả định, 200 lượt người dự, 2 phiên.",
    ),
    ("keyring_card", {"handed_out": 300}, "phát 300 móc khóa, thẻ an ninh tuyên truyền."),
    ("house_visit", {"household_visits": 25}, "gõ cửa 25 lượt hộ tuyên truyền."),
    (
        "bank_desk",
        {"interventions": 8, "cases_stopped": 1, "amount_held": 45_000_000},
        "nhắc 8 lượt khách tại quầy giao dịch, ngăn chặn 1 vụ, giữ lại 45.000.000 đồng.",
    ),
    (
        "training",
        {"people": 35, "sessions": 1},
        "tổ chức tập huấn cán bộ, 35 lượt người dự.",
    ),
]


@pytest.fixture
def say(db, ring):
    """Log something in hamlet 3 and give back its sentence."""
    officer, hamlet = make_officer(db), make_hamlet(db)

    def sentence(today: date = DAY, by=officer, where=hamlet, **details) -> str:
        record = log(db, ring, by, **{"place_id": where.id, "counts": (), **details})
        return told(db, record, today=today)

    return sentence


@pytest.mark.parametrize(("channel", "counted", "deed"), SENTENCES, ids=[s[0] for s in SENTENCES])
def test_each_channel_is_told_as_officers_tell_it(say, channel, counted, deed):
    counts = tuple(Count(unit=unit, value=value) for unit, value in counted.items())
    said = say(channel=channel, counts=counts)
    assert said == HEAD + deed
    uncounted = say(channel=channel)
    for one in (said, uncounted):
        assert "  " not in one and " ," not in one and ",," not in one
        assert one.endswith(".") and not one.endswith("..")
        assert "{" not in one


def test_every_channel_of_the_list_has_its_words(db):
    listed = {item.code for item in reference.all_items(db, ListKey.OUTREACH_CHANNELS)}
    assert listed == set(DEEDS) == {channel for channel, _, _ in SENTENCES}


def test_time_venue_partners_scams_and_a_rough_number_stand_in_one_sentence(say):
    said = say(
        channel="leaflet",
        started_at=time(7, 30),
        venue="Chợ Phương Trà",
        partners=("youth_union", "womens_union"),
        scam_types=("S14", "S17"),
        counts=(Count(unit="leaflets", value=50, is_approximate=True),),
    )
    assert said == (
        "Lúc 7 giờ 30 ngày 05/6, tại chợ Phương Trà, ấp 3, Công an xã Phương Trà phối hợp "
        "Hội Phụ nữ và Đoàn Thanh niên phát khoảng 50 tờ rơi tuyên truyền về chiêu giả danh cơ "
        "quan công an, viện kiểm sát, tòa án gọi điện lừa đảo; lừa đảo “chuyển nhầm tiền” vào "
        "tài khoản ngân hàng."
    )


def test_no_more_than_three_scams_are_named(say):
    said = say(channel="direct_session", scam_types=("S33", "S24", "S04", "S06", "S36", "S99"))
    assert said == (
        f"{HEAD}tuyên truyền trực tiếp về chiêu giả danh nhân viên giao hàng; lừa đảo cho số đánh "
        "đề; giả mạo biên lai chuyển tiền thành công và 3 chiêu khác."
    )
    assert say(channel="direct_session", scam_types=("S99",)) == (
        f"{HEAD}tuyên truyền trực tiếp về các chiêu lừa đảo."
    )


def test_the_hour_is_spoken_and_the_year_named_only_when_it_is_another(say):
    assert say(started_at=time(19, 5)).startswith("Lúc 19 giờ 05 ngày 05/6, tại")
    assert say(started_at=time(8)).startswith("Lúc 8 giờ ngày 05/6, tại")
    assert say(today=date(2025, 1, 2)).startswith("Ngày 05/6/2024, tại ấp 3")


@pytest.mark.parametrize(
    ("venue", "told_as"),
    [
        ("Nhà văn hóa ấp 3", "tại nhà văn hóa ấp 3, Công an"),
        ("Ấp 3", "tại ấp 3, Công an"),
        ("Chợ sáng. ", "tại chợ sáng, ấp 3, Công an"),
        ("UBND xã", "tại UBND xã, ấp 3, Công an"),
        ("Bà Chúa Xứ", "tại Bà Chúa Xứ, ấp 3, Công an"),
        ("nhà ông Tư,\nđầu kênh", "tại nhà ông Tư, đầu kênh, ấp 3, Công an"),
    ],
)
def test_a_venue_reads_on_in_the_sentence_and_is_not_named_twice(say, venue, told_as):
    assert told_as in say(venue=venue)


def test_the_whole_commune_is_said_as_such(say, db):
    assert say(where=place(db), channel="leaflet") == (
        "Ngày 05/6, trên địa bàn toàn xã, Công an xã Phương Trà phát tờ rơi tuyên truyền."
    )


def test_a_larger_unit_names_the_commune_it_went_to(say, db):
    above = make_officer(db, "doi", code=DISTRICT)
    said = say(by=above, where=place(db))
    assert said.startswith("Ngày 05/6, tại xã Phương Trà, Công an huyện Cao Lãnh ")


def test_an_officer_of_the_womens_union_tells_it_as_hers(say, db):
    sister = make_officer(db, "phunu")
    sister.organisation = "womens_union"
    assert "Hội Phụ nữ xã Phương Trà tuyên truyền" in say(by=sister, channel="direct_session")


def test_a_split_of_the_attendance_stands_behind_it(say, db):
    for key in ("demographics_from", "demographics_to"):
        store(db, key=key, text=DAY.isoformat(), by=None, now=NOON)
    counted = {"people": 62, "women": 40, "over_60": 12, "farmers": 9}
    counts = tuple(Count(unit=unit, value=value) for unit, value in counted.items())
    assert say(channel="direct_session", counts=counts).endswith(
        ", 62 lượt người dự, trong đó có 40 nữ, 12 người từ 60 tuổi, 9 nông dân."
    )


def test_a_channel_that_a_unit_added_is_told_by_its_name(say, db):
    items = {i.code: i for i in reference.all_items(db, ListKey.OUTREACH_CHANNELS)}
    items["house_visit"].code = "boat"
    items["house_visit"].name_vi = "Xuồng máy loa (mùa nước nổi)"
    db.flush()
    assert say(channel="boat", scam_types=("S33",)) == (
        f"{HEAD}tuyên truyền bằng hình thức xuồng máy loa về chiêu giả danh nhân viên giao hàng."
    )


def test_the_page_after_saving_hands_over_the_sentence_and_photos_without_their_place(
    officer, hamlet_id, browser_of
):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    marked = [file(f"{n}.jpg", data) for n, (_, data) in enumerate(MARKS["JPEG"]().items())]
    page = officer.send_for_page(form, {"count_leaflets": "50", "photos": marked[:12]})
    box = page.by_id("telling")
    assert text_of(box).endswith("ấp 3, Công an xã Phương Trà phát 50 tờ rơi tuyên truyền.")
    (section,) = page.all("section", data_behaviour="share")
    assert section.get("data-ready") is not None
    pictures = section.get("data-pictures").split()
    assert len(pictures) == 12
    for address in pictures:
        sent = officer.raw(address).data
        assert is_bare(sent)
        assert MARK not in sent
    again = officer.get(page.address)
    assert again.all("section", data_behaviour="share")[0].get("data-ready") is None
    assert browser_of("huyen").get(page.address).all("section", data_behaviour="share") == []


def test_a_tip_is_never_handed_on(app, officer):
    with app.app_context():
        tip = make_tip(flask_db.session(), app.extensions["ring"])
        flask_db.session.commit()
        tip_id = tip.tip_id
    for address in (f"/tips/{tip_id}", "/tips"):
        page = officer.get(address)
        assert page.all("section", data_behaviour="share") == []
        assert "Gửi Zalo" not in page.text


def test_a_withdrawn_activity_is_not_handed_on(officer, hamlet_id):
    page = officer.send_for_page(entry(officer, hamlet_id, "?channel=leaflet"))
    form = officer.get(f"{page.address}/withdraw").form("reason")
    assert "Lời gửi" not in officer.send_for_page(form, {"reason": "Ghi trùng."}).text


def test_the_sentence_is_vietnamese_on_an_english_page(officer, hamlet_id):
    page = officer.send_for_page(entry(officer, hamlet_id, "?channel=leaflet"))
    with officer.app.app_context():
        flask_db.session.execute(update(Officer).values(language="en"))
        flask_db.session.commit()
    english = officer.get(page.address)
    assert english.root.get("lang") == "en"
    assert text_of(english.by_id("telling")) == text_of(page.by_id("telling"))
