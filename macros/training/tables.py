"""Tables by strangers → rows of named cells: the right cell under the right name, or one line that says why.

Reads CSV (UTF-8, UTF-16 with its mark, Shift_JIS) and XLSX; the headings may stand below a title. A cell that
is merged over several rows counts for each of them. Lists of people may be YAML as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from macros.errors import DataError, Place, Problem, shown
from macros.forms import table
from macros.structure import CONTROL
from macros.training import listed, strange
from macros.training.merged import Merged
from macros.training.rows import LONGEST, NAME, Row, Table, heading, sums_up, words

MOST_ROWS = 100_000
TITLES = 20
"""The headings stand in one of the first rows."""


def read(path: Path, wanted: Sequence[str], shown_as: str | None = None) -> Table:
    """The table in a file; `wanted` are its columns, the first must be there.

    Raises `DataError` where the file cannot be read or has no row of headings.
    """
    name = shown_as or path.as_posix()
    if path.suffix.casefold() in (".yml", ".yaml"):
        return listed.read(path, wanted, name)
    strange.refuse(path, name)
    with table.opened(path, name) as (cells, layout):
        return _read(cells, layout, tuple(wanted), name)


def _read(cells: table.Cells, layout: table.Layout, wanted: tuple[str, ...], file: str) -> Table:
    names, headed, notes = _headings(cells, wanted, file)
    where = {name: column for column, name in names.items()}
    rows: list[Row] = []
    refused: list[tuple[Problem, ...]] = []
    merged = Merged(layout)
    lost: dict[int, int] = {}
    for number, _, row in cells:
        given = merged.over(number, row)
        if _adds_up(given, where.get(wanted[0], 0)):
            rule = "a row of totals is not read"
            notes.append(Problem(Place(file, number, 1), "total", rule, shown(_first(given), 40)))
            continue
        problems = list(_cell_faults(given, names, wanted, file, number, merged))
        for column, cell in enumerate(given, 1):
            if column not in names and column not in headed and isinstance(cell, str) and cell.strip():
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
            raise DataError([Problem(Place(file, number, 1), "rows-many", rule, mend="split it")])
    notes += [
        Problem(Place(file, number, column), "cells", "cells without a heading are not read")
        for column, number in lost.items()
    ]
    if not rows and not refused:
        notes.append(Problem(Place(file), "empty", "below the headings there are rows"))
    if layout.hidden:
        numbers = ", ".join(map(str, layout.hidden[:8])) + (" …" if len(layout.hidden) > 8 else "")
        rule = "hidden and filtered rows are read as the others"
        notes.append(Problem(Place(file), "hidden", rule, numbers, "delete what shall not count"))
    for title in layout.others:
        rule = "only the first sheet of a workbook is read"
        notes.append(Problem(Place(file), "sheet", rule, shown(title, 40), "save each in its own file"))
    return Table(file, tuple(rows), tuple(refused), tuple(notes), frozenset(where))


def _first(given: Sequence[str | Problem]) -> str:
    return next((cell for cell in given if isinstance(cell, str) and cell.strip()), "")


def _adds_up(given: Sequence[str | Problem], column: int) -> bool:
    """Whether a row adds up those above it, by its first cell or that of the name."""
    named = given[column - 1] if 0 < column <= len(given) else ""
    return sums_up(_first(given)) or (isinstance(named, str) and sums_up(named))


def _headings(
    cells: table.Cells, wanted: tuple[str, ...], file: str
) -> tuple[dict[int, str], set[int], list[Problem]]:
    known, *_ = words()
    for number, _, row in cells:
        written = {column: cell for column, cell in enumerate(row, 1) if isinstance(cell, str)}
        found = {column: known.get(heading(cell), "") for column, cell in written.items() if cell.strip()}
        if wanted[0] in found.values() and len(set(found.values()) & set(wanted)) > 1:
            return _named(written, found, wanted, file, number)
        if number > TITLES:
            break
    first = [word for word, name in known.items() if name == wanted[0]][:3]
    rule = f"a table has a row of headings, one of them {first[0]}"
    mend = f"write {', '.join(first)} or name over the names, and one of " + ", ".join(
        next(word for word, name in known.items() if name == each) for each in wanted[1:]
    )
    raise DataError([Problem(Place(file), "headings", rule, mend=mend)])


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
            mend, about = f"read is {first}", {"other": first}
            notes.append(Problem(place, "column-twice", rule, got, mend, about))
        else:
            names[column] = name
    return names, {column for column, cell in written.items() if cell.strip()}, notes


def _cell_faults(
    given: list[str | Problem],
    names: Mapping[int, str],
    wanted: tuple[str, ...],
    file: str,
    number: int,
    merged: Merged,
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
