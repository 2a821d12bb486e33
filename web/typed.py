"""A staff form as it was typed: what of it a person reads, and the page that offers it again."""

import re

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web.sign_in import CSRF_KEY

_LABELS = {
    "held_on": _l("Ngày"),
    "happened_on": _l("Ngày xảy ra"),
    "started_at": _l("Giờ"),
    "venue": _l("Địa điểm"),
    "notes": _l("Ghi chú"),
    "attendance": _l("Số người dự"),
    "chair": _l("Chủ trì"),
    "story": _l("Nội dung"),
    "contact": _l("Liên hệ"),
    "reason": _l("Lý do"),
    "message": _l("Lời nhắn"),
    "name": _l("Tên"),
    "spot": _l("Chỗ dán"),
    "gist": _l("Ý kiến"),
}
WITH_SECRETS = frozenset({"auth", "me"})
"""Blueprints whose forms carry passwords and PINs: nothing typed there is kept or shown again."""
_LIKE_A_CODE = re.compile(r"[a-z0-9_:.-]*|[0-9a-f-]{36}")


def shown(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a person typed, with its label where it has one; ids and codes stay out of sight."""
    lines = []
    for name, value in fields:
        label = next((str(text) for part, text in _LABELS.items() if name.endswith(part)), "")
        if value.strip() and (label or not _LIKE_A_CODE.fullmatch(value)):
            lines.append((label or str(_("Đã ghi")), value))
    return lines


def fields() -> list[tuple[str, str]]:
    """Everything in the form at hand but the token against forgery, in its order."""
    return [(name, value) for name, value in request.form.items(multi=True) if name != CSRF_KEY]


def again(status: int, sentence: str) -> ResponseReturnValue:
    """The form that could not be saved, whole and one tap from being sent again.

    Files cannot be put back into a form: each field that carried some asks for them once more.
    """
    sent = fields()
    chosen = [name for name, file in request.files.items(multi=True) if file.filename]
    page = render_template(
        "errors/again.html",
        status=status,
        sentence=sentence,
        path=request.full_path.rstrip("?"),
        fields=sent,
        lines=shown(sent),
        file_fields=[(name, chosen.count(name)) for name in dict.fromkeys(chosen)],
    )
    return page, status
