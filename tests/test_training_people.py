"""Rosters and tables of attendance by strangers: the right rows, or one clear line for each wrong one."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
import yaml

from macros.errors import DataError
from macros.model import Corpus
from macros.training.attendance import attendance
from macros.training.directory import Directory
from macros.training.people import Person
from macros.training.roster import roster
from macros.training.rows import folded
from tests.conftest import ROOT
from tests.training_kit import Write, told

TODAY = date(2026, 11, 23)


TABLE = (
    "氏名,所属,受講日,受講状況,方法\r\n"
    "特記 花子,業務部,令和8年11月1日,受講済,集合\r\n"
    "山田太郎,総務部,2026/11/2,欠席,\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_encodings(write: Write, encoding: str) -> None:
    """What Excel and others save in Japan is read."""
    found = attendance(write("a.csv", TABLE.encode(encoding)), TODAY)
    assert [(seat.name, seat.status, seat.day) for seat in found.seats] == [
        ("特記 花子", "attended", date(2026, 11, 1)),
        ("山田太郎", "absent", date(2026, 11, 2)),
    ]
    assert (found.read, found.refused, found.twice, found.problems) == (2, 0, 0, ())


def test_an_encoding_that_is_none(write: Write) -> None:
    """One line, and nothing is read."""
    with pytest.raises(DataError) as fault:
        attendance(write("a.csv", b"\x93\xc1\xff\xfe\x81"), TODAY)
    assert [p.code for p in fault.value.problems] == ["table"]


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("受講者氏名,所属部署,実施日,出欠", "特記 花子,業務部,R8.11.1,○"),
        ("Name,Department,Date attended,Attendance", "特記 花子,業務部,2026-11-01,Present"),
        ("お名前,部署名,受講日時,受講の有無", "特記 花子,業務部,令和8年11月1日 10時,有"),
        ("氏 名（フルネーム）,所 属,受 講 日,受講状況(○×)", "特記　花子,業務部,２０２６年１１月１日,〇"),
    ],
)
def test_headings_have_variants(write: Write, headings: str, row: str) -> None:
    """Columns are told by many names, in both languages; blanks and brackets do not count."""
    (seat,) = attendance(write("a.csv", f"{headings}\n{row}\n"), TODAY).seats
    assert (seat.name.split(), seat.department, seat.status) == (["特記", "花子"], "業務部", "attended")
    assert seat.day == date(2026, 11, 1)


def test_headings_below_a_title(write: Write) -> None:
    """A title above the headings is passed over."""
    found = attendance(write("a.csv", f"令和8年度 研修 出欠表,,,\n\n{TABLE}"), TODAY)
    assert [seat.place.line for seat in found.seats] == [4, 5]


def test_no_headings(write: Write) -> None:
    """One line says which headings are looked for."""
    with pytest.raises(DataError) as fault:
        attendance(write("a.csv", "特記 花子,業務部,受講\n"), TODAY)
    assert "氏名" in str(fault.value)


def test_columns_not_read_are_told(write: Write) -> None:
    """Unknown columns, second ones of a kind, and cells without a heading."""
    text = "氏名,受講日,評価,実施日\n特記 花子,R8.11.1,優,R8.11.2,はみ出し\n"
    found = attendance(write("a.csv", text), TODAY)
    assert [seat.day for seat in found.seats] == [date(2026, 11, 1)]
    assert told(found.notes) == ["1 column", "1 column-twice", "2 cells"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",業務部,R8.11.1,受講,", "name"),
        ("特記 花子,,8.11.1,受講,", "date"),
        ("特記 花子,,46000,受講,", "date"),
        ("特記 花子,,2026-02-30,受講,", "date"),
        ("特記 花子,,2026-12-01,受講,", "future"),
        ("特記 花子,,R8.11.1,たぶん,", "status"),
        ("特記 花子,,R8.11.1,,", "status"),
        ("特記 花子,,,受講,", "date"),
        (f"{'長' * 101},,R8.11.1,受講,", "long"),
        ("\u202e子花,,R8.11.1,受講,", "control"),
    ],
)
def test_rows_that_are_refused(write: Write, row: str, code: str) -> None:
    """One line each, by row; the others are read."""
    found = attendance(write("a.csv", TABLE + row + "\r\n"), TODAY)
    assert (len(found.seats), found.read, found.refused) == (2, 3, 1)
    assert told(found.problems) == [f"4 {code}"]


def test_rows_there_twice(write: Write) -> None:
    """The same once more is counted once; what contradicts itself is not counted."""
    again = "特記花子,業務部,2026-11-01,済,\r\n山田 太郎,総務部,R8.11.2,出席,\r\n"
    found = attendance(write("a.csv", TABLE + again), TODAY)
    assert [seat.name for seat in found.seats] == ["特記 花子"]
    assert told(found.problems) == ["4 twice", "3 contrary", "5 contrary"]
    assert (found.read, found.twice, found.refused) == (4, 1, 2)


def test_html_and_formulas_are_text(write: Write) -> None:
    """A name is what stands there, whatever it looks like."""
    found = attendance(write("a.csv", "氏名,受講日\n<b>太郎</b>,R8.11.1\n=1+1,R8.11.1\n"), TODAY)
    assert [seat.name for seat in found.seats] == ["<b>太郎</b>", "=1+1"]


def book(*rows: list[object], merged: tuple[str, ...] = (), sheets: tuple[str, ...] = ()) -> bytes:
    """A workbook."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    for title in sheets:
        made.create_sheet(title)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_workbook(write: Write) -> None:
    """Dates as dates, merged cells for each of their rows, formulas told, other sheets told."""
    data = book(
        ["研修 出欠表", None, None, None],
        ["氏名", "所属", "受講日", "受講状況"],
        ["特記 花子", "業務部", date(2026, 11, 1), "○"],
        ["山田 太郎", None, None, "○"],
        ["=A3", "総務部", date(2026, 11, 1), "○"],
        merged=("A1:D1", "B3:B4", "C3:C4"),
        sheets=("予備",),
    )
    found = attendance(write("a.xlsx", data), TODAY)
    assert [(s.name, s.department, s.day) for s in found.seats] == [
        ("特記 花子", "業務部", date(2026, 11, 1)),
        ("山田 太郎", "業務部", date(2026, 11, 1)),
    ]
    assert told(found.problems) == ["5 formula"]
    assert [note.code for note in found.notes] == ["sheet"]


def test_a_name_over_two_rows(write: Write) -> None:
    """Nobody is made of two rows."""
    data = book(["氏名", "受講日"], ["特記 花子", "R8.11.1"], [None, "R8.11.2"], merged=("A2:A3",))
    found = attendance(write("a.xlsx", data), TODAY)
    assert (len(found.seats), told(found.problems)) == (1, ["3 merged"])


def test_a_roster(write: Write, corpus: Corpus) -> None:
    """Roles by tag or label; a day that cannot be read costs the day, not the person."""
    rows = ("特記 花子,業務部,従事者・Trainer,R8.4.1", "山田太郎,,部長,8/4/1", "特記花子,業務部,,")
    text = "\n".join(("氏名,所属,役割,従事開始日", *rows))
    found = roster(write("r.csv", text), corpus.vocabulary)
    assert found.people == (
        Person("特記 花子", "業務部", ("worker", "trainer"), date(2026, 4, 1)),
        Person("山田太郎"),
    )
    assert told(found.problems) == ["4 twice"]
    assert sorted(told(found.notes)) == ["3 date", "3 role"]
    assert (found.read, found.twice) == (3, 1)


def test_a_roster_in_yaml(write: Write, corpus: Corpus) -> None:
    """The same as a list of people; each fault has its line."""
    text = (
        "people:\n"
        "  - {name: 特記 花子, department: 業務部, role: worker, joined: 2026-04-01}\n"
        "  - {name: 山田 太郎, dept: x}\n"
        "  - 佐藤\n"
    )
    found = roster(write("r.yml", text), corpus.vocabulary)
    assert found.people == (Person("特記 花子", "業務部", ("worker",), date(2026, 4, 1)),)
    assert told(found.problems) == ["3 unknown-key", "4 shape"]


def test_who_is_meant() -> None:
    """By name and department; by name alone where that is one person; by neither where it could be two."""
    staff = (Person("佐藤 一", "営業部"), Person("佐藤一", "総務部"), Person("山田 太郎", "業務部"))
    directory = Directory(staff)
    assert directory.find("佐藤　一", "総務部") == (staff[1], "")
    assert directory.find("佐藤一", "") == (None, "several")
    assert directory.find("山田太郎", "") == (staff[2], "")
    assert directory.find("山田太郎", "営業部") == (staff[2], "differs")
    assert directory.find("山口太郎", "") == (Person("山口太郎"), "new")
    assert list(directory.near("山田大郎")) == ["山田 太郎"]


def test_who_is_meant_does_not_depend_on_who_comes_first() -> None:
    """Without a department, whoever has the name: on the roster, or met in a department that it has not."""
    staff = (Person("佐藤 一", "営業部"), Person("山田 太郎", "業務部"))
    met = (
        ("佐藤一", "営業部"),
        ("佐藤一", "総務部"),
        ("山田太郎", "総務部"),
        ("鈴木", "営業部"),
        ("鈴　木", "営 業部"),
    )
    for order in (met, met[::-1]):
        directory = Directory(staff, order)
        assert directory.find("佐藤一", "") == (None, "several")
        assert directory.find("佐藤一", "業務部")[1] == "new"
        assert directory.find("山田太郎", "") == (staff[1], "")
        person, odd = directory.find("鈴木", "　")
        assert (person and person.department.replace(" ", ""), odd) == ("営業部", "new")


def test_names_in_other_characters() -> None:
    """髙 and 高 are one name where the department does not speak against it; 斎 and 斉 are not."""
    people = (Person("髙橋 一郎", "総務部"), Person("斎藤 六子", "総務部"), Person("渡邊", "業務部"))
    directory = Directory(people)
    assert directory.find("高橋一郎", "総務部") == (people[0], "variant")
    assert directory.find("高橋　一郎", "") == (people[0], "variant")
    assert directory.find("高橋 一郎", "業務部")[1] == "new"
    assert directory.find("斉藤 六子", "総務部")[1] == "new"
    assert directory.find("渡辺", "業務部") == (people[2], "variant")
    assert Directory((*people, Person("渡邉", "業務部"))).find("渡辺", "業務部") == (None, "several")


def test_the_groups_of_characters_do_not_meet() -> None:
    """No character stands in two groups, and each group says something that folding does not."""
    groups = yaml.safe_load((ROOT / "macros/training/variants.yml").read_text("utf-8"))
    flat = "".join(groups)
    assert len(set(flat)) == len(flat)
    assert all(len({folded(character) for character in group}) == len(group) for group in groups)
