"""Fields of records in words, wherever they are shown: each kind's own blueprint says how."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from domain.feed.models import Kind

FieldWords = Callable[[str, Any], tuple[str, str]]
"""From the name of a field and a value of it to its label and the value in words ("": empty)."""
Maker = Callable[[Session], FieldWords]
_KEY = "field_words"


def tell(bp: Blueprint, kind: Kind, maker: Maker) -> None:
    """Let a blueprint say how fields of its kind read; called once, beside its views."""

    def keep(state: BlueprintSetupState) -> None:
        state.app.extensions.setdefault(_KEY, {})[kind] = maker

    bp.record_once(keep)


def words_of(db: Session, kind: Kind) -> FieldWords:
    """How fields of a kind read; of a kind that has none, their own names."""
    maker: Maker | None = current_app.extensions.get(_KEY, {}).get(kind)
    return maker(db) if maker else lambda name, value: (name, str(value))
