"""A form is added by data alone: its page, sheet, table, schema and checks come from one file."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pypdfium2
import pytest
from click.testing import CliRunner

from macros.cli import main
from macros.forms import schema
from macros.forms.answers import check
from macros.forms.definition import Form
from macros.forms.load import load
from macros.model import Corpus
from macros.render.pages import Site
from macros.rules import forms as rules
from tests.test_forms_round_trip import nowhere

ADDED = Path(__file__).parent / "forms" / "added"
SHELF = load(ADDED)
FORM: Form = SHELF.forms["tenken"]
SOUND = {
    "date": "2026-11-22",
    "leaves": "leaving",
    "devices": [{"name": "PC", "locked": True, "at": "13:05"}],
}
AT_HOME = {"date": "2026-11-22", "leaves": "none", "devices": [{"name": "PC"}]}


def test_it_keeps_the_rules(pristine: Path, corpus: Corpus) -> None:
    """The check finds nothing in it, but that the official form is not in its folder."""
    problems = rules.check(ADDED, corpus, pristine)[1]
    assert {problem.got for problem in problems} == {"todokede"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (SOUND, None),
        (AT_HOME, None),
        (AT_HOME | {"devices": [{"name": "PC", "at": "13:05"}]}, "not-asked"),
        (SOUND | {"devices": [{"name": "PC"}]}, "required"),
        (SOUND | {"devices": [{"name": "PC", "at": "25:00"}]}, "date-hour"),
        (SOUND | {"devices": [{"name": "PC", "at": "13:05"}] * 4}, "long"),
        (SOUND | {"devices": []}, "required"),
    ],
)
def test_its_checks_and_its_schema(given: dict[str, object], code: str | None) -> None:
    """Both say the same; also of what in a block hangs on an answer outside it."""
    problems = check(FORM, given, nowhere)[1]
    assert [problem.code for problem in problems] == ([code] if code else [])
    for written in (False, True):
        document = schema.schema_of(FORM, written=written)
        sound = jsonschema.Draft202012Validator(document).is_valid({"form": "tenken", "answers": given})
        assert sound == (code is None or (written and code == "date-hour"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_its_page(corpus: Corpus, language: str) -> None:
    """In the reader's language, with its mark."""
    page = Site(corpus, language, None, SHELF).macros("forms/tenken")["form"]("tenken").html
    assert FORM.title[language] in page
    assert page.count(FORM.mark[language] if FORM.mark else "") > 1


def test_its_sheet_its_table_and_back(tmp_path: Path) -> None:
    """The commands know it: listed, filled in as PDF and page, read back, a table with its columns."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "forms").symlink_to(ADDED)

    def tokki(*words: str) -> str:
        result = CliRunner().invoke(main, ["form", "--root", str(root), *words])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert tokki("list", "--language", "ja") == "tenken\t参考様式（試験用）\t情報機器点検票\n"
    answers = str(ADDED / "tenken" / "samples" / "mihon.yml")
    pdf, page = tmp_path / "a.pdf", tmp_path / "a.html"
    tokki("fill", answers, "--out", str(pdf), "--html")
    with pypdfium2.PdfDocument(pdf) as document:
        text = "".join(each.get_textpage().get_text_range() for each in document)
    for printed in ("参考様式（試験用）", "情報機器点検票", "施錠した", "持ち出す時刻"):
        assert printed in text
        assert printed in page.read_text("utf-8")
    again = json.loads(tokki("read", str(pdf), "--format", "json"))
    assert again["answers"] == SOUND | {"devices": [{"name": "貸与ノートPC", "locked": True, "at": "13:05"}]}
    assert "機器1 名称,機器1 施錠した,機器1 持ち出す時刻" in tokki("columns", "tenken", "--blocks", "1")
    assert json.loads(tokki("schema", "tenken"))["title"] == "情報機器点検票"
