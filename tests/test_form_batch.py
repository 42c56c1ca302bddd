"""`tokki form batch`: a table becomes files; what was stopped goes on, what is out of date is made anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from macros.commands import batch as batching
from macros.forms import table
from macros.pdf import layout
from tests.forms_kit import shelf
from tests.test_form_command import rows, tokki


def test_batch_passes_over_bad_rows_and_goes_on(root: Path, tmp_path: Path) -> None:
    """A bad row is told by row and column; the others are made; a second run makes nothing anew."""
    source, out = tmp_path / "table.csv", tmp_path / "out"
    rows(shelf(), source, 4, spoilt=2)
    words = ("batch", source, "--form", "todokede", "--out", out, "--final", "--processes", "1")
    first = tokki(root, *words)
    assert first.exit_code == 1
    assert "令和" in first.output
    assert "row 4, column A: Date of notification: Reiwa begins on 1 May 2019." in first.output
    assert "3 made, 0 there already, 1 rows with faults" in first.output
    made = {path.name: path.stat().st_mtime_ns for path in out.glob("*.pdf")}
    assert len(made) == 3
    assert "0 made, 3 there already" in tokki(root, *words).output
    assert {path.name: path.stat().st_mtime_ns for path in out.glob("*.pdf")} == made
    next(out.glob("*.pdf")).unlink()
    assert "1 made, 2 there already" in tokki(root, *words).output


def test_batch_resumes_after_a_journal_cut_short(root: Path, tmp_path: Path) -> None:
    """A crash in the middle of a line loses that line and nothing else, neither then nor later."""
    source, out = tmp_path / "table.csv", tmp_path / "out"
    rows(shelf(), source, 2)
    words = ("batch", source, "--form", "todokede", "--out", out, "--final", "--processes", "1")
    tokki(root, *words)
    journal = out / batching.JOURNAL
    journal.write_text(journal.read_text("utf-8")[:-20], "utf-8")
    assert "1 made, 1 there already" in tokki(root, *words).output
    assert "0 made, 2 there already" in tokki(root, *words).output


def test_batch_makes_anew_what_another_form_or_program_made(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form whose words were changed, revision or not, and a new version of what lays it out."""
    project, out = tmp_path / "project", tmp_path / "out"
    shutil.copytree(root / "forms" / "ippo", project / "forms" / "ippo")
    form, source = project / "forms" / "ippo" / "form.yml", tmp_path / "table.csv"
    sample = shelf().samples["ippo"][0]
    given = {name: str(value) for name, value in sample.given.items() if not isinstance(value, list)}
    source.write_text(table.to_csv([list(given), list(given.values())]), "utf-8-sig")
    words = ("batch", source, "--form", "ippo", "--out", out, "--final", "--processes", "1")
    assert "1 made, 0 there already" in tokki(project, *words).output
    assert "0 made, 1 there already" in tokki(project, *words).output
    text = form.read_text("utf-8")
    form.write_text(text.replace("ja: 参考様式（発注者が", "ja: 参考の様式（発注者が"), "utf-8")
    assert form.read_text("utf-8") != text
    assert "1 made, 0 there already" in tokki(project, *words).output
    assert "0 made, 1 there already" in tokki(project, *words).output
    monkeypatch.setattr(layout, "basis", lambda: "a later version")
    assert "1 made, 0 there already" in tokki(project, *words).output


def test_a_link_in_the_folder_is_no_way_out(root: Path, tmp_path: Path) -> None:
    """Where a link has the name of a file to be made, or of the journal, a file takes its place."""
    source, out, other = tmp_path / "table.csv", tmp_path / "out", tmp_path / "other.txt"
    rows(shelf(), source, 1)
    words = ("batch", source, "--form", "todokede", "--out", out, "--final", "--processes", "1")
    assert tokki(root, *words).exit_code == 0
    (made,) = out.glob("*.pdf")
    made.unlink()
    other.write_text("as it was", "utf-8")
    made.symlink_to(other)
    (out / batching.JOURNAL).unlink()
    (out / batching.JOURNAL).symlink_to(other)
    assert tokki(root, *words).exit_code == 0
    assert other.read_text("utf-8") == "as it was"
    assert not made.is_symlink()
    assert not (out / batching.JOURNAL).is_symlink()
    assert made.read_bytes().startswith(b"%PDF-")


def test_a_table_that_cannot_be_read_leaves_nothing(root: Path, tmp_path: Path) -> None:
    """Not even an empty folder."""
    (tmp_path / "t.csv").write_text("", "utf-8")
    words = ("batch", tmp_path / "t.csv", "--form", "todokede", "--out", tmp_path / "out")
    assert tokki(root, *words).exit_code == 1
    assert not (tmp_path / "out").exists()
