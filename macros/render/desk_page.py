"""The trainer's desk as a page: what to do in which order, and what its scripts know. No HTML."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from macros.render.book import Book
from macros.render.course import EXPORTED, exported
from macros.render.desk import reporting, training
from macros.render.desk_saved import FORM, known
from macros.render.page import Page
from macros.render.parts import Link
from macros.render.wording import languages, words_of
from macros.training import directory, record, rows

PATH = "desk"
"""The page that carries the desk."""

ASSETS = "assets/tokki/desk"
"""Where its scripts and its style stand, from the root of a language."""

SCRIPTS = ("record", "roster", "collect", "answers", "page")
"""In the order in which they build on each other."""

FAULTS = (
    "size", "encoding", "json", "key-twice", "kind", "version", "unknown-key", "missing-key", "shape",
    "value", "date", "order", "edition", "count", "check", "unread", "foreign", "future", "twice", "later",
    "contrary", "several",
)  # fmt: skip
"""What a file can be told of, by code."""

ROSTER = {
    "fault_variant": "desk_told_variant",
    "fault_department": "desk_told_department",
    "fault_unlisted": "desk_told_unlisted",
    "fault_name": "desk_told_name",
    "fault_long": "desk_told_long",
    "fault_roster_twice": "desk_told_twice",
}
"""What is told of people and of lines of the roster: what the script calls the word → its key."""

COLUMNS = ("name", "department", "finished", "right", "answered", "weak", "file", "result")
SAID = ("status", "status_roster", "saved", "cleared", "counted", "missing", "other", "roster_line")

CHANGED = "changed"
"""What changed since another edition: as a page and PDFs, where `tokki site` was given one."""

STEPS = ("plan", "teach", "collect", "report", "again")
"""What is done, in this order."""

COMMANDS = {
    "plan": (
        "tokki training plan --by 2027-03-31 --roster roster.xlsx",
        "tokki training roster --roster roster.xlsx",
    ),
    "teach": ("tokki course scorm --to course.zip --pass-mark 80",),
    "report": (
        "tokki training report \\\n  --records records --attendance attendance.xlsx --roster roster.xlsx \\\n"
        "  --profile company.yml --contract contract.yml --to report",
        "tokki training report --records records --to report --names",
        "tokki training report --records records --to report \\\n"
        "  --subcontractor NAME --confirmed-by METHOD",
    ),
    "again": (
        "tokki training edition --to edition.json",
        "tokki training changed edition.json clauses --format pdf",
        "tokki site --since edition.json",
    ),
}
"""Step → the commands that do it."""

PRINTED = {"plan": ("training-plan", "sign-in-sheet")}
"""Step → the blank sheets there are for it."""


def edition_file(name: str) -> str:
    """The file, without ending, of the edition of that name, to be held against a later one."""
    return f"edition-{name}"


def teaching(books: Sequence[Book]) -> Book | None:
    """The first book whose words ask for training; `None` where none does."""
    return next((book for book in books if training(book)), None)


def _original(book: Book) -> Book:
    """The book in the language of the instrument, in which forms are handed in, if there is one."""
    own = book.body.instrument.language
    return Book(book.corpus, book.body, own, words_of(own)) if own in languages() else book


@dataclass(frozen=True)
class DeskView:
    """The desk on one page."""

    page: Page

    def asset(self, name: str) -> str:
        """A relative link to a file of the desk's own."""
        return posixpath.relpath(f"{ASSETS}/{name}", self._folder)

    @property
    def _folder(self) -> str:
        return posixpath.dirname(self.page.path) or "."

    @property
    def scripts(self) -> list[str]:
        """Links to the scripts of the page, in their order."""
        return [self.asset(f"{name}.js") for name in SCRIPTS]

    @property
    def steps(self) -> tuple[str, ...]:
        """What is done, in order."""
        return STEPS

    @property
    def form(self) -> str:
        """The form of the report."""
        return FORM

    def commands(self, step: str) -> tuple[str, ...]:
        """The commands of a step."""
        return COMMANDS.get(step, ())

    def printed(self, step: str) -> tuple[str, ...]:
        """The names of the blank sheets of a step."""
        return PRINTED.get(step, ())

    def exports(self) -> Iterator[tuple[str, str]]:
        """What a learning platform takes in of the course: its kind, and a relative link to the file."""
        for kind in EXPORTED:
            yield kind, posixpath.relpath(exported(kind, self.page.book.language), self._folder)

    @property
    def edition_file(self) -> str:
        """The file of the present edition, without ending."""
        return edition_file(self.page.book.edition)

    @property
    def changed(self) -> str:
        """The sheet of what changed since another edition."""
        return CHANGED

    def basis(self, step: str) -> list[Link]:
        """The provisions that a step serves."""
        book = self.page.book
        ids = {"plan": training(book)[:1], "teach": training(book), "report": reporting(book)}.get(step, [])
        return [self.page.link(id_) for id_ in ids]

    def model(self) -> str:
        """What the scripts know: the edition, the schema of a record, citations, their words; as JSON."""
        book = self.page.book
        codes = (code.replace("-", "_") for code in FAULTS)
        keys = [f"desk_page_{name}" for name in SAID]
        keys += [f"desk_page_column_{name}" for name in COLUMNS]
        keys += [f"desk_page_fault_{code}" for code in codes]
        words = {key.removeprefix("desk_page_"): book.words[key] for key in keys}
        words |= {name: book.words[key] for name, key in ROSTER.items()}
        ids = [*book.body.index, *book.query.obligation]
        return json.dumps(
            {
                "instrument": book.body.instrument.id,
                "edition": book.edition,
                "digest": book.body.source_sha256,
                "most": record.MAX_BYTES,
                "schema": record.schema(),
                "headings": rows.columns_of("name", "department"),
                "longest": rows.NAME,
                "variants": directory.groups(),
                "cites": {id_: book.cite(id_) for id_ in ids},
                "form": known(_original(book)),
                "words": words | {"comma": book.t("list_comma")},
            },
            ensure_ascii=False,
            sort_keys=False,
        )
