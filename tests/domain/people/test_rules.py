"""What may be chosen as a password or PIN, how long guesses wait, who manages whom."""

from uuid import UUID

import pytest

from domain.people import good_passwords, pins
from domain.people.models import DeviceKind, Officer, Role
from domain.people.rules import (
    may_manage,
    may_sign_in_without,
    needs_second_factor,
    tips_open_for,
)
from domain.people.throttling import wait_after


@pytest.mark.parametrize(
    "text",
    [
        "chim sẻ ăn lúa non",
        "Trời mưa đi xuồng ba lá",
        "kẹo dừa Bến Tre 2 hộp",
        "vK9#pl2Qz!xM4t0w",
        "602214076518999",
    ],
)
def test_a_long_sentence_of_ones_own_is_a_good_password(text):
    assert good_passwords.problem(text, username="xa1", at_least=15) == ""


@pytest.mark.parametrize(
    "text",
    [
        "matkhau123456789",
        "Mật Khẩu 123456789",
        "Đồng Tháp 2024!!",
        "123456789012345",
        "aaaaaaaaaaaaaaaaaa",
        "abababababababab",
        "congancongancongan",
        "Anh yêu em nhiều lắm",
        "qwertyuiopasdfgh",
        "ｐａｓｓｗｏｒｄ１２３４５６７",
        "nguyenvanan.20251990",
    ],
)
def test_what_everybody_tries_first_is_refused_with_accents_capitals_and_years(text):
    assert "dễ đoán" in good_passwords.problem(text, username="nguyenvanan9", at_least=12) or (
        "giống tên" in good_passwords.problem(text, username="nguyenvanan9", at_least=12)
    )


def test_the_length_counts_letters_as_people_see_them():
    decomposed = "chim sẻ ăn lúa"
    assert "15" in good_passwords.problem(decomposed, username="x", at_least=15)
    assert good_passwords.problem(decomposed, username="x", at_least=12) == ""


def test_a_password_like_the_user_name_is_refused():
    said = good_passwords.problem(
        "Nguyen.Thi.Hoa.Mai 2024", username="nguyen.thi.hoa.mai", at_least=12
    )
    assert said == "Mật khẩu không được giống tên đăng nhập."


@pytest.mark.parametrize("pin", ["258046", "190482", "706135"])
def test_six_digits_without_a_pattern_make_a_pin(pin):
    assert pins.problem(pin) == ""


@pytest.mark.parametrize(
    "pin", ["111111", "123456", "654321", "567890", "098765", "121212", "123123", "112233", "12345"]
)
def test_a_pin_with_a_pattern_is_refused(pin):
    assert pins.problem(pin)


def test_waiting_grows_and_stops_at_42_seconds():
    waits = [wait_after(tries, free=5) for tries in range(12)]
    assert waits == [0, 0, 0, 0, 0, 12, 18, 27, 41, 42, 42, 42]
    assert wait_after(10_000, free=5) == 42


def test_tip_pages_close_sooner_where_others_sit_too():
    minutes = [tips_open_for(kind, 15).total_seconds() / 60 for kind in DeviceKind]
    assert minutes == [15, 5, 10]


def person(role: Role, *, reads_tips: bool = True, active: bool = True) -> Officer:
    """Somebody, stored nowhere."""
    return Officer(role=role, reads_tips=reads_tips, is_active=active)


def test_who_needs_a_second_factor_and_who_may_wait_with_it():
    assert needs_second_factor(person(Role.OFFICER))
    assert not needs_second_factor(person(Role.OFFICER, reads_tips=False))
    assert needs_second_factor(person(Role.ADMIN, reads_tips=False))
    assert may_sign_in_without(person(Role.OFFICER))
    assert not any(map(may_sign_in_without, map(person, (Role.CHIEF, Role.SUPERVISOR, Role.ADMIN))))


def test_nobody_manages_an_equal_or_a_superior():
    roles = [Role.OFFICER, Role.CHIEF, Role.SUPERVISOR]
    for rank, by in enumerate(roles):
        for other_rank, other in enumerate(roles):
            allowed = may_manage(_with_id(by, 1), _with_id(other, 2))
            assert allowed == (other_rank < rank and by is not Role.OFFICER)


def _with_id(role: Role, number: int) -> Officer:
    made = person(role)
    made.id = UUID(int=number)
    return made
