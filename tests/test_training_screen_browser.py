"""Plan and sign-in sheet filled in on the screen: what is printed and told; the same as the command makes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from macros.forms import dates
from macros.model import Corpus
from macros.render.desk import Given, signin
from macros.render.voice import Voice
from macros.render.wording import editions
from macros.training.people import Person
from tests.test_browser import violations

pytestmark = pytest.mark.browser

SHEETS = [f"{name}.{edition}" for name in ("training-plan", "sign-in-sheet") for edition in editions()]
LONG = "社内の研修室で集合研修を行い、そのあと一人ひとりが学習コースを進める。" * 4
ON_PAPER = "all => all.map(it => it.innerText.replace(/\\s+/g, ' ').trim())"


def sheet(browser: Browser, site: str, name: str, *, width: int = 1000, **more: object) -> Iterator[Page]:
    """A sheet of the site at an address; it asks for nothing else, and its console stays silent."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **more)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(site) else None)
    page.goto(f"{site}/sheets/{name}.html")
    yield page
    context.close()
    assert said == []


@pytest.fixture
def page(browser: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The sheet that a test names."""
    for page in sheet(browser, site.as_uri(), request.param):
        page.wait_for_selector("html.ready")
        yield page


@pytest.mark.parametrize("page", SHEETS, indirect=True)
def test_what_is_entered_is_what_is_printed(page: Page) -> None:
    """Every box, however long; what is left empty is the blank to write on."""
    boxes = page.locator("textarea.control").all()
    for box in boxes:
        box.fill("")
    page.emulate_media(media="print")
    expect(page.locator(".control:visible, .bar:visible")).to_have_count(0)
    empty = page.locator(".paper").evaluate_all(ON_PAPER)
    lines = page.locator(".paper > .fill-line:visible").count()
    page.emulate_media(media="screen")
    assert lines > 0
    for number, box in enumerate(boxes):
        most = int(box.get_attribute("maxlength") or 0)
        box.fill(f"{number} {LONG}"[:most])
    page.emulate_media(media="print")
    shown = page.locator("textarea.control + .paper").evaluate_all(ON_PAPER)
    assert shown == [box.input_value() for box in boxes]
    assert page.locator(".paper > .fill-line:visible").count() == 0
    page.emulate_media(media="screen")
    for box in boxes:
        box.fill(" ")
    page.emulate_media(media="print")
    assert page.locator(".paper").evaluate_all(ON_PAPER) == empty


@pytest.mark.parametrize("page", [name for name in SHEETS if "plan" in name], indirect=True)
def test_days_are_printed_as_people_write_them(page: Page) -> None:
    """In every language of the sheet, as the command writes them: 令和元年5月1日, 1 May 2019."""
    languages = page.evaluate("JSON.parse(document.body.dataset.model).languages.map(([tag]) => tag)")
    for day in (date(2019, 5, 1), date(2026, 12, 1), date(2028, 2, 29), date(2099, 12, 31)):
        page.fill("[name=by]", day.isoformat())
        shown = page.locator("[name=by] + .paper").evaluate(
            "box => [...box.childNodes].map(n => n.textContent)"
        )
        assert shown == [dates.written(day, language) for language in languages]
    page.fill("[name=by]", "")
    blank, made = (page.locator(f"[name={name}] + .paper").inner_html() for name in ("by", "made"))
    assert blank == made


@pytest.mark.parametrize("count", [3, 40])
@pytest.mark.parametrize("page", [name for name in SHEETS if "sign" in name], indirect=True)
def test_a_roster_makes_the_rows_that_the_command_makes(
    page: Page, browser: Browser, corpus: Corpus, tmp_path: Path, count: int
) -> None:
    """Same rows, same blank ones, same caption; without a roster the sheet is blank again."""
    edition = page.url.split(".")[-2]
    people = [Person(f"<b>特記</b> 花子𠮷{n}", f"業務部{n % 3}課") for n in range(count)]
    static = tmp_path / "static.html"
    voice = Voice.of(corpus, "joho-security", edition)
    static.write_text(signin(voice, Given(), people), "utf-8")
    other = browser.new_page()
    other.goto(static.as_uri())
    blank = page.locator("table.signin").inner_text()
    page.fill("#roster", "氏名\t所属\n" + "\n".join(f"{who.name}\t{who.department}" for who in people))
    expect(page.locator("[data-status]")).to_contain_text(str(count))
    assert page.locator("table.signin").inner_text() == other.locator("table.signin").inner_text()
    assert page.locator("table.signin th[scope=row]").count() == count
    page.fill("#roster", "")
    expect(page.locator("[data-status]")).to_have_text("")
    assert page.locator("table.signin").inner_text() == blank
    other.close()


@pytest.mark.parametrize("page", ["sign-in-sheet.ja"], indirect=True)
def test_lines_of_a_roster_that_are_no_people_are_told(page: Page) -> None:
    """Each by its line; the others have their row all the same."""
    page.fill("#roster", f"山田\t総務部\n\t総務部\n山田\t総務部\n{'あ' * 101}")
    expect(page.locator("[data-told] li")).to_have_count(3)
    told = page.locator("[data-told] li").all_inner_texts()
    assert [line.split("行目")[0] for line in told] == ["名簿 2", "名簿 3", "名簿 4"]
    assert page.locator("table.signin th[scope=row]").all_inner_texts() == ["山田"]


@pytest.mark.parametrize("page", ["training-plan.ja"], indirect=True)
def test_what_was_entered_is_not_lost_by_a_slip(page: Page) -> None:
    """Leaving asks first, until it was printed."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("[name=company]").press_sequentially("株式会社特記")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("name", SHEETS)
def test_without_scripts_it_is_filled_in_all_the_same(browser: Browser, site: Path, name: str) -> None:
    """What is entered is printed where it was entered; what cannot work is not shown."""
    for page in sheet(browser, site.as_uri(), name, java_script_enabled=False):
        page.fill("[name=contract]", "運用業務")
        for gone in ("[data-roster]:visible", "[data-print]:visible"):
            expect(page.locator(gone)).to_have_count(0)
        page.emulate_media(media="print")
        expect(page.locator("[name=contract]")).to_be_visible()


@pytest.mark.parametrize("width", [320, pytest.param(1000, marks=pytest.mark.verify)])
@pytest.mark.parametrize("name", SHEETS)
def test_axe_finds_nothing(browser: Browser, served: str, axe: str, name: str, width: int) -> None:
    """Blank and filled in; nothing is wider than the screen."""
    for page in sheet(browser, served, name, width=width, bypass_csp=True):
        page.wait_for_selector("html.ready")
        if "sign" in name:
            page.fill("#roster", "山田\t総務部\n山田\t総務部")
            page.wait_for_selector("[data-told] li")
        for box in page.locator("textarea.control").all()[:4]:
            box.fill(LONG)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page, axe) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_desk_leads_there_and_back(browser: Browser, site: Path, language: str) -> None:
    """Every sheet is a click away from the desk, and the desk from every sheet."""
    page = browser.new_page()
    page.goto((site / language / "desk.html").as_uri())
    links = page.locator(".tk-print[href$='.html']").evaluate_all("all => all.map(a => a.href)")
    assert sorted(Path(link).stem for link in links) == sorted(SHEETS)
    for link in links:
        page.goto(link)
        page.locator(".bar a").first.click()
        page.wait_for_selector("#tkd[data-ready]")
    page.close()
