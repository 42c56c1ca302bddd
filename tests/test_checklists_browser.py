"""The checklist pages in a real browser: answered, kept only if wanted, erased; sound for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from macros import corpus
from macros.queries import Selections
from macros.render.wording import languages, words_of
from macros.training import checklists
from tests.conftest import ROOT
from tests.test_browser import violations

pytestmark = pytest.mark.browser

ID = "worker-paper"
STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
"""Everything the browser keeps for the site."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of somebody who has never been here; its console must stay silent."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def opened(page: Page, address: str, language: str, id_: str = ID) -> None:
    """The page of a checklist, ready."""
    page.goto(f"{address}/{language}/checklists/{id_}.html")
    expect(page.locator("#tks[data-ready]")).to_be_visible()


def answer(page: Page, number: int, value: str) -> None:
    """Answer an item, counted from 0."""
    page.locator("[data-item]").nth(number).locator(f"input[value={value}]").check()


def test_every_page_asks_what_the_data_says(page: Page, served: str) -> None:
    """Every item of every checklist, in order, each with four answers that have labels."""
    selections = Selections(corpus.load(ROOT / "clauses").bodies[0])
    for checklist in checklists.load(ROOT / "forms"):
        opened(page, served, "ja", checklist.id)
        wanted = [item.id for pause in checklists.pauses(checklist, selections) for item in pause.items]
        items = page.locator("[data-item]")
        assert items.evaluate_all("all => all.map(one => one.dataset.item)") == wanted
        counts = items.evaluate_all("all => all.map(one => one.querySelectorAll('label > input').length)")
        assert set(counts) == {4}


@pytest.mark.parametrize("language", languages())
def test_answers_are_counted_and_what_is_open_is_listed(page: Page, served: str, language: str) -> None:
    """No and “don't know” stand at the end, with a link to the item; a better answer takes them off."""
    words = words_of(language)
    opened(page, served, language)
    count = page.locator("[data-item]").count()
    answer(page, 0, "yes")
    answer(page, 1, "no")
    answer(page, 2, "unknown")
    told = words["sheet_progress"].replace("{answered}", "3").replace("{all}", str(count))
    expect(page.locator("#tks-progress")).to_have_text(told)
    expect(page.locator("#tks-list li")).to_have_count(2)
    expect(page.locator("#tks-list li").first).to_contain_text(words["answer_no"])
    answer(page, 1, "yes")
    expect(page.locator("#tks-list li")).to_have_count(1)


def test_kept_only_if_wanted(page: Page, served: str) -> None:
    """Nothing is stored unasked; what is kept comes back, is told when the edition changed, and is erased."""
    opened(page, served, "ja")
    answer(page, 0, "no")
    page.locator("input[name=name]").fill("特記 花子")
    assert "特記" not in page.evaluate(STORED)
    page.locator("#tks-keep").check()
    assert "特記" in page.evaluate(STORED)
    opened(page, served, "ja")
    expect(page.locator("[data-item] input:checked")).to_have_count(1)
    expect(page.locator("input[name=name]")).to_have_value("特記 花子")
    expect(page.locator("#tks-changed")).to_be_hidden()
    page.evaluate(
        "for (const [key, value] of Object.entries(localStorage)) if (key.includes('checklist'))"
        " localStorage.setItem(key, JSON.stringify({...JSON.parse(value), edition: 'of old'}))"
    )
    opened(page, served, "ja")
    expect(page.locator("#tks-changed")).to_be_visible()
    page.locator("#tks-erase").click()
    expect(page.locator("[data-item] input:checked")).to_have_count(0)
    expect(page.locator("input[name=name]")).to_have_value("")
    assert "checklist" not in page.evaluate(STORED)


def test_by_keyboard(page: Page, served: str) -> None:
    """A group is one stop; arrows choose in it."""
    opened(page, served, "ja")
    page.locator("[data-item] input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-item]").first.locator("input[value=no]")).to_be_checked()
    expect(page.locator("[data-item]").first.locator("input[value=no]")).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", languages())
def test_axe_finds_nothing(page: Page, served: str, axe: str, language: str, width: int) -> None:
    """Empty and half answered, light and dark, on a phone and a desktop; nothing runs off the side."""
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, served, language)
    assert violations(page, axe) == []
    answer(page, 0, "no")
    page.emulate_media(color_scheme="dark")
    assert violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_a_folder_and_on_paper(page: Page, site: Path) -> None:
    """It works without a server; printed, the questions and the lines to sign are there, the menu is not."""
    opened(page, site.as_uri(), "en")
    answer(page, 0, "yes")
    expect(page.locator("#tks-bar")).to_have_attribute("value", "1")
    page.emulate_media(media="print")
    expect(page.locator(".tks-sign").first).to_be_visible()
    expect(page.locator("[data-item]").first).to_be_visible()
    expect(page.locator("#tks-erase")).to_be_hidden()
