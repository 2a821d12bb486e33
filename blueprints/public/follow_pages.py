"""The page about a tip that was sent: where it stands, what comes next, and both sides' words."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.wrappers import Response
from flask_babel import get_locale

from blueprints.public import tokens
from blueprints.public.replies import Reply
from blueprints.public.tokens import PageKind, PageToken
from domain.duty.queries import duty_line
from domain.media.problems import problem_sentence
from domain.media.services import Received
from domain.retention import contacts
from domain.retention import rules as retention
from domain.tips import appeals, lifecycle, messages, news, phrases, receipts
from domain.tips.doorways import unit_of
from domain.tips.messages import Said
from domain.tips.models import Tip, TipState
from domain.tips.renderings import Renderings
from web.context import now, ring, session, settings, today
from web.language import say
from web.public_page import page

NOTHING = Reply()


def show(
    tip: Tip,
    token: PageToken,
    *,
    status: int = 200,
    done: str = "",
    wrong: str = "",
    reply: Reply = NOTHING,
    ticket: str = "",
    problems: Sequence[Received] = (),
) -> Response:
    """State, days, messages and the forms to answer; never the story or its photos.

    `done` names what was just sent, `wrong` says why it was not; `reply` is what was typed.
    """
    done = done or request.args.get("done", "")
    thread = messages.thread(session(), ring(), tip)
    return page(
        "public/follow.html",
        status=status,
        script="sent" if done else "",
        **_standing(tip, thread),
        **_above_told(tip),
        **_contact(tip),
        **_talk(thread),
        recognition=receipts.recognition_number(ring(), tip),
        last_four=token.code[-4:],
        ticket=ticket or tokens.sealed(ring(), PageKind.TICKET, token, now()),
        done=done,
        wrong=wrong,
        reply=reply,
        unsent="" if wrong else _unsent(reply),
        photo_notes=[
            say(problem_sentence(one.problem, one.file_name)) for one in problems if one.problem
        ],
    )


def _unsent(reply: Reply) -> str:
    """Where on the page stands what was typed before the code was asked for again."""
    if reply.message or reply.taps:
        return "tn"
    return "lienlac" if reply.contact else ""


def _standing(tip: Tip, thread: Sequence[Said]) -> dict[str, Any]:
    """Where the tip stands and what comes next."""
    state = receipts.state_of(tip, is_partly_answered=messages.is_partly_answered(thread))
    language = str(get_locale())
    return {
        "tip": tip,
        "unit": unit_of(tip.unit),
        "line": duty_line(session(), tip.unit_id, now()),
        "words": phrases.state_words(session(), ring(), tip, state, language=language, on=today()),
        "state": state,
        "is_over": _is_over(tip),
        "days": receipts.timeline(session(), tip),
    }


def _above_told(tip: Tip) -> dict[str, Any]:
    """When the next news comes, and what the unit above was asked and promised."""
    coming, language = news.next_news(session(), tip, today()), str(get_locale())
    return {
        "news": coming,
        "above": _above(tip, is_late=coming.is_late),
        "above_words": phrases.sentence(session(), appeals.PACE, language=language, on=today()),
        "above_is_late": appeals.is_late(tip, today()),
    }


def _contact(tip: Tip) -> dict[str, Any]:
    """Until when the contact is kept, and who has opened it."""
    in_force = settings()
    return {
        "contact_kept": contacts.of_tip(session(), tip, in_force),
        "contact_days": in_force["keep_contact_days"],
        "contact_destroyed_on": contacts.destroyed_on(session(), tip),
        "contacts_erased": retention.is_signed(in_force),
        "contact_opened_on": receipts.contact_opened_on(session(), tip.id),
        "any_contact_opened_on": receipts.any_contact_opened_on(session(), tip.id),
    }


def _talk(thread: Sequence[Said]) -> dict[str, Any]:
    """Both sides' words in the reader's language, and the questions that may be answered."""
    waiting = messages.unanswered(thread)
    return {
        "thread": thread,
        "renderings": Renderings.into(str(get_locale()), session()),
        "questions": messages.to_tap(thread),
        "about": waiting[-1] if waiting else None,
        "photos_open": settings()["photos_open"],
    }


def may_appeal(tip: Tip) -> bool:
    """Whether there is something to complain of, and a unit above that would look again."""
    return bool(_above(tip, is_late=news.next_news(session(), tip, today()).is_late))


def _above(tip: Tip, *, is_late: bool) -> str:
    """The unit that would look again, once it may be asked; empty else."""
    after = settings()["appeal_after_days"]
    if not appeals.may_ask(tip, today=today(), is_late=is_late, after_days=after):
        return ""
    parent = appeals.goes_to(session(), tip)
    return parent.unit_title if parent else ""


def _is_over(tip: Tip) -> bool:
    """Whether nobody here or elsewhere has work with it any more."""
    return not lifecycle.is_open(tip) and tip.state is not TipState.TRANSFERRED
