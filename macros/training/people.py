"""Who must be taught (the roster), who was (attendance by table), and when two of them are one person."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from macros.errors import Place, Problem, shown
from macros.model import Vocabulary
from macros.training.rows import Row, Table, day_of, folded, read, words

ROSTER = ("name", "department", "role", "joined")
ATTENDANCE = ("name", "status", "date", "department", "method", "instructor", "content", "remarks")

MOST_COMPARED = 2_000
"""Names; on a longer roster no like ones are looked for."""

Status = Literal["attended", "partial", "absent"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person who must be taught."""

    name: str
    department: str = ""
    roles: tuple[str, ...] = ()
    """Tags of the vocabulary."""
    joined: date | None = None
    """The day on which the person joins the work."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One row of attendance: who, when, in what way."""

    name: str
    department: str
    status: Status
    day: date | None
    method: str
    instructor: str
    content: str
    remarks: str
    place: Place


@dataclass(frozen=True)
class Listed:
    """What came of the roster."""

    people: tuple[Person, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Of rows that were refused."""
    notes: tuple[Problem, ...] = ()
    read: int = 0
    twice: int = 0


@dataclass(frozen=True)
class Seated:
    """What came of tables of attendance: every row is counted in exactly one of the numbers."""

    seats: tuple[Seat, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Of rows that were refused, and of those there twice."""
    notes: tuple[Problem, ...] = ()
    read: int = 0
    refused: int = 0
    twice: int = 0


def roster(path: Path, vocabulary: Vocabulary, shown_as: str | None = None) -> Listed:
    """The people on a roster. Raises `DataError` where the file cannot be read as one."""
    table = read(path, ROSTER, shown_as)
    tags = _roles(vocabulary)
    people: dict[tuple[str, str], tuple[Person, Row]] = {}
    problems = [problem for faults in table.refused for problem in faults]
    notes = list(table.notes)
    twice = 0
    for row in table.rows:
        day, faults = day_of(row, "joined")
        if "name" not in row.cells:
            problems.append(row.fault("name", "name", "a row of a roster has a name"))
            continue
        notes += [replace(fault, mend=f"{fault.mend}; listed without the day") for fault in faults]
        roles, unknown = _tagged(row.cells.get("role", ""), tags)
        for word in unknown:
            rule, mend = "a role is one of the vocabulary", f"one of {_listed(vocabulary)}"
            notes.append(row.fault("role", "role", rule, shown(word, 40), mend))
        person = Person(row.cells["name"], row.cells.get("department", ""), roles, day)
        key = key_of(person.name, person.department)
        if key in people:
            rule, mend = "a person is on a roster once", f"the same as in line {people[key][1].number}"
            problems.append(row.fault("name", "twice", rule, shown(person.name, 40), mend))
            twice += 1
        else:
            people[key] = person, row
    return Listed(tuple(p for p, _ in people.values()), tuple(problems), tuple(notes), table.count, twice)


def _roles(vocabulary: Vocabulary) -> dict[str, str]:
    """What a role can be called, folded → its tag."""
    found = {folded(tag): tag for tag in vocabulary.roles}
    for tag, role in vocabulary.roles.items():
        found |= {folded(label): tag for label in role.label.values()}
    return found


def _listed(vocabulary: Vocabulary) -> str:
    return ", ".join(
        f"{role.label.get('ja', tag)} ({tag})" if "ja" in role.label else tag
        for tag, role in vocabulary.roles.items()
    )


def _tagged(text: str, tags: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    written = [word.strip() for word in re.split(r"[、,，/／;；・]", text) if word.strip()]
    found = [tags.get(folded(word), "") for word in written]
    return tuple(dict.fromkeys(filter(None, found))), [
        w for w, tag in zip(written, found, strict=True) if not tag
    ]


def attendance(path: Path, today: date, shown_as: str | None = None) -> Seated:
    """The rows of a table of attendance, held against the day of the report.

    Raises `DataError` where the file cannot be read as one.
    """
    table = read(path, ATTENDANCE, shown_as)
    problems = [problem for faults in table.refused for problem in faults]
    refused, twice = len(table.refused), 0
    seats: dict[tuple[object, ...], list[tuple[Seat, Row]]] = {}
    for row in table.rows:
        seat, faults = _seat(row, table, today)
        if faults or seat is None:
            problems += faults
            refused += 1
            continue
        key = (*key_of(seat.name, seat.department), seat.day, folded(seat.content))
        seats.setdefault(key, []).append((seat, row))
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
    return Seated(tuple(kept), tuple(problems), table.notes, table.count, refused, twice)


def _seat(row: Row, table: Table, today: date) -> tuple[Seat | None, list[Problem]]:
    day, faults = day_of(row, "date")
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
    given = {name: row.cells.get(name, "") for name in ATTENDANCE}
    seat = Seat(
        given["name"], given["department"], status, day, given["method"], given["instructor"],
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


def key_of(name: str, department: str) -> tuple[str, str]:
    """What a person is told by: name and department, folded."""
    return folded(name), folded(department)


class Directory:
    """Finds the person on a roster that a name means."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people
        self._exact = {key_of(p.name, p.department): p for p in people}
        self._named: dict[str, list[Person]] = {}
        for person in people:
            self._named.setdefault(folded(person.name), []).append(person)
        self._added: set[tuple[str, str]] = set()

    def add(self, person: Person) -> None:
        """Someone who is not on the roster: of another department, another person."""
        self._exact[key_of(person.name, person.department)] = person
        self._named.setdefault(folded(person.name), []).append(person)
        self._added.add(key_of(person.name, person.department))

    def find(self, name: str, department: str) -> tuple[Person | None, Literal["", "differs", "several"]]:
        """The person, and what is odd about it: another department, or several people of that name."""
        found = self._exact.get(key_of(name, department))
        if found is not None:
            return found, ""
        named = self._named.get(folded(name), [])
        if not named:
            return None, ""
        differs = bool(department and named[0].department)
        if differs and all(key_of(p.name, p.department) in self._added for p in named):
            return None, ""
        if len(named) > 1:
            return None, "several"
        return named[0], "differs" if differs else ""

    def near(self, name: str) -> Iterator[str]:
        """Names on the roster that are written nearly so."""
        names = {folded(person.name): person.name for person in self.people}
        if len(names) <= MOST_COMPARED:
            for close in difflib.get_close_matches(folded(name), names, n=1, cutoff=0.6):
                yield names[close]
