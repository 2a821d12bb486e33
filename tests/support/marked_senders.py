"""Fifty people who report at a real server, each marked so that whatever is kept of them shows."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from uuid import UUID

from PIL import Image

from tests.support.canaries import Canaries
from tests.support.images import saved
from tests.support.page import Form
from tests.support.sending import file
from tests.support.stranger import Stranger, form_in, read_of

OF_THE_PERSON = {
    "user agent": "khimaycanhvang",
    "language": "x-zqtieng",
    "referer": "zqtrangtruoc",
    "cookie": "zqbanhquy",
    "file name": "zqtenhinh",
    "metadata": "zqtrongmay",
    "broken file": "zqtephong",
    "contact": "zqgoibatu",
    "withdrawn contact": "zqrutlai",
    "address of no page": "zqlacduong",
}
"""What no officer learns, or not without a reason; each bears the sender's number behind it."""
OF_THE_TIP = {
    "story": "zqcaulacchuyen",
    "name": "zqhotenho",
    "link": "zqlienket",
    "transaction": "zqgiaodich",
    "message": "zqloinhan",
}
"""What the sender wrote for the officers to read, and nobody else."""
OF_THE_DESK = {"reason": "zqlydomo"}
"""What an officer typed who opened a contact, for those above to read."""
WRITES_WITH_PHOTO = 3
"""Every third sends a second photo with the message."""
ORIGINS = {
    "own address": "127.66.",
    "address told by the proxy": "100.66.",
    "forged": "198.51.100.",
}


@dataclass
class Sender:
    """One person: marks, phone, and what they did."""

    number: int
    door: str
    code: str = ""
    submission_id: str = ""
    receipt_page: str = ""

    def marked(self, beginning: str) -> str:
        """A text of this person."""
        return f"{beginning}{self.number:02d}"

    @property
    def address(self) -> str:
        """What the proxy says; every other one comes over IPv6. Each has a network of its own."""
        if self.number % 2:
            return f"2001:db8:66{self.number:02x}::beef:{self.number:x}"
        return f"100.66.{self.number}.{self.number + 7}"

    @property
    def headers(self) -> dict[str, str]:
        """What the browser says of itself, and the proxy of the browser."""
        mine = {name: self.marked(text) for name, text in OF_THE_PERSON.items()}
        return {
            "User-Agent": f"Mozilla/5.0 (Android; {mine['user agent']}) Mobile",
            "Accept-Language": f"vi;q=0.9, {mine['language']};q=0.1",
            "Referer": f"https://{mine['referer']}.example/",
            "Cookie": f"theodoi={mine['cookie']}",
            "X-Forwarded-For": f"198.51.100.{self.number}, {self.address}",
            "X-Real-IP": f"198.51.100.{self.number}",
        }

    def picture(self, which: int) -> bytes:
        """A photo as this phone takes it."""
        block = Image.Exif()
        block[0x0110] = block[0x013B] = self.marked(OF_THE_PERSON["metadata"])
        block.get_ifd(0x8769)[0x9286] = self.marked(OF_THE_PERSON["metadata"]).encode()
        block.get_ifd(0x8825)[0x001D] = self.marked(OF_THE_PERSON["metadata"])
        comment = self.marked(OF_THE_PERSON["metadata"]).encode()
        drawn = Image.new("RGB", (96, 72), (5 * self.number, 90 * which, 40))
        return saved(drawn, exif=block, comment=comment)

    def photo(self, which: int) -> tuple[object, str]:
        """The same as a form carries it."""
        return file(f"{self.marked(OF_THE_PERSON['file name'])}-{which}.jpg", self.picture(which))

    def _photos(self) -> list[tuple[object, str]]:
        if self.number % 5:
            return [self.photo(0)]
        broken = self.marked(OF_THE_PERSON["broken file"])
        return [self.photo(0), file(f"{broken}.pdf", f"%PDF-1.7 {broken}".encode())]

    def report(self, url: str) -> None:
        """Everything a person can do: tell, look up, write, leave a contact, withdraw it."""
        origin = f"127.66.{self.number}.9"
        phone = Stranger(url, origin=origin, headers=self.headers)
        self._tell(phone)
        page = phone.send(phone.form("/receipt", "code"), code=self.code)
        page = phone.send(
            form_in(page, "/receipt", "message"),
            message=self.marked(OF_THE_TIP["message"]),
            photos=[self.photo(1)] if self.number % WRITES_WITH_PHOTO == 0 else [],
        )
        left = self.marked(OF_THE_PERSON["withdrawn contact"])
        page = phone.send(form_in(page, "/receipt", "contact"), contact=left)
        page = phone.send(form_in(page, "/receipt", "contact"), act="withdraw")
        if self.number % 3 == 0:
            kept = self.marked(OF_THE_PERSON["contact"])
            page = phone.send(form_in(page, "/receipt", "contact"), contact=kept)
        assert page.status == 200
        lost = self.marked(OF_THE_PERSON["address of no page"])
        assert phone.get(f"/q/{lost}?from={lost}").status == 404
        assert phone.post(f"/receipt/{lost}", code=lost).status == 405
        self.receipt_page = phone.led_to[0]
        phone.close()

    def _tell(self, phone: Stranger) -> None:
        form: Form = phone.form(self.door, "submission_id")
        self.submission_id = str(form.values["submission_id"])
        told = {name: self.marked(text) for name, text in OF_THE_TIP.items()}
        page = phone.send(
            form,
            story=f"Có người kêu chuyển tiền, {told['story']}.",
            suspect_holder=told["name"],
            suspect_link=f"https://{told['link']}.example/dang-nhap",
            transaction_id=told["transaction"],
            send_to="parent" if self.number % 10 == 0 else "commune",
            contact=self.marked(OF_THE_PERSON["contact"]) if self.number % 4 == 0 else "",
            money_sent_at="30m" if self.number % 7 == 0 else "",
            photos=self._photos(),
        )
        self.code = read_of(page, "receipt-code")


@dataclass
class Drill:
    """All of them, and what must be found of them nowhere."""

    senders: list[Sender]

    @cached_property
    def of_the_person(self) -> Canaries:
        """What officers' screens must not hold either."""
        digits = {s.number: s.code.replace(" ", "") for s in self.senders}
        octets = {f"code {n} as a number": int(d).to_bytes(7, "big") for n, d in digits.items()}
        octets |= {f"form {s.number}": UUID(s.submission_id).bytes for s in self.senders}
        numbers = {f"code {n}": d for n, d in digits.items()}
        numbers |= {f"form {s.number} in words": s.submission_id for s in self.senders}
        sixes = {s.number: s.address for s in self.senders if ":" in s.address}
        packed = {f"address {n} packed": ip_address(text).packed for n, text in sixes.items()}
        guesses = {f"address {s.number}": s.address for s in self.senders}
        guesses |= {f"code {n}": d for n, d in digits.items()}
        guesses |= {f"code {s.number} in groups": s.code for s in self.senders}
        guesses |= {f"browser {s.number}": s.headers["User-Agent"] for s in self.senders}
        texts = OF_THE_PERSON | ORIGINS | {"address over IPv6": "2001:db8:66"}
        texts |= {f"receipt page {s.number}": s.receipt_page for s in self.senders}
        return Canaries(texts, numbers, octets | packed, guesses)

    @cached_property
    def of_the_tip(self) -> Canaries:
        """What must stand in no file, but may be read by whoever may read the tip."""
        return Canaries(OF_THE_TIP | OF_THE_DESK)


def doors(instance: Path, first: str, count: int) -> list[str]:
    """Where each sender comes in: a third by posters of the commune called `first`, then by all
    others, and some by choosing the place."""
    query = (
        "SELECT p.code, a.full_name, h.code FROM posters p JOIN places h ON h.id = p.place_id"
        " JOIN place_scopes s ON s.place_id = h.id"
        " JOIN places a ON a.id = s.viewer_id AND a.level = 'commune'"
        " WHERE p.state = 'live' ORDER BY p.code"
    )
    with closing(sqlite3.connect(instance / "lang-nghe.sqlite3")) as connection:
        found = connection.execute(query).fetchall()
    near = [code for code, commune, _ in found if commune == first]
    far = [row for row in found if row[1] != first]
    ways = [f"/q/{near[n % len(near)]}/tip" for n in range(count // 3)]
    for number in range(count - len(ways)):
        code, _, hamlet = far[number % len(far)]
        ways.append(f"/tip?place={hamlet}" if number % 6 == 0 else f"/q/{code}/tip")
    return ways
