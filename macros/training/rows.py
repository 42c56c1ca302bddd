"""A row of a table and its cells by name; what the columns of strangers' tables are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import yaml

from macros import source
from macros.errors import Place, Problem, shown
from macros.forms.dates import DateFault
from macros.training import days
from macros.training.days import When

LONGEST = 1_000
"""Characters of a cell; a name has at most `NAME`."""
NAME = 100
REASONS = {
    "no-era": "no_era", "calendar": "calendar", "hour": "time", "twelve": "time", "era-begins": "era",
    "era-ended": "era",
}  # fmt: skip
"""What is wrong with a day → how it is told apart."""


@dataclass(frozen=True)
class Row:
    """A row of a table, its cells by the name of their column."""

    file: str
    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, int] = field(default_factory=dict)

    def at(self, name: str = "") -> Place:
        """The place of a cell: the row is the line."""
        return Place(self.file, self.number, self.columns.get(name, 1), name)

    def fault(self, name: str, code: str, rule: str, got: str = "", mend: str = "") -> Problem:
        """A problem with a cell."""
        return Problem(self.at(name), code, rule, got, mend)


@dataclass(frozen=True)
class Table:
    """What came of a table: sound rows, the problems of each refused one, and what else is to be told."""

    file: str
    rows: tuple[Row, ...] = ()
    refused: tuple[tuple[Problem, ...], ...] = ()
    """The problems of each row that could not be taken."""
    notes: tuple[Problem, ...] = ()
    """Columns and sheets that were not read: no row is refused for them."""
    columns: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """How many rows with something in them there are below the headings."""
        return len(self.rows) + len(self.refused)


def folded(text: str) -> str:
    """Text as it is compared: half-width, lower case, without any blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).casefold())


def heading(text: str) -> str:
    """A heading as it is compared: what stands in brackets at its end is left out."""
    return re.sub(r"[(\[【<〔*※].*", "", folded(text)) or folded(text)


@cache
def words() -> tuple[Mapping[str, str], Mapping[str, str], frozenset[str]]:
    """Heading → column, word of a status cell → status, words before a total; all folded."""
    node, _ = source.parse((Path(__file__).parent / "columns.yml").read_text("utf-8"), "columns.yml")
    assert isinstance(node, yaml.MappingNode)
    found = []
    for _, section in node.value:
        found.append({folded(word.value): key.value for key, each in section.value for word in each.value})
    headings, statuses, totals = found
    return headings, statuses, frozenset(totals)


def columns_of(*names: str) -> dict[str, str]:
    """Heading, folded → column, for these columns."""
    return {written: column for written, column in words()[0].items() if column in names}


def sums_up(cell: str) -> bool:
    """Whether a cell stands before a total: 合計, 計 3名, Total:."""
    return re.sub(r"[:：]?[0-9,]*(名|人|件|people)?$", "", folded(cell)) in words()[2]


def day_of(row: Row, name: str) -> tuple[When | None, list[Problem]]:
    """The day in a cell, with the times of day behind it; `None` where it is blank."""
    text = row.cells.get(name, "")
    if not text:
        return None, []
    try:
        return days.parse(text), []
    except DateFault as fault:
        reason, about = REASONS.get(fault.reason, ""), {}
        if isinstance(fault, days.SerialFault | days.WeekdayFault):
            reason = "serial" if isinstance(fault, days.SerialFault) else "weekday"
            about = {"day": fault.day}
        problem = row.fault(name, "date", fault.rule, shown(text, 40), fault.mend)
        return None, [replace(problem, about={"reason": reason, **about})]
