"""The checklist pages in a real browser: answered, kept only if wanted, erased; sound for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import Browser, Page, expect

from macros import corpus
from macros.queries import Selections
from macros.render.wording import languages, words_of
from macros.training import checklists
from macros.training.checklist import Checklist, Own
from tests.conftest import ROOT
from tests.test_browser import RULES, violations

pytestmark = pytest.mark.browser

ID = "worker-paper"
KEPT = "JSON.stringify({...localStorage})"
"""What stays on the device when the tab is closed."""
TAB = "JSON.stringify({...sessionStorage})"
"""What goes with the tab."""


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


PART = """rules => axe.run("#tks", {runOnly: rules}).then(found =>
  found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 120)}`)))"""
"""What axe finds in the checklist itself."""

ANSWERS = ("yes", "no", "unknown", "not_applicable")
ITEMS = "[...document.querySelectorAll('[data-item]')]"
GIVEN = f"{ITEMS}.map(each => each.querySelector('input:checked')?.value ?? '')"
CLICK = f"values => {ITEMS}.forEach((each, n) => each.querySelector(`input[value=${{values[n]}}]`).click())"
FILL = "[data-item] .tks-fill input"
SCROLLS = "document.documentElement.scrollWidth > innerWidth"


def sound(page: Page) -> list[str]:
    """What is wrong with the checklist as it stands: for axe, or because it runs off the side."""
    found: list[str] = page.evaluate(PART, RULES)
    return [*found, *(["runs off the side"] if page.evaluate(SCROLLS) else [])]


def owns(checklist: Checklist) -> list[Own]:
    """The items of the handbook's own."""
    return [entry.own for group in checklist.groups for entry in group.items if entry.own]


def by_keyboard(page: Page, values: list[str]) -> None:
    """Answer the first items: Tab goes past the links to an item's answers, Space and arrows choose."""
    for value in values:
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.type === 'radio'"):
                break
        page.keyboard.press("Space")
        for _ in range(ANSWERS.index(value)):
            page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("language", ["ja", pytest.param("en", marks=pytest.mark.verify)])
def test_every_checklist_in_every_state(page: Page, served: str, axe: str, language: str) -> None:
    """On a phone: empty, answered, kept, come back, printed, erased; nothing stays on the device unasked."""
    selections = Selections(corpus.load(ROOT / "clauses").bodies[0])
    words = words_of(language)
    page.set_viewport_size({"width": 320, "height": 700})
    for checklist in checklists.load(ROOT / "forms"):
        opened(page, served, language, checklist.id)
        wanted = [item.id for pause in checklists.pauses(checklist, selections) for item in pause.items]
        assert page.evaluate(f"{ITEMS}.map(each => each.dataset.item)") == wanted
        assert page.locator("[data-item] input[type=radio]").count() == 4 * len(wanted)
        page.evaluate(axe)
        assert sound(page) == [], f"{checklist.id}, empty"

        given = [ANSWERS[number % 4] for number in range(len(wanted))]
        page.locator("input[name=date]").focus()
        by_keyboard(page, given[:4])
        page.evaluate(CLICK, given)
        assert page.evaluate(GIVEN) == given, checklist.id
        for box in page.locator(FILL).all():
            box.fill("10時5分、山田")
        told = words["sheet_progress"].format(answered=len(wanted), all=len(wanted))
        expect(page.locator("#tks-progress")).to_have_text(told)
        expect(page.locator("#tks-list li")).to_have_count(sum(each in ("no", "unknown") for each in given))
        assert "checklist" not in page.evaluate(KEPT)
        page.locator("#tks-keep").press("Space")
        assert "checklist" in page.evaluate(KEPT)
        assert sound(page) == [], f"{checklist.id}, answered and kept"

        opened(page, served, language, checklist.id)
        assert page.evaluate(GIVEN) == given, f"{checklist.id}, after a reload"
        filled = [box.input_value() for box in page.locator(FILL).all()]
        assert filled == ["10時5分、山田"] * sum(bool(own.fill) for own in owns(checklist)), checklist.id
        page.emulate_media(media="print")
        expect(page.locator(".tks-sign").last).to_be_visible()
        expect(page.locator("#tks-erase")).to_be_hidden()
        page.emulate_media(media="screen")
        page.locator("#tks-keep").press("Space")
        assert "checklist" not in page.evaluate(KEPT), "no longer kept, though still shown"
        assert page.evaluate(GIVEN) == given
        page.locator("#tks-keep").press("Space")
        page.locator("#tks-erase").press("Enter")
        assert set(page.evaluate(GIVEN)) == {""}
        assert [box.input_value() for box in page.locator(FILL).all()] == [""] * len(filled)
        assert "checklist" not in page.evaluate(KEPT) + page.evaluate(TAB)


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.verify), 6])
def test_checklists_from_a_folder(page: Page, site: Path, step: int) -> None:
    """Without a server it is answered and kept as well, in either language; some, or every one."""
    for number, checklist in enumerate(checklists.load(ROOT / "forms")[::step]):
        opened(page, site.as_uri(), languages()[number % len(languages())], checklist.id)
        answer(page, 0, "no")
        page.locator("#tks-keep").check()
        page.reload()
        expect(page.locator("#tks-list li")).to_have_count(1)
        page.locator("#tks-erase").click()


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
    """Nothing stays on the device unasked; what is kept comes back in another tab, is told when the edition
    changed, and is erased, also in the other tab."""
    opened(page, served, "ja")
    answer(page, 0, "no")
    page.locator("input[name=name]").fill("特記 花子")
    assert "特記" not in page.evaluate(KEPT)
    page.locator("#tks-keep").check()
    assert "特記" in page.evaluate(KEPT)
    other = page.context.new_page()
    opened(other, served, "en")
    expect(other.locator("[data-item] input:checked")).to_have_count(1)
    expect(other.locator("input[name=name]")).to_have_value("特記 花子")
    expect(other.locator("#tks-changed")).to_be_hidden()
    expect(other.locator("#tks-keep")).to_be_checked()
    answer(other, 1, "no")
    expect(page.locator("#tks-list li")).to_have_count(2)  # tabs that keep it share it
    other.close()
    page.evaluate(
        "for (const [key, value] of Object.entries(localStorage)) if (key.includes('checklist'))"
        " localStorage.setItem(key, JSON.stringify({...JSON.parse(value), edition: 'of old'}))"
    )
    other = page.context.new_page()
    opened(other, served, "ja")
    expect(other.locator("#tks-changed")).to_be_visible()
    other.locator("#tks-erase").click()
    for each in (other, page):
        expect(each.locator("[data-item] input:checked")).to_have_count(0)
        expect(each.locator("input[name=name]")).to_have_value("")
        assert "checklist" not in each.evaluate(KEPT) + each.evaluate(TAB)


@pytest.mark.parametrize("way", ["http", "file"])
def test_the_other_language_goes_on(page: Page, served: str, site: Path, way: str) -> None:
    """Switched, reloaded and gone back to, the tab has every answer and field; nothing is on the device."""
    opened(page, served if way == "http" else site.as_uri(), "ja", "worker-outside")
    page.locator("input[name=name]").fill("特記 花子")
    page.locator("textarea[name=remarks]").fill("一行目\n二行目")
    for number, value in enumerate(ANSWERS):
        answer(page, number, value)
    given = page.evaluate(GIVEN)
    page.click("a[data-switch]")
    page.wait_for_selector("html[lang=en] #tks[data-ready]", state="attached")
    assert page.evaluate(GIVEN) == given
    expect(page.locator("textarea[name=remarks]")).to_have_value("一行目\n二行目")
    expect(page.locator("#tks-list li")).to_have_count(2)
    expect(page.locator("#tks-keep")).not_to_be_checked()
    answer(page, 4, "no")
    page.locator("input[name=name]").fill("特記 太郎")
    page.reload()
    page.wait_for_selector("#tks[data-ready]", state="attached")
    expect(page.locator("#tks-list li")).to_have_count(3)
    page.go_back()
    page.wait_for_selector("html[lang=ja] #tks[data-ready]", state="attached")
    expect(page.locator("#tks-list li")).to_have_count(3)
    expect(page.locator("input[name=name]")).to_have_value("特記 太郎")
    expect(page.locator("#tks-changed")).to_be_hidden()
    assert "checklist" not in page.evaluate(KEPT)


def test_tabs_do_not_mix(page: Page, served: str) -> None:
    """Each has its own, whichever of them keeps it on the device; a tab that is closed is forgotten."""
    context = page.context
    one, two = page, context.new_page()
    for number, tab in enumerate((one, two)):
        opened(tab, served, "ja")
        answer(tab, number, "no")
        tab.reload()
        expect(tab.locator("#tks-list li")).to_have_count(1)
    first, second = (tab.evaluate(GIVEN) for tab in (one, two))
    assert first != second
    one.locator("#tks-keep").check()
    two.locator("#tks-keep").check()  # now the device has this one's, and the first tab goes on with its own
    expect(one.locator("#tks-keep")).not_to_be_checked()
    answer(two, 1, "unknown")
    one.reload()
    expect(one.locator("#tks-list li")).to_have_count(1)
    assert one.evaluate(GIVEN) == first
    expect(one.locator("#tks-keep")).not_to_be_checked()
    two.locator("#tks-keep").uncheck()
    two.close()
    three = context.new_page()
    opened(three, served, "ja")
    assert set(three.evaluate(GIVEN)) == {""}
    one.locator("#tks-erase").click()
    one.reload()
    expect(one.locator("#tks[data-ready]")).to_be_visible()
    assert set(one.evaluate(GIVEN)) == {""}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", languages())
def test_axe_finds_nothing(page: Page, served: str, axe: str, language: str, width: int) -> None:
    """Empty and half answered, light and dark, on a phone and a desktop; nothing runs off the side."""
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, served, language)
    assert violations(page, axe) == []
    answer(page, 0, "no")
    page.emulate_media(color_scheme="dark")
    page.evaluate("scrollTo(0, 0)")  # what the count covers, as it stays in sight, is smaller
    assert violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", languages())
def test_printed_from_the_browser(page: Page, served: str, language: str) -> None:
    """On paper are the questions and the lines to sign; the menu and the buttons are not."""
    opened(page, served, language)
    answer(page, 0, "yes")
    page.locator("input[name=name]").fill("特記 花子")
    with pymupdf.open(stream=page.pdf(format="A4", prefer_css_page_size=True)) as document:
        text = "".join("".join(leaf.get_text() for leaf in document).split())
        assert len(document) <= 2
    words = words_of(language)
    for name in ("sheet_signature", "sheet_confirmer", "sheet_remarks", "checklist_name", "sheet_edition"):
        assert "".join(words[name].split()) in text, name
    for name in ("sheet_erase", "sheet_keep", "checklists_all"):
        assert "".join(words[name].split()) not in text, name


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("id_", ["worker-outside", "filing"])
def test_half_filled_in_it_is_printed_without_loose_lines(
    page: Page, served: str, language: str, id_: str
) -> None:
    """No item is cut, a group begins with its heading and breaks where the page ends, the notes
    stand below the signatures, and remarks are printed to their last line."""
    words = words_of(language)
    opened(page, served, language, id_)
    for number, value in enumerate(("yes", "no", "unknown", "yes")):
        answer(page, number, value)
    remarks = [f"<{number}>" for number in range(9 if id_ == "filing" else 2)]
    page.locator("textarea[name=remarks]").fill("\n".join(remarks))
    texts, feet = [], []
    with pymupdf.open(stream=page.pdf(format="A4", prefer_css_page_size=True)) as document:
        for leaf in document:
            lines = [line for line in leaf.get_text("words", sort=True) if line[1] < 790]
            texts.append("".join(leaf.get_text(sort=True).split()))
            feet.append(max(line[3] for line in lines))
    at = [
        next(number for number, text in enumerate(texts) if "".join(item.split()) in text)
        for item in page.locator(".tks-item .tks-words").all_inner_texts()
    ]
    answers = "".join(words["answer_not_applicable"].split())
    assert at == [number for number, text in enumerate(texts) for _ in range(text.count(answers))]
    for group in page.locator(".tks-pause").all():
        title = "".join(group.locator("h2").inner_text().replace("¶", "").split())
        first = "".join(group.locator(".tks-words").first.inner_text().split())
        assert any(title in text and first in text.split(title, 1)[1] for text in texts), title
    assert all(foot > 600 for number, foot in enumerate(feet) if number < at[-1]), feet
    assert all("".join(words[f"sheet_{name}"].split()) in texts[-1] for name in ("signature", "edition"))
    assert all(line in texts[-1] for line in remarks)
    if (language, id_) == ("ja", "worker-outside"):
        assert len(texts) == 2
