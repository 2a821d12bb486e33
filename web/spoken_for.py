"""A request of somebody who is not signed in but shows whose words it brings."""

from flask import g

from domain.people.models import Officer


def speak_for(officer: Officer) -> None:
    """Let this request be the officer's: only by a pass, and only for what a pass is good for.

    There is no sign-in, so nothing is asked of one; whoever the cookie names is left out.
    """
    g.officer, g.sign_in, g.spoken_for = officer, None, True
    g._login_user = officer  # Where Flask-Login keeps whom it found; it looks no further.
