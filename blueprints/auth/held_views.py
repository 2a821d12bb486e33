"""A form that was on its way when the sign-in ran out: shown to its author, sent in one tap."""

import re
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.utils import redirect

from blueprints.auth.views import bp
from domain.people import held_forms
from web import held_forms as web_held_forms
from web.authz import current_officer, signed_in
from web.context import now, ring, session
from web.navigation import first_page

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
_LIKE_A_CODE = re.compile(r"[a-z0-9_:.-]*|[0-9a-f-]{36}")


def _shown(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a person typed, with its label where it has one; ids and codes stay out of sight."""
    lines = []
    for name, value in fields:
        label = next((str(text) for part, text in _LABELS.items() if name.endswith(part)), "")
        if value.strip() and (label or not _LIKE_A_CODE.fullmatch(value)):
            lines.append((label or str(_("Đã ghi")), value))
    return lines


@bp.get("/held/<uuid:held_id>")
@signed_in
def held(held_id: UUID) -> ResponseReturnValue:
    """What waits, and one button that sends it to where it was going."""
    row = held_forms.get(session(), officer=current_officer, held_id=held_id, now=now())
    content = held_forms.content_of(ring(), row)
    return render_template(
        "auth/held.html",
        row=row,
        fields=content.fields,
        lines=_shown(content.fields),
        files=[file.name for file in content.files],
        field_name=web_held_forms.FIELD,
        leave_to=first_page(current_officer),
    )


@bp.post("/held/<uuid:held_id>/drop")
@signed_in
def drop_held(held_id: UUID) -> ResponseReturnValue:
    """Its author does not want it any more."""
    web_held_forms.forget(held_id)
    return redirect(first_page(current_officer), 303)
