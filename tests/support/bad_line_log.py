"""The accounting book of a bad line: what was acknowledged must be there once, what was refused
not at all, and what nobody knows at most once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.support.bad_line_answers import Answer

REFUSALS = {400, 403, 404, 409, 410, 413, 422}


@dataclass
class Exchange:
    """One request on the line, and what each side knows of its end."""

    number: int
    method: str
    path: str
    item: str
    sent: int
    """Bytes that came from the client, the head among them."""
    given: int = 0
    """Bytes that went back to it."""
    fault: str = ""
    server: Answer | None = None
    """What the server said, heard or not."""
    client: Answer | None = None
    """What the client heard whole."""
    is_over: bool = False

    @property
    def is_form(self) -> bool:
        """Whether it carried the words of a form, and no photo."""
        return self.method == "POST" and bool(self.item) and not self.path.startswith("/uploads")


@dataclass(frozen=True)
class Book:
    """Forms by what their phone knows of them."""

    acknowledged: frozenset[str]
    refused: frozenset[str]
    unknown: frozenset[str]
    faults: Mapping[str, int] = field(default_factory=dict)

    def wrongs(self, stored: Mapping[str, int]) -> list[str]:
        """What must not be, by how often each form is stored."""
        known = self.acknowledged | self.refused | self.unknown
        strange = {id_ for id_, n in stored.items() if n} - known
        return [
            *(f"{id_}: acknowledged and lost" for id_ in self.acknowledged if not stored.get(id_)),
            *(f"{id_}: stored {n} times" for id_, n in stored.items() if n > 1),
            *(f"{id_}: refused and stored" for id_ in self.refused if stored.get(id_)),
            *(f"{id_}: stored and never sent" for id_ in strange),
        ]


def book_of(exchanges: Iterable[Exchange]) -> Book:
    """What the phone was told of each form. An acknowledgement stands, whatever came after it."""
    forms = [one for one in exchanges if one.is_form]
    sent = {one.item for one in forms}
    heard = [one for one in forms if one.client and one.client.id == one.item]
    done = {one.item for one in heard if one.client and one.client.status == 201}
    refused = {one.item for one in heard if one.client and one.client.status in REFUSALS} - done
    faults: dict[str, int] = {}
    for one in forms:
        if one.fault:
            faults[one.fault] = faults.get(one.fault, 0) + 1
    return Book(frozenset(done), frozenset(refused), frozenset(sent - done - refused), faults)
