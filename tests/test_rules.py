"""Every rule has a bad example, and the check says of each exactly what it has to say."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from macros import rules, source
from macros.errors import Problem
from tests.bad_examples import Example, Expected, examples, place_in
from tests.told_problems import Key, codes_in, key_of, rules_in, taking_codes

EXAMPLES = examples()
MACROS = Path(rules.__file__).parent.parent
ELSEWHERE = {"render", "publish", "commands", "forms", "pdf", "search", "training"}
CHECKED = [p for p in sorted(MACROS.rglob("*.py")) if not ELSEWHERE & set(p.relative_to(MACROS).parts)]
"""The modules whose problems `tokki check` can tell of clauses."""


def parsed(path: Path) -> ast.Module:
    """A module without `load_profile`, which is no part of the check (see test_profile.py)."""
    tree = ast.parse(path.read_text("utf-8"))
    tree.body = [part for part in tree.body if getattr(part, "name", "") != "load_profile"]
    return tree


TREES = [parsed(path) for path in CHECKED]
NOT_OF_CLAUSES = {"a whole number from 1 is wanted here"}
"""Rules of shape that only forms can break."""

Outcome = tuple[list[Problem], list[tuple[Key, Expected]]]


@pytest.fixture(scope="module")
def outcome(
    pristine: Path, invented: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Example], Outcome]]:
    """What the check says of an example, and what is expected of it; each example is tried once."""
    bases = {"real": pristine, "whole": pristine, "invented": invented}
    bases["nothing"] = tmp_path_factory.mktemp("nothing")

    @cache
    def tried(example: Example) -> Outcome:
        clauses = Path(shutil.copytree(bases[example.base], tmp_path_factory.mktemp("bad") / "clauses"))
        if example.base == "real" and not any(edit["file"] == "synonyms.yml" for edit in example.edits):
            (clauses / "synonyms.yml").unlink(missing_ok=True)
        example.spoil(clauses)
        expected = []
        for problem in example.expect:
            text = (clauses / problem.file).read_text("utf-8") if problem.at[:1] not in ("", "@") else ""
            key = (f"clauses/{problem.file}".removesuffix("/."), *place_in(text, problem.at), problem.code)
            expected.append((key, problem))
        _, problems = rules.check(clauses)
        shutil.rmtree(clauses)
        return problems, expected

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "parse", cache(source.parse))  # most files are the same in every example
        yield tried


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_bad_example(example: Example, outcome: Callable[[Example], Outcome]) -> None:
    """The check finds these problems at these places and no others, and says how to mend them."""
    problems, expected = outcome(example)
    found = [key_of(problem) for problem in problems]
    assert found == sorted(key for key, _ in expected), "\n".join(map(str, problems))
    for key, wanted in expected:
        assert any(
            wanted.rule in problem.rule and wanted.got in problem.got and wanted.mend in problem.mend
            for problem in problems
            if key_of(problem) == key
        ), "\n".join(map(str, problems))


def test_every_code_has_a_bad_example() -> None:
    """A code that the check can emit has an example; an example names only codes there are."""
    emitted = {code for tree in TREES for code in codes_in(tree, taking_codes(TREES))}
    exemplified = {problem.code for example in EXAMPLES for problem in example.expect}
    assert emitted - exemplified == set(), "codes without a bad example"
    assert exemplified - emitted == set(), "bad examples of codes there are not"
    assert len(emitted) > 25


def test_every_rule_has_a_bad_example(outcome: Callable[[Example], Outcome]) -> None:
    """The same for each rule in words: several can share a code."""
    said = {problem.rule for example in EXAMPLES for problem in outcome(example)[0]}
    written = {rule for tree in TREES for rule in rules_in(tree, taking_codes(TREES))}
    written -= {re.escape(rule) for rule in NOT_OF_CLAUSES}
    unsaid = [pattern for pattern in sorted(written) if not any(re.fullmatch(pattern, rule) for rule in said)]
    assert unsaid == [], "rules without a bad example:\n" + "\n".join(unsaid)
    assert len(written) > 60


def test_examples_are_told_apart() -> None:
    """No two bad examples have the same name."""
    names = [example.name for example in EXAMPLES]
    assert sorted(set(names)) == sorted(names)
