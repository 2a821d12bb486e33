"""Numbers of papers."""

from sqlalchemy.orm import Session

from domain.tips.series import next_number
from tests.factories import BINH_THANH, place


def test_each_unit_year_and_kind_of_paper_counts_for_itself(db: Session) -> None:
    here, there = place(db).id, place(db, BINH_THANH).id
    asked = [
        (here, 2026, "notice_of_receipt"),
        (here, 2026, "notice_of_receipt"),
        (there, 2026, "notice_of_receipt"),
        (here, 2026, "transfer_slip"),
        (here, 2027, "notice_of_receipt"),
        (here, 2026, "notice_of_receipt"),
    ]
    given = [next_number(db, unit_id=u, year=year, kind=kind) for u, year, kind in asked]
    assert given == [1, 2, 1, 1, 1, 3]
