"""A checklist as it is printed. All computed, no HTML."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from macros.render.parts import Said
from macros.render.printed import Printed
from macros.training.checklist import Checklist
from macros.training.checklists import Item, Pause, pauses

SHORT = 38
"""How wide a label may be that has its line to write on beside it, in half-width characters."""

ANSWERS = {
    "yes": "answer_yes",
    "no": "answer_no",
    "unknown": "answer_unknown",
    "not_applicable": "sheet_answer_none",
}
"""Answer → its word on paper, where there is little room."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What kind of line it is: a duty, a prohibition … or an item of the handbook's own."""

    kind: str
    labels: tuple[str, ...]
    """In each language of the sheet."""


@dataclass(frozen=True)
class Sheet(Printed):
    """One checklist, ready to be printed."""

    checklist: Checklist

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        """Its pause points with their items."""
        return pauses(self.checklist, self.book.query)

    def numbered(self) -> Iterator[tuple[Pause, list[tuple[int, Item]]]]:
        """The pause points, their items numbered through the sheet."""
        number = 0
        for pause in self.pauses:
            items = list(enumerate(pause.items, number + 1))
            number += len(items)
            yield pause, items

    def mark(self, item: Item) -> Mark:
        """The kind of a line."""
        if item.standing is None:
            return Mark("own", tuple(book.t("help_mark") for book in self.books))
        obligation = item.standing.obligation
        return Mark(obligation.modality, tuple(book.kind(obligation) for book in self.books))

    def blanks(self, item: Item) -> Iterator[tuple[list[Said], str, bool]]:
        """What is to be written below an item: its name, its value if it is known, whether it is short.

        That is what only the Ordering Party can say and the item needs, or what an item of our own asks for.
        """
        if item.own and item.own.fill:
            yield (label := self.say(item.own.fill)), "", _short(label)
        parameter = item.standing.obligation.parameter if item.standing else None
        for book in self.books[:1]:
            for each in book.body.instrument.parameters:
                if each.id == parameter:
                    yield (label := self.say(each.label)), book.blank(each).value or "", _short(label)

    def evidence(self, item: Item) -> Iterator[Said]:
        """The records to keep, one line in each language; nothing where the sheet asks for none."""
        for book in self.books if item.evidence else ():
            records = book.t("list_apart").join(book.say(words).text for words in item.evidence)
            yield Said(f"{book.t('evidence')}{book.t('list_colon')}{records}", book.language)

    @property
    def has_own(self) -> bool:
        """Whether something on it is the handbook's own."""
        return any(item.own or item.evidence for pause in self.pauses for item in pause.items)

    @property
    def name(self) -> str:
        """The name of its file, without ending."""
        return f"{self.checklist.id}.{self.press.tag}"


def _short(label: list[Said]) -> bool:
    """Whether half a line is left beside it, where a kanji is as wide as two letters."""
    return (
        len(label) == 1 and sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in label[0].text) <= SHORT
    )
