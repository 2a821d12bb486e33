"""The page of one plan: what it says, what became of it, and the forms that change it."""

from collections.abc import Sequence
from functools import cached_property

from flask import request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from blueprints.plans.entry import Entry
from blueprints.plans.forms import CancelForm, HoldForm, MoveForm
from blueprints.plans.words import Words
from domain.plans import queries, rules
from domain.plans.models import Plan, PlanKind
from domain.plans.rules import State
from domain.records.models import LoggedRecord
from domain.records.rights import serves
from web.authz import current_officer
from web.context import session, today
from web.drafts import take_saved
from web.filters import clock, long_day, moment
from web.htmx import render
from web.plan_words import PlanWords
from web.reading import Corrected, corrections_of, place_for_reader


class PlanPage:
    """Everything that the page of one plan shows; a form that was refused stands in it again."""

    def __init__(
        self,
        plan: Plan,
        *,
        moving: MoveForm | None = None,
        cancelling: CancelForm | None = None,
        holding: HoldForm | None = None,
    ) -> None:
        self.plan = plan
        self.words = Words(session())
        self.record = queries.record_of(session(), plan)
        self.state = rules.state_of(plan, is_held=self.record is not None, today=today())
        self.may_change = serves(current_officer, plan)
        self._moving, self._cancelling, self._holding = moving, cancelling, holding

    def show(self, trouble: str = "", refused: Sequence[str] = ()) -> str:
        """The page; `trouble` says that somebody was faster, `refused` why nothing can be
        written down yet."""
        return render(
            "plans/show.html",
            page=self,
            plan=self.plan,
            trouble=trouble,
            refused=refused,
            saved=take_saved(),
        )

    @cached_property
    def title(self) -> str:
        """What is held, and where."""
        return PlanWords(session()).title(self.plan)

    @property
    def is_forum(self) -> bool:
        """Whether people of the place are told."""
        return self.plan.kind is PlanKind.FORUM

    @property
    def is_open(self) -> bool:
        """Whether it can still be held, moved or cancelled as planned."""
        return self.state not in {State.HELD, State.CANCELLED}

    @property
    def record_address(self) -> str:
        """The page of the record that it became."""
        return self.address_of(self.record) if self.record else ""

    def address_of(self, record: LoggedRecord) -> str:
        """The page of a record of this kind."""
        return url_for("forums.show" if self.is_forum else "outreach.show", record_id=record.id)

    @property
    def to_hold(self) -> str:
        """What the button says that makes the record."""
        said: dict[State, str] = {
            State.TODAY: gettext("Bắt đầu ghi"),
            State.UNANSWERED: gettext("Đã tổ chức, ghi kết quả"),
            State.CANCELLED: gettext("Buổi này vẫn tổ chức"),
        }
        if self.already:
            return str(gettext("Buổi khác, ghi buổi mới"))
        return said.get(self.state) or str(gettext("Đã tổ chức, ghi hôm nay"))

    @cached_property
    def already(self) -> list[tuple[LoggedRecord, str]]:
        """Records that may be the one that was planned, each with who logged it at what hour."""
        if self.record or not self.may_change:
            return []
        found = queries.logged_already(session(), self.plan, today=today())
        return [(record, _told_of(record)) for record in found]

    @cached_property
    def holding(self) -> HoldForm:
        """The box for a channel that is still open."""
        form = self._holding or HoldForm(formdata=None)
        form.channel.choices = self._entry.channels(nothing=gettext("Chọn hình thức"))
        return form

    @property
    def needs_channel(self) -> bool:
        """Whether an activity cannot be written down without asking what it was."""
        return not self.is_forum and self.plan.channel not in self._entry.choices.channels

    @cached_property
    def _entry(self) -> Entry:
        return Entry(self.plan.kind)

    @cached_property
    def moving(self) -> MoveForm:
        """The form for another day."""
        at = self.plan.starts_at
        return self._moving or MoveForm(
            formdata=MultiDict({"starts_at": f"{at:%H:%M}"} if at else {})
        )

    @cached_property
    def cancelling(self) -> CancelForm:
        """The form that says that nothing is held."""
        return self._cancelling or CancelForm(formdata=None)

    @property
    def asks_to_cancel(self) -> bool:
        """Whether the form for that is unfolded."""
        return bool(self.cancelling.errors) or request.args.get("ask") == "cancel"

    def facts(self) -> list[tuple[str, str]]:
        """Label and text of everything that was filled in."""
        plan = self.plan
        day = long_day(plan.planned_on)
        if plan.starts_at:
            day = gettext("%(clock)s, %(day)s", clock=clock(plan.starts_at), day=day)
        chair = gettext("Chủ trì") if self.is_forum else gettext("Phụ trách")
        told = [
            (gettext("Nơi tổ chức"), place_for_reader(session(), plan.place)),
            (gettext("Ngày"), day),
            (gettext("Địa điểm"), plan.venue),
            (gettext("Hình thức"), self.words.channel(plan.channel)),
            (chair, plan.chair),
            (gettext("Phối hợp với"), self.words.partners(plan.partners)),
            (gettext("Nội dung dự kiến"), plan.topics),
            (gettext("Người lên lịch"), plan.author.name),
            (gettext("Lên lịch lúc"), moment(plan.entered_at)),
        ]
        return [(label, text) for label, text in told if text]

    def corrections(self) -> list[Corrected]:
        """Who changed what, newest first."""
        return corrections_of(session(), self.plan, self.words.field)


def _told_of(record: LoggedRecord) -> str:
    hour = clock(record.started_at) if record.started_at else ""
    logged = gettext(
        "%(name)s ghi lúc %(moment)s", name=record.author.name, moment=moment(record.entered_at)
    )
    return " · ".join(text for text in (hour, record.venue, logged) if text)
