"""The page of figures in words: names of channels and of what they count."""

from flask import url_for
from flask_babel import get_locale, gettext
from sqlalchemy.orm import Session

from domain.numbers.held import Pair
from domain.numbers.periods import PeriodKey
from domain.numbers.queries import Numbers
from domain.reference import queries as reference
from domain.reference.models import ListKey
from web.filters import dong, whole

_MONEY = "money"


class NumberWords:
    """Every list is read once, when the page is drawn."""

    def __init__(self, db: Session) -> None:
        english = str(get_locale()) == "en"
        self._channels = reference.labels(db, ListKey.OUTREACH_CHANNELS, str(get_locale()))
        self._short: dict[str, str] = {}
        self._main: dict[str, str] = {}
        for item in reference.all_items(db, ListKey.OUTREACH_CHANNELS):
            self._short[item.code] = "" if english else str(item.details.get("short_vi", ""))
            self._main[item.code] = str(item.details.get("count_units", "")).split(";")[0]
        units = reference.all_items(db, ListKey.COUNT_UNITS)
        self._units = {u.code: (u.name_en if english else "") or u.name_vi for u in units}
        self._money = {unit.code for unit in units if unit.details.get("group") == _MONEY}

    def channels(self, numbers: Numbers) -> list[tuple[str, Pair, str, tuple[str, str]]]:
        """Each channel: its name, records, what its main count is, and that counted."""
        return [self._channel(code, pair, numbers) for code, pair in numbers.channels.items()]

    def _channel(
        self, code: str, pair: Pair, numbers: Numbers
    ) -> tuple[str, Pair, str, tuple[str, str]]:
        name = self._short.get(code) or self._channels.get(code, code)
        main = self._main.get(code, "")
        told = numbers.counted.get((code, main))
        if told is None:
            return name, pair, "", ("", "")
        unit = self._units.get(main, main)
        counted = (self._number(main, told.own), self._number(main, told.unit))
        named = "" if unit == name else f"{unit[:1].lower()}{unit[1:]}"
        return name, pair, named, counted

    def _number(self, unit: str, value: int) -> str:
        return dong(value) if unit in self._money else whole(value)

    def tabs(self, chosen: PeriodKey) -> list[tuple[str, str, bool]]:
        """The periods to choose from."""
        named = {
            PeriodKey.MONTH: gettext("Tháng này"),
            PeriodKey.HALF: gettext("Kỳ 6 tháng"),
            PeriodKey.YEAR: gettext("Cả năm"),
        }
        return [
            (url_for("numbers.show", period=key.value), words, key is chosen)
            for key, words in named.items()
        ]
