"""How the door counts: per account and place, per place, per phone; memory stays flat."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from web import slow_down
from web.slow_down import Buckets, SlowDown, forgive_sign_in, wait_to_sign_in

NOON = datetime(2026, 6, 1, 5, 0, tzinfo=UTC)


@pytest.fixture
def at_the_door(app):
    """A request from one network."""
    with app.test_request_context("/login", environ_base={"REMOTE_ADDR": "203.0.113.9"}):
        yield


def test_guessing_many_names_from_one_place_is_slowed_too(at_the_door):
    waits = [wait_to_sign_in(f"ten{number}", "") for number in range(61)]
    assert waits[:60] == [0] * 60 and 1 <= waits[60] <= 3


def test_a_busy_station_is_not_slowed_by_its_own_sign_ins(at_the_door):
    for _ in range(200):
        assert wait_to_sign_in("xa1", "") == 0
        forgive_sign_in("xa1", "")


def test_an_enrolled_phone_has_a_count_of_its_own(at_the_door):
    for number in range(80):
        wait_to_sign_in(f"ten{number}", "")
    assert wait_to_sign_in("xa1", "") > 0
    assert [wait_to_sign_in("xa1", "a phone") for _ in range(5)] == [0] * 5


def test_an_enrolled_phone_gives_back_no_tries_that_it_never_took(at_the_door):
    wait_to_sign_in("ten", "")
    for _ in range(100):
        wait_to_sign_in("xa1", "a phone")
        forgive_sign_in("xa1", "a phone")
    waits = [wait_to_sign_in(f"ten{number}", "") for number in range(60)]
    assert waits[:59] == [0] * 59 and waits[59] > 0


def test_the_place_waits_short_and_never_long(at_the_door):
    place = SlowDown(free=60, first=2, longest=10)
    at, longest = NOON, 0
    for _ in range(100):
        wait = place.take(b"here", at)
        longest, at = max(longest, wait), at + timedelta(seconds=wait)
    assert longest <= 11


def test_many_tries_in_the_same_instant_gain_nothing():
    slow, taken = SlowDown(free=5), []
    threads = [Thread(target=lambda: taken.append(slow.take(b"xa1", NOON) == 0)) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 5


def test_whoever_waits_is_let_in_even_while_others_try_in_vain():
    slow, at = SlowDown(free=5), NOON
    for _ in range(5):
        slow.take(b"xa1", at)
    wait = slow.take(b"xa1", at)
    for _ in range(100):
        slow.take(b"xa1", at + timedelta(seconds=1))
    assert slow.take(b"xa1", at + timedelta(seconds=wait)) == 0


def test_a_quarter_of_an_hour_of_quiet_forgets():
    slow = SlowDown(free=5)
    for _ in range(5):
        slow.take(b"xa1", NOON)
    later = NOON + timedelta(minutes=15, seconds=1)
    assert [slow.take(b"xa1", later) for _ in range(5)] == [0] * 5


def test_a_flood_of_names_leaves_memory_flat(monkeypatch):
    monkeypatch.setattr(slow_down, "MOST_KEYS", 100)
    slow = SlowDown(free=5)
    for number in range(1000):
        slow.take(str(number).encode(), NOON)
    assert len(slow._tries) == 100


def test_a_bucket_is_a_network_under_a_key_of_the_day():
    buckets = Buckets()
    first = buckets.of("203.0.113.9", NOON.date())
    assert first == buckets.of("203.0.113.200", NOON.date())
    assert first != buckets.of("203.0.114.9", NOON.date())
    assert buckets.of("2001:db8:1::1", NOON.date()) == buckets.of("2001:db8:1:2::9", NOON.date())
    assert buckets.of("::ffff:203.0.113.9", NOON.date()) == first
    assert buckets.of("::ffff:203.0.114.9", NOON.date()) != first
    assert buckets.of("not an address", NOON.date())
    assert first != Buckets().of("203.0.113.9", NOON.date())
    assert first != buckets.of("203.0.113.9", NOON.date() + timedelta(days=1))
