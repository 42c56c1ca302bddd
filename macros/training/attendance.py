"""Tables of attendance by strangers: who was taught, when, in what way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from macros.errors import Place, Problem, shown
from macros.training.people import Seat, Seated, Status, key_of
from macros.training.rows import Row, Table, day_of, folded, words
from macros.training.tables import read

COLUMNS = ("name", "status", "date", "department", "method", "instructor", "content", "remarks")


def attendance(path: Path, today: date, shown_as: str | None = None) -> Seated:
    """The rows of a table of attendance, held against the day of the report.

    Raises `DataError` where the file cannot be read as one.
    """
    table = read(path, COLUMNS, shown_as)
    problems = [problem for faults in table.refused for problem in faults]
    refused, twice = len(table.refused), 0
    seats: dict[tuple[object, ...], list[tuple[Seat, Row]]] = {}
    notes = [*table.notes, *_silent(table)]
    for row in table.rows:
        seat, faults = _seat(row, table, today)
        if faults or seat is None:
            problems += faults
            refused += 1
            continue
        seats.setdefault(_key(seat), []).append((seat, row))
    kept: list[Seat] = []
    for (first, at), *others in seats.values():
        if any(seat.status != first.status for seat, _ in others):
            numbers = ", ".join(str(row.number) for row in (at, *(row for _, row in others)))
            rule = "rows on one person and one time do not contradict each other"
            for row in (at, *(row for _, row in others)):
                problems.append(row.fault("status", "contrary", rule, f"rows {numbers}", "none is counted"))
                refused += 1
            continue
        kept.append(first)
        for _, row in others:
            rule, mend = "a person is there once for each time", f"the same as in row {at.number}"
            problems.append(row.fault("name", "twice", rule, shown(first.name, 40), mend))
            twice += 1
    return Seated(tuple(kept), tuple(problems), tuple(notes), table.count, refused, twice)


def _silent(table: Table) -> Iterator[Problem]:
    """Who is not counted as attended because nothing says so: the whole table, or a row without a day."""
    if not table.rows or "status" in table.columns:
        return
    if "date" not in table.columns:
        rule, mend = "a table of attendance has a column of days or of the status", "nobody in it attended"
        yield Problem(Place(table.file), "no-day", rule, f"{len(table.rows):,}", mend)
        return
    for row in table.rows:
        if "date" not in row.cells and "name" in row.cells:
            rule, mend = "where no column says the status, a day does", "taken as not yet attended"
            yield row.fault("date", "blank-day", rule, shown(row.cells["name"], 40), mend)


def _key(seat: Seat) -> tuple[object, ...]:
    """What a row is told by: the person, the time, and what was taught."""
    return (*key_of(seat.name, seat.department), seat.when, folded(seat.content))


def _seat(row: Row, table: Table, today: date) -> tuple[Seat | None, list[Problem]]:
    when, faults = day_of(row, "date")
    day = when.day if when is not None else None
    if "name" not in row.cells:
        faults.append(row.fault("name", "name", "a row of attendance has a name"))
    if day is not None and day > today:
        rule = f"nobody has attended after the day of the report ({today.isoformat()})"
        faults.append(row.fault("date", "future", rule, shown(row.cells["date"], 40)))
    status = _status(row, table, day)
    if isinstance(status, Problem):
        faults.append(status)
    if faults or isinstance(status, Problem):
        return None, faults
    given = {name: row.cells.get(name, "") for name in COLUMNS}
    seat = Seat(
        given["name"], given["department"], status, when, given["method"], given["instructor"],
        given["content"], given["remarks"], row.at("name"),
    )  # fmt: skip
    return seat, []


def _status(row: Row, table: Table, day: date | None) -> Status | Problem:
    """The status that a row says; without such a column, whoever has a day was there."""
    written = row.cells.get("status", "")
    known = words()[1]
    if "status" not in table.columns:
        return "attended" if "date" in row.cells else "absent"
    if not written:
        rule = "a row of attendance says whether the person attended"
        return row.fault("status", "status", rule, mend="write 受講 or 未受講 (attended, absent)")
    if folded(written) not in known:
        rule = "a status is one of those known"
        mend = "write 受講, 一部受講 or 未受講 (attended, partial, absent)"
        return row.fault("status", "status", rule, shown(written, 40), mend)
    status: Status = known[folded(written)]  # type: ignore[assignment]
    if status == "attended" and "date" in table.columns and day is None and "date" not in row.cells:
        rule = "whoever attended did so on a day"
        return row.fault("date", "date", rule, mend="write the day, such as 令和8年11月22日 or 2026-11-22")
    return status


def together(several: Sequence[Seated]) -> Seated:
    """Several tables of attendance as one: a row that stands in two of them is there twice."""
    seats: list[Seat] = []
    problems = [problem for each in several for problem in each.problems]
    seen: dict[tuple[object, ...], Seat] = {}
    refused = sum(each.refused for each in several)
    twice = sum(each.twice for each in several)
    for seat in (seat for each in several for seat in each.seats):
        first = seen.setdefault(_key(seat), seat)
        if first is seat:
            seats.append(seat)
        elif first.status == seat.status:
            where = f"{first.place.file}:{first.place.line}"
            rule, got = "a person is there once for each time", shown(seat.name, 40)
            problems.append(Problem(seat.place, "twice", rule, got, f"the same as {where}", {"other": where}))
            twice += 1
        else:
            where = f"{first.place.file}:{first.place.line}"
            rule = "rows on one person and one time do not contradict each other"
            problems.append(
                Problem(seat.place, "contrary", rule, where, "the first is counted", {"other": where})
            )
            refused += 1
    notes = tuple(note for each in several for note in each.notes)
    read = sum(each.read for each in several)
    return Seated(tuple(seats), tuple(problems), notes, read, refused, twice)
