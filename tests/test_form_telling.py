"""What a clerk is told on the command line, in Japanese and English: the row, the column, the mend."""

from __future__ import annotations

import ast
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from macros.cli import main
from macros.commands.batch import JOURNAL
from macros.commands.teller import Teller, letters
from macros.commands.telling import system_language
from macros.errors import Place, Problem
from macros.forms import table
from macros.forms.dates import Reason
from macros.pdf import read as pdf_read
from macros.render.wording import languages, words_of
from tests.conftest import ROOT
from tests.forms_kit import shelf
from tests.test_form_command import rows
from tests.test_forms_files import HOSTILE, faults
from tests.told_problems import codes_in

FIELDS = {
    "date": "令和8年4月6日",
    "address": "東京都見本区",
    "name": "株式会社見本",
    "contract_date": "令和8年4月1日",
    "contract_name": "見本運用",
    "media": "社内PC",
    "location": "日本国内のみ",
    "cloud": "無",
    "ai": "無",
    "subcontracting": "無",
    "cloud_services_1_service": "",
}
NAMES = list(FIELDS)


def told(tmp_path: Path, language: str, *spoilt: dict[str, str]) -> list[str]:
    """What is said of a table with these rows."""
    lines = [NAMES, *([(FIELDS | row)[name] for name in NAMES] for row in spoilt)]
    path = tmp_path / "表.csv"
    path.write_text(table.to_csv(lines), "utf-8-sig")
    teller = Teller(language)
    said = []
    for row in table.rows(path, shelf().forms["todokede"], "表.csv"):
        problems = table.answers_of(row, shelf().forms["todokede"])[1]
        said += teller.all(problems).splitlines()
    return said


CASES = [
    ({"date": "令和元年4月30日"}, "A列", "令和は2019年5月1日からです。その日は平成31年4月30日です。"),
    ({"date": "平成31年5月1日"}, "A列", "平成は2019年4月30日までです。その日は令和元年5月1日です。"),
    (
        {"date": "あした"},
        "A列",
        "「令和8年11月22日」又は「2026-11-22」のように入力してください。（入力：「あした」）",
    ),
    ({"date": "8年4月1日"}, "A列", "元号を付けるか"),
    ({"date": "2026-02-30"}, "A列", "暦にありません"),
    ({"date": "明治5年1月1日"}, "A列", "以後の日付"),
    ({"address": "一行目\n二行目"}, "B列", "「住所」は1行で入力してください。"),
    ({"name": ""}, "C列", "「氏名又は法人名等」を入力してください。"),
    ({"name": "株\u200b"}, "C列", "目に見えない文字（U+200B）"),
    ({"contract_name": "x" * 121}, "E列", "120字までです（今は121字）"),
    ({"contract_name": "見本業務委託契約"}, "E列", "「業務委託契約」を除いて"),
    (
        {"cloud": "たぶん"},
        "H列",
        "選択肢にない値「たぶん」があります。「有」又は「無」のいずれかにしてください。",
    ),
    ({"cloud": ""}, "H列", "「クラウドサービスの利用の有無」を選んでください。"),
    ({"cloud": "有"}, "K列", "「クラウドサービス」を少なくとも一つ入力してください。"),
    (
        {"cloud_services_1_service": "x"},
        "K列",
        "「クラウドサービスの利用の有無」が「有」のときだけ答えます。",
    ),
]


@pytest.mark.parametrize(("spoilt", "column", "said"), CASES, ids=[case[2][:20] for case in CASES])
def test_each_fault_is_told_by_row_and_column(
    tmp_path: Path, spoilt: dict[str, str], column: str, said: str
) -> None:
    """In Japanese, as a spreadsheet counts; in English the same row and column."""
    (line,) = told(tmp_path, "ja", {}, spoilt)
    assert line.startswith(f"表.csv　3行目・{column}：")
    assert said in line
    (line,) = told(tmp_path, "en", {}, spoilt)
    assert line.startswith(f"表.csv: row 3, column {column[0]}: ")
    assert "「" not in line.replace("「業務委託契約」", "")


def test_the_line_is_told_where_it_is_another(tmp_path: Path) -> None:
    """A cell with line breaks above: the row as the spreadsheet counts it, and the line as an editor does."""
    bad = {"name": ""}
    said = told(tmp_path, "ja", bad, {"media": "一\n二\n三"}, bad)
    assert [line.partition("：")[0] for line in said] == [
        "表.csv　2行目・C列",
        "表.csv　4行目・C列（ファイルの6行目）",
    ]
    assert told(tmp_path, "en", {"media": "一\n二"}, bad)[0].startswith(
        "表.csv: row 3, column C (line 4 of the file): "
    )


@pytest.mark.parametrize("language", languages())
def test_there_is_a_word_for_every_fault_of_a_clerk(language: str) -> None:
    """Every code that answers, values and tables can have is told in words; only the shape of YAML is not."""
    codes: set[str] = set()
    for name, callables in {
        "answers": {"fault": 1},
        "table": {"Problem": 1},
        "xlsx": {"Problem": 1},
        "load": {"Problem": 1},
    }.items():
        codes |= codes_in(ast.parse((ROOT / f"macros/forms/{name}.py").read_text("utf-8")), callables)
    words = words_of(language)
    values = (ROOT / "macros/forms/values.py").read_text("utf-8")
    codes |= set(re.findall(r'ValueFault\(\s*"([a-z-]+)"', values)) | set(get_args(Reason))
    codes |= {f"pdf-{reason}" for reason in get_args(pdf_read.Reason)}
    wanted = {code.replace("-", "_") for code in codes - {"id", "long", "code"}}
    wanted -= {"required", "format"}
    assert [c for c in sorted(wanted) if f"told_{c}" not in words and f"form_fault_{c}" not in words] == []
    assert len(wanted) > 12


@pytest.mark.parametrize("row", HOSTILE, ids=[row[0] for row in HOSTILE])
def test_no_word_of_another_language(row: tuple[str, str, str, str, str]) -> None:
    """Faults of a file's shape are told in Japanese too: but for what was written, no English and no “”."""
    known = {"YAML", "JSON", "UTF", "new", "change", "tokki", "form", "read"}
    for problem in faults(row[2], row[1]):
        said = Teller("ja").problem(problem).partition("：")[2]
        assert re.search("[ぁ-ん]", said), said
        ours = re.sub("「[^」]*」", "", said)
        assert set(re.findall("[A-Za-z]{3,}", ours)) <= known, said
        assert "“" not in ours


def test_options_are_listed_as_a_clerk_writes() -> None:
    """「有」、「無」又は「未定」; in English with commas and “or”."""
    options = ["a", "b", "c"]
    assert [Teller("ja").either(options[:n]) for n in (1, 2, 3)] == ["a", "a」又は「b", "a」、「b」又は「c"]
    assert Teller("en").either(options) == "a”, “b” or “c"


def test_faults_at_one_place_are_told_in_the_order_of_the_form() -> None:
    """What a file lacks has no place of its own: the form's order, not that of the names."""
    found = faults("form: todokede\nanswers: {cloud: 無}\n", "a.yml")
    said = Teller("ja").all(found).splitlines()
    assert [line.partition("「")[2].partition("」")[0] for line in said] == [
        "届出日", "住所", "氏名又は法人名等", "契約日", "契約の名称", "媒体等の名称", "物理的な所在地",
        "生成AIの利用の有無", "再委託等の有無",
    ]  # fmt: skip


def test_what_is_told_stays_on_its_line() -> None:
    """Control characters and marks that turn the text around are taken out of what is quoted."""
    problem = Problem(Place("a\u202e\x1b[31m.csv", 2, 3), "cells", "rule", "“x\ny”", about={"row": 2})
    assert "\u202e" not in (said := Teller("ja").problem(problem))
    assert "\x1b" not in said
    assert "\n" not in said


def test_columns_are_lettered() -> None:
    """As spreadsheets do."""
    assert [letters(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [({"LANG": "ja_JP.UTF-8"}, "ja"), ({"LC_ALL": "C", "LANG": "ja_JP"}, "en"), ({}, "en")],
)
def test_the_language_is_that_of_the_system(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], wanted: str
) -> None:
    """`LC_ALL`, `LC_MESSAGES`, `LANG`, in that order; English where the interface does not speak it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert system_language() == wanted


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fill", "kan-i.yml", "--out", "a.docx"], "末尾は .pdf か .html"),
        (["fill", "kan-i.yml", "--out", "/proc/x/a.pdf"], "/proc/x/a.pdf：読み書きできません"),
        (["fill", "kan-i.yml", "--out", "folder"], "is a directory"),
        (["read", "picture.png"], "picture.png：PDFとして読めません"),
        (["batch", "picture.png", "--form", "todokede", "--out", "o"], "表を読めません"),
        (["batch", "kan-i.yml", "--form", "todokede", "--out", "o"], "見出し"),
        (["fill", "picture.png"], "ファイルを読めません"),
        (["blank", "todokeda"], "「todokeda」という様式はありません"),
    ],
)
def test_wrong_files_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    """A wrong file, a wrong ending, a folder that cannot be written to: one line, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kan-i.yml").write_bytes((ROOT / "forms/todokede/samples/kan-i.yml").read_bytes())
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\xff\xfe" * 40)
    (tmp_path / "folder").mkdir()
    result = CliRunner().invoke(main, ["form", "--root", str(ROOT), *words], env={"LC_ALL": "ja_JP.UTF-8"})
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code
    assert said in result.output
    assert "Traceback" not in result.output
    assert sorted(p.name for p in tmp_path.rglob("*") if p.name != "o") == [
        "folder",
        "kan-i.yml",
        "picture.png",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_stopped_goes_on(tmp_path: Path, sent: signal.Signals) -> None:
    """Ctrl-C (or a crash) leaves whole files only; the same command makes the rest, and the same files."""
    source, out = tmp_path / "table.csv", tmp_path / "out"
    count = 1500
    rows(shelf(), source, count)
    words = ["form", "--root", str(ROOT), "batch", str(source), "--form", "todokede", "--out", str(out)]
    words += ["--final", "--processes", "2", "--language", "ja"]
    command = [sys.executable, "-m", "macros", *words]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    )
    until = time.monotonic() + 60
    while not (out / JOURNAL).is_file() and time.monotonic() < until:
        time.sleep(0.02)
    running.send_signal(sent)
    said, errors = running.communicate(timeout=60)  # its processes end, too: they hold the same pipes
    made = sorted(out.glob("*.pdf"))
    assert 0 < len(made) < count
    assert all(path.read_bytes().endswith(b"%%EOF\n") for path in made)
    if sent == signal.SIGINT:
        assert running.returncode == 130
        assert errors == "途中で止めました。同じコマンドで続きから作ります。\n"
        assert "件を作成" in said
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0
    assert len(list(out.glob("*.pdf"))) == count
    kept = len((out / JOURNAL).read_text("utf-8").splitlines())
    assert kept == count
    assert not [path for path in out.iterdir() if path.name.startswith(".tokki-") and path.name != JOURNAL]
