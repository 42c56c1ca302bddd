"""Checklists at the edges: what was kept is damaged, scripts are off; the index and its files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import Browser, Page, expect

from macros.render.wording import languages, words_of
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


@pytest.mark.parametrize("store", ["localStorage", "sessionStorage"])
def test_what_was_kept_may_be_of_another_edition_or_damaged(
    page: Page, served: str, axe: str, store: str
) -> None:
    """An older edition is told; what is no answer is left alone; what cannot be read is as if it was not."""
    put = f"([key, text]) => {store}.setItem(key, text)"
    go(page, served, "ja")
    given = {
        "edition": "0" * 12,
        "answers": {"SP-6.o1": "yes", "gone.o1": "no", "AN-2-2.o1": 'x"]'},
        "fields": {"name": 5},
    }
    page.evaluate(put, [KEY, json.dumps(given)])
    go(page, served, "en")
    expect(page.locator("#tks-changed")).to_be_visible()
    assert page.locator(".tks-item input:checked").count() == 1
    assert page.is_checked("#tks-keep") == (store == "localStorage")
    assert violations(page, axe) == []
    for damaged in ("{", "", "null", "7", "[]", '{"answers": "yes", "fields": [1]}', '{"answers": null}'):
        page.evaluate(put, [KEY, damaged])
        go(page, served, "ja")
        assert page.locator(".tks-item input:checked").count() == 0, damaged
        assert page.input_value("input[name=name]") == "", damaged
    answer(page, 0, "yes")
    go(page, served, "ja")
    assert page.locator(".tks-item input:checked").count() == 1


def test_a_browser_that_stores_nothing(page: Page, served: str) -> None:
    """The page can be answered all the same, and says that it cannot keep it."""
    page.add_init_script(
        """for (const name of ["getItem", "setItem", "removeItem"]) {
          const own = Storage.prototype[name]
          Storage.prototype[name] = function (key, ...more) {
            if (key.startsWith("tokki-checklist")) throw new DOMException("no", "SecurityError")
            return own.call(this, key, ...more)
          }
        }"""
    )
    go(page, served, "en")
    answer(page, 0, "no")
    expect(page.locator("#tks-list li")).to_have_count(1)
    page.locator("#tks-keep").click()
    expect(page.locator("#tks-status")).to_have_text(words_of("en")["sheet_not_kept"])
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
