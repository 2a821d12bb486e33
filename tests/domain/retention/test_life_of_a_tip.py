"""Whatever villagers and officers do in whatever order: nothing acknowledged is lost or doubled."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.audit.services import NOBODY, Who
from domain.errors import NotFound, Refusal
from domain.feed.models import DailyCount
from domain.people.models import Officer, Role
from domain.places.models import Place
from domain.reference.settings import Settings
from domain.retention import services
from domain.retention.models import TipStub
from domain.tips import (
    access,
    appeals,
    checking,
    classifying,
    coming_back,
    contacts,
    deadlines,
    handling,
    messages,
    queries,
    receipts,
    receiving,
    sealing,
    taking_up,
    transferring,
    undoing,
)
from domain.tips.acting import Acting
from domain.tips.appeals import Decision
from domain.tips.handling import Answer
from domain.tips.lifecycle import CHECKED_ENDS, Move
from domain.tips.messages import NewMessage
from domain.tips.models import OPEN_STATES, EndCheck, Tip, TipOutcome, TipState
from domain.tips.receiving import NewTip, Receipt
from domain.tips.talk_models import TipContact, TipMessage
from domain.tips.transferring import HandOver
from domain.tips.work_models import TipWatcher, TransferWay
from domain.vault.keys import KeyRing
from tests.factories import BINH_THANH, DISTRICT, PROVINCE, TREE_DAY, make_officer, place
from tests.factories_tips import STORY, told_of
from tests.support.life_of_cases import LifeOfCases

BEGIN = datetime(2024, 6, 5, 8, 0, tzinfo=UTC)
FAR = date(2034, 1, 1)
PLAIN = Settings({})
WHO = st.integers(min_value=0, max_value=7)
"""One of the officers who have the tip; 7 is somebody of another unit."""
STATES = st.sampled_from([state for state in TipState if state is not TipState.TRANSFERRED])
STRANGER = 7
PICK = st.integers(min_value=0, max_value=5)


class LifeOfTips(LifeOfCases, RuleBasedStateMachine):
    """Villagers and four officers at once on a handful of tips, each step alone."""

    def __init__(self, db: Session, ring: KeyRing, officers: dict[str, Officer]) -> None:
        super().__init__()
        self.db, self.ring, self.officers = db, ring, officers
        self.outer = db.begin_nested()
        self.now = BEGIN
        self.sent: dict[UUID, tuple[NewTip, Receipt]] = {}
        self.said: dict[UUID, int] = {}
        self.erased: set[UUID] = set()
        self.numbers: dict[tuple[UUID, int], UUID] = {}
        self.above, self.top = place(db, DISTRICT), place(db, PROVINCE)
        for to_parent in (False, False, True):
            self._receive(self.above if to_parent else place(db))

    def teardown(self) -> None:
        """Leave the database as it was for the next run."""
        self.outer.rollback()
        self.db.expire_all()

    def _acting(self, name: str) -> Acting:
        self.now += timedelta(minutes=1)
        by = self.officers[name]
        who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
        return Acting(by=by, who=who, now=self.now, ring=self.ring, on=TREE_DAY)

    def _tip(self, pick: int) -> Tip | None:
        living = [id_ for id_ in self.sent if id_ not in self.erased]
        return self.db.get(Tip, living[pick % len(living)]) if living else None

    def _try(self, act) -> None:
        """A refusal is an answer too, and changes nothing."""
        try:
            with self.db.begin_nested():
                act()
        except Refusal:
            self.db.expire_all()

    def _handle(self, who: int, pick: int, act) -> None:
        tip = self._tip(pick)
        if tip is None:
            return
        names = sorted(self.officers)
        mine = [name for name in names if self.officers[name].place_id == tip.unit_id]
        theirs = [name for name in names if name not in mine]
        acting = self._acting(theirs[0] if who == STRANGER or not mine else mine[who % len(mine)])

        def do() -> None:
            mine = queries.get_to_handle(self.db, acting.by, tip.id, TREE_DAY)
            access.read(self.db, acting=acting, tip=mine)
            act(acting, mine)

        self._try(do)

    @rule(to_parent=st.booleans())
    def submit(self, to_parent: bool) -> None:
        self._receive(self.above if to_parent else place(self.db))

    def _receive(self, unit: Place) -> None:
        id_, key = NewTip.fresh_key()
        tip = NewTip(id=id_, key=key, submission_id=uuid4(), told=told_of(unit))
        receipt = receiving.store(
            self.db, self.ring, tip=tip, who=NOBODY, now=self.now, on=TREE_DAY
        )
        self.sent[receipt.tip_id], self.said[receipt.tip_id] = (tip, receipt), 0

    @rule(pick=PICK)
    def retry(self, pick: int) -> None:
        tip = self._tip(pick)
        if tip is None:
            return
        new, receipt = self.sent[tip.id]
        again = receiving.earlier(
            self.db, self.ring, submission_id=new.submission_id, told=new.told
        )
        assert again == Receipt(receipt.tip_id, receipt.code, is_new=False)

    @rule(pick=PICK, who=WHO)
    def take(self, pick: int, who: int) -> None:
        self._handle(
            who, pick, lambda a, t: handling.take(self.db, acting=a, tip=t, version=t.version)
        )

    @rule(pick=PICK, who=WHO, state=STATES, outcome=st.sampled_from(TipOutcome))
    def move(self, pick: int, who: int, state: TipState, outcome: TipOutcome) -> None:
        move = Move(state=state, outcome=outcome, duplicate_of="TB-0001", note="vì sao")
        self._handle(
            who,
            pick,
            lambda a, t: handling.set_state(self.db, acting=a, tip=t, version=t.version, move=move),
        )

    @rule(pick=PICK, who=WHO, to=st.sampled_from(classifying.CHOICES))
    def classify(self, pick: int, who: int, to) -> None:
        self._handle(
            who,
            pick,
            lambda a, t: classifying.classify(
                self.db, acting=a, tip=t, version=t.version, to=to, reason="vì sao"
            ),
        )

    @rule(pick=PICK, who=WHO, way=st.sampled_from(TransferWay))
    def hand_on(self, pick: int, who: int, way: TransferWay) -> None:
        def act(acting: Acting, tip: Tip) -> None:
            units = transferring.offered(self.db, acting, tip).get(way, ())
            hand = HandOver(
                way=way,
                to_unit_id=units[0].id if units else None,
                to_name="Cơ quan điều tra",
                note="vì sao",
            )
            transferring.transfer(self.db, acting=acting, tip=tip, version=tip.version, hand=hand)

        self._handle(who, pick, act)

    @rule(pick=PICK, who=WHO)
    def come_back(self, pick: int, who: int) -> None:
        self._handle(
            who,
            pick,
            lambda a, t: coming_back.come_back(
                self.db, acting=a, tip=t, version=t.version, reason="vì sao"
            ),
        )

    @rule(pick=PICK)
    def take_up(self, pick: int) -> None:
        tip, acting = self._tip(pick), self._acting("huyen")
        if tip is not None:
            self._try(
                lambda: taking_up.take_up(
                    self.db, acting=acting, tip=tip, version=tip.version, reason="vì sao"
                )
            )

    @rule(pick=PICK, who=WHO)
    def undo(self, pick: int, who: int) -> None:
        self._handle(
            who, pick, lambda a, t: undoing.undo(self.db, acting=a, tip=t, version=t.version)
        )

    @rule(pick=PICK, who=WHO)
    def confirm(self, pick: int, who: int) -> None:
        self._handle(
            who, pick, lambda a, t: checking.confirm(self.db, acting=a, tip=t, version=t.version)
        )

    @rule(pick=PICK, who=WHO)
    def answer(self, pick: int, who: int) -> None:
        def act(acting: Acting, tip: Tip) -> None:
            said = Answer(text="Công an đang kiểm tra.", waits=True)
            if handling.answer(self.db, acting=acting, tip=tip, version=tip.version, message=said):
                self.said[tip.id] += 1

        self._handle(who, pick, act)

    @rule(pick=PICK)
    def write(self, pick: int) -> None:
        if tip := self._tip(pick):
            said = NewMessage(text="Nhớ thêm", fingerprint=uuid4().bytes, from_police=False)
            for _ in range(2):
                messages.add(self.db, self.ring, tip=tip, message=said, now=self.now)
            self.said[tip.id] += 1

    @rule(pick=PICK, leaves=st.booleans())
    def contact(self, pick: int, leaves: bool) -> None:
        if tip := self._tip(pick):
            if leaves:
                contacts.leave(
                    self.db, self.ring, tip=tip, contact="Chú Bảy", now=self.now, on=TREE_DAY
                )
            else:
                contacts.withdraw(self.db, self.ring, tip=tip, now=self.now, on=TREE_DAY)

    @rule(pick=PICK)
    def appeal(self, pick: int) -> None:
        if tip := self._tip(pick):
            self._try(
                lambda: appeals.appeal(self.db, self.ring, tip=tip, now=self.now, on=TREE_DAY)
            )

    @rule(pick=PICK, decision=st.sampled_from(Decision))
    def decide(self, pick: int, decision: Decision) -> None:
        tip, acting = self._tip(pick), self._acting("huyen")
        if tip is None:
            return

        def act() -> None:
            appeals.decide(
                self.db,
                acting=acting,
                tip=tip,
                version=tip.version,
                decision=decision,
                words="Đã coi lại.",
            )
            self.said[tip.id] += 1

        self._try(act)

    @rule(pick=PICK)
    def erase(self, pick: int) -> None:
        tip = self._tip(pick)
        if tip is None:
            return
        tip_id = tip.id
        done = services.erase(
            self.db, self.ring, tip_id=tip_id, settings=PLAIN, now=self.now, today=FAR
        )
        if done is not None:
            self.erased.add(tip_id)
            self.db.expire_all()

    @invariant()
    def what_was_acknowledged_stands_once_and_what_was_erased_is_a_stub(self) -> None:
        self.db.flush()
        standing = set(self.db.scalars(select(Tip.id)))
        assert standing == set(self.sent) - self.erased
        assert self.db.scalar(select(func.count()).select_from(TipStub)) == len(self.erased)

    @invariant()
    def a_code_finds_its_tip_and_no_other(self) -> None:
        for tip_id, (_, receipt) in self.sent.items():
            found = receipts.find(self.db, self.ring, code=receipt.code, today=BEGIN.date())
            assert (found.tip_id if found else None) == (None if tip_id in self.erased else tip_id)

    @invariant()
    def every_tip_agrees_with_itself(self) -> None:
        for tip in self.db.scalars(select(Tip)):
            body = sealing.read_body(sealing.tip_key(self.ring, tip), tip)
            assert body.story == STORY
            assert (tip.state in OPEN_STATES) == (tip.closed_on is None)
            assert (tip.end_check is not EndCheck.NOT_NEEDED) == (tip.state in CHECKED_ENDS)
            assert (tip.outcome is not None) == (tip.state is TipState.RESOLVED)
            assert (tip.duplicate_of_id is not None) <= (tip.state is TipState.DUPLICATE)
            assert tip.has_contact == (self.db.get(TipContact, tip.id) is not None)
            unmet = [row.due_at for row in deadlines.of_tip(self.db, tip) if row.met_at is None]
            assert tip.due_at is None or tip.due_at in unmet
            query = select(func.count()).where(TipMessage.tip_id == tip.id)
            assert self.db.scalar(query) == self.said[tip.id]

    @invariant()
    def a_number_once_given_belongs_to_one_tip_for_ever(self) -> None:
        held = self.db.execute(select(Tip.unit_id, Tip.number, Tip.id)).all()
        held += self.db.execute(
            select(TipWatcher.unit_id, TipWatcher.number, TipWatcher.tip_id)
        ).all()
        for unit_id, number, tip_id in held:
            assert self.numbers.setdefault((unit_id, number), tip_id) == tip_id

    @invariant()
    def nobody_handles_a_tip_of_another_unit(self) -> None:
        for tip in self.db.scalars(select(Tip)).all():
            for officer in self.officers.values():
                try:
                    queries.get_own(self.db, officer, tip.id, TREE_DAY)
                    owns = True
                except NotFound:
                    owns = False
                assert owns == (tip.unit_id == officer.place_id)

    @invariant()
    def the_figures_count_every_tip_once(self) -> None:
        query = select(func.sum(DailyCount.value)).where(
            DailyCount.place_id == self.top.id, DailyCount.measure == "records"
        )
        assert (self.db.scalar(query) or 0) == len(self.sent)


def test_nothing_acknowledged_is_lost_or_doubled_in_any_order(db, ring):
    officers = {
        "xa1": make_officer(db, "xa1"),
        "truong1": make_officer(db, "truong1", role=Role.CHIEF),
        "xa2": make_officer(db, "xa2", code=BINH_THANH),
        "huyen": make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT),
    }
    run_state_machine_as_test(
        lambda: LifeOfTips(db, ring, officers),
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
        ),
    )
