"""An opinion that turns out to be a tip: it becomes one, and the forum forgets it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from domain.feed import indexing
from domain.forums import services
from domain.forums.content import content_of, opinion_field
from domain.forums.models import Forum, Opinion
from domain.forums.services import Acting
from domain.history import queries as past
from domain.history import services as history
from domain.records import rights
from domain.text import fold
from domain.tips import acting as tips
from domain.tips import entry, guides, telling, urgency
from domain.tips.entry import Entry, Slip
from domain.tips.fingerprints import Told
from domain.tips.models import Source, Tip
from domain.vault.sealing import new_record_key

_TEXTS = ("venue", "chair", "contents", "minutes", "notes")


def turn(
    db: Session,
    *,
    acting: Acting,
    tips_acting: tips.Acting,
    record: Forum,
    opinion: Opinion,
    tip_id: UUID,
    claim_days: int,
) -> Tip:
    """Make a tip of an opinion and take the opinion out of a forum that is locked for a change.

    Neither keeps anything that leads to the other. The caller has asked `entry.already_sent`.
    """
    rights.require_may_correct(acting.by, record)
    typed = _typed(opinion)
    how = urgency.of(typed, now=tips_acting.now, held=guides.held(db, tips_acting.on))
    new = Entry(
        id=tip_id,
        key=new_record_key(),
        told=_told(typed, tips_acting),
        slip=Slip.NONE,
        is_urgent=how.is_urgent,
        in_danger=how.in_danger,
    )
    tip = entry.record(db, acting=tips_acting, entry=new, claim_days=claim_days)
    _forget(db, acting, record, opinion)
    return tip


def _typed(opinion: Opinion) -> dict[str, str]:
    """What the tip says: the words, and whatever else was written beside them."""
    story = "\n".join(text for text in (opinion.gist, opinion.topic, opinion.answer) if text)
    typed = {"category": telling.OTHER, "story": story, "contact": opinion.name}
    return {name: text for name, text in typed.items() if text}


def _told(typed: Mapping[str, str], acting: tips.Acting) -> Told:
    unit_id = acting.by.place_id
    return telling.told(
        typed,
        unit_id=unit_id,
        place_id=unit_id,
        source=Source.FORUM,
        slugs=[telling.OTHER],
        digests=(),
        problems=(),
        now=acting.now,
    )


def _forget(db: Session, acting: Acting, record: Forum, opinion: Opinion) -> None:
    """No version, no correction and no count speaks of it any more.

    Neither does the audit log of the forum: its instant, beside that of the tip's first reading,
    would lead from one to the other. Who made the tip stands with the tip's arrival.
    """
    number = opinion.position
    services.write(record, content_of(record).without(number), acting.now)
    db.flush()
    prefix = opinion_field(number, "")
    history.forget(db, kind=record.KIND, record_id=record.id, prefix=prefix)
    services.show(db, record, acting)
    indexing.forget_old_words(db)


def forgotten(db: Session, record: Forum) -> set[int]:
    """The numbers of opinions that became tips: a form that was opened before may hold them.

    An opinion that was taken out in any other way stands in the corrections.
    """
    told = past.values_at(db, record.KIND, record.id, 0)
    return {n for n in record.gone.values() if opinion_field(n, "gist") not in told}


def mentioned_in(record: Forum, opinion: Opinion) -> list[str]:
    """The names of the record's free texts in which the speaker's name or the words stand too."""
    wanted = [fold(text) for text in (opinion.name, opinion.gist) if text]
    return [
        name
        for name in _TEXTS
        if any(text and text in fold(getattr(record, name)) for text in wanted)
    ]
