"""A checklist as it is printed. All computed, no HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from macros.render.parts import Said
from macros.render.printed import Printed
from macros.training.checklist import Checklist
from macros.training.checklists import Item, Pause, pauses

ANSWERS = ("yes", "no", "unknown", "not_applicable")


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
        modality = item.standing.obligation.modality
        return Mark(modality, tuple(book.label("modalities", modality) for book in self.books))

    def blanks(self, item: Item) -> Iterator[tuple[list[Said], str]]:
        """What only the Ordering Party can say and the item needs: its name, and its value if it is known."""
        parameter = item.standing.obligation.parameter if item.standing else None
        for book in self.books[:1]:
            for each in book.body.instrument.parameters:
                if each.id == parameter:
                    yield self.say(each.label), book.blank(each).value or ""

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
