"""Every rule for checklists has a bad example, and the check says of each exactly what it has to say."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
import yaml

from macros.model import Corpus
from macros.training import checklist_rules as rules
from tests.bad_examples import Example, Expected, place_in
from tests.told_problems import codes_in, key_of


def _examples() -> list[Example]:
    found = []
    path = Path(__file__).parent / "training" / "bad" / "checklists.yml"
    for given in yaml.safe_load(path.read_text("utf-8")):
        edits = tuple(given["edits"])
        expect = tuple(Expected(**({"file": edits[0]["file"]} | problem)) for problem in given["expect"])
        found.append(Example(name=given["name"], edits=edits, expect=expect))
    return found


EXAMPLES = _examples()


def test_the_checklists_have_no_fault(root: Path, pristine: Path, corpus: Corpus) -> None:
    """The checklists as they stand keep every rule."""
    lists, problems = rules.check(root / "forms", corpus, pristine)
    assert "\n".join(map(str, problems)) == ""
    assert len(lists) >= 17


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_bad_example(example: Example, root: Path, pristine: Path, corpus: Corpus, tmp_path: Path) -> None:
    """The check finds these problems at these places and no others, and says how to mend them."""
    forms = tmp_path / "forms"
    shutil.copytree(root / "forms" / "checklists", forms / "checklists")
    example.spoil(forms)
    problems = rules.check(forms, corpus, pristine)[1]
    expected = []
    for wanted in example.expect:
        ours = not wanted.file.startswith("clauses/")
        name = f"forms/{wanted.file}" if ours else wanted.file
        file = (forms / wanted.file) if ours else pristine.parent / wanted.file
        text = file.read_text("utf-8")
        if not ours:  # the last obligation tagged so
            before = text.rindex(wanted.at.replace("❯", ""))
            line, column = place_in(text[before:], wanted.at)
            line, column = (
                line + text.count("\n", 0, before),
                column + before - text.rindex("\n", 0, before) - 1,
            )
        else:
            line, column = place_in(text, wanted.at)
        expected.append(((name, line, column, wanted.code), wanted))
    assert sorted(map(key_of, problems)) == sorted(key for key, _ in expected), "\n".join(map(str, problems))
    for key, wanted in expected:
        assert any(
            wanted.rule in p.rule and wanted.got in p.got and wanted.mend in p.mend
            for p in problems
            if key_of(p) == key
        ), "\n".join(map(str, problems))


def test_every_code_has_a_bad_example() -> None:
    """A code that the rules can emit has an example."""
    emitted = codes_in(ast.parse(Path(rules.__file__).read_text("utf-8")), {"Problem": 1})
    assert emitted - {p.code for example in EXAMPLES for p in example.expect} == set()
    assert len(emitted) > 8
