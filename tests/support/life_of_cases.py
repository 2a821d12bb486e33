"""Merging and parting in the life of tips: the rules, and what must hold of cases at any time."""

from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.banking import calls
from domain.people.models import Officer
from domain.places.models import Place
from domain.places.queries import in_scope
from domain.tips import case_queries, cases, queries
from domain.tips.acting import Acting
from domain.tips.case_models import TipCase, TipCaseMember
from domain.tips.cases import NewCase
from domain.tips.models import Tip, TipState
from tests.factories import TREE_DAY
from tests.factories_cases import WHY

KEEPERS = st.sampled_from(["truong1", "huyen"])
PICKS = st.lists(st.integers(min_value=0, max_value=5), min_size=1, max_size=3)


class LifeOfCases:
    """Rules of cases beside those of tips; `sent` and `erased` are the machine's."""

    db: Session
    sent: dict[UUID, object]
    erased: set[UUID]
    officers: dict[str, Officer]

    def _standing(self, tip: Tip) -> tuple[object, ...]:
        """What a case must leave alone."""
        return (tip.state, tip.version, tip.unit_id, tip.number, tip.due_at, tip.next_news_on)

    @rule(pick=st.integers(min_value=0, max_value=5), spoken=st.booleans())
    def speak(self, pick: int, spoken: bool) -> None:
        tip = self._tip(pick)
        if tip is not None:
            acting = self._acting("huyen")
            self._try(lambda: calls.say_spoken(self.db, acting=acting, tip=tip, spoken=spoken))

    @rule(picks=PICKS, who=KEEPERS, more=st.booleans(), speaks=st.booleans())
    def merge(self, picks: list[int], who: str, more: bool, speaks: bool) -> None:
        if speaks:
            self.speak(picks[0], spoken=True)
        acting = self._acting(who)
        tips = {tip.id: tip for pick in picks if (tip := self._tip(pick)) is not None}
        new = NewCase(id=uuid4(), tip_ids=list(tips), reason=WHY)
        before = {id_: self._standing(tip) for id_, tip in tips.items()}
        self._try(lambda: self._merge(acting, new, more))
        for id_, was in before.items():
            assert self._standing(self.db.get_one(Tip, id_)) == was

    def _merge(self, acting: Acting, new: NewCase, more: bool) -> None:
        case = self._a_case(acting) if more else None
        if case is None:
            case = cases.open_case(self.db, acting=acting, new=new)
            assert cases.open_case(self.db, acting=acting, new=new) is case
        else:
            cases.add(self.db, acting=acting, case=case, new=new)
        members = case_queries.members(self.db, acting.by, case, TREE_DAY)
        assert any(tip.victim_spoken_on for tip in members), "nobody was spoken to"
        assert all(tip.state is not TipState.SPAM for tip in members if tip.id in new.tip_ids)

    @rule(picks=PICKS, who=KEEPERS, ends=st.booleans())
    def part(self, picks: list[int], who: str, ends: bool) -> None:
        acting = self._acting(who)
        ids = [tip.id for pick in picks if (tip := self._tip(pick)) is not None]

        def act() -> None:
            case = self._a_case(acting)
            if case is None:
                return
            how = {"acting": acting, "case": case, "version": case.version, "reason": WHY}
            if ends:
                cases.dissolve(self.db, **how)
            else:
                cases.take_out(self.db, **how, tip_ids=ids)

        self._try(act)

    def _a_case(self, acting: Acting) -> TipCase | None:
        query = select(TipCase.id).where(TipCase.unit_id == acting.by.place_id)
        id_ = self.db.scalar(query.order_by(TipCase.number.desc()).limit(1))
        if id_ is None:
            return None
        return case_queries.get_to_keep(self.db, acting.by, id_, TREE_DAY)

    @invariant()
    def a_tip_is_in_one_case_of_a_unit_and_an_erased_one_in_none(self) -> None:
        rows = self.db.execute(select(TipCaseMember.tip_id, TipCase.unit_id).join(TipCase)).all()
        assert len(rows) == len(set(rows))
        assert {tip_id for tip_id, _ in rows} <= set(self.sent) - self.erased
        empty = select(TipCase).where(TipCase.dissolved_at.is_not(None))
        for case in self.db.scalars(empty).unique():
            assert case_queries.count(self.db, case) == 0

    @invariant()
    def a_case_holds_only_what_its_unit_may_read(self) -> None:
        query = select(TipCase.unit_id, Tip.unit_id).select_from(TipCaseMember)
        query = query.join(TipCase).join(Tip, Tip.id == TipCaseMember.tip_id)
        for holder, unit in self.db.execute(query):
            assert in_scope(self.db, holder, unit)

    @invariant()
    def nobody_sees_a_case_of_another_unit_beside_or_above(self) -> None:
        holders = set(self.db.scalars(select(TipCase.unit_id)))
        if not holders:
            return
        for officer in self.officers.values():
            shown = {one.case.unit_id for one in case_queries.listing(self.db, officer, TREE_DAY)}
            below = queries.below_too(officer, TREE_DAY)
            may = self.db.scalars(
                select(Place.id).where(Place.id.in_(holders), Place.id.in_(below))
            )
            assert shown == set(may)

    @invariant()
    def numbers_of_cases_are_given_once(self) -> None:
        most = select(TipCase.unit_id, func.count(), func.max(TipCase.number))
        for _, count, last in self.db.execute(most.group_by(TipCase.unit_id)):
            assert count == last
