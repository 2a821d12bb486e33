"""Somebody on the account page."""

import pytest

from tests.support.page import Browser


@pytest.fixture
def officer(people, browser_of) -> Browser:
    """Xa1, signed in."""
    return browser_of("xa1")
