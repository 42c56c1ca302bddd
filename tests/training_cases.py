"""Invented record files, rows of attendance and rosters, awkward ones often; and as the desk reads them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from macros.errors import Place, Problem
from macros.training import record
from macros.training.collect import Read, collect
from macros.training.days import When
from macros.training.people import Listed, Person, Seat, Seated
from macros.training.report import Edition, Report
from tests.training_kit import sound

TODAY = date(2026, 11, 23)
OURS = Edition("joho-security", "a" * 64)

NAMES = {
    "特記 花子": ("特記花子", "特記花子"),
    "特記　花子": ("特記花子", "特記花子"),
    "特記花子": ("特記花子", "特記花子"),
    "高橋 一": ("高橋一", "高橋一"),
    "髙橋一": ("髙橋一", "高橋一"),
    "髙𣘺 一": ("髙𣘺一", "高橋一"),
    "Ｔａｎａｋａ": ("tanaka", "tanaka"),
    "TANAKA": ("tanaka", "tanaka"),
    "=1+1": ("=1+1", "=1+1"),
}
"""A name → how it is compared; the same with its characters of old form (異体字) made new."""

DEPARTMENTS = {
    "": "",
    "　": "",
    "業務部": "業務部",
    "業 務 部": "業務部",
    "ＩＴ部": "it部",
    "it部": "it部",
    "総務部": "総務部",
}
"""A department → how it is compared."""

MOMENTS = (
    "2026-11-20T09:00:00+09:00",
    "2026-11-22T00:30:00Z",
    "2026-11-22T10:40:00+09:00",
    "2026-11-21T23:00:00-03:00",
    "2026-11-22T11:00:00+09:00",
    "2026-11-22T11:00:00.5+09:00",
    "2026-11-23T23:59:59+09:00",
    "2026-11-24T00:00:00+09:00",
    "2026-11-23T23:00:00-08:00",
)
"""When a course was finished, the earliest first."""
SAME = (0, 1, 2, 3, 3, 4, 5, 6, 7)
"""Place of a moment among them: two are the same one."""

COURSES = ("b" * 12, "c" * 12)
DAYS = (None, date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 22))
JOINED = (None, date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 22))


@dataclass(frozen=True)
class Paper:
    """What stands in a record file."""

    id: str
    name: str
    department: str
    moment: int
    instrument: str = OURS.instrument
    digest: str = OURS.digest
    course: str = COURSES[0]
    answers: tuple[str, ...] = ()
    """Of each question: right at the `first` try, `later`, or `never`."""
    weak: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filed:
    """A record file; `damage` is the code by which it is refused, if it is damaged."""

    file: str
    paper: Paper
    damage: str = ""


@dataclass(frozen=True)
class Case:
    """Everything a report is made from. What is refused or there twice in tables is told by them already."""

    filed: tuple[Filed, ...] = ()
    rows: tuple[Seat, ...] = ()
    staff: tuple[Person, ...] | None = None
    refused: tuple[int, int] = (0, 0)
    """Rows of attendance, and of the roster."""
    twice: tuple[int, int] = (0, 0)
    noted: tuple[bool, bool, bool] = field(default=(False, False, False))
    """Whether there are notes on the folder, the attendance, the roster."""


# --- as the desk reads it -------------------------------------------------------------------------------


def read(filed: Filed) -> Read:
    """A record file as it is read."""
    paper = filed.paper
    tries = {"first": (1, True), "later": (2, True), "never": (3, False)}
    asked = {
        f"q-{n}": dict(zip(("tries", "right"), tries[it], strict=True)) for n, it in enumerate(paper.answers)
    }
    data: dict[str, Any] = sound(
        id=paper.id, name=paper.name, department=paper.department, instrument=paper.instrument,
        digest=paper.digest, edition=paper.digest[:12], course=paper.course, weak=list(paper.weak),
        started="2026-11-01T00:00:00Z", finished=MOMENTS[paper.moment], questions=asked,
        answered=len(asked), right=paper.answers.count("first"),
    )  # fmt: skip
    text = record.to_json(data)
    wrong = text.replace(record.check_of(data), "00000000")
    text = {"": text, "check": wrong, "json": text[:-9], "kind": "{}"}[filed.damage]
    return (filed.file, *record.parse(text.encode(), filed.file))


def told_before(kind: str, count: int) -> tuple[Problem, ...]:
    """Problems of rows that a table has told itself."""
    return tuple(
        Problem(Place(f"{kind}.csv", 90 + n, 1, "name"), "name", "a row has a name") for n in range(count)
    )


def collected(case: Case, files: list[Read] | None = None) -> Report:
    """The report on it."""
    (rows, people), (rows_twice, people_twice) = case.refused, case.twice
    notes = [told_before(f"note-{n}", int(noted)) for n, noted in enumerate(case.noted)]
    read_ = len(case.rows) + rows + rows_twice
    seated = Seated(case.rows, told_before("a", rows), notes[1], read_, rows, rows_twice)
    listed = None
    if case.staff is not None:
        read_ = len(case.staff) + people + people_twice
        listed = Listed(case.staff, told_before("r", people), notes[2], read_, people_twice)
    whole = [read(each) for each in case.filed] if files is None else files
    return collect(whole, seated, listed, OURS, TODAY, notes[0])


# --- invented -------------------------------------------------------------------------------------------

ALIKE = (
    ("特記 花子", "特記　花子", "特記花子"),
    ("高橋 一", "髙橋一", "髙𣘺 一"),
    ("Ｔａｎａｋａ", "TANAKA"),
    ("=1+1",),
)
"""Names that are taken for each other, or nearly."""
TWISTS: tuple[dict[str, Any], ...] = (
    {"name": "=1+1"}, {"digest": "e" * 64}, {"moment": 7}, {"course": COURSES[1]}, {"weak": ("SP-1",)},
)  # fmt: skip
"""In what a second file with one id may say another thing."""

Named = st.SearchStrategy[tuple[str, str]]


@st.composite
def named(draw: st.DrawFn) -> Named:
    """Names and departments of so few people that they meet often."""
    groups = draw(st.lists(st.sampled_from((*ALIKE, ALIKE[1])), min_size=1, max_size=2, unique=True))
    departments = draw(
        st.sampled_from([["", *DEPARTMENTS], ["業務部", "業 務 部", ""], ["", "業務部", "総務部", "it部"]])
    )
    names = [name for group in groups for name in group]
    return st.tuples(st.sampled_from(names), st.sampled_from(departments))


def _papers(names: Named) -> st.SearchStrategy[Paper]:
    return st.builds(
        lambda named, *rest: Paper("", *named, *rest),
        names,
        st.sampled_from([*range(6), *range(7), 8, 8, 7]),
        st.sampled_from([OURS.instrument] * 14 + ["other"]),
        st.sampled_from([OURS.digest] * 14 + ["d" * 64]),
        st.sampled_from(COURSES),
        st.lists(st.sampled_from(["first", "later", "never"]), max_size=3).map(tuple),
        st.lists(st.sampled_from(["SP-9", "SP-2", "AN-8-1-ka"]), max_size=3, unique=True).map(tuple),
    )


def _filed(draw: st.DrawFn, names: Named) -> tuple[Filed, ...]:
    """Record files: often the same paper again, sometimes with a word changed or damaged."""
    several = st.integers(0, 8).flatmap(lambda n: st.lists(_papers(names), min_size=n, max_size=n))
    papers = [replace(paper, id=f"{n:016x}") for n, paper in enumerate(draw(several))]
    again = [draw(st.sampled_from(papers)) for _ in range(draw(st.integers(0, 5)))] if papers else []
    twists = st.sampled_from([{}, {}, {}, {}, {}, *TWISTS])
    papers += [replace(paper, **draw(twists)) for paper in again]
    files = draw(st.permutations([f"{n}.json" for n in range(len(papers))]))
    damages = st.sampled_from([""] * 20 + ["check", "json", "kind"])
    return tuple(Filed(file, paper, draw(damages)) for file, paper in zip(files, papers, strict=True))


def _rows(draw: st.DrawFn, names: Named) -> tuple[Seat, ...]:
    """Rows of attendance."""
    found = []
    for number in range(draw(st.integers(0, 7))):
        name, department = draw(names)
        status = draw(st.sampled_from(["attended", "partial", "absent"]))
        day = draw(st.sampled_from(DAYS))
        when = When(day, time(10), time(11)) if day else None
        content = draw(st.sampled_from(["", "基礎", "演習"]))
        place = Place("a.csv", number + 2, 1, "name")
        found.append(Seat(name, department, status, when, "", "", content, "", place))  # type: ignore[arg-type]
    return tuple(found)


def _staff(draw: st.DrawFn, names: Named) -> tuple[Person, ...] | None:
    """A roster, which has nobody twice; or none."""
    if draw(st.sampled_from([True, False, False, False])):
        return None
    people = st.builds(lambda it, joined: Person(it[0], it[1], (), joined), names, st.sampled_from(JOINED))
    found = {(NAMES[p.name][0], DEPARTMENTS[p.department]): p for p in draw(st.lists(people, max_size=5))}
    return tuple(found.values())


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Something to report on."""
    names = draw(named())
    small = st.tuples(st.sampled_from([0, 1]), st.sampled_from([0, 2]))
    noted = st.tuples(st.booleans(), st.booleans(), st.booleans())
    return Case(
        _filed(draw, names), _rows(draw, names), _staff(draw, names), draw(small), draw(small), draw(noted)
    )
