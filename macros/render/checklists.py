"""The pages of checklists: which there are, and what a page shows and tells its script."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from macros.render.book import Book
from macros.render.page import CHECKLISTS
from macros.render.parts import Branch, Leaf
from macros.render.volumes import named
from macros.training.checklist import Checklist
from macros.training.checklists import Item, Pause, pauses

ASSETS = "assets/tokki/sheets"
"""Where their script and style stand, from the root of a language."""

PRINTED = "sheets"
"""Where the PDFs of training stand, beside the folders of the languages."""


def leaves(lists: Sequence[Checklist], books: Sequence[Book]) -> Iterator[Leaf]:
    """The page of each checklist, and their index."""
    if not lists:
        return
    t = books[0].t
    yield Leaf(f"{CHECKLISTS}/index", t("checklists"), "checklists()", t("checklists_description"))
    for each in lists:
        book = _book(each, books)
        title, when = book.say(each.title).text, book.say(each.when).text
        yield Leaf(f"{CHECKLISTS}/{each.id}", title, f'checklist("{each.id}")', when, wide=True)


def branch(lists: Sequence[Checklist], books: Sequence[Book]) -> Branch:
    """Their entry in the navigation."""
    below = (Branch(_book(c, books).say(c.title).text, f"{CHECKLISTS}/{c.id}") for c in lists)
    t = books[0].t
    return Branch(t("checklists"), below=(Branch(t("checklists_all"), f"{CHECKLISTS}/index"), *below))


def _book(checklist: Checklist, books: Sequence[Book]) -> Book:
    return next(book for book in books if book.body.instrument.id == checklist.instrument)


def printed(path: str, name: str, ending: str = "pdf") -> str:
    """A relative link from the page at `path` to a PDF of training, or a page beside it."""
    here = posixpath.dirname(f"/language/{path}")  # from a root: else the working folder's name would matter
    return posixpath.relpath(f"/{PRINTED}/{name}.{ending}", here)


@dataclass(frozen=True, slots=True)
class Print:
    """A PDF to be fetched: what to call it, its name without ending, what it holds of a set in several."""

    words: str
    name: str
    held: str = ""


def prints(
    name: str, tag: str, words: str, found: Sequence[Sequence[Checklist]], books: Sequence[Book]
) -> Iterator[Print]:
    """The PDFs of a set in the languages `tag`, which are called `words`: one for each of its volumes."""
    for number, lists in enumerate(found, 1):
        file = named(name, tag, number, len(found))
        if len(found) == 1:
            yield Print(words, file)
        else:
            first, last = (_book(each, books).say(each.title).text for each in (lists[0], lists[-1]))
            held = first if len(lists) == 1 else books[0].t("sheet_volume", first=first, last=last)
            yield Print(f"{words} {number}/{len(found)}", file, held)


@dataclass(frozen=True)
class ChecklistView:
    """One checklist for one page in one reader's language."""

    checklist: Checklist
    book: Book
    path: str
    """The page's path without its ending."""

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        """The pause points with their items."""
        return pauses(self.checklist, self.book.query)

    @property
    def count(self) -> int:
        """How many items there are."""
        return sum(len(pause.items) for pause in self.pauses)

    def first(self, pause: Pause) -> int:
        """The number of the first item of a pause point."""
        return 1 + sum(len(each.items) for each in self.pauses if each.number < pause.number)

    def mark(self, item: Item) -> tuple[str, str]:
        """The kind of an item, and what it is called."""
        if item.standing is None:
            return "own", self.book.t("help_mark")
        obligation = item.standing.obligation
        return obligation.modality, self.book.kind(obligation)

    def asset(self, name: str) -> str:
        """A relative link to the page's own script or style."""
        return posixpath.relpath(f"{ASSETS}/{name}", posixpath.dirname(self.path) or ".")


def view(lists: Sequence[Checklist], id_: str, books: Sequence[Book], path: str) -> ChecklistView:
    """A checklist on the page at `path`."""
    checklist = next(each for each in lists if each.id == id_)
    return ChecklistView(checklist, _book(checklist, books), path)
