"""Every rule for forms has a bad example, and the check says of each exactly what it has to say."""

from __future__ import annotations

import ast
import itertools
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import yaml

from macros.errors import Problem
from macros.forms import load
from macros.forms.wording import Piece, pieces
from macros.model import Corpus
from macros.rules import forms as rules
from macros.rules.forms import words
from macros.rules.forms.case import FormCase
from tests.bad_examples import Example, Expected, place_in
from tests.told_problems import codes_in, key_of, rules_in

MODULES = sorted(Path(rules.__file__).parent.glob("*.py"))
NOT_OF_SAMPLES = shutil.ignore_patterns("samples", "profiles", "contracts")


def _examples() -> list[Example]:
    found = []
    for path in sorted((Path(__file__).parent / "forms" / "bad").glob("*.yml")):
        for given in yaml.safe_load(path.read_text("utf-8")):
            edits, expect = tuple(given["edits"]), given["expect"]
            expected = tuple(Expected(**({"file": edits[0]["file"]} | problem)) for problem in expect)
            name = f"{path.stem}: {given['name']}"
            found.append(Example(name=name, edits=edits, expect=expected, base=given.get("base", "real")))
    return found


EXAMPLES = _examples()
Outcome = Callable[[Example], tuple[list[Problem], Path]]


@pytest.fixture(scope="module")
def outcome(root: Path, pristine: Path, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What the check says of an example, and the spoilt forms; each example is tried once."""

    @cache
    def tried(example: Example) -> tuple[list[Problem], Path]:
        leave = None if example.base == "whole" else NOT_OF_SAMPLES
        forms = tmp_path_factory.mktemp("bad") / "forms"
        shutil.copytree(root / "forms", forms, ignore=leave)
        example.spoil(forms)
        return rules.check(forms, corpus, pristine)[1], forms

    return tried


def test_the_forms_have_no_fault(root: Path, pristine: Path, corpus: Corpus) -> None:
    """The forms as they stand, with their samples and profiles, keep every rule."""
    shelf, problems = rules.check(root / "forms", corpus, pristine)
    assert "\n".join(map(str, problems)) == ""
    assert [form.id for form in shelf.forms.values() if form.status == "official"] == ["todokede"]
    assert all(shelf.samples.values())


def test_no_character_of_the_official_form_can_be_lost(root: Path, corpus: Corpus) -> None:
    """Each one taken from the source is told, and each one taken from what the form prints."""
    form = load.load(root / "forms").forms["todokede"]
    body = next(body for body in corpus.bodies if body.instrument.id == form.instrument)
    printed = list(pieces(form, "ja"))

    def faults(source: str, given: list[Piece]) -> list[Problem]:
        grounded = SimpleNamespace(grounded=lambda: [(form, replace(body, source_text=source))])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(words, "pieces", lambda *_: iter(given))
            return list(words.wording_verbatim(cast(FormCase, grounded)))

    text = body.source_text
    begin = text.rindex("\n機密データの保存等に関する届出書\n") + 1
    ours = re.sub(r"<[^>]*>|\*\*|(?m:^- )", lambda m: " " * len(m[0]), text[begin:])
    kept = [at for at, letter in enumerate(ours, begin) if not letter.isspace()]
    assert len(kept) > 900
    assert faults(text, printed) == []
    assert [text[at] for at in kept if not faults(text[:at] + text[at + 1 :], printed)] == []
    for number, piece in enumerate(printed):
        for at in range(len(piece.text)):
            shorter = Piece(piece.text[:at] + piece.text[at + 1 :], piece.place)
            assert faults(text, [*printed[:number], shorter, *printed[number + 1 :]]), (piece.text, at)
    for number, (piece, behind) in enumerate(itertools.pairwise(printed)):
        swapped = [*printed[:number], behind, piece, *printed[number + 2 :]]
        assert piece.text == behind.text or faults(text, swapped), piece.text


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_bad_example(example: Example, outcome: Outcome, pristine: Path) -> None:
    """The check finds these problems at these places and no others, and says how to mend them."""
    problems, forms = outcome(example)
    expected = []
    for wanted in example.expect:
        ours = not wanted.file.startswith("clauses/")
        file = forms / wanted.file if ours else pristine.parent / wanted.file
        name = f"forms/{wanted.file}" if ours else wanted.file
        text = file.read_text("utf-8")
        if not ours:  # the form is the last thing in the source
            before = text.find("\n機密データの保存等に関する届出書\n") if file.suffix == ".md" else 0
            line, column = place_in(text[before:], wanted.at)
            line += text.count("\n", 0, before)
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
    """A code that the rules for forms can emit has an example."""
    emitted = set()
    for path in MODULES:
        emitted |= codes_in(ast.parse(path.read_text("utf-8")), {"Problem": 1})
    exemplified = {problem.code for example in EXAMPLES for problem in example.expect}
    assert emitted - exemplified == set(), "codes without a bad example"
    assert len(emitted) > 12


def test_every_rule_has_a_bad_example(outcome: Outcome) -> None:
    """The same for each rule in words: several can share a code."""
    said = {problem.rule for example in EXAMPLES for problem in outcome(example)[0]}
    written = {pattern for path in MODULES for pattern in rules_in(ast.parse(path.read_text("utf-8")))}
    unsaid = [pattern for pattern in sorted(written) if not any(re.fullmatch(pattern, rule) for rule in said)]
    assert unsaid == [], "rules without a bad example:\n" + "\n".join(unsaid)
    assert len(written) > 25
