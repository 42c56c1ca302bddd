"""The course in a browser: answered as a test wants it, on the site or in a package."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

from macros.training import courses
from macros.training.course import Lessons
from tests.conftest import ROOT

ANSWER = """(wrong) => {
  for (const box of document.querySelectorAll('[data-question]')) {
    const choices = [...box.querySelectorAll('.tkc-choice')]
    const right = choices.map((choice) => 'right' in choice.dataset)
    const miss = wrong.includes(box.dataset.question)
    choices.forEach((choice, n) => {
      choice.querySelector('input').checked = miss ? n === right.indexOf(false) : right[n]
    })
    box.querySelector('form').requestSubmit()
  }
}"""


def lessons() -> Lessons:
    """The course as it is."""
    found = courses.load(ROOT / "forms")
    assert found is not None
    return found


def open_course(page: Page, address: str, language: str, place: str = "") -> None:
    """Open the course, and wait until its scripts are done."""
    page.goto(f"{address}/{language}/course.html{place}")
    page.wait_for_selector("#tkc[data-ready]", state="attached")


def answer_all(where: Page | Frame, wrong: Iterable[str] = ()) -> None:
    """Answer every question rightly, but for those in `wrong`."""
    where.evaluate(ANSWER, list(wrong))


def go(page: Page, place: str) -> None:
    """Go to a place of the course as a link would."""
    page.evaluate("(place) => { location.hash = place }", place)
    page.wait_for_function("(place) => location.hash === '#' + place", arg=place)


def saved(page: Page) -> tuple[str, dict[str, Any]]:
    """The completion record that the page saves: its name, its content."""
    with page.expect_download() as download:
        page.click("#tkc-person button[type=submit]")
    data: dict[str, Any] = json.loads(Path(download.value.path()).read_text("utf-8"))
    return download.value.suggested_filename, data
