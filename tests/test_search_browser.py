"""The search in a real browser: the same answers as in the terminal, quick, small, of use to everybody."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.finding import ask
from macros.render.wording import languages, words_of
from tests.search_kit import SETS, asked, pages

FIELD = "input[name=query]"
HIT = ".md-search-result__link"
ODD = [
    "",
    " ",
    "ぬるぽ",
    "第99",
    "🙂",
    "<b>",
    "a" * 300,
    "飲み会 居酒屋 飲み会",
    "持ちだs",
    "pasword leek",
    "\\d+|.*",
]
PAGES_SHOWN = 30


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console must stay silent."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == [], "the console is not silent"
    context.close()


def search(page: Page, text: str) -> None:
    """Type a query and wait for its hits."""
    page.locator(FIELD).fill(text)
    expect(page.locator(HIT).first).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("language", languages())
def test_worker_and_terminal_agree(page: Page, served: str, language: str) -> None:
    """Query by query, the worker finds what `tokki search` finds, in the same order with the same scores."""
    texts = [query.text for name in SETS for query in asked(name)] + ODD
    page.goto(f"{served}/{language}/index.html")
    answers = ask(page, texts)
    for text, found in zip(texts, answers.found, strict=True):
        wanted = pages(language, text)[:PAGES_SHOWN]
        assert [location for location, _ in found] == [location for location, _ in wanted], text
        assert [score for _, score in found] == pytest.approx([score for _, score in wanted], abs=2e-6), text


@pytest.mark.parametrize("language", languages())
def test_small_enough_to_load(site: Path, language: str) -> None:
    """The index of both languages and the worker are small, compressed as a server sends them."""
    index = (site / language / "search" / "search_index.json").read_bytes()
    (worker,) = (site / language / "assets" / "tokki" / "search").glob("worker.*.js")
    assert len(gzip.compress(index, 9)) <= 50_000
    assert len(gzip.compress(worker.read_bytes(), 9)) <= 15_000
    assert not (site / language / "assets" / "javascripts" / "lunr").exists()


@pytest.mark.parametrize("language", languages())
def test_every_hit_leads_somewhere(site: Path, language: str) -> None:
    """Whatever is in the index stands on its page under its id."""
    index = json.loads((site / language / "search" / "search_index.json").read_text("utf-8"))
    ids: dict[str, set[str]] = {}
    for location in index["docs"]["location"]:
        name, _, anchor = location.partition("#")
        if name not in ids:
            text = (site / language / name).read_text("utf-8")
            ids[name] = set(re.findall(r'\sid="([^"]+)"', text))
        assert anchor in ids[name], location


@pytest.mark.browser
@pytest.mark.parametrize("way", ["folder", "server"])
def test_from_a_word_to_the_item(page: Page, site: Path, served: str, way: str) -> None:
    """A hit tells the plain line, the kind, who and why; its link leads to the item, the words marked."""
    page.goto(f"{site.as_uri() if way == 'folder' else served}/ja/index.html")
    search(page, "飲み会")
    first = page.locator(HIT).first
    words = words_of("ja")
    for told in ("禁止", "受注者", words["plain_mark"], "酒席に持ち込まない", "飲み会 → 酒席"):
        expect(first).to_contain_text(told)
    expect(first.locator("h1")).not_to_contain_text(
        "受注者"
    )  # what is said of a hit stands below its heading
    expect(first.locator("mark").first).to_have_text("酒席")
    first.click()
    page.wait_for_url(re.compile(r"/AN-8\.html.*#AN-8-[12]-(ka|e)$"))
    expect(page.locator("mark[data-md-highlight]").first).to_have_text("酒席")


@pytest.mark.browser
def test_enter_leads_to_the_best_hit(page: Page, served: str) -> None:
    """A number and Enter is all it takes."""
    page.goto(f"{served}/ja/index.html")
    search(page, "別紙８（１）カ")
    page.locator(FIELD).press("Enter")
    page.wait_for_url("**/AN-8.html*#AN-8-1-ka")


@pytest.mark.browser
def test_either_language_from_either_site(page: Page, served: str) -> None:
    """A Japanese word on the English site finds it in English; the page is marked in Japanese."""
    page.goto(f"{served}/en/index.html")
    search(page, "持ち出し")
    first = page.locator(HIT).first
    expect(first).to_contain_text(re.compile("Article 6|Annex 2"))
    expect(first.locator("mark").first).to_have_text(re.compile("^tak(e|ing) ?", re.IGNORECASE))
    first.click()
    expect(page.locator("[lang=ja] mark[data-md-highlight]").first).to_have_text(re.compile("^持ち?出"))


@pytest.mark.browser
@pytest.mark.parametrize("way", ["folder", "server"])
def test_a_search_can_be_linked(page: Page, site: Path, served: str, way: str) -> None:
    """?q= opens with its hits; what is typed stands in the address, and goes with the dialog."""
    start = f"{site.as_uri() if way == 'folder' else served}/ja/joho-security/SP-9.html"
    page.goto(f"{start}?q=弁償")
    expect(page.locator(HIT).first).to_contain_text("第18")
    expect(page.locator(f"{HIT} h1 .tk-hit__body")).to_have_count(0)
    page.locator(FIELD).fill("外注")
    expect(page).to_have_url(re.compile(r"\?q=%E5%A4%96%E6%B3%A8$"))
    page.locator(FIELD).press("Escape")
    expect(page).to_have_url(start)


@pytest.mark.browser
@pytest.mark.parametrize("language", languages())
def test_no_dead_end(page: Page, served: str, language: str) -> None:
    """Where nothing is found it says so, aloud too, and offers ways on that can be reached by Tab."""
    page.goto(f"{served}/{language}/index.html")
    page.locator(FIELD).fill("ぬるぽ")
    expect(page.locator(HIT)).to_have_count(0)
    ways = page.locator(".tk-search__ways a")
    expect(ways.first).to_be_visible()
    expect(page.locator("#tk-status")).not_to_be_empty()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.tk-search') !== null")
    ways.first.click()
    page.wait_for_url("**/glossary.html*")


@pytest.mark.browser
@pytest.mark.parametrize("way", ["folder", "server"])
def test_a_linked_search_says_how_much_was_found(page: Page, site: Path, served: str, way: str) -> None:
    """A query in the address is answered at once; on how many pages is seen and spoken."""
    page.goto(f"{site.as_uri() if way == 'folder' else served}/ja/index.html?q=居酒屋")
    expect(page.locator(HIT).first).to_be_visible()
    count = page.locator(".md-search-result__item").count()
    expect(page.locator("#tk-status")).to_have_text(
        words_of("ja")["search_found_other"].replace("#", str(count))
    )


@pytest.mark.browser
def test_hits_as_one_types(page: Page, served: str) -> None:
    """Each letter brings hits, an unfinished conversion too."""
    page.goto(f"{served}/ja/index.html")
    page.locator(FIELD).click()
    for typed in ("さい", "さいい", "さいいた", "さいいたk", "再委託"):
        search(page, typed)
        expect(page.locator(HIT).first).to_contain_text("再委託")


@pytest.mark.browser
def test_hits_can_be_printed(page: Page, served: str) -> None:
    """Printing while the search is open prints the query and its hits, and not the page behind."""
    page.goto(f"{served}/ja/joho-security/SP-9.html")
    search(page, "居酒屋")
    page.emulate_media(media="print")
    expect(page.locator(HIT).first).to_be_visible()
    expect(page.locator(FIELD)).to_be_visible()
    expect(page.locator(".md-content")).not_to_be_visible()
    expect(page.locator(".tk-search__close")).not_to_be_visible()


@pytest.mark.browser
def test_a_query_is_never_markup(page: Page, served: str) -> None:
    """What is typed is shown as text."""
    page.goto(f"{served}/ja/index.html")
    search(page, "<img src=x onerror=alert(1)> 飲み会")
    assert page.locator(".md-search-result img").count() == 0
