"""The page with the form of one forum: what it offers, and what it holds already."""

from collections.abc import Iterable
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from blueprints.forums import forms
from blueprints.forums.forms import EntryForm, Texts
from blueprints.forums.words import Words
from domain.feed.models import Kind
from domain.forums import rules
from domain.forums.choices import Choices, choices_for
from domain.forums.models import Forum
from domain.forums.services import Acting
from web import logged, records
from web.authz import current_officer
from web.context import now, ring, session, today, tree_day, who
from web.htmx import render, wants_fragment

ADD = "add_opinion"
"""The button that asks for one more line where no script runs."""


class Entry:
    """Everything a view needs to show the form: lists, words, and who is logging."""

    def __init__(self) -> None:
        self.choices: Choices = choices_for(
            session(), current_officer, on=today(), tree_day=tree_day()
        )
        self.words = Words(session())

    def acting(self) -> Acting:
        """Who writes, for the services."""
        return Acting(by=current_officer, who=who(), now=now(), ring=ring(), choices=self.choices)

    def form(self, texts: Texts, more: Iterable[int] = ()) -> EntryForm:
        """The form holding these texts, with further empty lines for opinions."""
        return EntryForm(texts, more)

    def show(self, form: EntryForm, record: Forum | None = None, **values: Any) -> str:
        """The page, or its lines for opinions when htmx asks for those."""
        form.partners.choices = [
            (code, self.words.partners([code])) for code in self.choices.partners
        ]
        for _, line in form.lines():
            line.offer_owners(self.choices.owners, self.words.officer)
        page = {
            **logged.form_values(
                form, record, kind=Kind.FORUM, choices=self.choices, words=self.words
            ),
            "next_number": forms.next_number(form.numbers, form.known.data or ""),
            "is_full": request.values.get("mode") == "full",
            "is_part": wants_fragment(),
        }
        return render("forums/form.html", fragment="lines", **{**page, **values})

    def start(self) -> str:
        """The page for a new forum."""
        texts: Texts = MultiDict(
            {
                "id": str(records.record_id_in("")),
                "held_on": today().isoformat(),
                "chair": self.choices.chief,
            }
        )
        return self.show(self.form(texts, [1]))

    def lines(self) -> str:
        """Further empty lines, from the one the page asks for."""
        first = _number("number", least=1, most=9_000)
        last = _number("upto", least=first, most=first + rules.MOST_OPINIONS)
        return self.show(self.form(MultiDict(), range(first, last + 1)))


def _number(name: str, *, least: int, most: int) -> int:
    text = request.args.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return max(least, min(most, int(text))) if is_number else least


def more_lines(texts: Texts) -> list[int]:
    """The line that was asked for without a script, or the one that a form must have."""
    numbers = forms.numbers_in(texts)
    wanted = ADD in request.form or not numbers
    return [forms.next_number(numbers, texts.get("known", ""))] if wanted else []
