"""The questions as GIFT: read back by a parser that is not ours, nothing lost and nothing changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.cli import main
from macros.model import Corpus
from macros.render.course import CourseView
from macros.render.course_exports import Bound
from macros.render.pages import Site
from macros.render.wording import languages, words_of
from macros.training import gift
from tests.conftest import ROOT
from tests.course_kit import lessons

SHARES = {round(100 / n, 5) for n in range(2, 11)}
"""Of the marks, as Moodle's question bank knows them (`question_bank::fraction_options`)."""

GOLDEN = ROOT / "tests" / "course" / "golden" / "sample.gift"
SAMPLE = (
    gift.Item(
        "q-signs",
        "a ~ b = c # d { e } f: \\ g",
        (gift.Answer("50 %: {x}", "no # yes", True), gift.Answer("[html] ~", "two\nlines", False)),
        "see: 別紙8(1)ウ",
    ),
    gift.Item(
        "q-many",
        "どれですか。",
        (gift.Answer("一", "正", True), gift.Answer("二", "正", True), gift.Answer("%50%三", "誤", False)),
        many=True,
    ),
)


def parsed(text: str) -> list[dict[str, Any]]:
    """What gift-pegjs finds in a file."""
    node = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    if not (ROOT / "macros/theme/node_modules/gift-pegjs").is_dir() or not shutil.which(node):
        if os.environ.get("CI"):
            pytest.fail("gift-pegjs is missing: run `make setup`")
        pytest.skip("gift-pegjs is missing: run `make setup`")
    done = subprocess.run(
        [node, ROOT / "tests/course/gift.js"], input=text.encode(), capture_output=True, check=True
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def as_items(found: list[dict[str, Any]]) -> list[gift.Item]:
    """The questions a parser found, as we write them."""
    return [_item(each) for each in found if each["type"] != "Category"]


def _item(found: dict[str, Any]) -> gift.Item:
    assert found["type"] == "MC"
    many = any(choice["weight"] is not None for choice in found["choices"])
    answers = (
        gift.Answer(
            choice["text"]["text"],
            choice["feedback"]["text"],
            choice["weight"] > 0 if many else choice["isCorrect"],
        )
        for choice in found["choices"]
    )
    note = (found["globalFeedback"] or {"text": ""})["text"]
    return gift.Item(found["title"], found["stem"]["text"], tuple(answers), note, many)


def test_the_sample_is_written_as_agreed() -> None:
    """Signs that have a meaning are marked, lines are written out, marks are shared."""
    text = gift.file(["a remark"], [(("a/b", "c"), SAMPLE)])
    assert text == GOLDEN.read_text("utf-8")
    assert as_items(parsed(text)) == list(SAMPLE)


@pytest.mark.parametrize("language", languages())
def test_every_text_arrives(language: str, corpus: Corpus, tmp_path: Path) -> None:
    """Each question with each of its choices and feedbacks comes back as the course has it."""
    course = lessons()
    path = tmp_path / "course.gift"
    told = CliRunner().invoke(
        main, ["course", "--root", str(ROOT), "gift", "--to", str(path), "--language", language]
    )
    assert told.exit_code == 0, told.output
    found = parsed(path.read_text("utf-8"))
    site = Site(corpus, language, lessons=course)
    view = CourseView.on(course, Bound(site.books[0], "index"))
    assert [each["title"].rpartition("/")[2][3:] for each in found if each["type"] == "Category"] == [
        view.text(step.title) for step in course.steps
    ]
    items = as_items(found)
    assert [item.name for item in items] == [question.id for question in course.questions]
    words = words_of(language)
    for item, question in zip(items, course.questions, strict=True):
        many = f" {words['course_many']}" if question.many else ""
        basis = words["list_comma"].join(link.text for link in view.basis(question))
        why = f"{view.text(question.why)}\n" if question.why else ""
        assert item == gift.Item(
            question.id,
            view.text(question.stem) + many,
            tuple(gift.Answer(view.text(c.text), view.text(c.feedback), c.right) for c in question.choices),
            f"{why}{words['course_basis']}{words['list_colon']}{basis}",
            question.many,
        )
    assert "<" not in path.read_text("utf-8"), "a citation that was not written out, or a mark of HTML"


def test_the_marks_of_every_question(tmp_path: Path) -> None:
    """One right answer has all marks; several share them, a wrong one takes them away; all is plain text."""
    path = tmp_path / "course.gift"
    CliRunner().invoke(main, ["course", "--root", str(ROOT), "gift", "--to", str(path)])
    whole = parsed(path.read_text("utf-8"))
    questions = {each["title"]: each for each in whole if each["type"] != "Category"}
    for question in lessons().questions:
        found = questions[question.id]
        assert found["stem"]["format"] == "plain"
        weights = [choice["weight"] for choice in found["choices"]]
        if not question.many:
            assert [choice["isCorrect"] for choice in found["choices"]] == [c.right for c in question.choices]
            assert weights == [None] * len(weights)
            continue
        share = 100 / len(question.answer)
        assert weights == [pytest.approx(share) if c.right else -100 for c in question.choices]
        assert {round(weight, 5) for weight in weights if weight > 0} <= SHARES


signs = st.text(st.sampled_from("あ a~=#{}:\\%[]/0-8&<>\"'$*_"), min_size=1, max_size=12).map(
    lambda text: " ".join(f"x{text}x".split()).replace("->", "-")
)
answers = st.lists(st.builds(gift.Answer, signs, signs, st.just(False)), min_size=2, max_size=4)


@settings(max_examples=8)
@given(st.lists(st.tuples(signs, answers, signs), min_size=1, max_size=6))
def test_any_text_arrives(given_: list[tuple[str, list[gift.Answer], str]]) -> None:
    """Whatever signs a text has, it comes back as it was."""
    items = [
        gift.Item(f"q-{n}", stem, (gift.Answer(note, stem, True), *wrong), note)
        for n, (stem, wrong, note) in enumerate(given_)
    ]
    assert as_items(parsed(gift.file(["remark"], [(("a",), items)]))) == items


@pytest.mark.parametrize("language", languages())
def test_without_a_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """One line says what is missing, in the system's language, and nothing is written."""
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
    shutil.copytree(ROOT / "clauses", tmp_path / "clauses")
    (tmp_path / "forms").mkdir()
    for kind in ("gift", "scorm"):
        told = CliRunner().invoke(
            main, ["course", "--root", str(tmp_path), kind, "--to", str(tmp_path / "x")]
        )
        assert told.exit_code == 1
        wanted = tmp_path / "forms" / "course" / "course.yml"
        assert told.output == f"Error: {words_of(language)['told_no_course'].format(file=wanted)}\n"
        assert not (tmp_path / "x").exists()
