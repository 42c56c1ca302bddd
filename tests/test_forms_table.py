"""Tables of answers: CSV as Excel and others write it, XLSX; bad rows beside good ones; hostile tables."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.errors import DataError, Problem
from macros.forms import load, table, xlsx
from macros.forms.answers import asked
from macros.forms.definition import Answers
from macros.forms.flat import columns
from macros.forms.table import Row, answers_of, blank, rows, to_csv

SHELF = load.load(Path(__file__).parent.parent / "forms")
FORM = SHELF.forms["todokede"]

KEYS = [
    "date", "address", "name", "contract_date", "contract_name", "media", "location", "cloud", "ai",
    "subcontracting",
]  # fmt: skip
LABELS = [
    "届出日", "住所", "氏名又は法人名等", "契約日", "契約の名称", "媒体等の名称", "物理的な所在地",
    "クラウドサービスの利用の有無", "生成AIの利用の有無", "再委託等の有無",
]  # fmt: skip
GOOD = [
    "令和8年4月6日", "見本区１−２", "髙﨑 𠮷郎", "R8.4.1", "見本運用", "社内PC\n①", "日本国内のみ",
    "無", "無", "無",
]  # fmt: skip


def written(path: Path, cells: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A CSV file."""
    path.write_bytes(to_csv(cells).replace(",", delimiter).encode(encoding))
    return path


def sheet(path: Path, cells: list[list[Any]]) -> Path:
    """An XLSX file."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in cells:
        book.active.append(row)
    book.save(path)
    return path


def read(path: Path) -> list[tuple[Row, Answers, list[Problem]]]:
    """Every row with what came of it."""
    return [(row, *answers_of(row, FORM)) for row in rows(path, FORM, "t")]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ","), ("utf-16", "\t"), ("cp932", ","), ("utf-8", ";"), ("utf-8", "\t")],
)
def test_encodings(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """What Excel and others save, with names or labels as headings."""
    good = [cell.replace("𠮷", "吉").replace("−", "-") if encoding == "cp932" else cell for cell in GOOD]
    for head in (KEYS, LABELS):
        ((row, answers, problems),) = read(written(tmp_path / "t.csv", [head, good], encoding, delimiter))
        assert problems == []
        assert answers.values["name"] == good[2]
        assert answers.values["media"] == "社内PC\n①"
        assert row.number == 2


def test_good_rows_beside_bad(tmp_path: Path) -> None:
    """Each bad row is told by row and column; the good ones stay; blank ones are left out."""
    bad = [*GOOD[:6], "海外", "有", "無", ""]
    path = written(tmp_path / "t.csv", [LABELS, GOOD, [""] * 10, bad, GOOD])
    found = read(path)
    assert [row.number for row, _, _ in found] == [2, 4, 5]  # as a spreadsheet counts them
    assert [len(problems) for _, _, problems in found] == [0, 3, 0]
    places = [(p.place.line, p.place.column, p.place.path, p.code) for p in found[1][2]]
    assert sorted(places) == [
        (4, 1, "cloud_services", "required"),
        (4, 7, "location", "choice"),
        (4, 10, "subcontracting", "required"),
    ]


def test_groups_in_columns(tmp_path: Path) -> None:
    """Blocks are numbered columns; a block that is blank is no block; labels name them too."""
    head = [
        *KEYS, "クラウドサービス1 サービス名称", "クラウドサービス１　利用契約先の名称",
        "cloud_services_1_storage", "cloud_services_1_certified",
        "cloud_services_3_service", "Cloud service 3 third-party certification",
        "#備考",
    ]  # fmt: skip
    row = [*GOOD[:7], "有", "無", "無", "一", "社", "国内", "無", "三", "有", "見た"]
    ((_, answers, problems),) = read(written(tmp_path / "t.csv", [head, row]))
    assert [block["service"] for block in answers.groups["cloud_services"]] == ["一", "三"]
    assert [(p.code, p.place.column, p.place.path) for p in problems] == [
        ("required", 1, "cloud_services[1].provider"),
        ("required", 1, "cloud_services[1].storage"),
        ("required", 1, "cloud_services[1].certification"),
    ]


def test_cells_of_xlsx(tmp_path: Path) -> None:
    """Dates, numbers and truth values become the text they stand for; a formula is a fault."""
    path = sheet(tmp_path / "t.xlsx", [
        LABELS,
        [date(2026, 4, 6), 123, "見本", datetime(2026, 4, 1), 1.5, True, *GOOD[6:]],
        [*GOOD[:4], '=HYPERLINK("http://x","y")', *GOOD[5:]],
        [None] * 10,
        [*GOOD[:4], time(9, 5), *GOOD[5:]],
    ])  # fmt: skip
    (first, second, last) = read(path)
    assert first[2] == []
    assert first[1].values["date"] == "2026-04-06"
    assert first[1].values["contract_date"] == "2026-04-01"
    assert (first[1].values["address"], first[1].values["contract_name"]) == ("123", "1.5")
    assert first[1].values["media"] == "true"
    assert [(p.code, p.place.line, p.place.column) for p in second[2]] == [("formula", 3, 5)]
    assert (last[0].number, last[1].values["contract_name"]) == (5, "09:05")


def test_the_first_sheet_that_is_seen_is_read(tmp_path: Path) -> None:
    """A hidden sheet in front is passed over; others that are seen are named."""
    book = openpyxl.Workbook()
    hidden, seen, more = book.active, book.create_sheet("表"), book.create_sheet("控え")
    assert hidden is not None
    hidden.append(["一覧"])
    hidden.sheet_state = "hidden"
    for sheet_ in (seen, more):
        sheet_.append(KEYS)
        sheet_.append(GOOD)
    book.save(tmp_path / "t.xlsx")
    ((_, answers, problems),) = read(tmp_path / "t.xlsx")
    assert (answers.values["name"], problems) == (GOOD[2], [])
    assert table.unread(tmp_path / "t.xlsx") == ("控え",)
    assert table.unread(written(tmp_path / "t.csv", [KEYS])) == ()


def test_merged_and_faulty_cells_of_xlsx(tmp_path: Path) -> None:
    """A merged cell is told in every row it reaches, an error where it stands; line ends are Excel's."""
    path = sheet(tmp_path / "t.xlsx", [
        KEYS, [*GOOD[:5], "一_x000D_\n二", *GOOD[6:]], GOOD, GOOD, [*GOOD[:3], "#DIV/0!", *GOOD[4:]],
    ])  # fmt: skip
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    book.active.merge_cells("B3:B4")
    book.active.merge_cells("E4:F4")
    book.active.merge_cells("C9:D12")
    book.save(path)
    found = read(path)
    assert found[0][1].values["media"] == "一\n二"
    assert [[(p.code, p.place.column) for p in problems] for _, _, problems in found] == [
        [], [], [("merged", 2), ("merged", 6)], [("formula-error", 4)],
    ]  # fmt: skip


HEADS: list[tuple[list[str], str]] = [
    (["date", "adress"], "did you mean address?"),
    (["date", "届出日"], "a field has one column"),
    (["date", "cloud_services_21_service"], "the name or the label of a field"),
    (["date", "cloud_services_0_service"], "the name or the label of a field"),
    (["date", "__class__"], "the name or the label of a field"),
    (["", ""], "a row of headings"),
    (["#a"], "a row of headings"),
    (["x" * 10_000], "…”"),
    ([f"c{n}" for n in range(3_000)], "at most 2,000 columns"),
]


@pytest.mark.parametrize(("head", "said"), HEADS, ids=[str(n) for n in range(len(HEADS))])
def test_bad_headings(tmp_path: Path, head: list[str], said: str) -> None:
    """A table whose headings are not understood is not read at all."""
    with pytest.raises(DataError) as error:
        read(written(tmp_path / "t.csv", [head, ["x"] * len(head)]))
    assert said in str(error.value)


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def workbook(rows_: str) -> bytes:
    """A workbook whose sheet has one heading, and then these rows."""
    out, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(made)
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>date</t></is></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) if name != "xl/worksheets/sheet1.xml" else (
                f'<worksheet xmlns="{space}"><sheetData>{head}{rows_}</sheetData></worksheet>'
            ))  # fmt: skip
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>'
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'
BAD_FILES: list[tuple[str, Callable[[], bytes], str]] = [
    ("neither", lambda: b"\x81\xff\xfe\x00", "UTF-8 or Shift_JIS"),
    ("half-utf-16", lambda: "date".encode("utf-16") + b"\0", "UTF-8 or Shift_JIS"),
    ("surrogate-utf-16", lambda: b"\xff\xfe" + "a\ud842b".encode("utf-16-le", "surrogatepass"), "UTF-8 or"),
    ("empty", lambda: b"", "a row of headings"),
    ("unclosed", lambda: b'date,address\n"2026-01-01,x\n', "must be CSV"),
    ("huge-cell", lambda: b"date,address\n2026-01-01," + b"x" * 200_000 + b"\n", "must be CSV"),
    ("no-zip", lambda: b"PK\x03\x04" + b"x" * 100, "must be XLSX"),
    ("zip-of-nothing", lambda: archive({"a.txt": b""}), "must be XLSX"),
    ("entities", lambda: archive({"[Content_Types].xml": LAUGHS}), "document type"),
    ("external", lambda: archive({"xl/workbook.xml": ENTITY}), "document type"),
    ("no-xml", lambda: archive({"xl/workbook.xml": b"{}"}), "must be XLSX"),
    ("bomb", lambda: archive({"xl/a.xml": b"<a>" + b" " * 3_000_000}), "unpacks to more"),
    ("far-row", lambda: workbook('<row r="2000"><c r="A2000"><v>1</v></c></row>'), "at most 1,000 rows"),
    ("far-column", lambda: workbook('<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>'), "must be XLSX"),
    ("no-string", lambda: workbook('<row r="2"><c r="A2" t="s"><v>9</v></c></row>'), "must be XLSX"),
    ("parts", lambda: archive({f"{n}.xml": b"<a/>" for n in range(2_001)}), "unpacks to more"),
]


@pytest.mark.parametrize(("make", "said"), [row[1:] for row in BAD_FILES], ids=[row[0] for row in BAD_FILES])
def test_bad_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[], bytes], said: str
) -> None:
    """What is no table, or one made to do harm, is refused with one fault."""
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 2_000_000)
    monkeypatch.setattr(xlsx, "MAX_ROWS", 1_000)
    path = tmp_path / "t.dat"
    path.write_bytes(make())
    with pytest.raises(DataError) as error:
        read(path)
    assert said in str(error.value)
    assert len(error.value.problems) == 1


def test_only_files_are_read(tmp_path: Path) -> None:
    """No folder, no device, nothing that is not there."""
    zero, none = Path("/dev/zero"), tmp_path / "x"
    for path, said in ((tmp_path, "in a file"), (zero, "in a file"), (none, "readable")):
        with pytest.raises(DataError, match=said):
            read(path)


def test_hostile_cells(tmp_path: Path) -> None:
    """Control characters, huge text, more cells than headings: faults of that row, at that cell."""
    cells = [KEYS, GOOD]
    for place, cell in ((1, "a\x00b"), (1, "長" * 30_000), (1, "a\x1b[2J"), (2, "\u202e")):
        cells.append([*GOOD[:place], cell, *GOOD[place + 1 :]])
    cells[0] = [*KEYS, "", "# for us"]
    cells += [[*GOOD, "more"], [*GOOD, "", "note", "more"], [*GOOD, "", "note"]]
    found = read(written(tmp_path / "t.csv", cells))
    assert [[(p.code, p.place.column) for p in problems] for _, _, problems in found] == [
        [], [("control", 2)], [("long", 2)], [("control", 2)], [("control", 3)], [("cells", 11)],
        [("cells", 13)], [],
    ]  # fmt: skip
    assert all(str(p).isprintable() and len(str(p)) < 300 for _, _, problems in found for p in problems)


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-1", "@x", "＝1", "'=1", "''=1", "'x", "\t=1"])
def test_formulas_are_text(tmp_path: Path, cell: str) -> None:
    """A cell that a spreadsheet would compute is guarded when written, and read as it was."""
    text = to_csv([["name"], [cell]])
    guarded = text.splitlines()[1].strip('"')
    assert not guarded.startswith(table.FORMULA)
    ((row, *_),) = read(written(tmp_path / "t.csv", [["name"], [cell]]))
    assert row.cells["name"] == cell


@pytest.mark.parametrize("form", SHELF.forms.values(), ids=list(SHELF.forms))
def test_the_blank_table(tmp_path: Path, form: Any) -> None:
    """The headings of the blank table are all understood, in every language, and each is there once."""
    for language in form.languages:
        path = tmp_path / "t.csv"
        path.write_text(blank(form, language), "utf-8-sig", newline="")
        assert list(rows(path, form)) == []
        (head,) = csv.reader(io.StringIO(blank(form, language)))
        assert len(set(head)) == len(head) == len(list(columns(form, 3)))


def test_memory_is_flat(tmp_path: Path) -> None:
    """Rows are read one by one: a long table takes no more memory than a short one."""

    def peak(count: int) -> int:
        path = written(tmp_path / f"{count}.csv", [KEYS, *[GOOD] * count])
        tracemalloc.start()
        done = sum(1 for row in rows(path, FORM) if list(asked(FORM, answers_of(row, FORM)[0])))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert done == count
        return most

    peak(10)
    assert peak(1_200) < 1_000_000  # to hold all rows takes several times as much
