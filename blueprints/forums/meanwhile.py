"""What others wrote into a forum while this person's form lay open."""

from collections.abc import Collection

from blueprints.forums import forms
from blueprints.forums.forms import Texts
from domain.forums import live, to_tip
from domain.forums.content import OPINION, Content, OpinionContent, content_of, opinion_field
from domain.forums.models import Forum, OpinionKind, Outcome
from domain.text import one_line
from web.context import session

_BOXES = {
    "gist": "",
    "topic": "",
    "name": "",
    "kind": OpinionKind.INFORMATION.value,
    "outcome": Outcome.ANSWERED.value,
}
"""What tells one new line from another, and what stands there when nothing was chosen."""


def with_theirs(texts: Texts, record: Forum) -> Texts:
    """The texts as if the form had been opened now: opinions that others added since stand in
    them, this person's new ones behind those, and none that became a tip since."""
    forgotten = to_tip.forgotten(session(), record)
    texts = _without(texts, {number for number in forgotten if number <= forms.known_in(texts)})
    last, theirs = live.last_number(record), content_of(record)
    if last <= forms.known_in(texts):
        return texts
    added = _added(theirs, forms.known_in(texts))
    new = sorted(n for n in forms.numbers_in(texts) if n > forms.known_in(texts))
    numbers: dict[int, int] = {}
    free = last + 1
    for number in new:
        same = next((n for n, one in added.items() if _says(texts, number, one)), None)
        numbers[number], free = (same, free) if same else (free, free + 1)
    result = forms.renumbered(texts, numbers)
    for name, values in forms.texts_of(_only(theirs, added.keys() - numbers.values())).lists():
        if name.startswith(OPINION):
            result.setlist(name, values)
    result["known"] = str(last)
    return result


def known_at_first(record: Forum) -> int:
    """The highest number that the form can have had with which the forum was first sent: opinions
    that were added line by line came behind it."""
    added = [row.position for row in record.opinions if row.entered_at is not None]
    numbers = [*(row.position for row in record.opinions), *record.gone.values()]
    return max((n for n in numbers if n < min(added, default=n + 1)), default=0)


def _added(theirs: Content, known: int) -> dict[int, OpinionContent]:
    return {number: one for number, one in theirs.by_number().items() if number > known}


def _says(texts: Texts, number: int, stored: OpinionContent) -> bool:
    """Whether a new line of the form is this one, stored when the form was sent before."""
    held = stored.fields()
    return all(
        one_line(texts.get(opinion_field(number, part), nothing))
        == held.get(opinion_field(stored.number, part), nothing)
        for part, nothing in _BOXES.items()
    )


def _only(content: Content, numbers: Collection[int]) -> Content:
    for number in content.by_number().keys() - numbers:
        content = content.without(number)
    return content


def _without(texts: Texts, numbers: Collection[int]) -> Texts:
    prefixes = tuple(opinion_field(number, "") for number in numbers)
    kept: Texts = Texts()
    for name, values in texts.lists():
        if not name.startswith(prefixes):
            kept.setlist(name, values)
    return kept
