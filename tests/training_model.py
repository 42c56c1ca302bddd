"""The report counted once more, in the plainest way: from what was invented, by what the words mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from itertools import pairwise

from macros.errors import Problem
from macros.training.people import Person, Seat
from macros.training.report import Report
from tests.training_cases import DEPARTMENTS, MOMENTS, NAMES, OURS, SAME, TODAY, Case, Filed, told_before

Who = tuple[str, str]
"""Name and department as they are compared."""
Told = tuple[str, int, str, str]
"""File, line, code, and the other file or the name on the roster, if there is one."""


def who(name: str, department: str) -> Who:
    """Whom a name and a department say."""
    return (NAMES[name][0] if name in NAMES else name), DEPARTMENTS[department]


def _plain(name: str) -> str:
    return next((plain for compared, plain in NAMES.values() if compared == name), name)


def meant(it: Who, roster: list[Who], met: set[Who]) -> list[Who]:
    """Everybody who can be meant."""
    name, department = it
    if it in roster:
        return [it]
    same = [person for person in roster if person[0] == name]
    if department and len(same) == 1 and same[0][1] and same[0] in met:
        return [it]  # that one was met where the roster has him: this is another
    if not same:
        same = [
            person
            for person in roster
            if _plain(person[0]) == _plain(name) and (not department or person[1] in ("", department))
        ]
    elsewhere = [other for other in met if other[0] == name and other[1] and other not in roster]
    if not department:
        same = same + [other for other in elsewhere if meant(other, roster, met) == [other]]
    return same or [it]


def fate(filed: Filed) -> str:
    """Why a file is refused, whatever the others are."""
    paper = filed.paper
    if filed.damage:
        return filed.damage
    if paper.instrument != OURS.instrument or paper.digest != OURS.digest:
        return "foreign"
    return "future" if MOMENTS[paper.moment][:10] > TODAY.isoformat() else ""


class Model:
    """The report on a case, counted once more."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.told: list[Told] = []
        self.noted: list[Told] = []
        self.refused = self.twice = self.rows_refused = 0
        sound = self.sound()
        by_time = sorted(sound, key=lambda it: (SAME[it.paper.moment], it.file))
        said = [(it.file, 1, it.paper.name, it.paper.department) for it in by_time]
        said += [(row.place.file, row.place.line, row.name, row.department) for row in case.rows]
        self.roster = {who(p.name, p.department): p for p in case.staff or ()}
        self.met = {who(name, department): Person(name, department) for *_, name, department in said[::-1]}
        self.people = dict(self.roster)
        self.records: dict[Who, list[Filed]] = {}
        self.rows: dict[Who, list[Seat]] = {}
        owner = {(file, line): self.owner(file, line, *rest) for file, line, *rest in said}
        for it in by_time:
            if (one := owner[it.file, 1]) is None:
                self.refused += 1
            else:
                self.records.setdefault(one, []).append(it)
        for row in case.rows:
            if (one := owner[row.place.file, row.place.line]) is None:
                self.rows_refused += 1
            else:
                self.rows.setdefault(one, []).append(row)
        for several in self.records.values():
            for earlier, later in pairwise(several):
                self.told.append((earlier.file, 1, "later", later.file))
                self.twice += 1
        self.last = {one: several[-1].paper for one, several in self.records.items()}
        if case.staff is not None:
            self.told += map(_told, told_before("r", case.refused[1]))
        self.told += map(_told, told_before("a", case.refused[0]))
        if len({paper.course for paper in self.last.values()}) > 1:
            self.noted.append(("records", 1, "course", ""))

    def sound(self) -> list[Filed]:
        """One file of each paper that is neither refused nor at odds with another."""
        kept = []
        for it in self.case.filed:
            rivals = [o for o in self.case.filed if o.paper.id == it.paper.id and not fate(o)]
            if code := fate(it) or ("contrary" if any(o.paper != it.paper for o in rivals) else ""):
                self.told.append((it.file, 1, code, ""))
                self.refused += 1
            elif (first := min(o.file for o in rivals)) != it.file:
                self.told.append((it.file, 1, "twice", first))
                self.twice += 1
            else:
                kept.append(it)
        return kept

    def owner(self, file: str, line: int, name: str, department: str) -> Who | None:
        """Whose a record or a row is; new people get to know, what is odd is noted."""
        it = who(name, department)
        found = meant(it, list(self.roster), set(self.met))
        if len(found) > 1:
            self.told.append((file, line, "several", ""))
            return None
        (one,) = found
        if one in self.roster:
            person = self.roster[one]
            if one[0] != it[0]:
                self.noted.append((file, line, "variant", person.name))
            elif it[1] and one[1] not in ("", it[1]):
                self.noted.append((file, line, "department", person.department))
        elif one not in self.people:
            self.people[one] = self.met[one]
            if self.case.staff is not None:
                self.noted.append((file, line, "unlisted", ""))
        return one

    # --- what it says ---------------------------------------------------------------------------------

    def listed(self, one: Who) -> bool:
        """Whether somebody is expected."""
        return self.case.staff is None or one in self.roster

    def status(self, one: Who) -> str:
        """The best that is known."""
        known = {row.status for row in self.rows.get(one, ())} | {"attended" for _ in [1] if one in self.last}
        return next((status for status in ("attended", "partial") if status in known), "absent")

    def days(self, one: Who) -> list[str]:
        """On which somebody was taught."""
        rows = self.rows.get(one, ())
        found = {row.when.day.isoformat() for row in rows if row.when and row.status != "absent"}
        return sorted(found | ({MOMENTS[self.last[one].moment][:10]} if one in self.last else set()))

    def late(self, one: Who) -> bool:
        """Whether somebody attended, for the first time on a day after joining the work."""
        joined, days = self.people[one].joined, self.days(one)
        return self.status(one) == "attended" and bool(joined and days and days[0] > joined.isoformat())

    def totals(self) -> dict[str, int]:
        """The numbers."""
        ours = [one for one in self.people if self.listed(one)]
        status = Counter(self.status(one) for one in ours)
        papers = [self.last[one] for one in ours if one in self.last]
        rows = {one: {row.status for row in self.rows.get(one, ())} for one in ours}
        return {
            "expected": len(ours), "attended": status["attended"], "partial": status["partial"],
            "absent": status["absent"], "by_record": len(papers), "late": sum(map(self.late, ours)),
            "unlisted": sum(not self.listed(one) and self.status(one) != "absent" for one in self.people),
            "by_seat": sum("attended" in known for known in rows.values()),
            "answered": sum(len(paper.answers) for paper in papers),
            "right": sum(paper.answers.count("first") for paper in papers),
        }  # fmt: skip

    def weak(self) -> list[tuple[str, int]]:
        """Weak points, the most frequent first."""
        found = Counter(id_ for one, paper in self.last.items() if self.listed(one) for id_ in paper.weak)
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def sources(self) -> list[list[int]]:
        """Read, counted, there twice, refused: files, rows of attendance, the roster if there is one."""
        case, sat = self.case, sum(map(len, self.rows.values()))
        rows, people = zip(case.twice, case.refused, strict=True)
        found = [[len(case.filed), len(self.last), self.twice, self.refused]]
        found.append([len(case.rows) + sum(rows), sat, rows[0], rows[1] + self.rows_refused])
        if case.staff is not None:
            found.append([len(case.staff) + sum(people), len(case.staff), *people])
        return found

    def contents(self) -> Counter[str]:
        """What was taught (blank: what is taught usually) → how many of those listed attended it."""
        attended, all_ = Counter[str](), Counter[str]()
        for one in filter(self.listed, self.people):
            rows = [row for row in self.rows.get(one, ()) if row.status != "absent"]
            own = {""} if one in self.last else set()
            attended.update(own | {row.content for row in rows if row.status == "attended"})
            all_.update(own | {row.content for row in rows})
        return Counter({content: attended[content] for content in all_ or [""]})

    def classes(self) -> list[tuple[int, int]]:
        """How many of those listed were in each class, wholly and in part; last those of the course."""
        found: dict[tuple[object, str], dict[Who, set[str]]] = {}
        for one in filter(self.listed, self.people):
            for row in self.rows.get(one, ()):
                if row.status != "absent":
                    found.setdefault((row.when, row.content), {}).setdefault(one, set()).add(row.status)
        whole = [["attended" in known for known in came.values()] for came in found.values()]
        course = self.totals()["by_record"]
        return [(sum(each), len(each) - sum(each)) for each in whole] + ([(course, 0)] if course else [])

    def whole(self) -> Mapping[str, object]:
        """All that the report says, as `seen` has it."""
        case = self.case
        people = [
            (
                person.name, person.department, self.listed(one), self.status(one), self.days(one),
                self.records[one][-1].paper.id if one in self.records else "",
                [row.place.line for row in self.rows.get(one, ())],
            )
            for one, person in self.people.items()
        ]  # fmt: skip
        noted = [bool(it) and (n < 2 or case.staff is not None) for n, it in enumerate(case.noted)]
        notes = [p for n, it in enumerate(noted) for p in told_before(f"note-{n}", int(it))]
        return {
            "sources": self.sources(),
            "people": people,
            "totals": self.totals(),
            "weak": self.weak(),
            "days": sorted({day for one in self.people if self.listed(one) for day in self.days(one)}),
            "courses": Counter(paper.course for paper in self.last.values()),
            "told": sorted(self.told),
            "noted": sorted([*self.noted, *map(_told, notes)]),
        }


def _told(problem: Problem) -> Told:
    place, about = problem.place, problem.about
    line = place.line if place.file.endswith(".csv") else 1  # damaged records are told where they are damaged
    return place.file, line, problem.code, about.get("other", about.get("roster", ""))


def seen(found: Report) -> Mapping[str, object]:
    """What a report says, as plain data."""
    files, seated, listed = found.files, found.seated, found.listed
    faulty = sum(problem.place.file == "r.csv" for problem in found.problems)
    return {
        "sources": [
            [files.read, files.counted, files.twice, files.refused],
            [seated.read, sum(len(it.seats) for it in found.people), seated.twice, seated.refused],
            *([[listed.read, sum(p.listed for p in found.people), listed.twice, faulty]] if listed else ()),
        ],
        "people": [
            (
                it.person.name, it.person.department, it.listed, it.status,
                [day.isoformat() for day in it.days], it.record.id if it.record else "",
                [seat.place.line for seat in it.seats],
            )
            for it in found.people
        ],
        "totals": asdict(found.totals),
        "weak": list(found.weak),
        "days": [day.isoformat() for day in found.days],
        "courses": dict(found.courses),
        "told": sorted(map(_told, found.problems)),
        "noted": sorted(map(_told, found.notes)),
    }  # fmt: skip
