"""The whole way through a form, from a server and from a folder, by keyboard too; nothing is lost on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Dialog, Page, expect

from macros.cli import main
from macros.render.wording import languages, words_of
from tests.forms_kit import FILLED, as_json, fill_in, give, open_form, sample

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that says nothing in its console and asks nothing of any other host."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    said: list[str] = []
    own = ("http://127.0.0.1", "file:", "blob:", "data:")
    page.on("request", lambda r: None if r.url.startswith(own) else said.append(r.url))
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, served: str, site: Path) -> str:
    """Where the handbook lies: on a server, in a folder."""
    return served if request.param == "http" else site.as_uri()


def kept(page: Page, press: Callable[[], None]) -> Path:
    """The file that is saved when something is pressed."""
    with page.expect_download() as download:
        press()
    return Path(download.value.path())


def saved(page: Page) -> dict[str, Any]:
    """The file of answers that the form saves."""
    data: dict[str, Any] = json.loads(kept(page, lambda: page.click("#tkf-form [data-save]")).read_text())
    return data


def read_back(pdf: Path, folder: Path) -> dict[str, Any]:
    """What `tokki form read` makes of a PDF."""
    copy = folder / "filled.pdf"
    copy.write_bytes(pdf.read_bytes())
    result = CliRunner().invoke(main, ["form", "read", str(copy), "--format", "json"])
    assert result.exit_code == 0, result.output
    data: dict[str, Any] = json.loads(result.stdout)
    return data


@pytest.mark.parametrize("language", languages())
def test_the_whole_way(page: Page, base: str, language: str, tmp_path: Path) -> None:
    """Filled in, saved, opened as last time's, changed, told when to file, a PDF, read by the command."""
    words = words_of(language)
    open_form(page, base, language)
    fill_in(page)
    last = saved(page)
    open_form(page, base, language)
    give(page, last, "before")
    page.fill("#f-date", "２０２６年１２月１日")
    page.locator("[data-group=cloud_services] [data-add]").click()
    block = page.locator("[data-group=cloud_services] .tkf-block").nth(1)
    block.locator("[data-control=service]").fill("二番目のサービス")
    block.locator("[data-control=provider]").fill("別の会社")
    block.locator("[data-control=storage]").fill("国内")
    block.locator("[data-control=certified][value=none]").check()
    page.click("#tkf-form button[type=submit]")
    rule = page.locator(".tkf-filing-rule")
    assert rule.evaluate_all("all => all.map(each => each.dataset.grade)") == ["in-advance"]
    named = f"（{words['form_answer_added']}）" if language == "ja" else f" ({words['form_answer_added']})"
    expect(rule.locator("li")).to_have_count(1)
    expect(rule.locator("li")).to_contain_text(f"2{named} 二番目のサービス")
    first = page.locator("#tkf-check h3").first
    expect(first).to_have_text(words["form_changes_title"])  # before all that stayed as it was
    pdf = kept(page, lambda: page.click("#tkf-pdf"))
    wanted: dict[str, Any] = FILLED | {"date": "2026-12-01"}
    second = {"service": "二番目のサービス", "provider": "別の会社", "storage": "国内", "certified": "none"}
    wanted["cloud_services"] = [*FILLED["cloud_services"], second]
    assert read_back(pdf, tmp_path)["answers"] == wanted
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")


@pytest.mark.parametrize("language", languages())
def test_by_keyboard_alone(page: Page, served: str, language: str) -> None:
    """From the first field to the PDF with Tab, letters, arrows, Space, Enter; the focus is always seen."""
    open_form(page, served, language)
    keys = page.keyboard
    page.focus("#tkf-files summary")
    unseen = """() => { const {x, y, width, height} = document.activeElement.getBoundingClientRect()
    const style = getComputedStyle(document.activeElement)
    const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
    const inside = width && height && y + height > 0 && y < innerHeight
    return inside && ring ? '' : document.activeElement.outerHTML }"""

    def to(*ids: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            assert page.evaluate(unseen) == ""
            if page.evaluate("document.activeElement.id") in ids:
                return
        raise AssertionError(f"no way to {ids}")

    def typed(id_: str, text: str) -> None:
        to(id_)
        keys.insert_text(text)

    def chosen(name: str, last: int) -> None:
        """The first option with Space, or the last with an arrow."""
        to(f"f-{name}", f"f-{name}-2")
        keys.press("ArrowDown" if last else "Space")

    for name in ("date", "address", "name", "contract_date", "contract_name", "media"):
        typed(f"f-{name}", str(FILLED[name]))
    chosen("location", 0)
    chosen("cloud", 0)
    service: Any = FILLED["cloud_services"][0]
    for name in ("service", "provider", "storage"):
        typed(f"f-cloud_services-1-{name}", service[name])
    chosen("cloud_services-1-certified", 0)
    typed("f-cloud_services-1-certification", service["certification"])
    chosen("ai", 1)
    chosen("subcontracting", 1)
    while page.evaluate("document.activeElement.type") != "submit":
        keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("#tkf-check-title")).to_be_focused()
    to("tkf-pdf")
    pdf = kept(page, lambda: keys.press("Enter"))
    assert pdf.stat().st_size > 1_000_000
    to("tkf-back")
    keys.press("Enter")
    assert saved(page)["answers"] == FILLED


def test_back_leads_to_the_form(page: Page, base: str) -> None:
    """The browser's own Back and Forward go between the form and the view of the answers; nothing is lost."""
    open_form(page, base, "ja")
    fill_in(page)
    page.click("#tkf-form button[type=submit]")
    expect(page.locator("#tkf-check-title")).to_be_focused()
    page.go_back()
    expect(page.locator("#tkf-form")).to_be_visible()
    expect(page.locator("#f-date")).to_be_focused()
    page.go_forward()
    expect(page.locator("#tkf-check-title")).to_be_focused()
    page.click("#tkf-back")
    expect(page.locator("#tkf-check")).to_be_hidden()
    assert saved(page)["answers"] == FILLED


def test_what_is_not_saved_is_asked_after(page: Page, base: str) -> None:
    """The browser asks before a page with unsaved answers is left; not before any other."""
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)

    def leave(times: int) -> None:
        asked.clear()
        open_form(page, base, "ja")
        assert asked == ["beforeunload"] * times

    open_form(page, base, "ja")
    leave(0)
    fill_in(page)
    leave(1)
    assert page.input_value("#f-media") == "", "the browser has kept what was typed"
    assert not page.is_checked("input[name=f-cloud][value=used]")
    fill_in(page)
    saved(page)
    leave(0)
    fill_in(page)
    page.click("#tkf-form button[type=submit]")
    kept(page, lambda: page.click("#tkf-pdf"))
    leave(0)
    fill_in(page)
    page.check("#tkf-keep")
    leave(0)
    page.click("#tkf-erase")
    page.click("#tkf-erase-yes")
    leave(0)


@pytest.mark.parametrize("language", languages())
def test_a_change_goes_on_another_day(page: Page, served: str, language: str) -> None:
    """Saved half-way and opened again it is still a change, and is compared with last time's file."""
    words = words_of(language)
    change = as_json(sample("todokede", "henko"))
    assert change["filing"] == "change"
    open_form(page, served, language)
    give(page, change)
    expect(page.locator("#tkf-filing")).to_contain_text(words["form_filing_change_alone"])
    assert saved(page) == change
    give(page, as_json(sample("todokede", "shinki")), "before")
    expect(page.locator("#tkf-status")).to_contain_text(words["form_loaded_compared"])
    assert page.locator("[data-changed]").count() > 0
    assert saved(page) == change
    page.click("#tkf-filing button")
    assert saved(page) == change | {"filing": "new"}
