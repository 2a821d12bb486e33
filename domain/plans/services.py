"""Writing plans: make, correct, move, cancel, and turn one into its record. Audit and history go
along."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.base import new_record_id
from domain.clock import local_day
from domain.errors import BadInput, StaleVersion
from domain.forums import rules as forum_rules
from domain.forums import services as forums
from domain.forums.choices import Choices as ForumChoices
from domain.history.rules import changes
from domain.outreach import rules as outreach_rules
from domain.outreach import services as outreach
from domain.plans import rules
from domain.plans.choices import Choices
from domain.plans.content import Content, Moving, as_forum, as_outreach, content_of
from domain.plans.models import Plan
from domain.plans.queries import record_of
from domain.records import services as records
from domain.records.models import LoggedRecord
from domain.text import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting(records.Acting):
    """Who writes a plan, and with which lists."""

    choices: Choices = field(repr=False)


def make(db: Session, *, acting: Acting, plan_id: UUID, content: Content) -> Plan:
    """Keep a new plan. Raises `BadInput` with the first thing that is wrong."""
    _require_right(content, acting)
    plan = Plan(**records.as_written(acting, record_id=plan_id, content=content))
    _write(plan, content)
    db.add(plan)
    db.flush()
    db.refresh(plan, ["place", "author"])
    acting.audit(db, Action.PLAN_MADE, plan)
    return plan


def correct(
    db: Session, *, acting: Acting, plan: Plan, version: int, content: Content, reason: str = ""
) -> Plan:
    """Change an open plan; `reason` is needed when the day changes, which moves it.

    Raises `StaleVersion` unless `version` is its own; saving what it says already changes
    nothing, whatever the version.
    """
    rules.require_may_change(acting.by, plan)
    rules.require_open(plan, is_held=record_of(db, plan) is not None)
    before = content_of(plan)
    _require_right(content, acting, was=before, reason=reason)
    changed = changes(before.fields(), content.fields())
    if not changed:
        return plan
    if version != plan.version:
        raise StaleVersion
    if "planned_on" not in changed:
        _write(plan, content)
        records.note(db, plan, acting=acting, action=Action.PLAN_CHANGED, changed=changed)
        return plan
    return _moved(db, acting, plan, content, one_line(reason))


def move(db: Session, *, acting: Acting, plan: Plan, version: int, moving: Moving) -> Plan:
    """Give a plan another day, or another hour; a cancelled one is open again with it.

    Raises `BadInput`, `AlreadyHeld`, and `StaleVersion` unless `version` is its own. The same
    said twice changes nothing.
    """
    rules.require_may_change(acting.by, plan)
    if record_of(db, plan) is not None:
        raise rules.AlreadyHeld
    if moving.is_done(plan):
        return plan
    for problem in rules.problems_of_moving(plan, moving, acting.choices, today=_today(acting)):
        raise problem
    if version != plan.version:
        raise StaleVersion
    return _moved(db, acting, plan, moving.of(plan), one_line(moving.reason))


def _moved(db: Session, acting: Acting, plan: Plan, content: Content, reason: str) -> Plan:
    changed = changes(content_of(plan).fields(), content.fields())
    changed["reason"] = [plan.reason or None, reason]
    if plan.planned_on != content.planned_on:
        plan.moved_from = plan.planned_on
    _write(plan, content)
    plan.cancelled_at, plan.reason = None, reason
    action = Action.PLAN_MOVED
    records.note(db, plan, acting=acting, action=action, changed=changed, reason=reason)
    return plan


def cancel(db: Session, *, acting: Acting, plan: Plan, version: int, reason: str) -> Plan:
    """Say that it is not held, and why; the same said twice changes nothing.

    Raises `BadInput`, `AlreadyHeld`, and `StaleVersion` unless `version` is its own.
    """
    rules.require_may_change(acting.by, plan)
    if rules.is_cancelled_for(plan, reason):
        return plan
    rules.require_open(plan, is_held=record_of(db, plan) is not None)
    for problem in rules.problems_of_cancelling(reason):
        raise problem
    if version != plan.version:
        raise StaleVersion
    stated = one_line(reason)
    plan.cancelled_at, plan.reason = acting.now, stated
    changed = {"cancelled": [None, stated]}
    action = Action.PLAN_CANCELLED
    records.note(db, plan, acting=acting, action=action, changed=changed, reason=stated)
    return plan


def problems_of_holding(
    plan: Plan, choices: Choices, *, channel: str, today: date
) -> list[BadInput]:
    """What the record would lack, each beside its field: an activity needs its channel."""
    if isinstance(choices.lists, ForumChoices):
        said = as_forum(plan, choices, today=today)
        return forum_rules.problems(said, choices.lists, today=today)
    told = as_outreach(plan, choices, channel=channel, today=today)
    return outreach_rules.problems(told, choices.lists, today=today)


def hold(
    db: Session,
    *,
    acting: Acting,
    plan: Plan,
    channel: str = "",
    logged: LoggedRecord | None = None,
) -> LoggedRecord:
    """The record of what was planned, cancelled or not; asked again, the same record.

    The caller has locked the plan. `logged` is one of `logged_already`, else a record is made.
    Raises `BadInput` when that would lack something.
    """
    rules.require_may_change(acting.by, plan)
    if held := record_of(db, plan):
        return held
    record = logged or _log(db, acting, plan, channel)
    changed: dict[str, Any] = {"record": [None, str(record.id)]}
    if plan.cancelled_at is not None:
        changed["cancelled"] = [plan.reason, None]
        plan.cancelled_at, plan.reason = None, ""
    plan.record_id = record.id
    records.note(db, plan, acting=acting, action=Action.PLAN_HELD, changed=changed)
    return record


def _log(db: Session, acting: Acting, plan: Plan, channel: str) -> LoggedRecord:
    by, who, now, ring = acting.by, acting.who, acting.now, acting.ring
    record_id, today, lists = new_record_id(now), _today(acting), acting.choices.lists
    if isinstance(lists, ForumChoices):
        return forums.log(
            db,
            acting=forums.Acting(by=by, who=who, now=now, ring=ring, choices=lists),
            record_id=record_id,
            content=as_forum(plan, acting.choices, today=today),
        )
    return outreach.log(
        db,
        acting=outreach.Acting(by=by, who=who, now=now, ring=ring, choices=lists),
        record_id=record_id,
        content=as_outreach(plan, acting.choices, channel=channel, today=today),
    )


def _today(acting: Acting) -> date:
    return local_day(acting.now)


def _require_right(
    content: Content, acting: Acting, was: Content | None = None, reason: str = ""
) -> None:
    today = _today(acting)
    for problem in rules.problems(content, acting.choices, today=today, was=was, reason=reason):
        raise problem


def _write(plan: Plan, content: Content) -> None:
    plan.kind, plan.place_id = content.kind, content.place_id
    plan.planned_on, plan.starts_at = content.planned_on, content.starts_at
    plan.venue, plan.chair = content.venue, content.chair
    plan.channel, plan.topics = content.channel, content.topics
    plan.partners = list(content.partners)
