"""A group of tips as pages show it: figures, drawing, and tables equal to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from uuid import UUID

from flask_babel import gettext, ngettext

from blueprints.tips import words
from blueprints.tips.graph import Drawn, Graph, draw
from blueprints.tips.rows import Chip, Rows
from blueprints.tips.traces_panel import grey_words, kinds
from domain.tips import links, sealing
from domain.tips.identifiers import IdentifierKind
from domain.tips.links import Cluster
from domain.tips.models import Tip
from domain.tips.rules import number_label
from domain.tips.sealing import WordsLost
from web.context import ring
from web.filters import whole
from web.language import say

_MILLION = 1_000_000


class GroupTold:
    """Tips side by side, as far as the reader may know of them."""

    def __init__(self, group: Cluster, numbers: Mapping[UUID, int]) -> None:
        self.group, self._numbers = group, numbers
        self._rows = Rows(numbers=numbers)

    def number(self, tip: Tip) -> str:
        """The number that the reader's unit knows a tip by."""
        return number_label(self._numbers[tip.id])

    def most_shared(self) -> str:
        """What most of the group names, where the reader may know it."""
        shared = sorted(self.group.shared.items(), key=lambda one: -len(one[1][1]))
        if not shared:
            return ""
        tag, (kind, _) = shared[0]
        return f"{self._kind(kind)} {self.group.values.get(tag, '')}".strip()

    def figures(self) -> list[tuple[str, str, str]]:
        """Figure, noun, note."""
        group, units = self.group, self.group.units
        count = len(group.tips)
        lost, shared = group.lost_at_least // _MILLION, len(group.shared)
        return [
            (
                whole(count),
                ngettext("tin nối với nhau", "tin nối với nhau", count),
                ngettext("trong %(num)s ngày", "trong %(num)s ngày", group.days),
            ),
            (
                whole(len(units)),
                ngettext("nơi nhận tin", "nơi nhận tin", len(units)),
                ", ".join(unit.full_name for unit in units),
            ),
            (
                gettext("từ %(millions)s", millions=whole(lost)) if lost else "–",
                gettext("triệu đồng thiệt hại"),
                ngettext(
                    "theo lời báo, %(num)s tin đã gặp bị hại",
                    "theo lời báo, %(num)s tin đã gặp bị hại",
                    group.verified,
                ),
            ),
            (
                whole(shared),
                ngettext("số, tài khoản, link chung", "số, tài khoản, link chung", shared),
                self._by_kind(),
            ),
        ]

    def _by_kind(self) -> str:
        """ "2 số tài khoản, 1 đường link"."""
        counts = Counter(self._kind(kind) for kind, _ in self.group.shared.values())
        return ", ".join(f"{count} {kind[0].lower()}{kind[1:]}" for kind, count in counts.items())

    @cached_property
    def graph(self) -> Graph:
        """The drawing; the table beside it says the same."""
        tips = {
            tip.id: Drawn(self.number(tip), tip.unit.name, self._is_firm(tip))
            for tip in self.group.tips
        }
        shared = [
            (self.group.values.get(tag) or self._kind(kind), holders)
            for tag, (kind, holders) in self.group.shared.items()
        ]
        return draw(tips, shared)

    def shared(self) -> list[tuple[str, str, str]]:
        """What is shared: kind, value, by which tips."""
        names = {tip.id: f"{self.number(tip)} ({tip.unit.name})" for tip in self.group.tips}
        return [
            (
                self._kind(kind),
                self.group.values.get(tag) or str(gettext("mở tin bằng lý do mới thấy")),
                ", ".join(names[id_] for id_ in holders),
            )
            for tag, (kind, holders) in self.group.shared.items()
        ]

    def line(self, tip: Tip) -> str:
        """Where a tip was received and on which half-day."""
        return f"{tip.unit.full_name} · {words.half(tip)}"

    def lost(self, tip: Tip) -> str:
        """That the words of a tip can no longer be read, where its key was lost."""
        return say(WordsLost.sentence) if sealing.is_lost(ring(), tip) else ""

    def loss(self, tip: Tip) -> str:
        """Its loss in steps."""
        return words.loss(tip.loss_band)

    def common(self, tip: Tip) -> str:
        """Kinds of what it shares."""
        found = [self._kind(self.group.shared[tag][0]) for tag in self.group.shared_by(tip)]
        note = [gettext("khác ngân hàng")] if tip.id in self.group.other_bank else []
        return ", ".join(dict.fromkeys([*found, *note]))

    def _is_firm(self, tip: Tip) -> bool:
        return tip.victim_spoken_on is not None and tip.id not in self.group.other_bank

    def verified(self, tip: Tip) -> str:
        """Whether its victim is known and was spoken to."""
        if tip.victim_spoken_on is not None:
            return str(gettext("Đã gặp bị hại"))
        return str(gettext("Chưa kiểm chứng"))

    def chips(self, tip: Tip) -> Sequence[Chip]:
        """Where it stands and by when."""
        return list(self._rows.chips(tip))

    def grey(self) -> str:
        """What is said of a group that rests on unverified tips without a name alone."""
        is_grey = len(self.group.tips) > 1 and links.is_grey(self.group.tips)
        return grey_words() if is_grey else ""

    @staticmethod
    def _kind(kind: str) -> str:
        return kinds()[IdentifierKind(kind)]
