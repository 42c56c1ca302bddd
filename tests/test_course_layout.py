"""What the course looks like in a browser: on a narrow screen, and at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pymupdf
import pytest
from playwright.sync_api import Browser, Page, expect

from macros import corpus
from macros.queries import Selections
from macros.render.wording import languages, words_of
from tests.conftest import ROOT
from tests.course_kit import answer_all, go, lessons, open_course

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


@pytest.mark.parametrize("language", languages())
def test_a_situation_tells_its_place(page: Page, served: str, language: str) -> None:
    """Which of how many."""
    open_course(page, served, language, "#step-making")
    told = words_of(language)["course_place"].format(number=2, all=len(lessons().steps))
    expect(page.locator("[data-step=making] .tkc-where span")).to_have_text(told)
    assert language != "ja" or told == "場面 2/10"


@pytest.mark.parametrize("language", languages())
def test_weak_points_are_told_in_the_order_of_the_text(page: Page, served: str, language: str) -> None:
    """Citation, heading or plain line, and the way back to every question that was missed."""
    body = corpus.load(ROOT / "clauses").bodies[0]
    query = Selections(body)
    numbers = {each.id: number for number, each in enumerate(lessons().questions, 1)}
    wanted: dict[str, tuple[list[str], list[str]]] = {}
    for question in lessons().questions:
        standing = query.obligation.get(question.basis[0])
        provision = standing.provision if standing else body.index[question.basis[0]]
        lines, missed = wanted.setdefault(provision.id, ([], []))
        heading = provision.heading
        plain = (standing.obligation if standing else provision.obligations[0]).help.plain[language]
        said = heading[language] if heading else plain
        lines += [said.replace("A I", "AI")] if said not in lines else []
        missed.append(question.id)
    order = [id_ for id_ in body.index if id_ in wanted]
    assert list(wanted) != order, "the questions go another way"

    open_course(page, served, language)
    answer_all(page, numbers)
    go(page, "course-end")
    points = page.locator("[data-weak-list] li")
    assert points.count() == len(order)
    questions = words_of(language)["course_question"]
    for id_, point in zip(order, points.all(), strict=True):
        links = point.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        lines, missed = wanted[id_]
        assert links[0].endswith(f"#{id_}")
        assert links[1:] == [f"#{each}" for each in missed], id_
        assert point.locator("span:not(.tk-ours)").all_inner_texts() == lines, id_
        assert point.locator(".tk-ours").count() == (not body.index[id_].heading), id_
        backs = [questions.format(number=numbers[each]) for each in missed]
        assert point.locator(".tkc-back").all_inner_texts() == backs
    cites = points.locator("a:first-child").all_inner_texts()
    assert re.split("、|, ", page.locator("[data-cell=weak]").inner_text()) == cites
    with pymupdf.open(stream=page.pdf(format="A4")) as document:
        assert len(document) == 1
    points.first.locator(".tkc-back").first.click()
    expect(page.locator(f"#{wanted[order[0]][1][0]}")).to_be_focused()


@pytest.mark.parametrize("language", languages())
def test_what_makes_the_record_is_not_named_as_the_record(page: Page, served: str, language: str) -> None:
    """Every heading of the end has a name of its own; on paper the record keeps its name."""
    open_course(page, served, language)
    answer_all(page)
    go(page, "course-end")
    heads = page.locator(".tkc-end :is(h2, h3, .tkc-record-title)").all_inner_texts()
    assert len({head.replace("¶", "").strip() for head in heads}) == len(heads) == 4
    expect(page.locator(".tkc-record-title")).to_have_text(words_of(language)["course_record"])
