"""The lines of a tip's timeline in words, one case for each kind of step."""

from datetime import date

from flask_babel import gettext

from blueprints.tips import bank_panel, call_words, papers_panel, traces_panel, words
from blueprints.tips.law_forms import classifications
from blueprints.tips.words import Words
from domain.banking import call_history
from domain.clock import local_day
from domain.tips import times
from domain.tips.models import Classification, StepKind
from domain.tips.steps import Done
from web.filters import full_day, moment

_OF_THE_PERSON = frozenset(
    {
        StepKind.STATE,
        StepKind.CONTACT_LEFT,
        StepKind.CONTACT_WITHDRAWN,
        StepKind.APPEALED,
        StepKind.ESCALATED,
    }
)
"""What the person may have done, or what followed so long after it: then no officer stands beside
it, and no hour is told."""


def when(done: Done) -> str:
    """The minute of what an officer or the clock did; the half-day of what the person did."""
    if done.by or done.kind not in _OF_THE_PERSON:
        return moment(done.at)
    return words.half_of(local_day(done.at), times.half_of(done.at))


def told(done: Done, names: Words) -> str:
    """What happened, and who did it."""
    if done.kind is StepKind.IDENTIFIER:
        return traces_panel.told(done, names)
    if done.kind is StepKind.BANK_CALL:
        return bank_panel.told_call(done, names.bank(done.note.split("|")[0]))
    if done.kind is StepKind.BANK_CALL_CORRECTED:
        corrected = call_history.read(done)
        return call_words.told_corrected(corrected, names.bank(corrected.bank))
    sentences = {**_sentences(done), **_of_law(done, names)}
    if done.kind in sentences:
        return sentences[done.kind]
    return _category(done, names) if done.kind is StepKind.CATEGORY else _state(done)


def _sentences(done: Done) -> dict[StepKind, str]:
    """The kinds that one sentence tells; whoever adds a kind writes a line here."""
    name, why = done.by, done.note
    return {
        StepKind.OPENED: gettext("%(name)s mở xem", name=name),
        StepKind.TAKEN: gettext("%(name)s nhận xử lý", name=name),
        StepKind.VICTIM_SPOKEN: bank_panel.told_spoken(done),
        StepKind.RELEASED: gettext("%(name)s đưa vào hộp tin", name=name),
        StepKind.CONTACT: gettext("%(name)s mở liên lạc: %(why)s", name=name, why=why),
        StepKind.PAPER: papers_panel.told_issued(done),
        StepKind.ESCALATED: gettext("Chưa ai mở: đã nhắc chỉ huy")
        if why == "1"
        else gettext("Chưa ai mở: đã nhắc cấp trên, cấp trên mở được"),
        StepKind.ASSIGNED: gettext("%(name)s giao cho %(other)s", name=name, other=why),
        StepKind.CHECKED: gettext("%(name)s đồng ý đóng tin", name=name),
        StepKind.TRANSFERRED: gettext("%(name)s chuyển đi, phiếu số %(slip)s", name=name, slip=why),
        StepKind.RETURNED: gettext("%(name)s nhận lại: %(why)s", name=name, why=why),
        StepKind.APPEALED: gettext("Người báo gửi cấp trên xem lại"),
        StepKind.APPEAL_DECIDED: gettext("%(name)s xem lại theo ý người báo: giữ nguyên", name=name)
        if why == "keep"
        else gettext("%(name)s xem lại theo ý người báo: làm tiếp", name=name),
        StepKind.CONTACT_LEFT: gettext("Người báo để lại liên lạc"),
        StepKind.CONTACT_WITHDRAWN: gettext("Người báo đã rút liên lạc"),
        StepKind.CONTACT_DESTROYED: gettext("Liên lạc hết hạn giữ, đã hủy"),
    }


def _of_law(done: Done, names: Words) -> dict[StepKind, str]:
    """What the tip is in law, and its limits."""
    change, _, why = done.note.partition("|")
    if done.kind is StepKind.CLASSIFIED:
        to = classifications()[Classification(change.partition(">")[2])]
        said = gettext("%(name)s phân loại: %(what)s. %(why)s", name=done.by, what=to, why=why)
        return {done.kind: said}
    if done.kind is StepKind.EXTENDED:
        last = full_day(date.fromisoformat(change))
        said = gettext(
            "%(name)s kéo dài tới hết ngày %(day)s. %(why)s", name=done.by, day=last, why=why
        )
        return {done.kind: said}
    if done.kind is StepKind.LIMIT_MET:
        said = gettext("%(name)s ghi đã làm: %(what)s", name=done.by, what=names.limit(done.note))
        return {done.kind: said}
    return {}


def _category(done: Done, names: Words) -> str:
    before, _, after = done.note.partition(">")
    change = " → ".join(names.category(code) for code in (before, after))
    return str(gettext("%(name)s sửa loại việc: ", name=done.by)) + change


def _state(done: Done) -> str:
    state = words.states()[done.state]
    if not done.by:
        return str(gettext("Người báo trả lời: %(state)s", state=state))
    set_by = gettext("%(name)s đặt: %(state)s", name=done.by, state=state)
    return f"{set_by}. {done.note}" if done.note else str(set_by)
