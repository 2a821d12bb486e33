"""Who wrote a letter, whether they may still send it, and who minds it when they may not."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flask import current_app, request

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.errors import Refusal
from domain.people import held_forms, keepers, passes
from domain.people.held_forms import Content
from domain.people.models import Officer
from domain.people.passes import NoPass, Pass
from domain.people.rules import Permission, may
from domain.sentence import Sentence
from domain.vault.letters import open_letter
from domain.vault.sealing import CannotOpen
from web import form_versions
from web.context import BY_LETTER, now, ring, session, settings, tree_day
from web.form_tokens import bytes_in
from web.form_versions import TAKEN_FOR
from web.letter_mapping import as_today
from web.letter_type import Letter
from web.sign_in import present


class HandedOn(Refusal):
    """Its author left the unit or the work since: it waits for the unit's chief."""

    sentence = Sentence(
        "Người ghi phiếu này không còn ghi được cho đơn vị đó. Máy chủ đã giữ phiếu cho chỉ huy đơn"
        " vị coi lại; hình kèm theo vẫn còn trên máy."
    )


def permission_for(form: str) -> Permission | None:
    """What somebody must be allowed to send a form of this name; None for no form of ours."""
    views = current_app.view_functions.values()
    view = next((one for one in views if getattr(one, "by_letter", "") == form), None)
    return Permission(getattr(view, "access_policy", "")) if view else None


def author_of(found: Letter) -> tuple[Officer, Letter] | None:
    """Its author, and the letter with what the author's passes allow; None when its author may not
    write this any more. Raises `NoPass`.

    A fresh pass of the same officer, in the header, counts beside the one inside: the phone cannot
    open its letter to put one in.
    """
    inner = passes.read(ring(), found.pass_)
    officer = session().get(Officer, inner.officer_id) if inner else None
    if inner is None or officer is None:
        raise NoPass
    if not _may_still(officer, inner, found.form):
        if now() - inner.issued_at > TAKEN_FOR:
            raise NoPass
        return None
    given = [inner]
    if (fresh := fresh_pass(found.item_id)) and fresh.officer_id == officer.id:
        given.append(fresh)
    lasts = timedelta(days=settings()["pass_days"])
    is_good = any(one.is_good(officer, lasts=lasts, now=now()) for one in given)
    if not is_good and not _is_present(officer):
        raise NoPass
    return officer, replace(found, opens_tips=any(one.opens_tips for one in given))


def hold_for_somebody(found: Letter) -> bool:
    """Hold a letter for its author, or for whoever minds their unit when they may not send it any
    more; False when there is nobody. The caller commits."""
    inner = passes.read(ring(), found.pass_)
    author = session().get(Officer, inner.officer_id) if inner else None
    if inner is None or author is None or not form_versions.address_of(found.form):
        return False
    content, path = Content(fields=as_today(found)), form_versions.address_of(found.form)
    item_id = UUID(found.item_id)
    if _may_still(author, inner, found.form):
        held = held_forms.keep_letter(
            session(),
            ring(),
            item_id=item_id,
            officer_id=author.id,
            path=path,
            content=content,
            now=now(),
        )
        return held is not None
    keeper = _keeper(author, inner, found.form)
    if keeper is None:
        return False
    is_new = held_forms.hand_on(
        session(),
        ring(),
        item_id=item_id,
        to=keeper.id,
        written_by=author.id,
        path=path,
        content=content,
        now=now(),
    )
    if is_new:
        _note(author, keeper, item_id)
    return True


def fresh_pass(item_id: str) -> Pass | None:
    """The pass in the header, if one of ours is there."""
    sealed = bytes_in(request.headers.get("Outbox-Pass", ""))
    if not sealed:
        return None
    try:
        text = open_letter(ring(), sealed, f"{item_id}/pass").decode("ascii", "replace")
    except CannotOpen:
        return None
    return passes.read(ring(), text)


def _may_still(officer: Officer, inner: Pass, form: str) -> bool:
    permission = permission_for(form)
    is_allowed = permission is None or may(officer, permission)
    return (
        officer.is_active
        and is_allowed
        and keepers.writes_for(session(), officer, inner.place_id, on=tree_day())
    )


def _keeper(author: Officer, inner: Pass, form: str) -> Officer | None:
    permission = permission_for(form)
    if permission is None:
        return None
    return keepers.keeper_of(
        session(),
        place_id=inner.place_id,
        permission=permission,
        organisation=author.organisation,
        on=tree_day(),
    )


def _note(author: Officer, keeper: Officer, item_id: UUID) -> None:
    who = Who(
        actor_id=author.id, role=author.role.value, place_id=author.place_id, sign_in=BY_LETTER
    )
    act = Act(
        action=Action.LETTER_HANDED_ON,
        object_kind="letter",
        object_id=str(item_id),
        reason=keeper.username,
    )
    record(session(), ring(), at=now(), who=who, act=act)


def _is_present(officer: Officer) -> bool:
    """Whether the author is signed in where it came from; a letter, which goes by itself, keeps
    nobody so."""
    found = present()
    return found is not None and found.id == officer.id
