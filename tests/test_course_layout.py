"""What the course looks like in a browser: on a narrow screen, and at its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from macros.render.wording import languages
from tests.course_kit import lessons, open_course

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console must stay silent."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Asia/Tokyo")
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


RUNS_OUT = """() => {
  for (const part of document.querySelectorAll('.tkc-away')) part.classList.remove('tkc-away')
  const boxes = [...document.querySelectorAll('.tkc-choice label, .tkc-form legend, .tkc-question h4')]
  const out = boxes.filter((box) => {
    const inside = document.createRange()
    inside.selectNodeContents(box)
    const right = Math.max(...[...inside.getClientRects()].map((line) => line.right))
    return right > box.getBoundingClientRect().right + 0.5 // of a pixel: measures are rounded
  })
  return [boxes.length, out.map((box) => box.textContent)]
}"""
"""How many boxes of the questions there are, and those whose words run out of them."""


@pytest.mark.parametrize("language", languages())
def test_words_stay_in_their_boxes_on_a_phone(page: Page, served: str, language: str) -> None:
    """Every choice and every question, however long its phrases are."""
    page.set_viewport_size({"width": 320, "height": 700})
    open_course(page, served, language)
    count, out = page.evaluate(RUNS_OUT)
    assert count >= sum(2 + len(question.choices) for question in lessons().questions)
    assert out == []
