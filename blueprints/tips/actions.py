"""What may be done with a tip on its page: the forms and which buttons stand there."""

from functools import cached_property
from typing import Any

from blueprints.tips import words
from blueprints.tips.forms import AppealForm, AssignForm, BackForm, StateForm, TakeUpForm
from domain.people.rules import Permission, may
from domain.tips import (
    access,
    appeals,
    assigning,
    checking,
    coming_back,
    lifecycle,
    taking_up,
    undoing,
)
from domain.tips.acting import Acting
from domain.tips.models import EndCheck, Tip, TipState
from web.context import session


class Actions:
    """What this officer may do with the tip now."""

    def __init__(self, acting: Acting, tip: Tip, *, handles: bool) -> None:
        self.acting, self.tip = acting, tip
        self.handles = handles and not tip.is_quarantined

    @cached_property
    def undoes_to(self) -> str:
        """The state that one's own last step would be taken back to, in a word."""
        if not self.handles:
            return ""
        before = undoing.state_before(session(), self.acting, self.tip)
        return words.states()[before] if before else ""

    @property
    def may_transfer(self) -> bool:
        """Whether the tip can be handed on."""
        return self.handles and lifecycle.may_follow(self.tip.state, TipState.TRANSFERRED)

    @property
    def may_take_up(self) -> bool:
        """Whether this officer, above the unit that has the tip, may take it away from there."""
        return taking_up.may_take_up(session(), self.acting, self.tip)

    @property
    def may_come_back(self) -> bool:
        """Whether this officer may note that the tip is back from an authority outside."""
        return coming_back.may_come_back(session(), self.acting, self.tip)

    @property
    def may_assign(self) -> bool:
        """Whether the tip can be given to somebody else of the unit."""
        return self.handles and lifecycle.is_open(self.tip)

    @property
    def may_confirm(self) -> bool:
        """Whether this officer can be the second person at its end."""
        return checking.may_confirm(self.acting, self.tip)

    @property
    def waits_for_second(self) -> bool:
        """Whether its end waits for a second person."""
        return self.tip.end_check is EndCheck.PENDING

    @property
    def may_decide(self) -> bool:
        """Whether a person's wish to be looked at again waits for this officer."""
        return appeals.may_decide(self.acting, self.tip)

    @property
    def may_hold(self) -> bool:
        """Whether this officer may hold the tip back from being erased."""
        return may(self.acting.by, Permission.HOLD_TIPS)

    @property
    def may_keep_contact(self) -> bool:
        """Whether this officer may say that the contact is needed for longer."""
        return may(self.acting.by, Permission.KEEP_CONTACTS)

    @property
    def may_see_looks(self) -> bool:
        """Whether this officer may see who below has opened it."""
        return may(self.acting.by, Permission.READ_LOOKS)

    @cached_property
    def others(self) -> list[str]:
        """Who else of the unit has just opened it."""
        return access.also_open(session(), acting=self.acting, tip=self.tip)

    def forms(self) -> dict[str, Any]:
        """The forms, empty."""
        people = assigning.colleagues(session(), self.acting) if self.may_assign else ()
        return {
            "state_form": StateForm().offer(self.tip),
            "assign_form": AssignForm().offer(people, self.tip),
            "appeal_form": AppealForm().offer(),
            "take_up_form": TakeUpForm(),
            "back_form": BackForm(),
        }
