"""The page of a group of tips that name the same, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid4

from flask import request, url_for
from flask_babel import gettext, ngettext

from blueprints.tips import bank_panel, forms
from blueprints.tips.case_forms import NEW, ticked
from blueprints.tips.group_told import GroupTold
from blueprints.tips.traces_panel import elsewhere_words, ties_of
from domain.banking import calls
from domain.people.models import Role
from domain.people.rules import Permission, may
from domain.tips import case_queries, links, queries, tracing
from domain.tips.acting import Acting
from domain.tips.case_models import TipCase
from domain.tips.models import Tip, TipState
from domain.tips.sealing import key_unless_lost
from web.context import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing to do with a group: done, or where to do it."""

    glyph: str
    title: str
    meta: str
    is_done: bool = False
    href: str = ""
    button: str = ""


class LinksPage(GroupTold):
    """The group of one tip, as far as the reader may know of it."""

    def __init__(self, acting: Acting, tip: Tip) -> None:
        self.tip = tip
        key = key_unless_lost(acting.ring, tip)
        self.traces = tracing.of_tip(session(), key, tip) if key else ()
        group = links.cluster(session(), acting.by, tip, acting.on, opened=self.traces)
        super().__init__(group, queries.numbers(session(), acting.by, group.tips, acting.on))
        self._acting = acting
        self._is_elsewhere = ties_of(acting, tip, self.traces).is_elsewhere
        self.is_above = acting.by.role is Role.SUPERVISOR
        ids = [one.id for one in group.tips]
        self._cases = case_queries.of_tips(session(), acting.by, ids, acting.on)

    def title(self) -> str:
        """What most of the group names, where the reader may know it."""
        return self.most_shared() or str(gettext("Tin liên quan"))

    def elsewhere(self) -> str:
        """All that may be told of tips out of the reader's sight."""
        return elsewhere_words() if self._is_elsewhere else ""

    def case(self, tip: Tip) -> TipCase | None:
        """The case of the reader's unit that holds a tip."""
        return self._cases.get(tip.id)

    def case_named(self, tip: Tip) -> str:
        """Its name."""
        return case_named(self._cases[tip.id]) if tip.id in self._cases else ""

    @cached_property
    def mergeable(self) -> frozenset[UUID]:
        """The tips that the reader may put into a case now."""
        acting = self._acting
        if not may(acting.by, Permission.KEEP_CASES):
            return frozenset()
        units = case_queries.units_within(
            session(), acting.by, {tip.unit_id for tip in self.group.tips}, acting.on
        )
        return frozenset(
            tip.id
            for tip in self.group.tips
            if tip.unit_id in units
            and tip.id not in self._cases
            and not tip.is_quarantined
            and tip.state is not TipState.SPAM
        )

    @property
    def may_merge(self) -> bool:
        """Whether there is anything to merge: two tips, or one more for a case."""
        return len(self.mergeable) >= (1 if self._cases else 2)

    @cached_property
    def _chosen(self) -> frozenset[UUID]:
        if request.method == "POST":
            return frozenset(ticked())
        return self.mergeable - self.group.other_bank

    def is_ticked(self, tip: Tip) -> bool:
        """Whether its box is ticked: all of them at first, but those of another bank."""
        return tip.id in self._chosen

    def into(self) -> list[tuple[str, str]]:
        """What the tips may be merged into: the cases that hold some of them, or a new one."""
        standing = {str(case.id): case_named(case) for case in self._cases.values()}
        return [*standing.items(), (NEW, gettext("Vụ mới"))]

    @cached_property
    def form_id(self) -> UUID:
        """The id that a new case will have."""
        return forms.uuid_in(request.form.get("id", "")) if request.form else uuid4()

    def to_do(self) -> Sequence[ToDo]:
        """What should be done with the group, and what is done."""
        if len(self.group.tips) < 2:
            return []
        return [self._bank(), *([self._merge(), self._hand_over()] if self._keeps else [])]

    @property
    def _keeps(self) -> bool:
        return bool(self.mergeable or self._cases) and may(self._acting.by, Permission.KEEP_CASES)

    def _bank(self) -> ToDo:
        title = gettext("Báo ngân hàng giữ tiền")
        last = calls.newest(session(), [tip.id for tip in self.group.tips])
        if last is not None:
            return ToDo(glyph="bank", title=title, meta=bank_panel.told_last(last), is_done=True)
        return ToDo(
            glyph="bank",
            title=title,
            meta=gettext("Chưa ghi lần gọi nào cho các tin này."),
            href=url_for("tips.bank", tip_id=self.tip.id),
            button=gettext("Yêu cầu ngân hàng"),
        )

    def _merge(self) -> ToDo:
        title = gettext("Gộp thành một vụ")
        own = gettext("Từng người báo vẫn nhận trả lời riêng qua mã của mình.")
        if not self.mergeable:
            named = ", ".join(dict.fromkeys(case_named(case) for case in self._cases.values()))
            return ToDo(glyph="net", title=title, meta=f"{named}. {own}", is_done=True)
        if not self.group.verified:
            first = gettext("Cần nói chuyện với ít nhất một bị hại có tên trước.")
            return ToDo(glyph="net", title=title, meta=f"{first} {own}")
        return ToDo(
            glyph="net",
            title=title,
            meta=own,
            href=f"{url_for('tips.links', tip_id=self.tip.id)}#merge",
            button=gettext("Gộp"),
        )

    def _hand_over(self) -> ToDo:
        title = gettext("Chuyển cả vụ cho cơ quan điều tra")
        case = next(iter(self._cases.values()), None)
        if case is None:
            return ToDo(glyph="file", title=title, meta=gettext("Gộp trước, rồi lập hồ sơ của vụ."))
        files = case_queries.files_of(session(), case)
        if files:
            told = ngettext("Đã lập %(num)s bản hồ sơ.", "Đã lập %(num)s bản hồ sơ.", len(files))
            return ToDo(glyph="file", title=title, meta=told, is_done=True)
        return ToDo(
            glyph="file",
            title=title,
            meta=gettext("Một tệp: hồ sơ, bảng tin, ảnh; không có liên lạc người báo."),
            href=url_for("tips.case", case_id=case.id),
            button=gettext("Mở vụ"),
        )


def case_named(case: TipCase) -> str:
    """ "Vụ số 03/2026"."""
    return str(gettext("Vụ số %(number)s", number=case_queries.label(case)))
