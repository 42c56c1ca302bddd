"""Every rule for the course has a bad example, and the check says of each exactly what it has to say."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml

from macros.errors import Problem
from macros.model import Corpus
from macros.queries import Selections
from macros.training import course_rules, course_words, courses
from macros.training.course import cited
from tests.bad_examples import Example, Expected, place_in
from tests.conftest import ROOT
from tests.told_problems import codes_in, key_of, rules_in


def _examples() -> list[Example]:
    found = []
    for given in yaml.safe_load((ROOT / "tests/course/bad.yml").read_text("utf-8")):
        edits, expect = tuple(given["edits"]), given["expect"]
        expected = tuple(Expected(**({"file": edits[0]["file"]} | problem)) for problem in expect)
        found.append(Example(name=given["name"], edits=edits, expect=expected))
    return found


EXAMPLES = _examples()
TREES = [ast.parse(Path(m.__file__ or "").read_text("utf-8")) for m in (course_rules, course_words)]
Outcome = Callable[[Example], tuple[list[Problem], Path]]


@pytest.fixture(scope="module")
def outcome(pristine: Path, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What the check says of an example, and the spoilt course; each example is tried once."""

    @cache
    def tried(example: Example) -> tuple[list[Problem], Path]:
        forms = tmp_path_factory.mktemp("bad") / "forms"
        folder = Path(shutil.copytree(ROOT / "forms" / "course", forms / "course"))
        example.spoil(folder)
        return course_rules.check(forms, corpus, pristine)[1], folder

    return tried


def test_the_course_has_no_fault(pristine: Path, corpus: Corpus) -> None:
    """The course as it stands keeps every rule."""
    lessons, problems = course_rules.check(ROOT / "forms", corpus, pristine)
    assert "\n".join(map(str, problems)) == ""
    assert lessons is not None
    assert len(lessons.questions) >= 60
    assert 8 <= len(lessons.steps) <= 10


def test_every_obligation_of_a_worker_is_asked_about(corpus: Corpus) -> None:
    """What a worker answers for or does day by day stands in one step and has a question resting on it."""
    lessons = courses.load(ROOT / "forms")
    assert lessons is not None
    (body,) = corpus.bodies
    wanted = {standing.obligation.id for standing in Selections(body).of_role("worker")}
    assert len(wanted) > 50
    assert sorted(id_ for step in lessons.steps for id_ in step.obligations) == sorted(wanted)
    told = {
        question.id: {id_ for choice in question.choices if choice.right for _, id_ in cited(choice.feedback)}
        for question in lessons.questions
    }
    assert [
        id_
        for id_ in sorted(wanted)
        if not any(id_ in q.basis and id_.rpartition(".")[0] in told[q.id] for q in lessons.questions)
    ] == []


def test_near_pairs_are_asked_about() -> None:
    """Each group of words that are easily confused has several questions."""
    lessons = courses.load(ROOT / "forms")
    assert lessons is not None
    asked = [question.near for question in lessons.questions]
    assert all(asked.count(tag) >= 4 for tag in lessons.course.near)


def test_the_digest_is_of_the_content(tmp_path: Path) -> None:
    """Comments and line breaks do not change it; a word does."""
    folder = Path(shutil.copytree(ROOT / "forms" / "course", tmp_path / "course"))
    before = courses.load(ROOT / "forms")
    path = folder / "end.yml"
    path.write_text(path.read_text("utf-8") + "# a remark\n", "utf-8")
    same = courses.load(tmp_path)
    path.write_text(path.read_text("utf-8").replace("残さない。", "残しません。"), "utf-8")
    other = courses.load(tmp_path)
    assert before is not None
    assert same is not None
    assert other is not None
    assert re.fullmatch("[0-9a-f]{12}", before.digest)
    assert before.digest == same.digest != other.digest


def test_without_a_course(tmp_path: Path, corpus: Corpus, pristine: Path) -> None:
    """A folder of forms without a course is no fault."""
    assert course_rules.check(tmp_path, corpus, pristine) == (None, [])
    assert courses.load(tmp_path) is None


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_bad_example(example: Example, outcome: Outcome) -> None:
    """The check finds these problems at these places and no others, and says how to mend them."""
    problems, folder = outcome(example)
    expected = []
    for wanted in example.expect:
        line, column = place_in((folder / wanted.file).read_text("utf-8"), wanted.at)
        expected.append(((f"forms/course/{wanted.file}", line, column, wanted.code), wanted))
    assert sorted(map(key_of, problems)) == sorted(key for key, _ in expected), "\n".join(map(str, problems))
    for key, wanted in expected:
        assert any(
            wanted.rule in p.rule and wanted.got in p.got and wanted.mend in p.mend
            for p in problems
            if key_of(p) == key
        ), "\n".join(map(str, problems))


def _telltale(folder: Path, how: Callable[[str], str]) -> None:
    for path in folder.glob("*.yml"):
        path.write_text(how(path.read_text("utf-8")), "utf-8")


RIGHT = re.compile(r"(?m)^(          ja: )(.*)(\n          en: )(.*)(\n        right: true)")
WRONG = re.compile(r"(?m)^(          ja: )(.*)(\n          en: )(.*)(\n        feedback:)")
TELLTALES: dict[str, Callable[[str], str]] = {
    "longest": lambda text: RIGHT.sub(r"\1\2――ということになる。\3\4 And that is how it is.\5", text),
    "shortest": lambda text: WRONG.sub(r"\1\2――ということになる。\3\4 And that is how it is.\5", text),
    "unlike": lambda text: WRONG.sub(r"\1いや、\2\3Well, \4\5", RIGHT.sub(r"\1はい、\2\3Fine, \4\5", text)),
    "number 1": lambda text: re.sub(r"(?s)( {6}- text:.*?)(?=\n  - id: |\Z)", _right_first, text),
}


def _right_first(match: re.Match[str]) -> str:
    choices = re.split(r"(?m)^(?=      - text:)", match[1])[1:]
    choices = [choice if choice.endswith("\n") else choice + "\n" for choice in choices]
    return "".join(sorted(choices, key=lambda choice: "\n        right: true" not in choice)).rstrip("\n")


@pytest.mark.parametrize("habit", TELLTALES)
def test_habits_that_give_the_answer_away(habit: str, pristine: Path, corpus: Corpus, tmp_path: Path) -> None:
    """Where the right choice is nearly always the longest, the shortest, the odd one, or the first."""
    _telltale(Path(shutil.copytree(ROOT / "forms" / "course", tmp_path / "course")), TELLTALES[habit])
    problems = course_rules.check(tmp_path, corpus, pristine)[1]
    assert {problem.code for problem in problems} == {"giveaway"}, "\n".join(map(str, problems))
    assert all(habit in problem.rule for problem in problems)
    assert len(problems) == (1 if habit == "number 1" else 2)


def test_every_code_has_a_bad_example() -> None:
    """A code that the rules can emit has an example."""
    emitted = {code for tree in TREES for code in codes_in(tree, {"Problem": 1})}
    exemplified = {problem.code for example in EXAMPLES for problem in example.expect} | {"giveaway"}
    assert emitted - exemplified == set()
    assert len(emitted) > 9


def test_every_rule_has_a_bad_example(outcome: Outcome) -> None:
    """The same for each rule in words: several can share a code."""
    said = {problem.rule for example in EXAMPLES for problem in outcome(example)[0]}
    written = {pattern for tree in TREES for pattern in rules_in(tree)}
    unsaid = [pattern for pattern in sorted(written) if not any(re.fullmatch(pattern, rule) for rule in said)]
    assert all("right\\ choice\\ is" in pattern for pattern in unsaid), unsaid  # see TELLTALES
    assert len(written) > 20
