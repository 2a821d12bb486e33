"""Bad input and bad days at the desk, as a person meets them: one plain sentence, nothing lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from domain.audit.services import NOBODY
from domain.reference import queries as reference
from domain.reference import services as lists
from domain.reference.models import ListKey
from domain.reference.services import Meaning
from domain.tips.models import Tip
from tests.factories import BINH_THANH, TREE_DAY, place
from tests.factories_tips import received, tip_of
from tests.support.villager import Villager, set_setting
from web.extensions import db

WHY = "Việc xảy ra bên xã bạn"
LONGEST = "Nó gọi tui hoài. " * 1_176 + "Hết rồi."


def _change(app, act):
    with app.app_context(), Session(db.engine) as session:
        act(session)
        session.commit()


def _sent(app, **told):
    """A tip sent by the form to the commune next door."""
    set_setting(app, "form_min_seconds", "0")
    assert Villager(app).send(**told).code
    with app.app_context(), Session(db.engine) as session:
        return session.scalars(db.select(Tip.id)).one()


def test_handing_a_tip_to_a_unit_that_was_merged_meanwhile_names_the_heir(app, people, browser_of):
    tip_id, xa1 = received(app).tip_id, browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}/transfer").form("to_unit")
    with app.app_context():
        gone = f"sideways:{place(db.session(), BINH_THANH).id}"

    def merge(session):
        place(session, BINH_THANH).valid_to = TREE_DAY - timedelta(days=1)

    _change(app, merge)
    page = xa1.send_for_page(form, {"to_unit": gone, "note": WHY}, status=422)
    assert "Đơn vị này đã nhập vào Công an" in page.text
    assert "Chọn đơn vị đó." in page.text
    assert page.form("to_unit").values["note"] == WHY
    assert tip_of(app, tip_id).version == 1, "the tip stays where it was"


@pytest.mark.parametrize("story", [LONGEST[:20_000], "😢", "ខ្ញុំត្រូវបានគេបោក", "𠀋 ✊🏽"])
def test_a_story_of_any_length_and_script_reaches_the_desk_whole(app, people, browser_of, story):
    tip_id = _sent(app, story=story)
    page = browser_of("xa2").get(f"/tips/{tip_id}")
    assert " ".join(story.split()) in page.text


def test_an_account_that_is_somebodys_phone_is_kept_and_taken_as_either(app, people, browser_of):
    tip_id = _sent(app, story="Nó kêu chuyển vào số này", suspect_account="0900 000 417")
    page = browser_of("xa2").get(f"/tips/{tip_id}")
    assert "0900 000 417" in page.text or "0900000417" in page.text


def test_a_limit_changed_by_law_shows_on_open_tips_that_keep_theirs(app, people, browser_of):
    tip_id, xa1 = received(app).tip_id, browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form(f"/tips/{tip_id}/classify")
    said = {"classification": "crime_report", "class_reason": "Có dấu hiệu lừa đảo"}
    assert "20 ngày từ" in xa1.send_for_page(form, said).text

    def change(session):
        items = reference.items(session, ListKey.DEADLINES, TREE_DAY)
        rule = next(one for one in items if one.code == "D3_RESOLVE")
        lists.renew_item(
            session,
            app.extensions["ring"],
            item=rule,
            meaning=Meaning(
                name_vi=rule.name_vi,
                name_en=rule.name_en,
                source="Luật mới",
                details={**rule.details, "value": "30", "legal_basis": "Luật mới"},
            ),
            since=datetime.now(UTC).date() - timedelta(days=1),
            who=NOBODY,
            now=datetime.now(UTC),
        )

    _change(app, change)
    page = xa1.get(f"/tips/{tip_id}")
    assert "20 ngày từ" in page.text
    assert "Quy định đã đổi thành 30 ngày; tin này giữ hạn cũ" in page.text
