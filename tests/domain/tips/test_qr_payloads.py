"""QR codes that people photograph: payments whole and damaged, addresses, secrets, plain words."""

import csv
from pathlib import Path
from time import perf_counter

from domain.tips import emv
from domain.tips.identifiers import normalise
from domain.tips.qr_payloads import Payload, Scanned, read

TABLE = Path(__file__).with_name("qr_payloads.tsv")
LISTED = Path("domain/reference/data/banks.csv")
WITHHELD = (
    Payload.WIFI,
    Payload.LOGIN,
    Payload.SIGN_IN,
    Payload.IDENTITY_CARD,
    Payload.RECEIPT,
    Payload.BANK_CARD,
)


def _banks() -> dict[str, str]:
    with LISTED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["napas_bin"] and row["code"]]
    return {row["napas_bin"]: row["code"] for row in rows}


def _told(scanned: Scanned) -> str:
    return ";".join(
        " ".join(
            part for part in (one.kind.value, normalise(one.kind, one.value), one.bank) if part
        )
        for one in scanned.named
    )


def test_codes_are_read_as_what_they_are_and_secrets_are_dropped():
    banks, wrong = _banks(), []
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
    for text, payload, meant, paid in rows:
        scanned = read(text, banks)
        told = f"{scanned.amount}|{scanned.purpose}".strip("|") if paid else ""
        got = (scanned.payload.value, _told(scanned), told)
        if got != (payload, meant, paid.strip("|")):
            wrong.append(f"{text}: {got}")
        if scanned.payload in WITHHELD and (scanned.text or scanned.named):
            wrong.append(f"{text}: shown")
    assert not wrong, "\n".join(wrong)
    assert len(rows) >= 30


def test_a_payment_code_with_any_letter_changed_counts_as_damaged():
    whole = TABLE.read_text("utf-8").split("\t", 1)[0]
    assert emv.read(whole).is_whole
    for at, letter in enumerate(whole):
        other = "1" if letter != "1" else "2"
        assert not emv.read(whole[:at] + other + whole[at + 1 :]).is_whole


def test_a_code_of_nothing_but_blanks_is_read_in_no_time():
    began = perf_counter()
    assert read(" " * 8_000 + "x", {}).payload is Payload.TEXT
    assert perf_counter() - began < 0.5
    assert read(" \n mat khau: 123", {}).payload is Payload.LOGIN
