"""What is wrong with a logged record of whatever kind, each beside its field. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from domain.errors import BadInput
from domain.places.models import Place
from domain.sentence import Sentence

OLDEST = timedelta(days=3653)
"""How long ago something may have been held that is logged today."""


def grouped(number: int) -> str:
    """10000 as people read it: 10.000."""
    return f"{number:,}".replace(",", ".")


def problems_of_day(held_on: date, *, today: date, too_early: str) -> Iterator[BadInput]:
    """A day to come, with the sentence `too_early`, or one too long ago."""
    if held_on > today:
        yield BadInput("held_on", too_early)
    elif held_on < today - OLDEST:
        yield BadInput("held_on", "Ngày này xa quá. Xem lại năm.")


def problems_of_place(
    place_id: UUID, *, known: Collection[str], unit: Place, was: UUID | None
) -> Iterator[BadInput]:
    """A place that is not the unit's; the one that stood there before may stay."""
    if str(place_id) not in known and place_id != was:
        yield BadInput(
            "place",
            Sentence("Chọn một nơi của đơn vị, hoặc toàn %(level)s.", level=unit.level_label),
        )


def problems_of_partners(
    partners: Collection[str], *, known: Collection[str], was: Collection[str]
) -> Iterator[BadInput]:
    """A partner that has left the list; one that stood there before may stay."""
    if not set(partners) <= {*was, *known}:
        sentence = Sentence("Có nơi phối hợp không còn trong danh mục. Chọn lại.")
        yield BadInput("partners", sentence)


def problems_of_length(told: object, longest: Mapping[str, int]) -> Iterator[BadInput]:
    """Texts that are longer than the letters allowed to their field."""
    for name, most in longest.items():
        if len(getattr(told, name)) > most:
            yield BadInput(
                name,
                Sentence("Dài quá %(most)s chữ cái. Ghi gọn lại giúp.", most=grouped(most)),
            )
