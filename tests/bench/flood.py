"""People in a flood: 700 tips of a machine within the hour with 20 of people among them, sent to
the product as it ships, and how many of each lie in the inbox.

What the people say stands in `flood_people.txt` and was written for this, apart from the texts by
which the product knows how people talk."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import create_engine, select

from domain.demo.texts import load_texts
from domain.tips import fingerprints
from domain.tips.models import Tip
from tests.bench import flood_desk, load, stage
from tests.bench.stage import CONTENT_TYPE, Product, multipart
from tests.bench.table import BenchRow
from tests.factories import PHUONG_TRA
from web import form_tokens
from web.context import now

MACHINES, PEOPLE, NETWORKS = 700, 20, 50
MOST_MACHINES, FEWEST_PEOPLE = 20, 19
_AT_ONCE = 8
_TOLD = Path(__file__).with_name("flood_people.txt").read_text("utf-8").splitlines()
_OPENINGS = ("Sáng nay", "Tối qua", "Hôm kia", "Tuần trước", "Mới vừa rồi", "Trưa nay")
_WHO = (
    "có người lạ", "một thanh niên", "bà hàng xóm", "mấy đứa trong xóm", "chủ tiệm đầu đường",
    "nhóm lạ mặt", "một người đàn ông", "nhân viên giao hàng",
)  # fmt: skip
_DID = (
    "xưng là công an gọi điện đòi tiền", "bán hàng giả trên mạng", "cho vay nặng lãi rồi hăm dọa",
    "rủ đầu tư tiền ảo lãi cao", "lừa lấy mã OTP ngân hàng", "mời làm cộng tác viên bán hàng",
    "gửi đường link trúng thưởng", "giả nhân viên điện lực thu tiền",
)  # fmt: skip
_WHERE = ("ở chợ", "gần trường học", "ngay ấp tôi", "bên kia sông", "trước ủy ban", "ở bến xe")
_END = (
    "Đề nghị công an xử lý ngay.", "Bà con rất bức xúc.", "Xin kiểm tra giúp.", "Ai cũng sợ hết.",
    "Mong sớm bắt đối tượng.", "Tôi báo cho biết.",
)  # fmt: skip


_PATTERNS = (
    "Tôi tên {name}, ở {place}, bị {other} lừa {sum} triệu qua số {digits}, mong được giúp đỡ.",
    "Tố cáo {name} ở {place} lừa đảo, chiếm đoạt {sum} triệu, tài khoản {digits} tên {other}.",
    "Đối tượng {name} cùng với {other} tổ chức đánh bạc tại {place}, mỗi ngày thu {sum} triệu.",
)
_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Dương", "Hồ", "Ngô", "Lý")
_GIVEN = (
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Giang",
    "Hạnh",
    "Khoa",
    "Lan",
    "Minh",
    "Nga",
    "Phúc",
    "Tú",
)
_LETTERS = "abcdefghiklmnopqrstuvxy"


@dataclass(frozen=True)
class Sending:
    """One tip on its way: whose, from where, what it says, how long its form was open."""

    is_persons: bool
    origin: str
    story: str
    age: float
    extra: dict[str, str]
    id: UUID


@dataclass(frozen=True)
class Kind:
    """A kind of machine: how it words a tip, and what it is measured against."""

    name: str
    story: Callable[[Random], str]
    to_one_commune: bool = False
    """By the page of a commune; otherwise by every board of the district in turn."""


def _joined(chance: Random) -> str:
    """Sentences put together by chance out of parts, with numbers of their own."""
    told = f"{chance.choice(_OPENINGS)} {chance.choice(_WHO)} {chance.choice(_DID)}"
    lost = f"{chance.choice(_WHERE)}, lấy của nhà tôi {chance.randint(1, 900)} triệu."
    return f"{told} {lost} {chance.choice(_END)} {chance.choice(_END)} Số {chance.randrange(10**9)}"


def _filled(chance: Random) -> str:
    """One of ten ready letters with gaps for a name, a place and a sum."""
    letter = load_texts().notes[chance.randrange(10)].text
    gaps = f"{chance.choice(_WHO)} {chance.choice(_WHERE)} {chance.randint(1, 999)}"
    return f"{gaps} {letter} {gaps}"


def _nonsense(chance: Random) -> str:
    """Words of real tips in no order: no two texts have anything in common."""
    words = " ".join(tip.text for tip in load_texts().tips).split()
    return " ".join(chance.choices(words, k=chance.randint(12, 40)))


def _copied(chance: Random) -> str:
    """One text again and again."""
    told = "Công an xã làm ngơ cho cờ bạc ở ấp này, ai cũng biết hết mà không ai làm gì"
    return f"{told} {chance.randrange(10**9)}"


def _patterned(chance: Random) -> str:
    """Three sentences with names, places and sums made by chance."""
    names = [f"{chance.choice(_NAMES)} Văn {chance.choice(_GIVEN)}" for _ in range(2)]
    return chance.choice(_PATTERNS).format(
        name=names[0],
        other=names[1],
        place=f"ấp {chance.choice(_GIVEN)} {chance.choice(_NAMES)} {chance.randint(1, 9)}",
        sum=chance.randint(1, 900),
        digits=chance.randrange(10**9),
    )


def _typed_blindly(chance: Random) -> str:
    """Letters by chance."""
    words = ("".join(chance.choices(_LETTERS, k=chance.randint(2, 9))) for _ in range(25))
    return " ".join(words)


KINDS = (
    Kind("sentences joined by chance", _joined, to_one_commune=True),
    Kind("ten letters with gaps", _filled),
    Kind("one text copied", _copied),
    Kind("sentences with names by chance", _patterned, to_one_commune=True),
    Kind("words in no order, slowly", _nonsense),
    Kind("letters by chance", _typed_blindly),
)


def measure(scratch: Path) -> list[BenchRow]:
    """Each kind against a server that has just started, as memory of the hour is in it."""
    instance = scratch / "instance-flood"
    stage.prepare(instance, limits={})
    rows: list[BenchRow] = []
    for number, kind in enumerate(KINDS):
        with stage.product(instance) as product:
            rows += _flooded(product, kind, Random(number))
        if not number:
            rows += flood_desk.measure(instance)
    return rows


def _flooded(product: Product, kind: Kind, chance: Random) -> list[BenchRow]:
    sendings = _sendings(kind, chance)
    addresses = [f"/q/{code}/tip" for code in product.posters()]
    if kind.to_one_commune:
        addresses = [f"/tip?place={PHUONG_TRA}"]
    pairs = [(sending, addresses[n % len(addresses)]) for n, sending in enumerate(sendings)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = list(pool.map(lambda pair: _send(product, *pair), pairs))
    people, machines = _in_the_inbox(product, sendings)
    stored = _stored(product, sendings)
    name = kind.name
    return [
        BenchRow(
            f"{name}: of {PEOPLE} people, in the inbox", people, FEWEST_PEOPLE, "", at_least=True
        ),
        BenchRow(
            f"{name}: of {MACHINES} machines' tips, in the inbox", machines, MOST_MACHINES, ""
        ),
        BenchRow(f"{name}: refused, or stored nowhere", MACHINES + PEOPLE - stored, 0, ""),
        BenchRow(f"{name}: answers that were no receipt", sum(a != 303 for a in answers), 0, ""),
    ]


def _sendings(kind: Kind, chance: Random) -> list[Sending]:
    """Machines come from fifty networks in turn and fill their forms for 4 to 40 seconds, but one
    in ten is in a hurry and one in ten fills the trap. People take half a minute to ten; half of
    them sit in networks that machines use."""
    sendings = [_machine(kind, number, chance) for number in range(MACHINES)]
    stories = chance.sample(_TOLD, PEOPLE)
    for number, story in enumerate(stories):
        network = number if number % 2 else 100 + number
        person = Sending(
            is_persons=True,
            origin=f"127.66.{network}.{200 + number}",
            story=story,
            age=chance.uniform(30, 600),
            extra={},
            id=uuid4(),
        )
        sendings.insert(chance.randrange(len(sendings)), person)
    return sendings


def _machine(kind: Kind, number: int, chance: Random) -> Sending:
    plain = Sending(
        is_persons=False,
        origin=f"127.66.{number % NETWORKS}.{chance.randint(1, 199)}",
        story=kind.story(chance),
        age=chance.uniform(4, 40),
        extra={},
        id=uuid4(),
    )
    if number % 10 == 3:
        return replace(plain, age=1.0)
    return replace(plain, extra={"confirm_note": "x"}) if number % 10 == 7 else plain


def _send(product: Product, sending: Sending, address: str) -> int:
    """The status of the answer. The form's token is made here, as old as if it had been open."""
    made = now() - timedelta(seconds=sending.age)
    fields = {
        "submission_id": str(sending.id),
        "form_token": form_tokens.form_token(product.ring, sending.id, made),
        "send_to": "commune",
        "category": "impersonation",
        "story": sending.story,
        **sending.extra,
    }
    line = HTTPConnection(
        load.HOST, product.serving.port, timeout=60, source_address=(sending.origin, 0)
    )
    try:
        line.request("POST", address, multipart(fields), {"Content-Type": CONTENT_TYPE})
        answer = line.getresponse()
        answer.read()
        return answer.status
    finally:
        line.close()


def _in_the_inbox(product: Product, sendings: Sequence[Sending]) -> tuple[int, int]:
    """How many of the people's tips and of the machines' lie there."""
    people, machines = 0, 0
    wanted = _lookups(product, sendings)
    for lookup, is_apart in _rows(product):
        if lookup in wanted and not is_apart:
            people += wanted[lookup]
            machines += not wanted[lookup]
    return people, machines


def _stored(product: Product, sendings: Sequence[Sending]) -> int:
    wanted = _lookups(product, sendings)
    return sum(lookup in wanted for lookup, _ in _rows(product))


def _lookups(product: Product, sendings: Sequence[Sending]) -> dict[bytes, bool]:
    return {fingerprints.of_submission(product.ring, one.id)[0]: one.is_persons for one in sendings}


def _rows(product: Product) -> list[tuple[bytes, bool]]:
    engine = create_engine(product.config.database_url)
    with engine.connect() as connection:
        query = select(Tip.submission_lookup, Tip.is_quarantined)
        found = [(lookup, is_apart) for lookup, is_apart in connection.execute(query)]
    engine.dispose()
    return found
