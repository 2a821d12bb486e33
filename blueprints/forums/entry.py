"""The page with the form of one forum: what it offers, and what it holds already."""

from collections.abc import Iterable
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from blueprints.forums import forms
from blueprints.forums.forms import EntryForm, Texts
from blueprints.forums.opinion_form import OpinionForm
from blueprints.forums.words import Words
from domain.feed.models import Kind
from domain.forums.choices import Choices, choices_for
from domain.forums.content import OPINION
from domain.forums.models import Forum
from domain.forums.services import Acting
from web import logged, records
from web.authz import current_officer
from web.context import now, ring, session, today, tree_day, who
from web.htmx import render
from web.letter_clock import written_on

ADD = "add_opinion"
"""The button that asks for one more line where no script runs."""
EMPTY = "{n}"
"""Stands for the number in the line that a script makes further ones from."""


class Entry:
    """Everything a view needs to show the form: lists, words, and who is logging."""

    def __init__(self) -> None:
        self.choices: Choices = choices_for(
            session(), current_officer, on=written_on(), tree_day=tree_day()
        )
        self.words = Words(session())

    def acting(self) -> Acting:
        """Who writes, for the services."""
        return Acting(by=current_officer, who=who(), now=now(), ring=ring(), choices=self.choices)

    def form(self, texts: Texts, more: Iterable[int] = ()) -> EntryForm:
        """The form holding these texts, with further empty lines for opinions."""
        return EntryForm(texts, more)

    def show(self, form: EntryForm, record: Forum | None = None, **values: Any) -> str:
        """The page. It holds an empty line too: more are added where there may be no network."""
        form.partners.choices = [
            (code, self.words.partners([code])) for code in self.choices.partners
        ]
        empty = OpinionForm(prefix=f"{OPINION}{EMPTY}")
        for line in (empty, *(line for _, line in form.lines())):
            line.offer_owners(self.choices.owners, self.words.officer)
        page = {
            **logged.form_values(
                form, record, kind=Kind.FORUM, choices=self.choices, words=self.words
            ),
            "next_number": forms.next_number(form.numbers, form.known.data or ""),
            "is_full": request.values.get("mode") == "full",
            "empty_line": empty,
        }
        return render("forums/form.html", **{**page, **values})

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


def more_lines(texts: Texts) -> list[int]:
    """The line that was asked for without a script, or the one that a form must have."""
    numbers = forms.numbers_in(texts)
    wanted = ADD in request.form or not numbers
    return [forms.next_number(numbers, texts.get("known", ""))] if wanted else []
