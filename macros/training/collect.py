"""Completion records, attendance and the roster → who was taught. Everything read is counted once, or told.

A record counts if it is sound, of this edition of the text, and not there twice. Of several records of one
person the last one counts, and the others are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from macros.errors import Place, Problem, shown
from macros.training.directory import Directory
from macros.training.people import Listed, Seat, Seated, key_of
from macros.training.record import Completion
from macros.training.report import Edition, Files, Report, Taught

Read = tuple[str, Completion | None, Sequence[Problem]]
"""A record file: its name, what is in it, what is wrong with it."""


def collect(
    records: Iterable[Read],
    seated: Seated,
    listed: Listed | None,
    edition: Edition,
    today: date,
    notes: Sequence[Problem] = (),
) -> Report:
    """The report from everything that was read; it does not depend on the order of the files."""
    files, sound, problems = _sound(sorted(records, key=lambda each: each[0]), edition, today)
    met = [(record.name, record.department) for _, record in sound]
    met += [(seat.name, seat.department) for seat in seated.seats]
    directory = Directory(listed.people if listed else (), met)
    found = {key_of(p.name, p.department): Taught(p, listed=True) for p in directory.people}
    told: list[Problem] = [*notes, *(listed.notes if listed else ()), *seated.notes]
    problems += [*(listed.problems if listed else ()), *seated.problems]
    odd = _Odd(directory, listed is None, found, told)
    counted: dict[tuple[str, str], tuple[str, Completion]] = {}
    several = 0
    for name, record in sound:
        key = odd.key(record.name, record.department, Place(name, 1, 1, "name"))
        if key is None:
            several += 1
            problems.append(_several(Place(name, 1, 1, "name"), record.name))
        elif key in counted:
            before = counted[key][0]
            rule = "of several records of one person the last counts"
            place, got = Place(before, 1, 1, "finished"), shown(record.name, 40)
            problems.append(Problem(place, "later", rule, got, f"that is {name}", {"other": name}))
            files = replace(files, twice=files.twice + 1)
            counted[key] = name, record
        else:
            counted[key] = name, record
    files = replace(files, counted=len(counted), refused=files.refused + several)
    seats, refused = _seats(seated.seats, odd, problems)
    seated = replace(seated, refused=seated.refused + refused)
    people = tuple(
        replace(each, record=counted[key][1] if key in counted else None, seats=tuple(seats.get(key, ())))
        for key, each in found.items()
    )
    courses = Counter(record.course for _, record in counted.values())
    if len(courses) > 1:
        rule = "records are of one version of the course"
        told.append(Problem(Place("records", 1, 1), "course", rule, ", ".join(sorted(courses)), "they count"))
    return Report(people, files, seated, listed, tuple(problems), tuple(told), dict(courses))


class _Odd:
    """Whose record or row it is; notes what is odd about it."""

    def __init__(
        self, directory: Directory, free: bool, found: dict[tuple[str, str], Taught], notes: list[Problem]
    ) -> None:
        self.directory, self.free, self.found, self.notes = directory, free, found, notes

    def key(self, name: str, department: str, place: Place) -> tuple[str, str] | None:
        """The key of the person meant, new people added to those found; `None` where it could be several."""
        person, what = self.directory.find(name, department)
        if person is None:
            return None
        key = key_of(person.name, person.department)
        if what == "new":
            if key not in self.found:
                self.found[key] = Taught(person, listed=self.free)
                if not self.free:
                    self._unlisted(name, place)
        elif what:
            code, rule, has, got = "variant", "a name is written as on the roster", person.name, name
            if what == "differs":
                code, rule = "department", "the department is that of the roster"
                has, got = person.department, department
            mend = f"the roster has {shown(has, 30)}; counted as the same person"
            self.notes.append(Problem(place, code, rule, shown(got, 40), mend, {"roster": has}))
        return key

    def _unlisted(self, name: str, place: Place) -> None:
        near = next(self.directory.near(name), "")
        mend = f"did you mean {shown(near, 30)}? " if near else ""
        mend += "listed separately, not counted as attended"
        rule = "whoever is taught is on the roster"
        self.notes.append(Problem(place, "unlisted", rule, shown(name, 40), mend, {"near": near}))


def _several(place: Place, name: str) -> Problem:
    rule = "a name means one person on the roster"
    return Problem(place, "several", rule, shown(name, 40), "give the department as the roster has it")


def _seats(
    seats: Iterable[Seat], odd: _Odd, problems: list[Problem]
) -> tuple[dict[tuple[str, str], list[Seat]], int]:
    found: dict[tuple[str, str], list[Seat]] = {}
    refused = 0
    for seat in seats:
        key = odd.key(seat.name, seat.department, seat.place)
        if key is None:
            refused += 1
            problems.append(_several(seat.place, seat.name))
        else:
            found.setdefault(key, []).append(seat)
    return found, refused


def _sound(
    records: Sequence[Read], edition: Edition, today: date
) -> tuple[Files, list[tuple[str, Completion]], list[Problem]]:
    """What became of the files, the sound records by the time they were finished, and all problems."""
    problems: list[Problem] = []
    by_id: dict[str, list[tuple[str, Completion]]] = {}
    refused = twice = 0
    for name, record, faults in records:
        foreign = None if record is None else _foreign(name, record, edition, today)
        if record is None or foreign is not None:
            refused += 1
            problems += faults if foreign is None else [foreign]
        else:
            by_id.setdefault(record.id, []).append((name, record))
    sound: list[tuple[str, Completion]] = []
    for (name, record), *others in by_id.values():
        if any(other.check != record.check for _, other in others):
            names = ", ".join((name, *(other for other, _ in others)))
            for each in (name, *(other for other, _ in others)):
                rule, mend = "a record with one id says one thing", "none is counted; ask the person"
                problems.append(Problem(Place(each, 1, 1, "id"), "contrary", rule, names, mend))
            refused += 1 + len(others)
            continue
        sound.append((name, record))
        for other, _ in others:
            rule, got = "a record counts once", shown(record.name, 40)
            problems.append(
                Problem(Place(other, 1, 1, "id"), "twice", rule, got, f"the same as {name}", {"other": name})
            )
            twice += 1
    sound.sort(key=lambda pair: (pair[1].ended, pair[0]))
    return Files(len(records), 0, twice, refused), sound, problems


def _foreign(name: str, record: Completion, edition: Edition, today: date) -> Problem | None:
    """Why a sound record is not of this report."""
    who, mend = shown(record.name, 40), "not counted: teach the person anew"
    if record.instrument != edition.instrument:
        rule, got = f"the report is on {edition.instrument}", f"{record.instrument}, {who}"
        return Problem(Place(name, 1, 1, "instrument"), "foreign", rule, got, "not counted")
    if record.digest != edition.digest:
        rule = f"the report is on the edition {edition.digest[:12]}"
        return Problem(Place(name, 1, 1, "digest"), "foreign", rule, f"{record.edition}, {who}", mend)
    if record.ended.date() > today:
        rule = f"nobody has finished after the day of the report ({today.isoformat()})"
        return Problem(
            Place(name, 1, 1, "finished"), "future", rule, f"{record.finished}, {who}", "not counted"
        )
    return None
