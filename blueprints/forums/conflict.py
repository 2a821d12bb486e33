"""Two versions of one forum, side by side, field by field."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from flask import url_for

from blueprints.forums.entry import Entry
from blueprints.forums.forms import Texts
from domain.forums import live
from domain.forums.content import OPINION, Content, content_of
from domain.forums.models import Forum
from domain.history.rules import Fields
from web import logged, records
from web.records import Difference

_OF_OPINION = re.compile(rf"({OPINION}(\d+))-\w+")

_NO_BOXES = ("-answered_on", "-answered_how")


def show_conflict(entry: Entry, texts: Texts, record: Forum, *, base: Fields) -> str:
    """The page that asks, for each field that differs, which version to keep.

    `texts` are the boxes as sent; they must be valid.
    """
    theirs = content_of(record)
    form = entry.form(texts)
    mine = form.to_content(theirs)
    found = records.differences(
        mine.fields(), theirs.fields(), _touched(base, mine.fields()), entry.words.field
    )
    again = texts.copy()
    again["known"] = str(live.last_number(record))
    return logged.two_versions(
        record,
        _whole_opinions(found, mine, theirs),
        typed=records.typed_again(again),
        action=url_for("forums.correct", record_id=record.id),
    )


def _touched(base: Fields, mine: Fields) -> dict[str, Any]:
    """The base with names of speakers as this person has them: history keeps no names, so a name
    that somebody changed since stands on the newer side until this person says otherwise."""
    hidden = [name for name in base if name.startswith(OPINION) and name.endswith("-name")]
    return {**base, **{name: mine.get(name) for name in hidden}}


def _whole_opinions(
    found: Sequence[Difference], mine: Content, theirs: Content
) -> list[Difference]:
    """An opinion that only one side has is one choice, not one for each of its fields.

    Day and way of answering are not chosen: the form has no box for them, and they go with the
    outcome.
    """
    both = mine.by_number().keys() & theirs.by_number().keys()
    shown: list[Difference] = []
    in_order = sorted(found, key=lambda one: _opinion_in(one)[1])
    for (opinion, number), fields in groupby(in_order, key=_opinion_in):
        group = list(fields)
        if not opinion or number in both:
            shown += [one for one in group if not one.name.endswith(_NO_BOXES)]
            continue
        said = next(one for one in group if one.name.endswith("-gist"))
        untouched = all(one.keep == records.THEIRS for one in group)
        shown.append(
            replace(
                said,
                name=opinion,
                label=said.label.split(",")[0],
                keep=records.THEIRS if untouched else "mine",
            )
        )
    return shown


def _opinion_in(one: Difference) -> tuple[str, int]:
    found = _OF_OPINION.fullmatch(one.name)
    return (found[1], int(found[2])) if found else ("", 0)
