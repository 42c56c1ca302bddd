"""The command `check`: what it says of sound data and of bad, to people and to machines."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from macros import rules
from macros.cli import main
from macros.errors import as_json, as_text
from tests.bad_examples import examples

COVERAGE = re.compile(
    r"(?P<id>[a-z-]+): (\d+) provisions, (\d+) sentences, (\d+) obligations \(.*\d+ duty.*\); "
    r"cues in the text: .*\d+ duty.*; coverage (?P<share>[\d.]+)% of [\d,]+ characters"
)


def check(clauses: Path, *options: str) -> Result:
    """`tokki check` on the project around a folder of clauses; an exception is not caught."""
    return CliRunner().invoke(
        main, ["check", "--root", str(clauses.parent), *options], catch_exceptions=False
    )


def test_the_project_has_no_fault(root: Path) -> None:
    """The data as it stands now keeps every rule."""
    _, problems = rules.check(root / "clauses")
    assert as_text(problems) == ""


def test_sound_data(pristine: Path) -> None:
    """Exit status 0, and a line for each instrument with the counts and the share of text annotated."""
    result = check(pristine)
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    found = [match for line in lines if (match := COVERAGE.fullmatch(line))]
    assert [match["id"] for match in found] == sorted(
        p.parent.name for p in pristine.glob("*/instrument.yml")
    )
    assert len(found) == len(lines)
    assert all(float(match["share"]) > 90 for match in found)
    assert not any(re.search(r"\b0 [a-z]", line) for line in lines), "what there is none of is not counted"


def test_sound_data_for_machines(pristine: Path) -> None:
    """An empty list, and nothing else on either stream."""
    result = check(pristine, "--format", "json")
    assert (result.exit_code, json.loads(result.stdout), result.stderr) == (0, [], "")


def test_untied_pieces_are_listed(pristine: Path) -> None:
    """With --untied the pieces of text that no annotation is tied to follow, each under its provision."""
    listed = check(pristine, "--untied").stdout.splitlines()
    assert not [line for line in listed if not COVERAGE.fullmatch(line) and not line.startswith("  ")]
    assert any(re.match(r"  [A-Z]+-\S+: \S", line) for line in listed)


def test_all_faults_at_once(clauses: Path) -> None:
    """Faults in many files, of reading and of every kind of rule, are told in one run; exit status 1."""
    wanted = {
        "yaml: no, which YAML 1.1 reads as false",
        "shape: a choice there is not",
        "names: an unknown event",
        "names: an unknown role of the instrument",
        "grounds: a deadline of another grade",
        "fidelity: a comma lost",
        "translation: a label of the vocabulary that is not translated",
    }
    chosen = [example for example in examples() if example.name in wanted]
    assert len(chosen) == len(wanted)
    for example in chosen:
        example.spoil(clauses)
    _, problems = rules.check(clauses)
    assert {p.code for e in chosen for p in e.expect} <= {p.code for p in problems}
    text, rows = check(clauses), check(clauses, "--format", "json")
    assert (text.exit_code, rows.exit_code) == (1, 1)
    assert text.stdout == as_text(problems) + "\n"
    assert text.stderr.endswith(f"{len(problems)} problems\n")
    assert rows.stdout == as_json(problems) + "\n"
    for problem, line in zip(problems, text.stdout.splitlines(), strict=True):
        assert re.match(r"clauses/\S+:[1-9]\d*:[1-9]\d*: \S+: .+", line)
        assert problem.place.line > 0


def test_one_fault_is_one_problem(clauses: Path) -> None:
    """The count is English."""
    (clauses / "joho-security" / "source.ja.md").unlink()
    assert check(clauses).stderr.endswith("\n1 problem\n")


def test_patterns_that_do_not_compile_stop_the_summary(clauses: Path) -> None:
    """Where the counts cannot be made, the problems are told all the same."""
    file = clauses / "vocabulary.yml"
    file.write_text(
        file.read_text("utf-8").replace("[なければならない,", "['(なければならない',", 1), "utf-8"
    )
    result = check(clauses)
    assert result.exit_code == 1
    assert "a pattern must be a regular expression" in result.stdout


@pytest.mark.parametrize("command", [["macros"], ["macros", "check"]], ids=["bare", "check"])
def test_as_a_module_in_an_empty_folder(command: list[str], tmp_path: Path, root: Path) -> None:
    """`python -m macros` is the same command; without data it says so in plain lines."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=tmp_path,
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == (1 if "check" in command else 2)
    assert "Traceback" not in done.stderr + done.stdout
    if "check" in command:
        assert "clauses/vocabulary.yml:1:1: .: the file must be readable" in done.stdout
