"""The page about tips that this phone keeps sealed until the network is back."""

from flask.typing import ResponseReturnValue

from blueprints.public.views import bp
from web.authz import public
from web.public_page import page


@bp.get("/kept")
@public
def kept_tips() -> ResponseReturnValue:
    """What the phone keeps is known to the phone alone; the page brings the words and the key."""
    return page("public/kept_tips.html", script="kept_tips")
