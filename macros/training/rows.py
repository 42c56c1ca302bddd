"""Tables by strangers → rows of named cells: the right cell under the right name, or one line that says why.

Reads CSV (UTF-8, UTF-16 with its mark, Shift_JIS) and XLSX; the headings may stand below a title. A cell that
is merged over several rows counts for each of them. Lists of people may be YAML as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from macros import source
from macros.errors import DataError, Place, Problem, shown
from macros.forms import dates, table
from macros.forms.files import LENIENT
from macros.structure import CONTROL

MOST_ROWS = 100_000
LONGEST = 1_000
"""Characters of a cell; a name has at most `NAME`."""
NAME = 100
TITLES = 20
"""The headings stand in one of the first rows."""


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


def _heading(text: str) -> str:
    return re.sub(r"[(\[【<〔*※].*", "", folded(text)) or folded(text)


@cache
def words() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Heading → column, and word of a status cell → status, both folded."""
    node, _ = source.parse((Path(__file__).parent / "columns.yml").read_text("utf-8"), "columns.yml")
    assert isinstance(node, yaml.MappingNode)
    found = []
    for _, section in node.value:
        found.append({folded(word.value): key.value for key, each in section.value for word in each.value})
    headings, statuses = found
    return headings, statuses


def read(path: Path, wanted: Sequence[str], shown_as: str | None = None) -> Table:
    """The table in a file; `wanted` are its columns, the first must be there.

    Raises `DataError` where the file cannot be read or has no row of headings.
    """
    name = shown_as or path.as_posix()
    if path.suffix.casefold() in (".yml", ".yaml"):
        return _yaml(path, wanted, name)
    with table.opened(path, name, whole=True) as (cells, layout):
        return _read(cells, layout, tuple(wanted), name)


def _read(cells: table.Cells, layout: table.Layout, wanted: tuple[str, ...], file: str) -> Table:
    names, heading, notes = _headings(cells, wanted, file)
    where = {name: column for column, name in names.items()}
    rows: list[Row] = []
    refused: list[tuple[Problem, ...]] = []
    merged = _Merged(layout)
    lost: dict[int, int] = {}
    for number, _, row in cells:
        given = merged.over(number, row)
        problems = list(_cell_faults(given, names, wanted, file, number, merged))
        for column, cell in enumerate(given, 1):
            if column not in names and column not in heading and isinstance(cell, str) and cell.strip():
                lost.setdefault(column, number)
        found: dict[str, str] = {}
        for column, name in names.items():
            cell = given[column - 1] if column <= len(given) else ""
            if isinstance(cell, str) and cell.strip():
                found[name] = " ".join(cell.split())
        if problems:
            refused.append(tuple(problems))
        elif found.keys() - {"number"}:
            rows.append(Row(file, number, found, where))
        if len(rows) + len(refused) > MOST_ROWS:
            rule = f"a table has at most {MOST_ROWS:,} rows"
            raise DataError([Problem(Place(file, number, 1), "rows", rule, mend="split it")])
    notes += [
        Problem(Place(file, number, column), "cells", "cells without a heading are not read")
        for column, number in lost.items()
    ]
    for title in layout.others:
        rule = "only the first sheet of a workbook is read"
        notes.append(Problem(Place(file, 1, 1), "sheet", rule, shown(title, 40), "save each in its own file"))
    return Table(file, tuple(rows), tuple(refused), tuple(notes), frozenset(where))


def _headings(
    cells: table.Cells, wanted: tuple[str, ...], file: str
) -> tuple[dict[int, str], set[int], list[Problem]]:
    known, _ = words()
    for number, _, row in cells:
        written = {column: cell for column, cell in enumerate(row, 1) if isinstance(cell, str)}
        found = {column: known.get(_heading(cell), "") for column, cell in written.items() if cell.strip()}
        if wanted[0] in found.values() and len(set(found.values()) & set(wanted)) > 1:
            return _named(written, found, wanted, file, number)
        if number > TITLES:
            break
    first = [heading for heading, name in known.items() if name == wanted[0]][:3]
    rule = f"a table has a row of headings, one of them {first[0]}"
    mend = f"write {', '.join(first)} or name over the names, and one of " + ", ".join(
        next(heading for heading, name in known.items() if name == each) for each in wanted[1:]
    )
    raise DataError([Problem(Place(file, 1, 1), "heading", rule, mend=mend)])


def _named(
    written: Mapping[int, str], found: Mapping[int, str], wanted: tuple[str, ...], file: str, number: int
) -> tuple[dict[int, str], set[int], list[Problem]]:
    """Column → its name, all columns with a heading, and what is to be told of those not read."""
    names: dict[int, str] = {}
    notes: list[Problem] = []
    for column, name in found.items():
        place, got = Place(file, number, column, name), shown(written[column], 40)
        if name not in (*wanted, "number"):
            notes.append(Problem(place, "column", "a column that is not known is not read", got))
        elif name in names.values():
            first = shown(next(written[c] for c, n in names.items() if n == name), 40)
            rule = "of two columns of one kind the first is read"
            notes.append(Problem(place, "column", rule, got, f"read is {first}"))
        else:
            names[column] = name
    return names, {column for column, cell in written.items() if cell.strip()}, notes


class _Merged:
    """Gives merged cells the value of their first, while rows are read from the top."""

    def __init__(self, layout: table.Layout) -> None:
        self._waiting = sorted(layout.merged, reverse=True)
        self._open: dict[int, tuple[int, int, str | Problem]] = {}
        """Column → last row of the merged cells in it, their first row, their value."""

    def over(self, number: int, row: list[str | Problem]) -> list[str | Problem]:
        """The cells of a row."""
        self._open = {column: each for column, each in self._open.items() if each[0] >= number}
        given = list(row)
        for column, (_, _, value) in self._open.items():
            given += [""] * (column - len(given))
            given[column - 1] = value
        while self._waiting and self._waiting[-1][0] <= number:
            up, left, down, _ = self._waiting.pop()
            if up == number < down and left <= len(row):
                self._open[left] = (down, up, row[left - 1])
        return given

    def reaches(self, column: int, number: int) -> bool:
        """Whether the cell in this row is one with a cell above it."""
        return column in self._open and self._open[column][1] < number


def _cell_faults(
    given: list[str | Problem],
    names: Mapping[int, str],
    wanted: tuple[str, ...],
    file: str,
    number: int,
    merged: _Merged,
) -> Iterator[Problem]:
    for column, name in names.items():
        cell = given[column - 1] if column <= len(given) else ""
        place = Place(file, number, column, name)
        if isinstance(cell, Problem):
            if name != "number":
                yield replace(cell, place=place)
        elif len(cell) > (most := NAME if name == wanted[0] else LONGEST):
            yield Problem(
                place, "long", f"a cell of this column has at most {most:,} characters", f"{len(cell):,}"
            )
        elif CONTROL.search(" ".join(cell.split())):
            yield Problem(place, "control", "text has no control characters", mend="type it anew")
        elif name == wanted[0] and cell.strip() and merged.reaches(column, number):
            yield Problem(
                place, "merged", "each person has a row of their own", shown(cell, 40), "part the cells"
            )


def _yaml(path: Path, wanted: Sequence[str], file: str) -> Table:
    text, problems = source.read_text(path, file)
    if text is None:
        raise DataError(problems)
    node, problems = source.parse(text, file)
    problems = [problem for problem in problems if problem.code not in LENIENT]
    if problems or node is None:
        raise DataError(problems)
    people = next((v for k, v in node.value if k.value == "people"), None) if _is_map(node) else node
    if not isinstance(people, yaml.SequenceNode):
        rule = "a list of people is a list under `people:`"
        raise DataError([Problem(source.place_of(node, file, "people"), "shape", rule)])
    rows: list[Row] = []
    refused: list[tuple[Problem, ...]] = []
    for each in people.value:
        row, faults = _person(each, wanted, file)
        if faults:
            refused.append(tuple(faults))
        else:
            rows.append(row)
    return Table(file, tuple(rows), tuple(refused), (), frozenset(wanted))


def _is_map(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode)


def _person(node: yaml.Node, wanted: Sequence[str], file: str) -> tuple[Row, list[Problem]]:
    place = source.place_of(node, file, "")
    if not isinstance(node, yaml.MappingNode):
        return Row(file, place.line, {}), [Problem(place, "shape", "a person is a mapping with a `name`")]
    cells: dict[str, str] = {}
    faults: list[Problem] = []
    for key, value in node.value:
        at = source.place_of(key, file, key.value[:80])
        if key.value not in wanted:
            mend = f"one of {', '.join(wanted)}"
            faults.append(Problem(at, "unknown-key", "a person has no such key", shown(key.value, 40), mend))
        elif not isinstance(value, yaml.ScalarNode):
            faults.append(Problem(at, "shape", "text is wanted here"))
        elif len(value.value) > NAME or CONTROL.search(value.value):
            rule = f"text has at most {NAME} characters, none of them control characters"
            faults.append(Problem(at, "long", rule, f"{len(value.value):,}"))
        elif value.value.strip():
            cells[key.value] = " ".join(value.value.split())
    columns = dict.fromkeys(cells, place.column)
    return Row(file, place.line, cells, columns), faults


def day_of(row: Row, name: str) -> tuple[date | None, list[Problem]]:
    """The day in a cell (a time of day behind it is left out), `None` where it is blank."""
    text = row.cells.get(name, "")
    if not text:
        return None, []
    try:
        return dates.parse_date(text), []
    except dates.DateFault as fault:
        first = fault
    try:
        return dates.parse_moment(text).date(), []
    except dates.DateFault:
        pass
    mend = first.mend
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        mend = "the spreadsheet shows a serial number: format the cell as a date"
    return None, [row.fault(name, "date", first.rule, shown(text, 40), mend)]
