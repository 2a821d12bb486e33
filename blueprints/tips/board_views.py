"""The board: every open tip of a unit and of those below it, by stage and clock; and a reminder."""

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import desk
from blueprints.tips.board_page import BoardPage
from blueprints.tips.views import bp
from domain.people.rules import Permission
from domain.tips import board as boards
from domain.tips import nudging
from web.authz import current_officer, requires
from web.clock_words import open_within
from web.context import now, ring, session, settings, tree_day
from web.htmx import go, render

IN_LIST = 30
"""Tips of each stage that the list shows."""


@bp.get("/board")
@requires(Permission.READ_TIPS)
def board() -> ResponseReturnValue:
    """Columns by stage, or one list; of tips below only what needs no opening."""
    as_list = request.args.get("view") == "list"
    most = IN_LIST if as_list else boards.MOST
    found = boards.board(
        session(),
        ring(),
        current_officer,
        tree_day(),
        now=now(),
        within=open_within(),
        most=most,
    )
    page = BoardPage(found, nudged=request.args.get("nudged", ""))
    return render("tips/board.html", page=page, as_list=as_list)


@bp.post("/board/nudge")
@requires(Permission.READ_TIPS)
def nudge() -> ResponseReturnValue:
    """Remind the units below whose tips are late, each once a day."""
    told = nudging.nudge(session(), acting=desk.acting(), hours=settings()["unread_alert_hours"])
    session().commit()
    return go("tips.board", nudged=told)
