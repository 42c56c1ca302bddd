"""Tables by strangers: days as people write them, totals, hidden rows, files that are no table."""

from __future__ import annotations

import io
import zipfile
from datetime import date, time
from functools import partial

import openpyxl
import pytest

from macros.commands.teller import Teller
from macros.commands.training_told import told as told_line
from macros.errors import DataError
from macros.model import Corpus
from macros.render import desk_tables
from macros.render.wording import languages
from macros.training import days
from macros.training.attendance import attendance
from macros.training.days import When
from macros.training.report import Files, Report
from macros.training.roster import roster
from tests.training_kit import Write, told

TODAY = date(2026, 11, 23)
TABLE = "氏名,所属,受講日,受講状況\r\n特記 花子,業務部,令和8年11月1日,受講済\r\n"


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("令和8年11月10日（火）", When(date(2026, 11, 10))),
        ("2026/11/10(火)", When(date(2026, 11, 10))),
        ("2026年11月10日火曜日", When(date(2026, 11, 10))),
        ("Tue, 10 November 2026", When(date(2026, 11, 10))),
        ("Nov 10, 2026", When(date(2026, 11, 10))),
        ("令8.11.10", When(date(2026, 11, 10))),
        ("20261110", When(date(2026, 11, 10))),
        ("令和元年5月1日", When(date(2019, 5, 1))),
        ("Ｒ８／１１／１０", When(date(2026, 11, 10))),
        ("R8.11.10(火) 10:00～11:30", When(date(2026, 11, 10), time(10), time(11, 30))),
        ("令和8年11月10日 午後1時から午後2時30分まで", When(date(2026, 11, 10), time(13), time(14, 30))),
        ("令和8年11月10日13時半", When(date(2026, 11, 10), time(13, 30))),
        ("2026-11-10T10:00:30+09:00", When(date(2026, 11, 10), time(10))),
        ("2026-11-10 10:00-", When(date(2026, 11, 10), time(10))),
    ],
)
def test_days_as_people_write_them(written: str, when: When) -> None:
    """With the day of the week, as a span of time, in English, by an era's first letter."""
    assert days.parse(written) == when


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("R8.11.10(月)", "weekday"), ("46336", "serial"), ("46336.5", "serial"), ("平成31年5月1日", "era"),
        ("2026-02-30", "calendar"), ("8.11.10", "no_era"), ("R8.11.10 25:00", "time"),
        ("R8.11.10 11:00～10:00", "time"), ("11/10", ""), ("x" * 500, ""),
    ],
)  # fmt: skip
def test_days_that_are_refused(write: Write, written: str, reason: str) -> None:
    """Each with its reason, which is told in words of its own; a serial number with the day it may mean."""
    (problem,) = attendance(write("a.csv", f"氏名,受講日\n特記 花子,{written}\n"), TODAY).problems
    assert (problem.code, problem.about["reason"]) == ("date", reason)
    for language in languages():
        teller = Teller(language)
        key = f"desk_told_date_{reason}" if reason else "desk_told_date"
        assert told_line(teller, problem).startswith(
            teller.say("told_row", file=problem.place.file, row=2) + teller.say("told_column", column="B")
        )
        assert teller.words[key].partition("{")[0] in told_line(teller, problem)
    if reason == "serial":
        assert "令和8年11月10日 (火曜日)" in told_line(Teller("ja"), problem)


def test_rows_of_totals(write: Write, corpus: Corpus) -> None:
    """They are nobody, wherever the word stands, and are told."""
    rows = "1,特記 花子,業務部,R8.11.1,○\n,合計,,,1\n小計,,,,1名\n受講者数　1名,,,,\n以上,,,,\n"
    found = attendance(write("a.csv", f"No,氏名,所属,受講日,受講状況\n{rows}"), TODAY)
    assert ([seat.name for seat in found.seats], found.read, found.refused) == (["特記 花子"], 1, 0)
    assert told(found.notes) == [f"{row} total" for row in (3, 4, 5, 6)]
    listed = roster(write("r.csv", "氏名,所属\n計 時子,業務部\n合計,1名\n"), corpus.vocabulary)
    assert [person.name for person in listed.people] == ["計 時子"]


def test_rows_that_are_hidden(write: Write) -> None:
    """They count, and it is said which ones they are."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (["氏名", "受講日"], ["特記 花子", date(2026, 11, 1)], ["山田 太郎", date(2026, 11, 1)]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    out = io.BytesIO()
    made.save(out)
    found = attendance(write("a.xlsx", out.getvalue()), TODAY)
    assert len(found.seats) == 2
    assert [(note.code, note.got) for note in found.notes] == [("hidden", "3")]


def packed(name: str) -> bytes:
    """A ZIP file with one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "no-table pdf"),
        (b"\xef\xbb\xbf%PDF-1.4\n", "no-table pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "no-table old"),
        (packed("Index/Document.iwa"), "no-table packed"),
        (packed("content.xml"), "no-table packed"),
        (b"<html><table><tr><td>x</td></tr></table>", "no-table page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "no-table other"),
        (packed("xl/workbook.xml"), "table"),
        (b"PK\x03\x04 cut off", "table"),
        (TABLE.encode("euc_jp"), "table"),
        (TABLE.encode("utf-16-le"), "table"),
        (b"", "headings"),
        (b"\n\n\n", "headings"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_files_that_are_no_table(write: Write, name: str, content: bytes, code: str) -> None:
    """One line says what the file is, whatever its name says; the line is not about forms."""
    with pytest.raises(DataError) as fault:
        attendance(write(name, content), TODAY)
    (problem,) = fault.value.problems
    assert " ".join(filter(None, (problem.code, problem.about.get("reason", "")))) == code
    for language in languages():
        line = told_line(Teller(language), problem)
        assert name in line
        assert "tokki form" not in line


def test_headings_alone(write: Write) -> None:
    """No row at all is told: nobody came, or the wrong file was chosen."""
    found = attendance(write("a.csv", TABLE.splitlines()[0]), TODAY)
    assert (found.read, [note.code for note in found.notes]) == (0, ["empty"])


@pytest.mark.parametrize(
    ("content", "codes", "statuses"),
    [
        ("氏名,所属\n特記 花子,甲\n山田,乙\n", ["0 no-day"], ["absent", "absent"]),
        ("氏名,受講日\n特記 花子,R8.11.1\n山田,\n", ["3 blank-day"], ["attended", "absent"]),
        ("氏名,受講日,受講状況\n特記 花子,R8.11.1,○\n山田,,×\n", [], ["attended", "absent"]),
        ("氏名,受講状況\n特記 花子,○\n", [], ["attended"]),
    ],
)
def test_nobody_is_counted_silently(
    write: Write, content: str, codes: list[str], statuses: list[str]
) -> None:
    """Where nothing says that people attended, it is told: once for a table, or for each row by name."""
    found = attendance(write("a.csv", content), TODAY)
    assert told(found.notes) == codes
    assert [seat.status for seat in found.seats] == statuses
    for language in languages():
        teller = Teller(language)
        for note in found.notes:
            line = told_line(teller, note)
            assert teller.words[f"desk_told_{note.code.replace('-', '_')}"] in line
            assert ("山田" in line) == (note.code == "blank-day")
            whole = Report((), Files(), found, None, notes=(note,))
            _, row = desk_tables.reading(whole, teller.words.__getitem__, partial(told_line, teller))
            assert row[3] == line
            assert row[5] == teller.words["desk_reading_note"]
