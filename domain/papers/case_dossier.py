"""The papers in a case's file: a Word dossier, tables for Excel, and contacts apart."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO

from domain.documents.dossier import Dossier
from domain.documents.nd30 import Letterhead
from domain.papers import content, sheets
from domain.papers.case_content import UNVERIFIED, CaseContent, Heading, Member
from domain.papers.sheets import Cell, DayWith

CAUTION = (
    "Những gì ghi trong hồ sơ này là lời người báo. Số điện thoại, tài khoản, đường link, tên nêu "
    "ra là manh mối, chưa kiểm chứng trừ chỗ ghi khác, và không phải kết luận về người nào. Tên, "
    "liên lạc và chi tiết lộ người báo không ghi trong bản này; cần gặp người báo thì hỏi đơn vị "
    "nhận tin."
)
TIPS = (
    ("Tin", 10), ("Nơi nhận", 16), ("Báo lúc", 17), ("Loại việc", 16), ("Xảy ra", 18),
    ("Thiệt hại (đồng)", 13), ("Kiểm chứng", 14), ("Tình trạng", 16), ("Nội dung", 80),
)  # fmt: skip
TRACES = (("Tin", 24), ("Là gì", 28), ("Số, tài khoản, đường link", 48), ("Kiểm chứng", 20))
CALLS = (("Tin", 24), ("Lúc gọi", 17), ("Ngân hàng", 40), ("Kết quả", 30), ("Người gọi", 24))
CONTACTS = (("Tin", 12), ("Nơi nhận", 26), ("Liên lạc", 60))


def dossier(heading: Heading, told: CaseContent) -> bytes:
    """Everything in words, for who reads it from beginning to end."""
    paper = Dossier(title=f"Hồ sơ vụ số {told.label}", made_at=heading.made_at)
    paper.letterhead(
        Letterhead(
            superior=heading.superior,
            issuer=heading.unit,
            symbol=heading.symbol,
            locality=heading.locality,
            day=heading.day,
            number=heading.number,
        )
    )
    paper.headline("Hồ sơ nhóm tin", f"Vụ số {told.label}")
    paper.text(heading.to_name, lead="Kính gửi:")
    paper.text(CAUTION)
    paper.section("I. Tóm tắt")
    for line in _summary(told, heading):
        paper.text(line)
    paper.section("II. Các tin trong vụ")
    rows = [(m.number, m.unit, m.received, m.loss, m.standing) for m in told.members]
    paper.table(
        ("Tin", "Nơi nhận", "Báo lúc", "Thiệt hại", "Kiểm chứng"), rows, (22, 43, 34, 33, 33)
    )
    paper.section("III. Số, tài khoản, đường link chung")
    _shared(paper, told)
    paper.section("IV. Từng tin")
    for member in told.members:
        _tip(paper, member, heading)
    paper.section("V. Diễn biến")
    for line in _days(told):
        paper.text(line)
    paper.signatures(
        [("Người lập", heading.officer), (heading.signer_title or "Chỉ huy đơn vị", "")]
    )
    return paper.to_bytes()


def _summary(told: CaseContent, heading: Heading) -> Iterator[str]:
    units = list(dict.fromkeys(one.unit for one in told.members))
    yield f"{len(told.members)} tin, do {len(units)} đơn vị nhận: {', '.join(units)}."
    yield (
        f"{told.verified} tin đã nói chuyện với bị hại; các tin còn lại {UNVERIFIED}, có thể cùng "
        "một người gửi."
    )
    if told.amount:
        yield f"Thiệt hại theo lời báo, cộng những tin có ghi số tiền: {content.dong(told.amount)}."
    if heading.left_out:
        yield f"{heading.left_out} tin khác trong vụ do nơi khác giữ, không có trong hồ sơ này."


def _shared(paper: Dossier, told: CaseContent) -> None:
    if not told.shared:
        paper.text("Các tin trong vụ không nêu số nào chung.")
        return
    rows = [(kind, value, "\n".join(tips.split(", "))) for kind, value, tips in told.shared]
    paper.table(("Là gì", "Số, tài khoản, đường link", "Trong tin"), rows, (45, 65, 55))


def _tip(paper: Dossier, one: Member, heading: Heading) -> None:
    paper.text(f"{one.number} – {one.unit}", bold=True)
    said_by_banks = [f"{c.bank}, {c.at:%H:%M %d/%m/%Y}, {c.result}." for c in one.calls]
    told = [
        ("Báo lúc:", one.received),
        ("Loại việc:", one.kind),
        ("Xảy ra:", one.happened),
        ("Thiệt hại:", one.loss),
        ("Kiểm chứng:", one.standing),
        ("Tình trạng:", one.state),
        ("Lời kể:", one.story),
        *((f"{kind}:", f"{value} ({UNVERIFIED})") for kind, value in one.traces),
        *(("Gọi ngân hàng:", said) for said in said_by_banks),
        ("Ảnh kèm theo:", ", ".join(heading.pictures.get(one.tip_id, ()))),
    ]
    for lead, text in told:
        if text:
            paper.text(text, lead=lead)


def _days(told: CaseContent) -> Iterator[str]:
    """Receiving by half-days, calls by the minute: those are officers' own acts."""
    found = [
        (m.day.isoformat(), f"{m.received}: {m.unit} nhận tin {m.number}.") for m in told.members
    ]
    found += [
        (
            f"{c.at:%Y-%m-%dT%H:%M}",
            f"{c.at:%H:%M %d/%m/%Y}: {c.by} gọi {c.bank} cho tin {c.tip}, {c.result}.",
        )
        for m in told.members
        for c in m.calls
    ]
    yield from (line for _, line in sorted(found))


def tables(told: CaseContent, *, made_at: datetime) -> bytes:
    """The same for who counts and filters; days and money sort and add up."""
    file = BytesIO()
    with sheets.workbook(file, made_at) as book:
        for name, heads, rows in _sheets(told):
            title = f"Vụ số {told.label}: {name[0].lower()}{name[1:]}"
            sheets.add_sheet(book, name, heads, rows, title=title)
    return file.getvalue()


def _sheets(
    told: CaseContent,
) -> Iterator[tuple[str, Sequence[tuple[str, int]], Iterable[Sequence[Cell]]]]:
    yield "Các tin", TIPS, (_row(one) for one in told.members)
    traces = ((m.named, *trace, UNVERIFIED) for m in told.members for trace in m.traces)
    yield "Số, tài khoản", TRACES, traces
    calls = ((c.tip, c.at, c.bank, c.result, c.by) for m in told.members for c in m.calls)
    yield "Gọi ngân hàng", CALLS, calls


def contacts(
    told: CaseContent, found: Sequence[tuple[str, str, str]], *, made_at: datetime
) -> bytes:
    """How to reach who sent the tips, in a file of its own that can be held apart."""
    file = BytesIO()
    with sheets.workbook(file, made_at) as book:
        title = f"Vụ số {told.label}: liên lạc người báo (giữ riêng)"
        name = f"Vụ {told.label.replace('/', '-')}"
        sheets.add_sheet(book, name, CONTACTS, found, title=title)
    return file.getvalue()


def _row(one: Member) -> Sequence[Cell]:
    return (
        one.number, one.unit, DayWith(one.day, one.half), one.kind, one.happened,
        one.amount or one.loss, one.standing, one.state, one.story,
    )  # fmt: skip
