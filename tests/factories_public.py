"""Posters and sent tips to test the public side with."""

from datetime import UTC, datetime
from random import Random
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.places.models import Level, Place
from domain.posters.codes import new_code
from domain.posters.models import Poster, PosterState
from tests.factories import BINH_THANH, make_officer, place
from web.extensions import db as flask_db


def hamlet(db: Session, number: int = 1) -> Place:
    """A real hamlet of Bình Thạnh."""
    code = f"{BINH_THANH}-{number:02d}"
    return db.scalars(select(Place).where(Place.code == code, Place.level == Level.HAMLET)).one()


def make_poster(
    db: Session, *, seed: int = 1, state: PosterState = PosterState.LIVE, spot: str = "Nhà văn hóa"
) -> Poster:
    """A poster at a hamlet of Bình Thạnh."""
    chief = make_officer(db, f"truong{uuid4().hex[:8]}", code=BINH_THANH)
    poster = Poster(
        id=uuid4(),
        code=new_code(Random(seed)),
        series_place_id=place(db, BINH_THANH).id,
        serial=seed,
        place_id=hamlet(db).id,
        spot=spot,
        state=state,
        issued_by=chief.id,
        issued_at=datetime.now(UTC),
    )
    db.add(poster)
    db.flush()
    return poster


def stored_poster(app, **values) -> str:
    """The code of a poster that the app knows."""
    with app.app_context(), Session(flask_db.engine) as session:
        code = make_poster(session, **values).code
        session.commit()
        return code
