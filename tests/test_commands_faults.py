"""Faults of the project's data are told as `tokki check` tells them, and nothing is made of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from macros.cli import main

COMMANDS = (
    ("training", "plan", "--format", "html", "--out", "out"),
    ("training", "roster", "--format", "html", "--out", "out"),
    ("training", "edition", "--to", "out"),
    ("training", "changed", "clauses", "clauses", "--out", "out"),
    ("training", "report", "--records", "records", "--to", "out"),
    ("course", "gift", "--to", "out"),
    ("course", "scorm", "--to", "out"),
)


@pytest.fixture
def project(clauses: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the whole data, as the current folder, for one test to spoil."""
    shutil.copytree(root / "forms", clauses.parent / "forms")
    (clauses.parent / "records").mkdir()
    monkeypatch.chdir(clauses.parent)
    return clauses.parent


def run(*words: str) -> Result:
    """A command in the current folder; there is no traceback."""
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def spoil(path: Path, before: str, after: str) -> None:
    """Change words of a file."""
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_faults_of_the_clauses(project: Path, command: tuple[str, ...]) -> None:
    """Also those that a file does not have alone: a word of the text lost, an event that there is not."""
    spoil(project / "clauses/joho-security/tokki/09.yml", "受注者は、", "受注者は")
    spoil(project / "clauses/joho-security/besshi/9.yml", "event: incident.before", "event: incident.befor")
    told = run("check").stdout.splitlines()
    assert len(told) >= 2
    made = run(*command)
    assert made.exit_code == 1
    assert [line for line in told if line not in made.stderr] == []
    assert not (project / "out").exists()


def test_faults_of_the_form_of_the_report(project: Path) -> None:
    """The report is on a form, which keeps its rules too."""
    spoil(project / "forms/kyoiku-hokoku/form.yml", "basis: [AN-", "basis: [AM-")
    told = run("check").stdout.splitlines()
    made = run("training", "report", "--records", "records", "--to", "out")
    assert (made.exit_code, made.stderr.splitlines()) == (1, told)
    assert not (project / "out").exists()
