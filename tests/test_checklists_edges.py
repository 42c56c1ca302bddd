"""Checklists at the edges: what was kept is damaged, scripts are off; the index and its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import Browser, Page, expect

from macros.render.wording import languages
from macros.training.checklists import load
from tests.forms_kit import violations

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent
LISTS = load(ROOT / "forms")
SHEET = "worker-outside"
KEY = f"tokki-checklist-{SHEET}"


@pytest.fixture(params=[1280, 320])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a desk or a phone whose console must stay silent."""
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def go(page: Page, served: str, language: str, name: str = SHEET) -> None:
    """To a checklist, its script ready."""
    page.goto(f"{served}/{language}/checklists/{name}.html")
    page.wait_for_selector("#tks[data-ready]", state="attached")


def answer(page: Page, number: int, value: str) -> None:
    """Answer an item (from 0)."""
    page.locator(".tks-item").nth(number).locator(f"input[value={value}]").check()


def test_what_was_kept_may_be_of_another_edition_or_damaged(page: Page, served: str, axe: str) -> None:
    """An older edition is told; what is no answer is left alone."""
    go(page, served, "ja")
    given = {
        "edition": "0" * 12,
        "answers": {"SP-6.o1": "yes", "gone.o1": "no", "AN-2-2.o1": 'x"]'},
        "fields": {"name": 5},
    }
    page.evaluate("([key, given]) => localStorage.setItem(key, JSON.stringify(given))", [KEY, given])
    page.reload()
    page.wait_for_selector("#tks[data-ready]", state="attached")
    expect(page.locator("#tks-changed")).to_be_visible()
    assert page.locator(".tks-item input:checked").count() == 1
    assert violations(page, axe) == []
    page.evaluate("key => localStorage.setItem(key, '{')", KEY)
    page.reload()
    page.wait_for_selector("#tks[data-ready]", state="attached")
    assert not page.is_checked("#tks-keep")


@pytest.mark.parametrize("language", languages())
def test_the_index_leads_to_sheets_and_files(
    page: Page, site: Path, served: str, language: str, axe: str
) -> None:
    """Every checklist, every role's set and hand-out is one click away, and is there."""
    page.goto(f"{served}/{language}/checklists/index.html")
    links = page.locator(".md-content .tk-print").evaluate_all("all => all.map(a => a.href)")
    names = {link.rpartition("/")[2] for link in links}
    assert {"all.ja.pdf", "set-worker.ja-en.pdf", "handout-worker.en.pdf"} <= names
    there = {path.name for path in (site / "sheets").iterdir()}
    assert names == {name for name in there if name.startswith(("all", "set-", "handout-"))}
    found = page.locator(".tk-lists li a").evaluate_all("all => all.map(a => a.href)")
    assert {Path(link).stem for link in found} == {each.id for each in LISTS}
    assert violations(page, axe) == []


@pytest.mark.parametrize("language", languages())
def test_a_set_in_several_files_says_what_each_holds(
    page: Page, site: Path, served: str, language: str
) -> None:
    """The first and the last sheet of each, by the titles that stand in it."""
    page.goto(f"{served}/{language}/checklists/index.html")
    held = page.locator(".tk-prints-held").all_inner_texts()
    links = page.locator(".md-content .tk-print").evaluate_all("all => all.map(a => [a.innerText, a.href])")
    several = [(words, link.rpartition("/")[2]) for words, link in links if re.search(r" \d/\d", words)]
    assert len(held) == len(several) > 0
    for line, (words, name) in zip(held, several, strict=True):
        assert line.startswith(words.removesuffix("(PDF)").strip())
        with pymupdf.open(site / "sheets" / name) as document:
            titles = [title for level, title, _ in document.get_toc() if level == 1]
        first, last = (next(each for each in LISTS if each.title["ja"] in titles[at]) for at in (0, -1))
        assert line.index(first.title[language]) < line.index(last.title[language])


def test_without_scripts_it_can_still_be_answered(browser: Browser, served: str) -> None:
    """Radios work, and what needs a script is not shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/ja/checklists/{SHEET}.html")
    answer(page, 0, "no")
    for gone in ("#tks-keeping", "#tks-follow", ".tks-progress"):
        expect(page.locator(gone)).to_be_hidden()
    context.close()
