"""`flask poster add`: a poster from the server's terminal, for scripts and for the first day."""

import json

import pytest
from flask import Flask

from tests.factories import DISTRICT, PHUONG_TRA
from web.cli_posters import poster_group


@pytest.fixture
def add(app: Flask):
    """Run the command with these words."""
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(poster_group, ["add", *words])


def test_it_prints_code_serial_and_address(add):
    first = add("--place", PHUONG_TRA, "--spot", "Trụ sở")
    assert first.exit_code == 0, first.output
    code, serial, url = first.output.strip().split("\t")
    assert (serial, url) == ("0001", f"http://127.0.0.1:8000/q/{code}")
    second = json.loads(add("--place", PHUONG_TRA, "--spot", "Chợ", "--json").output)
    assert second == {
        "code": second["code"],
        "serial": "0002",
        "url": f"http://127.0.0.1:8000/q/{second['code']}",
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--place", "99999", "--spot", "Chợ"), "No place has the code 99999"),
        (("--place", DISTRICT, "--spot", "Chợ"), "cấp cho một nơi cụ thể"),
        (("--place", PHUONG_TRA, "--spot", " "), "Ghi chỗ dán bảng"),
        (("--place", PHUONG_TRA, "--spot", "x" * 121), "Dài quá 120"),
        (("--place", PHUONG_TRA), "--spot"),
    ],
)
def test_what_cannot_be_fails_with_one_sentence(add, words, sentence):
    failed = add(*words)
    assert failed.exit_code != 0
    assert sentence in failed.output
    assert "Traceback" not in failed.output


def test_its_poster_hangs_in_the_commune_and_names_no_officer(add, browser_of, people):
    code = json.loads(add("--place", PHUONG_TRA, "--spot", "Trụ sở", "--json").output)["code"]
    page = browser_of("xa1").get(f"/posters/{code}")
    assert page.h1 == "Bảng QR số 0001" and "Trụ sở" in page.text
