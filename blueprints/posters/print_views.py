"""Posters on paper and as files."""

from io import BytesIO

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints.posters.views import bp, press
from domain.people.rules import Permission
from domain.posters import printing, qr, queries, rules
from domain.posters.poster_pdf import poster_pdf
from domain.posters.poster_png import poster_png
from domain.posters.sheet import PosterSheet
from web.authz import current_officer, requires
from web.context import session

PREVIEW_DPI = 72


@bp.get("/<string(length=6):code>.pdf")
@requires(Permission.READ_POSTERS)
def pdf(code: str) -> ResponseReturnValue:
    """The A4 poster for the printer."""
    sheet = _sheet(code)
    return _file(poster_pdf([sheet]), "application/pdf", _name(sheet, "pdf"))


@bp.get("/<string(length=6):code>.png")
@requires(Permission.READ_POSTERS)
def png(code: str) -> ResponseReturnValue:
    """The A4 poster as a picture, for a chat group."""
    sheet = _sheet(code)
    return _file(poster_png(sheet), "image/png", _name(sheet, "png"))


@bp.get("/<string(length=6):code>/preview.png")
@requires(Permission.READ_POSTERS)
def preview(code: str) -> ResponseReturnValue:
    """The poster as small as its page shows it."""
    sheet = _sheet(code)
    return _file(poster_png(sheet, PREVIEW_DPI), "image/png", _name(sheet, "png"))


@bp.get("/<string(length=6):code>.svg")
@requires(Permission.READ_POSTERS)
def svg(code: str) -> ResponseReturnValue:
    """The bare code, for a sheet that the unit lays out itself."""
    sheet = _sheet(code)
    title = gettext(
        "Mã QR của bảng số %(serial)s, %(address)s", serial=sheet.serial, address=sheet.address
    )
    return _file(qr.svg(sheet.scan_url, title), "image/svg+xml", _name(sheet, "svg"))


@bp.get("/print.pdf")
@requires(Permission.READ_POSTERS)
def print_several() -> ResponseReturnValue:
    """Several posters in one file, in the order of the list."""
    codes = list(dict.fromkeys(request.args.getlist("code")))
    rules.require_fits_a_file(len(codes))
    posters = queries.get_several(session(), current_officer, codes)
    sheets = printing.sheets(session(), posters, press())
    name = gettext("Bảng QR, %(count)s bảng", count=len(sheets))
    return _file(poster_pdf(sheets), "application/pdf", f"{name}.pdf")


def _sheet(code: str) -> PosterSheet:
    poster = queries.get_visible(session(), current_officer, code)
    return printing.sheets(session(), [poster], press())[0]


def _name(sheet: PosterSheet, suffix: str) -> str:
    name = gettext("Bảng QR %(serial)s %(code)s", serial=sheet.serial, code=sheet.code)
    return f"{name}.{suffix}"


def _file(content: bytes, mimetype: str, name: str) -> Response:
    """Shown in the browser; saved under its name, which old programs get without the accents."""
    answer = send_file(BytesIO(content), mimetype=mimetype, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    return answer
