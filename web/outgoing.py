"""What leaves the app: calls to officers' browsers, and the morning's figures by mail.

No transaction is open while another server is waited for, so that one which hangs holds up nobody.
"""

from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import delete, select

from domain.notices import deliveries
from domain.notices.models import Channel, Delivery, PushSubscription
from domain.people.queries import active_officer
from domain.tips import digest
from domain.tips.digest import Figures
from web import mailing, pushing
from web.context import config, now, session, settings, tree_day
from web.extensions import db
from web.pushing import Answer

AT_ONCE = 200
LONGEST_RUN = 45.0
"""Seconds after which a run leaves the rest to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as it goes out; no `to` when there is nobody or nothing to tell."""

    to: str = ""
    subject: str = ""
    text: str = ""


def takes_mail() -> bool:
    """Whether mail is turned on and there is a server to hand it to."""
    return bool(settings()["mail_digest_on"]) and config().smtp is not None


def plan() -> None:
    """Plan the morning's mail once its hour has come; drop what waits for a way that is off."""
    if takes_mail():
        deliveries.plan_mail(session(), now=now())
    else:
        deliveries.drop(session(), Channel.MAIL)
    if not settings()["web_push_on"]:
        deliveries.drop(session(), Channel.PUSH)


def send_waiting() -> None:
    """Try everything that is to be tried now."""
    began = monotonic()
    ids = deliveries.waiting(session(), now=now(), most=AT_ONCE)
    db.session.commit()
    for delivery_id in ids:
        if monotonic() - began > LONGEST_RUN:
            return
        _try(delivery_id)


def _try(delivery_id: UUID) -> None:
    delivery = deliveries.claim(session(), delivery_id, now=now())
    if delivery is None:
        db.session.commit()
        return
    channel, officer_id = delivery.channel, delivery.officer_id
    trouble = _push(officer_id) if channel is Channel.PUSH else _mail(officer_id)
    _note(delivery_id, trouble)


def _note(delivery_id: UUID, trouble: str) -> None:
    delivery = session().get(Delivery, delivery_id)
    if delivery is not None and trouble:
        deliveries.failed(delivery, now=now(), trouble=trouble)
    elif delivery is not None:
        deliveries.succeeded(session(), delivery, now=now())
    db.session.commit()


def _push(officer_id: UUID) -> str:
    """Call every browser of the officer; trouble only when none of them took the call."""
    mine = select(PushSubscription.id, PushSubscription.endpoint)
    found = session().execute(mine.where(PushSubscription.officer_id == officer_id)).all()
    is_on = settings()["web_push_on"]
    db.session.commit()
    if not is_on:
        return ""
    outcomes = {row[0]: pushing.call(row[1], config()) for row in found}
    gone = [id_ for id_, outcome in outcomes.items() if outcome.answer is Answer.GONE]
    session().execute(delete(PushSubscription).where(PushSubscription.id.in_(gone)))
    answers = {outcome.answer for outcome in outcomes.values()}
    if Answer.TAKEN in answers or Answer.TROUBLE not in answers:
        return ""
    return next(outcome.trouble for outcome in outcomes.values() if outcome.trouble)


def _mail(officer_id: UUID) -> str:
    server, letter = config().smtp, _letter(officer_id)
    wanted = takes_mail() and bool(letter.to)
    db.session.commit()
    if server is None or not wanted:
        return ""
    return mailing.send(server, to=letter.to, subject=letter.subject, text=letter.text)


def _letter(officer_id: UUID) -> Letter:
    officer = active_officer(session(), officer_id)
    if officer is None or not officer.email:
        return Letter()
    figures = digest.figures(session(), officer, tree_day(), now=now())
    if figures.is_nothing:
        return Letter()
    with force_locale(officer.language):
        told = told_of(figures)
        text = gettext("%(told)s. Mở Lắng Nghe để coi.", told=told[:1].upper() + told[1:])
        return Letter(
            to=officer.email, subject=f"Lắng Nghe: {told}", text=f"{text}\n{config().public_url}\n"
        )


def told_of(figures: Figures) -> str:
    """ "3 tin chưa mở, 1 tin sắp hết hạn"."""
    parts = [
        (
            figures.unopened,
            ngettext("%(num)s tin chưa mở", "%(num)s tin chưa mở", figures.unopened),
        ),
        (figures.due, ngettext("%(num)s tin sắp hết hạn", "%(num)s tin sắp hết hạn", figures.due)),
        (figures.overdue, ngettext("%(num)s tin quá hạn", "%(num)s tin quá hạn", figures.overdue)),
    ]
    return ", ".join(str(words) for count, words in parts if count)
