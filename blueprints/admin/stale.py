"""Forms that stood open while somebody else saved the same thing: seen, said, never overwritten
unasked. What was typed stays; saving once more keeps it."""

import hashlib
import json
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

_APART = {"version", "csrf_token", "id"}


def _value(field: Field) -> str:
    data: Any = field.data
    if isinstance(data, list | tuple):
        return ";".join(sorted(str(one) for one in data))
    return "" if data in (None, False) else str(data)


def _values(form: FlaskForm) -> dict[str, str]:
    return {field.name: _value(field) for field in form if field.name not in _APART}


def mark(stored: FlaskForm) -> str:
    """Stands for what is stored: changes as soon as any of it does."""
    body = json.dumps(_values(stored), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()[:32]


def is_behind(form: FlaskForm, stored: FlaskForm) -> bool:
    """Whether somebody saved something else since this form was opened.

    The form gets the new mark, so that sending it again is a decision.
    """
    seen, form.version.data = form.version.data, mark(stored)
    return bool(seen != form.version.data and _values(form) != _values(stored))


def differences(form: FlaskForm, stored: FlaskForm) -> list[tuple[str, str]]:
    """Label and stored value of every box that differs from what was typed, in words."""
    return [
        (str(form[name].label.text), _words(stored[name]))
        for name, value in _values(stored).items()
        if value != _values(form)[name]
    ]


def _words(field: Field) -> str:
    if hasattr(field, "iter_choices"):
        return ", ".join(str(c.label) for c in field.iter_choices() if c.selected)
    return _value(field)
