"""Tips to test with: received by the real service, as if villagers had sent them."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import reasons
from domain.audit.models import AuditEntry
from domain.audit.services import NOBODY
from domain.media import services as media
from domain.media.services import Received
from domain.places.models import Place
from domain.tips import messages, money, receiving, sealing
from domain.tips.fingerprints import Told
from domain.tips.identifiers import Identifier
from domain.tips.messages import NewMessage
from domain.tips.messages import add as add_message
from domain.tips.models import Source, Tip
from domain.tips.receiving import NewTip, Receipt
from domain.tips.sealing import TipBody
from domain.vault.keys import KeyRing
from tests.factories import TREE_DAY, place
from web.extensions import db as flask_db

STORY = "Có người gọi xưng công an, bắt chuyển 45 triệu để “kiểm tra”. Tôi chuyển rồi mới biết."
CONTACT = "Chú Bảy, 0900 000 417"
TRACES = (
    Identifier("bank_account", "0123 4567 890"),
    Identifier("phone", "0900 000 999"),
    Identifier("url", "http://xacminh.example/dang-nhap"),
)


def told_of(unit: Place, **changes: object) -> Told:
    """What a villager tells: a story, money lost, traces, a contact."""
    body = TipBody(story=STORY, money_text="45tr", money_amount=45_000_000, happened_text="today")
    plain = Told(
        unit_id=unit.id,
        place_id=unit.id,
        source=Source.WEB,
        category="impersonation",
        body=body,
        identifiers=TRACES,
        contact=CONTACT,
    )
    return replace(plain, **changes)


def make_tip(
    db: Session,
    ring: KeyRing,
    unit: Place | None = None,
    *,
    at: datetime | None = None,
    urgent: bool = False,
    danger: bool = False,
    quarantine: str = "",
    has_code: bool = True,
    told: Told | None = None,
    **changes: object,
) -> Receipt:
    """A tip that a unit received, by default Phương Trà and just now. `changes` go into `Told`."""
    told = told or told_of(unit or place(db), **changes)
    id_, key = NewTip.fresh_key()
    tip = NewTip(
        id=id_,
        key=key,
        submission_id=uuid4(),
        told=told,
        is_urgent=urgent,
        in_danger=danger,
        loss_band=money.band(told.body.money_amount),
        quarantine=quarantine,
        has_code=has_code,
    )
    receipt = receiving.store(
        db, ring, tip=tip, who=NOBODY, now=at or datetime.now(UTC), on=TREE_DAY
    )
    db.flush()
    return receipt


def received(app: Flask, code: str = "", **how: object) -> Receipt:
    """A committed tip for tests that use the app; `code` is the receiving unit's."""
    with app.app_context():
        db = flask_db.session()
        unit = place(db, code) if code else place(db)
        receipt = make_tip(db, app.extensions["ring"], unit, **how)
        db.commit()
        return receipt


def villager_writes(app: Flask, tip_id: UUID, text: str) -> None:
    """The person adds a message on the receipt page."""
    with app.app_context():
        db = flask_db.session()
        message = NewMessage(text=text, fingerprint=uuid4().bytes, from_police=False)
        add_message(
            db,
            app.extensions["ring"],
            tip=db.get_one(Tip, tip_id),
            message=message,
            now=datetime.now(UTC),
        )
        db.commit()


def villager_sends_photo(app: Flask, tip_id: UUID, data: bytes) -> None:
    """The person adds a photo on the receipt page."""
    with app.app_context():
        db, ring = flask_db.session(), app.extensions["ring"]
        tip = db.get_one(Tip, tip_id)
        safe = app.extensions["photo_process"].make_safe(data)
        got = Received(file_name="a.jpg", digest=uuid4().bytes, safe=safe)
        store, key = app.extensions["photo_store"], sealing.tip_key(ring, tip)
        kept = media.seal_under(store, key=key, received=got, on=datetime.now(UTC).date())
        message = NewMessage(text="", fingerprint=uuid4().bytes, from_police=False, has_photos=True)
        add_message(db, ring, tip=tip, message=message, now=datetime.now(UTC))
        media.attach(db, photos=[kept], kind=messages.KIND, record_id=message.id)
        db.commit()


def entries(app: Flask, tip_id: UUID) -> list[tuple[str, str]]:
    """Action and reason of everything the audit log says of a tip, after its receiving."""
    with app.app_context():
        query = select(AuditEntry).where(AuditEntry.object_id == str(tip_id))
        rows = flask_db.session.scalars(query.order_by(AuditEntry.seq)).all()
        said = reasons.read(flask_db.session(), app.extensions["ring"], rows)
        return [(row.action, said[row.seq] or "") for row in rows]


def tip_of(app: Flask, tip_id: UUID) -> Tip:
    """The tip as it stands now."""
    with app.app_context():
        return flask_db.session.get_one(Tip, tip_id)
