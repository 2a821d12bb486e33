"""Sentences for people: Vietnamese here, and whole enough to be said in another language later."""

from typing import Self


class Sentence(str):
    """A Vietnamese sentence that remembers what it was filled in from.

    It reads as the finished text. Whoever shows it in another language translates `template`
    and fills `values` in again; a value may be a sentence too. Catalogues are made from the
    templates, so each stands here as one literal.
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        """Fill the values into the template's `%(name)s` places."""
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made
