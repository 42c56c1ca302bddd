"""How the checklists of a set are shared out among files, so that each is quickly fetched."""

from __future__ import annotations

from collections.abc import Sequence

from macros.queries import Selections
from macros.render.book import Book
from macros.training.checklist import Checklist
from macros.training.checklists import pauses

ROOM = 500
"""How much a file holds. An item weighs 1, and 1 for each of its languages, and 2 for its code on paper:
measured, about 250 bytes a unit, beside 50 to 100 kB of fonts and what every sheet has."""


def volumes(
    lists: Sequence[Checklist], books: Sequence[Book], languages: int, coded: bool
) -> list[tuple[Checklist, ...]]:
    """The checklists in their order, shared out as evenly as can be; nothing where there is none.

    `languages`: in how many each item stands; `coded`: whether it has a code that leads to the handbook.
    """
    queries = {book.body.instrument.id: book.query for book in books}
    weights = [(1 + languages + 2 * coded) * _items(each, queries[each.instrument]) for each in lists]
    count = -(-sum(weights) // ROOM)
    found: list[list[Checklist]] = [[] for _ in range(count)]
    before = 0
    for each, weight in zip(lists, weights, strict=True):
        found[(2 * before + weight) * count // (2 * sum(weights))].append(each)
        before += weight
    return [tuple(volume) for volume in found if volume]


def named(name: str, tag: str, number: int, count: int) -> str:
    """The name of a file without its ending: `all.ja`, `all-2.ja-en`."""
    return f"{name}.{tag}" if count == 1 else f"{name}-{number}.{tag}"


def _items(checklist: Checklist, selections: Selections) -> int:
    return sum(len(pause.items) for pause in pauses(checklist, selections))
