"""Tables: CSV and XLSX → rows of flat answers, each cell with its place. Read row by row.

A heading is the name of a field (`date`, `cloud_services_1_service`) or its label in a language of the
form (`届出日`, `クラウドサービス1 サービス名称`). Columns whose heading begins with `#` are for people only.
Text is text: a cell that begins with `=` is not computed, and the `'` that spreadsheets put before one is
taken off again.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from macros.errors import DataError, Place, Problem, did_you_mean, nearest, shown
from macros.forms.answers import check
from macros.forms.definition import Answers, Entry, Form, entries
from macros.forms.flat import columns, nest

MAX_BYTES = 200_000_000
LONGEST = 20_000
"""Characters in a cell: more than any field takes."""
WIDEST = 2_000
"""Columns: more than any form has."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""


Cells = Generator[tuple[int, int, list[str | Problem]], None, None]
"""Row number, line (0: none) and cells; a problem stands in the place of a cell that cannot be taken."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a workbook has beside the cells of the sheet that is read, its first that is not hidden."""

    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column of cells that are one; only the first has a value."""
    others: tuple[str, ...] = ()
    """The names of the other sheets that are not hidden."""
    hidden: tuple[int, ...] = ()
    """The numbers of rows that are not shown, by hand or by a filter."""


@dataclass(frozen=True)
class Row:
    """A row of a table: its number in the file, from 1, and its cells by flat name."""

    file: str
    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    """Flat name → number of its column, from 1."""
    problems: tuple[Problem, ...] = ()
    """Faults of the row itself: a formula, a cell too long."""
    line: int = 0
    """The line of the file it begins in, as an editor counts: later than its number where cells above have
    line breaks. 0 where a file has no lines (XLSX)."""

    def locate(self, name: str = "") -> Place:
        """The place of a cell: the row is the line, the column the column."""
        return Place(self.file, self.number, self.columns.get(name, 1), name)

    def placed(self, problem: Problem) -> Problem:
        """A problem of this row that can be told by row, column and line."""
        return replace(problem, about={"row": self.number, "line": self.line, **problem.about})


def rows(path: Path, form: Form, shown_as: str | None = None) -> Iterator[Row]:
    """The rows below the headings; blank ones are left out.

    Raises `DataError` where the file cannot be read, or a heading is unknown or there twice.
    """
    name = shown_as or path.as_posix()
    with opened(path, name) as (cells, layout):
        yield from _rows(cells, layout, form, name)


def unread(path: Path, shown_as: str | None = None) -> tuple[str, ...]:
    """The sheets of a workbook that `rows` does not read, though a person sees them. Raises `DataError`."""
    with opened(path, shown_as or path.as_posix()) as (_, layout):
        return layout.others


@contextlib.contextmanager
def opened(path: Path, name: str) -> Iterator[tuple[Cells, Layout]]:
    """The cells of a table, CSV or XLSX, row by row, and how they are laid out.

    Raises `DataError` where the file cannot be read, then or while its cells are.
    """
    if path.exists() and not path.is_file():  # a device or a pipe may never end
        raise _unreadable(name, "a table is in a file")
    try:
        size = path.stat().st_size
        file = path.open("rb")
    except OSError as error:
        raise _unreadable(name, "the file must be readable", str(error.strerror)) from None
    with file:
        if size > MAX_BYTES:
            raise _unreadable(name, f"a table holds at most {MAX_BYTES:,} bytes", "split it")
        layout = Layout()
        if file.read(4).startswith(b"PK"):
            from macros.forms import xlsx

            file.seek(0)
            layout = Layout(*xlsx.layout(file, name))
            cells = xlsx.cells(file, name)
        else:
            file.seek(0)
            cells = _csv(file, name)
        with contextlib.closing(cells):  # before its file is
            yield cells, layout


def _unreadable(file: str, rule: str, mend: str = "", row: int = 0, line: int = 0) -> DataError:
    about = {"row": row, "line": line} if row else {}
    return DataError([Problem(Place(file, row or 1, 1), "table", rule, mend=mend, about=about)])


def encoding_of(file: BinaryIO) -> str | None:
    """The encoding of a CSV file: UTF-8, UTF-16 with its mark, or Excel's in Japan; `None` if neither."""
    start = file.read(64)
    marked = start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if not marked and re.search(rb"[\x00-\x08\x0e-\x1f]", start):  # a picture, a document
        return None
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while piece := file.read(1 << 16):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _csv(file: BinaryIO, name: str) -> Cells:
    encoding = encoding_of(file)
    if encoding is None:
        rule = "a table is CSV in UTF-8 or Shift_JIS (cp932), or XLSX"
        raise _unreadable(name, rule, "save it as CSV UTF-8")
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        first = text.readline(1 << 16)
        text.seek(0)
        reader = csv.reader(text, delimiter=max(",\t;", key=first.count), strict=True)
        for number in itertools.count(1):  # as a spreadsheet counts: a row of several lines is one
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeDecodeError) as error:
                raise _unreadable(name, "the file must be CSV", str(error), number, line) from None
            yield number, line, [cell[1:] if _guarded(cell) else cell for cell in row]
    finally:
        text.detach()


def _guarded(cell: str) -> bool:
    """Whether a cell has the `'` in front that keeps a spreadsheet from computing it."""
    return cell.startswith("'") and cell.lstrip("'").startswith(FORMULA)


class _Covered:
    """Which cells of a row are part of one that begins above or to the left; rows come from the top."""

    def __init__(self, layout: Layout) -> None:
        self._waiting = sorted(layout.merged, reverse=True)
        self._open: list[tuple[int, int, int, int]] = []

    def cells(self, number: int, columns: Iterable[int]) -> list[int]:
        """Those of these columns."""
        while self._waiting and self._waiting[-1][0] <= number:
            self._open.append(self._waiting.pop())
        self._open = [each for each in self._open if each[2] >= number]
        return [column for column in columns if any(_inside(each, number, column) for each in self._open)]


def _inside(merged: tuple[int, int, int, int], number: int, column: int) -> bool:
    up, left, _, right = merged
    return left <= column <= right and (up, left) != (number, column)


def _rows(cells: Cells, layout: Layout, form: Form, file: str) -> Iterator[Row]:
    heading = next(cells, None)
    if heading is None:
        raise DataError([Problem(Place(file, 1, 1), "no-heading", "a table has a row of headings")])
    names = _names(heading, form, file)
    ours = {column for column, cell in enumerate(heading[2], 1) if _folded(str(cell)).startswith("#")}
    covered = _Covered(layout)
    where = {name: number for number, name in names.items()}
    for number, line, row in cells:
        found: dict[str, str] = {}
        problems: list[Problem] = []
        for column, cell in enumerate(row, 1):
            name = names.get(column, "")
            place = Place(file, number, column, name)
            if isinstance(cell, Problem):
                if name:
                    problems.append(replace(cell, place=place))
            elif not name:
                if cell.strip() and column not in ours:
                    rule = "a cell with a value has a heading"
                    problems.append(Problem(place, "cells", rule, shown(cell, 30)))
            elif len(cell) > LONGEST:
                rule = f"a cell holds at most {LONGEST:,} characters"
                problems.append(Problem(place, "long", rule, f"{len(cell):,}", about={"most": LONGEST}))
            elif cell:
                found[name] = cell
        merged = covered.cells(number, names)
        if found or problems:
            rule, mend = "a cell is by itself, not merged", "unmerge it and give each row its value"
            problems += [Problem(Place(file, number, c, names[c]), "merged", rule, mend=mend) for c in merged]
            yield Row(file, number, found, where, tuple(problems), line)


def _names(heading: tuple[int, int, list[str | Problem]], form: Form, file: str) -> dict[int, str]:
    number, line, cells = heading
    known = headings(form)
    names: dict[int, str] = {}
    problems: list[Problem] = []
    if len(cells) > WIDEST:
        raise _unreadable(file, f"a table has at most {WIDEST:,} columns")
    for column, cell in enumerate(cells, 1):
        written = cell if isinstance(cell, str) else ""
        word = _folded(written)
        place = Place(file, number, column)
        about: dict[str, object] = {"row": number, "line": line, "word": written}
        if not word or word.startswith("#"):
            continue
        if word not in known:
            rule, mend = "a heading is the name or the label of a field", did_you_mean(word[:80], known)
            mend = f"{mend}, or begin it with #"
            about["near"] = nearest(word[:80], known)
            problems.append(Problem(place, "heading", rule, shown(written), mend, about))
        elif known[word] in names.values():
            rule = "a field has one column"
            mend = f"it is {known[word]}"
            problems.append(Problem(place, "heading-twice", rule, shown(written), mend, about))
        else:
            names[column] = known[word]
    if not names and not problems:
        problems.append(Problem(Place(file, number, 1), "no-heading", "a table has a row of headings"))
    if problems:
        raise DataError(problems)
    return names


def headings(form: Form) -> Mapping[str, str]:
    """What a column can be called (folded) → its flat name: names, and labels in each language."""
    found: dict[str, str] = {}
    for entry in entries(form):
        for number in range(1, entry.group.most + 1) if entry.group else (1,):
            key = entry.key(number)
            found[key] = key
            for language in form.languages:
                found.setdefault(_folded(heading(entry, number, language)), key)
    return found


def heading(entry: Entry, number: int, language: str) -> str:
    """The label of a column: that of the field, in a group with the block before it."""
    label = entry.field.label.get(language, entry.name)
    if entry.group is None:
        return label
    block = entry.group.label.get(language, "")
    return f"{block}{' ' if block[-1:].isascii() else ''}{number} {label}"


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def answers_of(row: Row, form: Form, *, partial: bool = False) -> tuple[Answers, list[Problem]]:
    """The answers in a row and every fault in it, named by row and column."""
    nested = nest(form, row.cells)

    def locate(path: str) -> Place:
        """A group as a whole is where its first block begins, given or not."""
        first = (name for name in row.columns if name.startswith(f"{path}_1_"))
        return row.locate(nested.keys.get(path) or nested.keys.get(f"{path}[0]") or next(first, path))

    answers, problems = check(form, nested.given, locate, partial=partial)
    spoilt = {problem.place.path for problem in row.problems}
    whole = [*row.problems, *(p for p in problems if p.place.path not in spoilt)]
    return answers, [row.placed(problem) for problem in whole]


def blank(form: Form, language: str, blocks: int = 3) -> str:
    """An empty table as CSV: headings for so many blocks of each group. Excel wants it as utf-8-sig."""
    labels = {
        entry.key(number): heading(entry, number, language)
        for entry in entries(form)
        for number in range(1, blocks + 1)
    }
    return to_csv([[labels[name] for name in columns(form, blocks)]])


def to_csv(table: Iterable[Iterable[str]]) -> str:
    """Rows as CSV in which no cell is taken for a formula: a `'` is put before those that might be."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in table:
        writer.writerow([f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell for cell in row])
    return out.getvalue()
