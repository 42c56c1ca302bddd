"""Records, attendance and roster → the report: everything is counted once, or told."""

from __future__ import annotations

import csv
import io
import json
import time as clock
from dataclasses import replace
from datetime import date, time
from functools import partial

import openpyxl
import pytest

from macros.commands.teller import Teller
from macros.commands.training_told import said
from macros.errors import Place
from macros.forms.answers import check
from macros.forms.load import load
from macros.model import Corpus
from macros.render import desk_answers, desk_form, desk_report, desk_tables
from macros.render.desk import Given
from macros.render.voice import Voice
from macros.training import record, workbook
from macros.training.collect import Read, collect
from macros.training.days import When
from macros.training.people import Listed, Person, Seat, Seated
from macros.training.report import Edition, Report
from tests.conftest import ROOT
from tests.training_cases import OURS, TODAY
from tests.training_kit import Folder, folders, sound

TELLER = Teller("ja")
NOWHERE = partial(Place, "x", 1, 1)
GOLDEN = ROOT / "tests" / "training" / "report.json"


def reading(found: Report) -> list[list[str]]:
    """What the trainer is told of a report, as a table."""
    return desk_tables.reading(found, TELLER.words.__getitem__, lambda problem: said(TELLER, problem) or "")


def read(file: str, /, **changed: object) -> Read:
    """A record file as it is read."""
    return (file, *record.parse(record.to_json(sound(**changed)).encode(), file))


def seat(name: str, status: str = "attended", line: int = 2, department: str = "", **more: str) -> Seat:
    """A row of attendance."""
    given = {"method": "集合研修", "instructor": "", "content": "", "remarks": ""} | more
    place = Place("a.csv", line, 1, "name")
    when = When(date(2026, 11, 1), time(10), time(11, 30))
    return Seat(name, department, status, when, place=place, **given)  # type: ignore[arg-type]


def collected(
    records: list[Read], seats: tuple[Seat, ...] = (), people: tuple[Person, ...] | None = ()
) -> Report:
    """The report on these."""
    listed = None if people is None else Listed(people, read=len(people))
    return collect(records, Seated(seats, read=len(seats)), listed, OURS, TODAY)


def codes(found: Report) -> list[str]:
    """What is told, as `file code`."""
    return [f"{p.place.file} {p.code}" for p in found.problems]


def test_what_is_not_counted() -> None:
    """Each by name: damaged, foreign, of the future, there twice, contrary, an earlier one."""
    records = [
        read("a.json"),
        read("b.json"),
        read("c.json", id="c" * 16, name="山田", digest="c" * 64, edition="c" * 12),
        read("d.json", id="d" * 16, name="山田", instrument="other"),
        read("e.json", id="e" * 16, name="山田", finished="2026-11-24T00:00:00+09:00"),
        ("f.json", *record.parse(b"{}", "f.json")),
        read("g.json", id="9" * 16, name="佐藤"),
        read("h.json", id="9" * 16, name="鈴木"),
        read("i.json", id="1" * 16, finished="2026-11-22T11:00:00+09:00"),
    ]
    found = collected(records, people=(Person("特記 花子", "業務部"),))
    assert sorted(codes(found)) == [
        "a.json later", "b.json twice", "c.json foreign", "d.json foreign", "e.json future", "f.json kind",
        "g.json contrary", "h.json contrary",
    ]  # fmt: skip
    assert (found.files.read, found.files.counted, found.files.twice, found.files.refused) == (9, 1, 2, 6)
    assert (found.totals.expected, found.totals.attended) == (1, 1)


def test_who_is_not_on_the_roster() -> None:
    """Told, and not among those who attended; without a roster everybody is expected."""
    seats = (seat("外部 花代"), seat("特記花子", line=3))
    found = collected([], seats, (Person("特記 花子", "業務部"), Person("山田 太郎")))
    totals = found.totals
    assert (totals.expected, totals.attended, totals.absent, totals.unlisted) == (2, 1, 1, 1)
    assert [note.code for note in found.notes] == ["unlisted"]
    assert collected([], seats, None).totals.expected == 2


def test_a_name_that_two_have() -> None:
    """Nobody is guessed."""
    found = collected(
        [read("a.json", department="")], (), (Person("特記花子", "甲"), Person("特記花子", "乙"))
    )
    assert (codes(found), found.files.refused, found.totals.attended) == (["a.json several"], 1, 0)


def test_late_training() -> None:
    """Whoever joined before the first day of training is counted as late."""
    staff = (Person("特記 花子", "業務部", (), date(2026, 11, 21)), Person("山田", joined=date(2026, 11, 1)))
    found = collected([read("a.json")], (seat("山田"),), staff)
    assert found.totals.late == 1


def sample(corpus: Corpus) -> Report:
    """A report with something of everything, of the real edition."""
    digest = corpus.bodies[0].source_sha256
    now = {"digest": digest, "edition": digest[:12]}
    records = [
        read("a.json", **now),
        read("b.json", **now),
        read("c.json", id="c" * 16, name="<b>山田</b>", weak=["SP-9", "AN-8-1-ka"], **now),
        read("d.json", id="d" * 16, name="古い 版"),
        ("e.json", *record.parse(b"{", "e.json")),
    ]
    staff = (
        Person("特記 花子", "業務部", ("worker",), date(2026, 11, 1)),
        Person("<b>山田</b>", "業務部"),
        Person("=HYPERLINK(1)", "総務部"),
        Person("佐藤 次郎", "総務部"),
    )
    seats = (seat("佐藤次郎", "partial", instructor="例示 一郎"), seat("外部 花代", line=3))
    edition = Edition("joho-security", digest)
    return collect(records, Seated(seats, read=2), Listed(staff, read=4), edition, TODAY)


def tables(corpus: Corpus) -> dict[str, object]:
    """The report of the sample as tables in three ways, what is told, and what stands on the form."""
    found, form = sample(corpus), load(ROOT / "forms").form("kyoiku-hokoku")
    book = Voice.of(corpus, "joho-security", form.language).book
    given_ = Given(company="株式会社見本システム", follow_up="12月10日に補講を行う")
    made: dict[str, object] = {}
    for language, names in (("ja", True), ("en", False), ("both", False)):
        voice = Voice.of(corpus, "joho-security", language)
        for variant in ("", "見本再委託株式会社") if names else ("",):
            own = replace(given_, subcontractor=variant)
            answers, _ = check(form, desk_answers.answers(book, found, own, TODAY), NOWHERE, partial=True)
            parts = desk_form.parts(voice, form, answers)
            rows = desk_tables.tables(voice, found, own, TODAY, names, parts)
            made[f"{language} {'names' if names else 'totals'}{' subcontractor' if variant else ''}"] = rows
    whole: dict[str, object] = json.loads(json.dumps(made | {"reading": reading(found)}))
    return whole


def test_tables_are_golden(corpus: Corpus) -> None:
    """The tables of the report are what they were (tests/training/report.json)."""
    assert json.loads(GOLDEN.read_text("utf-8")) == tables(corpus), "run python -m tests.training.golden"


def test_totals_name_nobody(corpus: Corpus) -> None:
    """In the degree without names, no name is on the annex or in the workbook."""
    found, voice = sample(corpus), Voice.of(corpus, "joho-security", "both")
    html = desk_report.attachment(voice, found, Given(), TODAY, False)
    tables = json.dumps(desk_tables.tables(voice, found, Given(), TODAY, False), ensure_ascii=False)
    for person in found.people:
        assert person.person.name not in html
        assert person.person.name not in tables
    named = desk_report.attachment(voice, found, Given(), TODAY, True)
    assert "&lt;b&gt;山田&lt;/b&gt;" in named
    assert "<b>山田</b>" not in named


def test_nothing_is_computed(corpus: Corpus) -> None:
    """In the workbook and in the CSV no cell is taken for a formula."""
    from macros.forms.table import to_csv

    found, voice = sample(corpus), Voice.of(corpus, "joho-security", "ja")
    data = workbook.xlsx(desk_tables.tables(voice, found, Given(), TODAY, True))
    cells = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not any(cell.data_type == "f" for cell in cells)
    assert "'=HYPERLINK(1)" in {cell.value for cell in cells}
    for row in csv.reader(io.StringIO(to_csv([["=1", "＝1", "-1", "x"]]))):
        assert row == ["'=1", "'＝1", "'-1", "x"]


def test_the_answers_of_the_form(corpus: Corpus) -> None:
    """Both variants are sound answers; no text is longer than its field."""
    form = load(ROOT / "forms").form("kyoiku-hokoku")
    book = Voice.of(corpus, "joho-security", form.language).book
    for given_ in (
        Given(follow_up="補" * 300, content="容" * 300),
        Given(subcontractor="見本再委託株式会社"),
    ):
        data = desk_answers.answers(book, sample(corpus), given_, TODAY)
        _, problems = check(form, data, NOWHERE, partial=True)
        assert problems == []


def test_ten_thousand() -> None:
    """10,000 people, rows and records are put together within seconds."""
    staff = tuple(Person(f"社員{n:05}", f"{n % 20}部") for n in range(10_000))
    seats = tuple(seat(p.name, line=n + 2, department=p.department) for n, p in enumerate(staff[:9_000]))
    files = [
        read(f"{n}.json", id=f"{n:016x}", name=staff[n].name, department=staff[n].department)
        for n in range(1_000)
    ]
    began = clock.process_time()
    found = collected(files, seats, staff)
    assert clock.process_time() - began < 5
    assert (found.totals.expected, found.totals.attended) == (10_000, 9_000)


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_folders(folder: Folder) -> None:
    """The folders of the shared table, without roster and attendance."""
    files: list[Read] = [(name, *record.parse(raw, name)) for name, raw in folder.files.items()]
    found = collected(files, (), None)
    made = [found.files.read, found.files.counted, found.files.twice, found.files.refused]
    assert made == folder.totals
    assert [[p.place.file, p.code] for p in found.problems] == folder.told
    people = [[p.person.name, p.person.department] for p in found.people]
    assert people == [person[:2] for person in folder.people]
