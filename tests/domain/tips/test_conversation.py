"""Both sides of the conversation: questions that are tapped, contacts, ready words."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import AuditArrival
from domain.audit.services import Who
from domain.clock import half_day_start, local_day
from domain.errors import BadInput
from domain.notices.models import Notice, NoticeKind
from domain.reference.models import ListKey, ReferenceItem
from domain.tips import (
    access,
    appeals,
    asking_who,
    contacts,
    fingerprints,
    handling,
    inbox,
    messages,
    phrases,
    receipts,
    replying,
    sealing,
    steps,
    transferring,
)
from domain.tips.acting import Acting
from domain.tips.contacts import ContactTooLong, NoContact
from domain.tips.handling import Answer
from domain.tips.inbox import Section, Tray
from domain.tips.messages import NewMessage, Question, Said
from domain.tips.models import StepKind, Tip, TipOutcome, TipState
from domain.tips.renderings import Renderings
from domain.tips.talk_models import TipContact
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from domain.vault.keys import KeyRing
from tests.factories import TREE_DAY, make_officer
from tests.factories_tips import make_tip

NOW = datetime(2024, 6, 5, 3, 17, 44, tzinfo=UTC)
LATER = datetime(2024, 6, 5, 4, 21, 9, tzinfo=UTC)
DAY = TREE_DAY
WHEN = Question("when_sent", ("Sáng", "Trưa", "Chiều"))


class Talk:
    """A tip, its officer, and a person with the code."""

    def __init__(self, db: Session, ring: KeyRing) -> None:
        self.db, self.ring = db, ring
        self.tip = db.get_one(Tip, make_tip(db, ring, at=NOW).tip_id)
        officer = make_officer(db, "xa1")
        who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
        self.acting = Acting(by=officer, who=who, now=NOW, ring=ring, on=DAY)

    def ask(self, text: str = "Chuyển tiền lúc mấy giờ?", question: Question = WHEN) -> Said:
        """The officer asks with taps."""
        message = Answer(text=text, question=question)
        version = self.tip.version
        handling.answer(self.db, acting=self.acting, tip=self.tip, version=version, message=message)
        return self.thread()[-1]

    def reply(self, *, text: str = "", **chosen: str) -> None:
        """The person taps and writes."""
        asked = {one.id: chosen[one.question.code] for one in self.open() if one.question}
        said = replying.taps(self.ring, self.thread(), asked)
        self.write([*said, *([self.words(text)] if text else [])])

    def words(self, text: str) -> NewMessage:
        """Words of the person, another sending each time."""
        print_ = fingerprints.of_message(self.ring, uuid4().bytes, text, [])
        return NewMessage(text=text, fingerprint=print_, from_police=False)

    def write(self, said: list[NewMessage]) -> None:
        """What the person sends in one go."""
        replying.write(self.db, self.ring, tip=self.tip, said=said, now=LATER, on=DAY)

    def thread(self) -> list[Said]:
        """Everything said so far."""
        return messages.thread(self.db, self.ring, self.tip)

    def open(self) -> list[Said]:
        """The questions that may be tapped."""
        return messages.to_tap(self.thread())


@pytest.fixture
def talk(db: Session, ring: KeyRing) -> Talk:
    return Talk(db, ring)


def test_a_question_waits_and_one_tap_answers_it_once(talk: Talk, db: Session) -> None:
    asked = talk.ask()
    assert talk.tip.state is TipState.WAITING
    assert asked.question == WHEN, "sent as it stood in the list"
    two_pages = talk.thread()
    talk.reply(when_sent="Trưa")
    assert (talk.tip.state, talk.open()) == (TipState.VERIFYING, [])
    assert [one.text for one in talk.thread()] == [asked.text, "Trưa"]
    db.flush()
    viewer = talk.acting.by
    written = inbox.shelf(
        db, viewer, DAY, tray=Tray.UNIT, section=Section.WRITTEN, below=None, limit=9
    )
    assert [one.id for one in written.tips] == [talk.tip.id], "on top of the inbox"
    assert talk.thread()[-1].tap.code == "when_sent"

    talk.write(replying.taps(talk.ring, two_pages, {asked.id: "Chiều"}))
    assert len(talk.thread()) == 2, "a second answer changes nothing"
    assert replying.taps(talk.ring, two_pages, {asked.id: "Nửa đêm"}) == [], "not one of the list"
    told = db.scalars(select(Notice).where(Notice.kind == NoticeKind.WRITTEN)).all()
    assert {one.officer_id for one in told} == {talk.acting.by.id}


def test_what_the_person_did_stands_in_order_and_tells_no_minute(talk: Talk, db: Session) -> None:
    talk.ask()
    talk.reply(when_sent="Sáng")
    contacts.leave(db, talk.ring, tip=talk.tip, contact="chị Mẫu 0900 000 123", now=LATER, on=DAY)
    db.flush()
    appeals.appeal(db, talk.ring, tip=talk.tip, now=LATER, on=DAY)
    db.flush()
    done = steps.of_tip(db, talk.ring, talk.tip)
    assert [(one.state, one.by) for one in done] == [
        (TipState.WAITING, talk.acting.by.name),
        (TipState.VERIFYING, ""),
        (TipState.VERIFYING, ""),
        (TipState.VERIFYING, ""),
    ]
    assert done[-1].kind is StepKind.APPEALED
    assert all(one.at < LATER.replace(minute=0) for one in done)


def test_words_answer_the_question_beside_them_and_a_tap_is_still_welcome(talk: Talk) -> None:
    asked = talk.ask()
    other = talk.ask("Chuyển vào số nào?", Question("which_account"))
    assert [one.id for one in messages.unanswered(talk.thread())] == [asked.id, other.id]

    def about(question: Said, *said: NewMessage) -> UUID | None:
        return replying.answered_by_words(talk.thread(), question.id, said)

    taps = replying.taps(talk.ring, talk.thread(), {asked.id: "Trưa"})
    assert about(asked, *taps) is None, "the tap answers it; the words stand by themselves"
    for question, text in ((other, "Số 0123 của VCB"), (asked, "Hình như gần trưa")):
        talk.write([replace(talk.words(text), answers=about(question))])
    assert [one.answered for one in talk.thread()[2:]] == [other.id, asked.id]
    assert messages.unanswered(talk.thread()) == []
    assert about(asked) is None and about(talk.thread()[-1]) is None, "answered, or no question"
    assert [one.id for one in talk.open()] == [asked.id]
    talk.reply(when_sent="Trưa")
    assert talk.open() == []


def test_what_a_unit_wrote_stays_its_own_when_the_tip_goes_up(talk: Talk) -> None:
    talk.ask()
    wrote = talk.tip.unit
    up = HandOver(way=TransferWay.UP, to_unit_id=wrote.parent_id, note="vượt thẩm quyền")
    version = talk.tip.version
    transferring.transfer(talk.db, acting=talk.acting, tip=talk.tip, version=version, hand=up)
    assert talk.thread()[0].author_unit == wrote.unit_title
    assert talk.tip.unit.unit_title != wrote.unit_title


def test_what_was_sent_in_ready_words_is_read_in_english(talk: Talk, db: Session) -> None:
    ready = "Công an đã nhận tin. Cảm ơn đã báo sớm."
    question = next(
        one for one in phrases.questions(db, talk.tip, DAY) if one.question.code == "app_installed"
    )
    talk.ask(f"{ready} Chào bác.\n{question.text}", question.question)
    talk.reply(app_installed="Không nhớ")
    asked, tapped = talk.thread()
    english = Renderings.into("en", db)
    assert english.of(asked).text == (
        "The police have received your report. Thank you for telling us early. Chào bác.\n"
        "Were you told to install an app?"
    )
    assert not english.of(asked).is_whole, "the officer's own words stay"
    assert english.words(asked.asks).is_whole
    assert [one.shown for one in english.choices(question.question)][-1] == "I don’t remember"
    assert english.of(tapped).text == "I don’t remember" and english.of(tapped).is_whole
    plain = Renderings.into("vi", db)
    assert plain.of(asked).text == asked.text and plain.of(tapped).text == "Không nhớ"
    assert plain.choices(question.question)[0].shown == "Có cài"
    talk.write([talk.words(ready)])
    assert english.of(talk.thread()[-1]).text == ready, "what the person typed is theirs"


def test_whoever_has_the_tip_hears_that_a_contact_was_withdrawn(talk: Talk, db: Session) -> None:
    contacts.withdraw(db, talk.ring, tip=talk.tip, now=LATER, on=DAY)
    db.flush()
    told = db.scalars(select(Notice).where(Notice.subject == talk.tip.id)).all()
    assert {(one.kind, one.at) for one in told} == {(NoticeKind.WRITTEN, half_day_start(LATER))}
    assert talk.acting.by.id in {one.officer_id for one in told}


def test_a_message_to_a_closed_tip_is_kept_and_seen(talk: Talk) -> None:
    move = handling.Move(state=TipState.RESOLVED, outcome=TipOutcome.ANSWERED)
    handling.set_state(
        talk.db, acting=talk.acting, tip=talk.tip, version=talk.tip.version, move=move
    )
    talk.write([talk.words("Nó gọi lại nữa")])
    assert talk.tip.state is TipState.RESOLVED and talk.tip.has_new_message
    assert talk.thread()[-1].text == "Nó gọi lại nữa"


def test_one_emoji_and_other_scripts_are_messages_like_any_other(talk: Talk) -> None:
    for text in ("😢", "ខ្ញុំត្រូវបានគេបោក", "他们骗了我"):
        talk.write([talk.words(text)])
    assert [one.text for one in talk.thread()] == ["😢", "ខ្ញុំត្រូវបានគេបោក", "他们骗了我"]


def test_questions_that_ask_who_are_held_up_wherever_the_words_come_from(talk: Talk) -> None:
    for text, question in (
        ("Bác là ai?", Question("new")),
        ("Trả lời giúp", Question("new", ("Ở ấp nào", "Nhà ở đâu"))),
    ):
        with pytest.raises(asking_who.AsksWho):
            talk.ask(text, question)
    assert talk.thread() == []


def test_a_contact_is_left_replaced_and_withdrawn(talk: Talk, db: Session) -> None:
    tip, ring = talk.tip, talk.ring
    row = db.get_one(TipContact, tip.id)
    row.last_opened_on = DAY
    contacts.leave(db, ring, tip=tip, contact=" Cô Ba 0900 000 777 ", now=LATER, on=DAY)
    db.flush()
    assert sealing.read_contact(ring, db.get_one(TipContact, tip.id)) == "Cô Ba 0900 000 777"
    assert row.last_opened_on is None, "nobody has opened this one"
    contacts.leave(db, ring, tip=tip, contact="Cô Ba 0900 000 777", now=LATER, on=DAY)
    for _ in range(2):
        contacts.withdraw(db, ring, tip=tip, now=LATER, on=DAY)
        db.flush()
    assert not tip.has_contact and db.get(TipContact, tip.id) is None
    kinds = [one.kind for one in steps.of_tip(db, ring, tip)]
    assert kinds == [StepKind.CONTACT_LEFT, StepKind.CONTACT_WITHDRAWN], "the same is no step"
    noted = [row.action for row in db.scalars(select(AuditArrival).order_by(AuditArrival.seq))]
    assert noted == ["tip_received", "tip_contact_left", "tip_contact_withdrawn"]
    at = {row.at for row in db.scalars(select(AuditArrival))}
    assert at == {half_day_start(NOW)}


def test_that_a_contact_was_opened_is_not_forgotten_when_it_is_replaced_or_withdrawn(
    talk: Talk, db: Session
) -> None:
    tip, ring = talk.tip, talk.ring
    assert receipts.any_contact_opened_on(db, tip.id) is None
    access.open_contact(db, acting=talk.acting, tip=tip, reason="Hỏi thêm số tài khoản")
    contacts.leave(db, ring, tip=tip, contact="Cô Ba 0900 000 777", now=LATER, on=DAY)
    db.flush()
    assert receipts.contact_opened_on(db, tip.id) is None, "nobody has opened the new one"
    assert receipts.any_contact_opened_on(db, tip.id) == local_day(talk.acting.now)
    contacts.withdraw(db, ring, tip=tip, now=LATER, on=DAY)
    db.flush()
    assert receipts.any_contact_opened_on(db, tip.id) == local_day(talk.acting.now)


@pytest.mark.parametrize(("text", "refusal"), [(" ", NoContact), ("a" * 401, ContactTooLong)])
def test_a_contact_that_cannot_be_kept_says_why(
    talk: Talk, text: str, refusal: type[BadInput]
) -> None:
    with pytest.raises(refusal):
        contacts.leave(talk.db, talk.ring, tip=talk.tip, contact=text, now=LATER, on=DAY)


def test_ready_words_fit_the_state_and_the_category(talk: Talk, db: Session) -> None:
    tip = talk.tip

    def said() -> list[str]:
        return [one.text for one in phrases.replies(db, tip, DAY)]

    assert "Công an đã nhận tin. Cảm ơn đã báo sớm." in said()
    tip.state = TipState.RESOLVED
    assert said()
    assert "Công an đã nhận tin. Cảm ơn đã báo sớm." not in said()
    codes = [one.question.code for one in phrases.questions(db, tip, DAY)]
    row = db.scalars(select(ReferenceItem).where(ReferenceItem.code == codes[0])).one()
    row.details = {**row.details, "categories": "gambling"}
    assert [one.question.code for one in phrases.questions(db, tip, DAY)] == codes[1:]


def test_the_state_speaks_the_readers_language_or_the_officers_own_words(
    talk: Talk, db: Session, ring: KeyRing
) -> None:
    tip = talk.tip

    def words(language: str = "vi") -> phrases.StateWords:
        state = receipts.state_of(tip)
        return phrases.state_words(db, ring, tip, state, language=language, on=DAY)

    tip.state = TipState.VERIFYING
    assert words().head == "Công an đang xác minh"
    assert words().rest and words("en").head.isascii()
    tip.sealed_sentence = sealing.seal_sentence(ring, tip, "Đã gặp người bán. Chờ sổ sách.")
    assert words("en") == phrases.StateWords("Đã gặp người bán", "Chờ sổ sách.", is_own=True)
    tip.sealed_sentence = sealing.seal_sentence(ring, tip, "dài " * 60)
    assert words().head == ""


def test_shipped_words_speak_both_languages_ask_not_who_and_promise_no_money(
    talk: Talk, db: Session
) -> None:
    keys = (ListKey.ANSWER_TEMPLATES, ListKey.FOLLOW_UP_QUESTIONS, ListKey.STATE_SENTENCES)
    rows = db.scalars(select(ReferenceItem).where(ReferenceItem.list_key.in_(keys))).all()
    assert len(rows) > 25
    for row in rows:
        assert row.name_en and row.name_en != row.name_vi, row.code
        choices = [row.details.get(name, "").split(";") for name in ("choices", "choices_en")]
        assert len(choices[0]) == len(choices[1]), row.code
        for text in (row.name_vi, *row.details.get("choices", "").split(";")):
            assert not asking_who.asks_who(text), text
            assert "lấy lại" not in text and "trả tiền lại" not in text, text
