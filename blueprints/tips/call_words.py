"""A logged call to a bank in words: each thing said of it, and what a correction changed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext

from blueprints.tips import bank_panel
from domain.banking.call_history import Corrected
from domain.banking.models import CallResult
from web.filters import dong, moment


def words_of(bank_named: Callable[[str], str]) -> Callable[[str, Any], tuple[str, str]]:
    """What tells a field of a call by its label, and one of its values in words."""
    results = bank_panel.results()
    labels: dict[str, tuple[str, Callable[[Any], str]]] = {
        "bank": (gettext("Ngân hàng hoặc ví đã gọi"), bank_named),
        "called_at": (gettext("Gọi lúc"), lambda iso: moment(datetime.fromisoformat(iso))),
        "result": (gettext("Ngân hàng trả lời"), lambda value: results[CallResult(value)]),
        "amount": (gettext("Số tiền giữ được"), dong),
        "note": (gettext("Ai nghe máy, nói gì"), str),
    }

    def told(name: str, value: Any) -> tuple[str, str]:
        label, show = labels[name]
        return label, show(value) if value else ""

    return told


def changes_told(one: Corrected, bank_named: Callable[[str], str]) -> str:
    """What a correction changed, each field as it was and became."""
    if one.is_strike:
        return str(gettext("Gạch vì ghi nhầm"))
    words, lines = words_of(bank_named), []
    for name, (before, after) in one.changes.items():
        label, was = words(name, before)
        told = {"label": label, "was": was, "now": words(name, after)[1]}
        lines.append(
            gettext("%(label)s: “%(was)s” thành “%(now)s”", **told)
            if was
            else gettext("%(label)s: thêm “%(now)s”", **told)
        )
    return "; ".join(lines)


def told_corrected(one: Corrected, bank: str) -> str:
    """The timeline's line of a correction of a call to a bank that is named."""
    told = {"name": one.by, "bank": bank, "why": one.reason}
    if one.is_strike:
        return str(gettext("%(name)s gạch cuộc gọi %(bank)s vì ghi nhầm. %(why)s", **told))
    return str(gettext("%(name)s sửa cuộc gọi %(bank)s. %(why)s", **told))
