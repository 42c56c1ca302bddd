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
from macros.render.wording import languages
from macros.training import courses, gift
from tests.conftest import ROOT

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
    lessons = courses.load(ROOT / "forms")
    assert lessons is not None
    path = tmp_path / "course.gift"
    told = CliRunner().invoke(
        main, ["course", "--root", str(ROOT), "gift", "--to", str(path), "--language", language]
    )
    assert told.exit_code == 0, told.output
    found = parsed(path.read_text("utf-8"))
    site = Site(corpus, language, lessons=lessons)
    view = CourseView.on(lessons, Bound(site.books[0], "index"))
    assert [each["title"].rpartition("/")[2][3:] for each in found if each["type"] == "Category"] == [
        view.text(step.title) for step in lessons.steps
    ]
    items = as_items(found)
    assert [item.name for item in items] == [question.id for question in lessons.questions]
    for item, question in zip(items, lessons.questions, strict=True):
        assert item.stem.startswith(view.text(question.stem))
        assert [(a.text, a.feedback, a.right) for a in item.answers] == [
            (view.text(c.text), view.text(c.feedback), c.right) for c in question.choices
        ]
        assert item.many == question.many
        assert all(link.text in item.note for link in view.basis(question))
        assert "<" not in item.stem + item.note


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


def test_without_a_course(tmp_path: Path) -> None:
    """One line says what is missing, and nothing is written."""
    shutil.copytree(ROOT / "clauses", tmp_path / "clauses")
    (tmp_path / "forms").mkdir()
    for kind in ("gift", "scorm"):
        told = CliRunner().invoke(
            main, ["course", "--root", str(tmp_path), kind, "--to", str(tmp_path / "x")]
        )
        assert told.exit_code == 1
        assert "there is no course" in told.output
        assert not (tmp_path / "x").exists()
