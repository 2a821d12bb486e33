"""What the doctor says of mail and calls that leave the server."""

from dataclasses import replace

import pytest

from domain.reference.settings import Settings
from domain.vault.keys import KeyRing, new_data_key
from web.config import Config, Smtp
from web.doctor import kept_keys, leaving, missing_keys

SERVER = Smtp(host="mail.example.vn", port=587, sender="lang-nghe@example.vn")
MAIL, PUSH = Settings({"mail_digest_on": True}), Settings({"web_push_on": True})
NEITHER = Settings({})


@pytest.fixture
def config(tmp_path):
    return Config(
        instance_dir=tmp_path,
        database_url="sqlite://",
        media_dir=tmp_path / "media",
        secret_key="0" * 40,
        data_keys=(new_data_key(),),
        public_url="https://tin.example.vn",
    )


def test_a_fit_deployment_hears_nothing(config):
    for settings in (NEITHER, PUSH):
        assert list(leaving(config, settings)) == []
    assert list(leaving(replace(config, smtp=SERVER), MAIL)) == []


def test_mail_that_is_turned_on_without_a_server_is_named(config):
    [said] = leaving(config, MAIL)
    assert "no SMTP_HOST" in said


def test_mail_that_others_could_read_on_the_way_is_named_and_on_this_machine_it_may(config):
    plain = replace(SERVER, tls="off")
    [said] = leaving(replace(config, smtp=plain), MAIL)
    assert "SMTP_TLS is off" in said
    own = replace(plain, host="127.0.0.1")
    assert list(leaving(replace(config, smtp=own), MAIL)) == []


def test_calls_that_no_browser_would_allow_are_named(config):
    [said] = leaving(replace(config, public_url="http://10.0.0.5:8000"), PUSH)
    assert "https://" in said


def test_a_key_that_is_still_needed_is_asked_back_and_older_ones_are_told_to_stay():
    new, old, lost = new_data_key(), new_data_key(), new_data_key()
    ring = KeyRing((new, old))
    assert list(missing_keys(ring, {new.key_id, old.key_id})) == []
    [said] = missing_keys(ring, {new.key_id, lost.key_id})
    assert lost.key_id in said and "phones" in said
    [kept] = kept_keys(ring)
    assert old.key_id in kept and new.key_id not in kept
    assert list(kept_keys(KeyRing((new,)))) == []
