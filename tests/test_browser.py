"""The handbook in a real browser: accessible, usable by keyboard, on a phone, from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from macros.render.wording import languages, words_of

pytestmark = pytest.mark.browser

KINDS = {
    "home": "index",
    "provision": "joho-security/AN-8",
    "incident": "joho-security/AN-9",
    "survival": "joho-security/SP-19",
    "contents": "joho-security/index",
    "text": "joho-security/text",
    "register": "register",
    "role": "role-worker",
    "roles": "roles",
    "lifecycle": "lifecycle",
    "deadlines": "deadlines",
    "glossary": "glossary",
    "parameters": "parameters",
    "training": "training",
    "desk": "desk",
    "filing": "filing",
    "about": "about",
    "missing": "404",
}
"""One page of every kind."""

SIZES = {"phone": (320, 640), "desktop": (1280, 900)}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh context that lets no request out and remembers any that tried."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})

    def stop(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    asked: list[str] = []
    context.route(lambda url: url.startswith("http") and "127.0.0.1" not in url, stop)
    yield context
    assert asked == [], "a page asked another host"
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose console must stay silent."""
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == [], "the console is not silent"


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds on the page as it stands."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(result => result.violations)", RULES
    )
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"][:3]]


LOOKS = [
    (language, size, scheme) for language in languages() for size in SIZES for scheme in ("light", "dark")
]
QUICK = {
    ("ja", "phone", "light"),
    ("ja", "desktop", "dark"),
    ("en", "phone", "dark"),
    ("en", "desktop", "light"),
}
"""In these, all there is to a look is seen twice; the others wait for `make verify`."""


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [pytest.param(*look, marks=() if look in QUICK else pytest.mark.verify) for look in LOOKS],
)
def test_axe_finds_nothing(
    browser: Browser, served: str, axe: str, language: str, size: str, scheme: Any
) -> None:
    """Every page kind, both languages, light and dark, phone and desktop; nothing runs off the side."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = context.new_page()
    faults = {}
    for kind, path in KINDS.items():
        page.goto(f"{served}/{language}/{path}.html")
        found = violations(page, axe)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("runs off the side")
        if found:
            faults[kind] = found
    context.close()
    assert faults == {}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", languages())
def test_axe_finds_nothing_while_searching(
    browser: Browser, served: str, axe: str, language: str, size: str
) -> None:
    """The search with results, and the open menu of a phone, are accessible too."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{served}/{language}/joho-security/SP-9.html")
    if size == "phone":
        page.get_by_role("button", name=words_of(language)["menu"]).click()
        assert violations(page, axe) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name=words_of(language)["search"]).click()
    field = page.locator("input[name=query]")
    field.fill("機密データ" if language == "ja" else "report")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert violations(page, axe) == []
    context.close()


def test_search_leads_to_the_provision_from_a_folder(page: Page, site: Path) -> None:
    """On file:// the search finds, and its hit leads to the item."""
    page.goto((site / "ja" / "index.html").as_uri())
    page.locator("input[name=query]").fill("酒席")
    first = page.locator(".md-search-result__link").first
    expect(first).to_be_visible()
    assert "AN-8" in (first.get_attribute("href") or "")
    first.click()
    page.wait_for_url("**/AN-8.html*")


@pytest.mark.parametrize("way", ["folder", "server"])
def test_language_switch_stays_at_the_provision(page: Page, site: Path, served: str, way: str) -> None:
    """From 別紙8(1)カ to Annex 8(1)(f) and back, on a server and from a folder."""
    start = site.as_uri() if way == "folder" else served
    page.goto(f"{start}/ja/joho-security/AN-8.html#AN-8-1-ka")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/joho-security/AN-8.html#AN-8-1-ka")
    expect(page.locator("#AN-8-1-ka")).to_contain_text("Annex 8(1)(f)")
    page.get_by_role("link", name="日本語").click()
    page.wait_for_url("**/ja/joho-security/AN-8.html#AN-8-1-ka")


def test_citation_can_be_copied(context: BrowserContext, served: str) -> None:
    """The button beside a provision copies its citation and its deep link."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{served}/ja/joho-security/AN-8.html")
    page.locator('[data-anchor="AN-8-1-ka"]').click()
    expect(page.locator("#tk-status")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "別紙8(1)カ" in copied
    assert copied.endswith("/ja/joho-security/AN-8.html#AN-8-1-ka")


def test_register_can_be_filtered_and_linked(page: Page, served: str) -> None:
    """Filters narrow the table, the count is told, the choice stands in the address and survives a reload."""
    page.goto(f"{served}/ja/register.html")
    rows = page.locator("table.tk-register tbody tr")
    whole = rows.count()
    page.locator("select[name=modality]").select_option("prohibition")
    shown = rows.locator("visible=true").count()
    assert 0 < shown < whole
    expect(page.locator("output.tk-count")).to_contain_text(str(shown))
    assert "modality=prohibition" in page.url
    page.reload()
    assert rows.locator("visible=true").count() == shown
    page.locator("button[type=reset]").last.click()
    expect(rows.locator("visible=true")).to_have_count(whole)


def still(locator: Locator) -> None:
    """Wait until it has been the same for a third of a second."""
    before = None
    while (now := locator.inner_html()) != before:
        before = now
        locator.page.wait_for_timeout(333)


def test_keyboard_alone(page: Page, served: str) -> None:
    """The first stop leads past the header; search opens, moves and closes without a pointer."""
    page.goto(f"{served}/ja/joho-security/SP-9.html")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(words_of("ja")["skip"])
    page.keyboard.press("Enter")
    expect(page.locator("#tk-content")).to_be_focused()
    page.reload()  # back to the beginning; single letters are no shortcuts here (WCAG 2.1.4)
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "query":
            break
    expect(page.locator("input[name=query]")).to_be_focused()
    page.keyboard.type("password")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    still(page.locator(".md-search-result__list"))  # each letter has hits of its own
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search-result__item").first).not_to_be_visible()


def test_enter_while_composing_stays(page: Page, served: str) -> None:
    """Enter that ends an IME composition does not leave the page."""
    page.goto(f"{served}/ja/index.html")
    page.locator("input[name=query]").fill("機密データ")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.evaluate(
        "document.querySelector('input[name=query]').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    page.wait_for_timeout(300)
    assert page.url.partition("?")[0].endswith("/ja/index.html")


def test_a_term_is_explained_in_place(page: Page, served: str) -> None:
    """A term opens its explanation beside it, by keyboard too, and Escape closes it and gives focus back."""
    page.goto(f"{served}/ja/joho-security/SP-3.html")
    term = page.locator("a.tk-term").first
    term.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tk-popover:visible, [popover]:popover-open").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".tk-popover:visible, [popover]:popover-open")).to_have_count(0)
    expect(term).to_be_focused()


def test_print_shows_everything(page: Page, served: str) -> None:
    """On paper there is no navigation, and every detail is open."""
    page.goto(f"{served}/ja/joho-security/SP-5.html")
    page.emulate_media(media="print")
    expect(page.locator(".tk-header")).not_to_be_visible()
    expect(page.locator(".tk-nav")).not_to_be_visible()
    for more in page.locator("details.tk-more .tk-help").all():
        expect(more).to_be_visible()


def test_readable_without_scripts(browser: Browser, served: str) -> None:
    """Text, cards and links are there when scripts do not run."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/ja/joho-security/AN-9.html")
    expect(page.locator("#AN-9-1")).to_be_visible()
    expect(page.locator(".tk-card").first).to_be_visible()
    expect(page.locator("button.tk-copy").first).not_to_be_visible()
    context.close()
