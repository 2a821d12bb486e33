"""Identifiers as people write them in a story: the good, the broken and what only looks like one."""

import time
from pathlib import Path

from domain.tips.identifiers import IdentifierKind, normalise
from domain.tips.recognising import MOST_FOUND, Found, recognise

WILD = Path(__file__).with_name("identifiers_in_the_wild.tsv")


def _told(found: Found) -> str:
    parts = [found.kind.value, normalise(found.kind, found.value), found.bank]
    return " ".join(part for part in parts if part)


def test_identifiers_are_recognised_as_people_write_them_and_lookalikes_are_not():
    wrong = []
    lines = [line.split("\t") for line in WILD.read_text("utf-8").splitlines()]
    for text, meant in lines:
        found = recognise(text)
        got = ";".join(map(_told, found))
        if got != meant:
            wrong.append(f"{text!r}: {got!r} instead of {meant!r}")
    assert not wrong, "\n".join(wrong)
    assert len(lines) >= 200
