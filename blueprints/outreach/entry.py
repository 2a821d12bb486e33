"""The page with the form of one activity: what it offers, and what it holds already."""

from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from blueprints.outreach import forms
from blueprints.outreach.forms import EntryForm, Texts
from blueprints.outreach.words import Words
from domain.feed.models import Kind
from domain.outreach import queries
from domain.outreach.choices import Choices, choices_for
from domain.outreach.content import content_of
from domain.outreach.models import Outreach
from domain.outreach.services import Acting
from domain.text import clean
from web import logged, records
from web.authz import current_officer
from web.context import now, ring, session, today, tree_day, who
from web.htmx import render
from web.letter_clock import written_on
from web.place_chips import Chip

USUAL = 3
"""Channels on the first screen; the others are one tap further."""


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

    def form(self, texts: Texts) -> EntryForm:
        """The form holding these texts."""
        form = forms.entry_form(self.choices, texts, today=today(), name_of=self.words.unit)
        form.scam_types.choices = [
            (code, self.words.scams([code])) for code in self.choices.scam_types
        ]
        form.partners.choices = [
            (code, self.words.partners([code])) for code in self.choices.partners
        ]
        return form

    def show(self, form: EntryForm, record: Outreach | None = None, **values: Any) -> str:
        """The page. It holds the boxes of every channel's counts: where forms are filled in there
        may be no network to ask for them."""
        page = {
            **logged.form_values(
                form, record, kind=Kind.OUTREACH, choices=self.choices, words=self.words
            ),
            "is_money": self.words.is_money,
            "like": None,
            "offer": None,
            "every_box": forms.every_box(self.choices, self.words.unit),
            "units_of_channels": {
                code: self.choices.units_of(code, today()) for code in self.choices.channels
            },
            **self._channels(form.channel.data or ""),
        }
        return render("outreach/form.html", **{**page, **values})

    def _channels(self, chosen: str) -> dict[str, list[Chip]]:
        """The officer's usual channels with the chosen one, and all the others."""
        order = self.by_use()
        order = list(dict.fromkeys([chosen, *order] if chosen in order else order))
        first = [code for code in order if code in {chosen, *order[:USUAL]}]
        return {
            "usual": [Chip(value=code, text=self.words.short_channel(code)) for code in first],
            "others": [
                Chip(value=code, text=self.words.channel(code))
                for code in order
                if code not in first
            ],
        }

    def by_use(self) -> list[str]:
        """Every channel in force, those first that this officer uses most."""
        known = self.choices.channels
        used = queries.usual_channels(session(), current_officer)
        return list(dict.fromkeys([*(code for code in used if code in known), *known]))

    def start(self) -> tuple[Texts, Outreach | None]:
        """The boxes of a new form, and the record they are like, if any.

        Without `like=none` that is the officer's last one, of the channel when it is named.
        """
        channel = clean(request.args.get("channel", ""))
        last = None
        if request.args.get("like") != "none":
            last = queries.last_of(session(), current_officer, channel)
        if last is not None and last.channel in self.choices.channels:
            texts = forms.like_last(content_of(last), self.choices, today=today())
        else:
            last, texts = None, MultiDict({"held_on": today().isoformat(), "channel": channel})
        texts["id"] = str(records.record_id_in(""))
        return texts, last

    def offer(self) -> str:
        """The line that offers to fill the form in like the last activity of the channel that was
        just chosen."""
        channel = clean(request.args.get("channel", ""))
        last = queries.last_of(session(), current_officer, channel) if channel else None
        return render("outreach/form.html", fragment="offer", offer=last)
