"""The course in a real browser: gone through, switched, kept, erased, saved, printed."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Download, Page, Response, expect

from macros.render.wording import languages, words_of
from macros.training import record
from tests.course_kit import answer_all, go, lessons, open_course, saved
from tests.test_browser import violations

pytestmark = pytest.mark.browser

WRONG = ("q-cafe-30min", "q-mail-check")


OUTSIDE = next(len(each.questions) for each in lessons().steps if each.id == "outside")
"""Questions of a situation."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser, as of somebody who has never been here."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Asia/Tokyo")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose console must stay silent, and that must not ask any other host."""
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request",
        lambda r: (
            None if r.url.startswith(("http://127.0.0.1", "file:", "blob:", "data:")) else said.append(r.url)
        ),
    )
    yield page
    assert said == []


@pytest.mark.parametrize("language", languages())
def test_to_the_record(page: Page, served: str, language: str) -> None:
    """Whoever answers everything saves a record, which the trainer's desk reads."""
    words = words_of(language)
    open_course(page, served, language)
    answer_all(page, WRONG)
    answer_all(page)  # a second try makes it right, but not right at the first
    go(page, "course-end")
    expect(page.locator("#course-end")).to_be_focused()
    questions = lessons().questions
    all_, right = len(questions), len(questions) - len(WRONG)
    score = words["course_score"].format(all=all_, right=right)
    expect(page.locator("[data-score]")).to_have_text(score)
    page.click("#tkc-person button[type=submit]")
    expect(page.locator("#tkc-record-status")).to_have_text(words["course_name_missing"])
    expect(page.locator("#tkc-name")).to_be_focused()
    page.fill("#tkc-name", "  特記\u3000 花子 ")
    page.fill("#tkc-department", "業務部")
    saves: list[Download] = []
    page.on("download", lambda download: saves.append(download))
    page.dblclick("#tkc-person button[type=submit]")
    page.wait_for_timeout(1100)
    assert len(saves) == 1, "a double click saves once"
    name, data = saved(page)
    assert re.fullmatch(r"tokki-[0-9-]{10}-[0-9a-f]{16}\.json", name)
    read, problems = record.parse(record.to_json(data).encode(), name)
    assert problems == []
    assert read is not None
    assert data["check"] == record.check_of(data)
    assert (read.name, read.department, read.language) == ("特記 花子", "業務部", language)
    assert (read.answered, read.right) == (all_, right)
    assert set(read.questions) == {question.id for question in questions}
    assert {id_ for id_, asked in read.questions.items() if asked.tries > 1} == set(WRONG)
    assert all(asked.right for asked in read.questions.values())
    assert read.weak == ("AN-6-1-a", "AN-8-1-u")
    assert read.course == lessons().digest
    assert read.started.endswith("+09:00")
    assert read.edition == read.digest[:12]
    page.wait_for_timeout(1100)
    assert saved(page)[1] == data  # the same record, however often it is saved
    expect(page.locator("[data-cell=id]")).to_have_text(data["id"])


NAMES = {
    '<b>𠮷田</b> & "花子"': '<b>𠮷田</b> & "花子"',
    "神\ufa19 辻\U000e0100": "神\ufa19 辻\U000e0100",  # a compatibility ideograph, a variant form
    "👨\u200d👩\u200d👧\n\t x": "👨\u200d👩\u200d👧 x",
    "\u202eשלום\u200f": "שלום",  # what turns the direction is taken out, the letters are not
    "علی\u200cرضا": "علی\u200cرضا",
    "x\ud83d": "x",
}


def test_names_of_all_kinds(page: Page, served: str) -> None:
    """They come into the record, and on paper, as they were entered; another name makes another record."""
    open_course(page, served, "ja")
    answer_all(page)
    go(page, "course-end")
    ids = set()
    for given, expected in NAMES.items():
        page.evaluate(
            """name => {
              document.getElementById('tkc-name').value = name
              document.getElementById('tkc-name').dispatchEvent(new Event('input', { bubbles: true }))
            }""",
            given,
        )
        with_name, data = saved(page)
        assert record.parse(json.dumps(data).encode(), with_name)[1] == []
        assert data["name"] == expected
        assert page.locator("[data-cell=name]").text_content() == expected
        ids.add(data["id"])
        page.wait_for_timeout(1100)
    assert len(ids) == len(NAMES)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(browser: Browser, served: str, axe: str, language: str, width: int) -> None:
    """On every state: the start, a step, nothing chosen, right and wrong, unfolded, the end, on paper."""
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    open_course(page, served, language)
    found = {"start": violations(page, axe)}
    go(page, "step-sending")
    page.locator("[data-question=q-mail-check] button").click()  # with nothing chosen
    found["step"] = violations(page, axe)
    go(page, "course-end")
    found["not yet"] = violations(page, axe)
    answer_all(page, WRONG)
    go(page, "step-sending")
    for summary in page.locator("[data-part]:not(.tkc-away) .tkc-explained summary").all():
        summary.click()
    page.evaluate("scrollTo(0, 0)")  # so that the header lies over no input
    found["answered"] = violations(page, axe)
    go(page, "course-end")
    page.click("#tkc-person button[type=submit]")  # without a name
    found["end"] = violations(page, axe)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    found["on paper"] = violations(page, axe)
    context.close()
    assert {state: faults for state, faults in found.items() if faults} == {}
    assert wide <= width


def test_by_keyboard_alone(page: Page, served: str) -> None:
    """The list, a question, its answer, the next situation: without a mouse."""
    open_course(page, served, "ja")
    page.locator(".tkc-steps a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#step-start")).to_be_focused()
    expect(page.locator("#course-start")).to_be_hidden()
    first = page.locator("#tkc [data-question]").first
    first.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    expect(first.locator("input").nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    verdict = first.locator(".tkc-verdict")
    expect(verdict).to_contain_text(words_of("ja")["course_right"])
    expect(verdict).to_have_attribute("role", "status")
    link = verdict.locator("a").first
    assert (link.get_attribute("href") or "").endswith("joho-security/SP-1.html#SP-1")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('tkc-next')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#step-making")).to_be_focused()
    step = page.locator("[data-step=making]")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('tkc-next')"):
            break
        if page.evaluate("document.activeElement.type === 'radio'"):
            page.keyboard.press("Space")
            page.keyboard.press("Enter")
    assert step.locator(".tkc-verdict[data-state]").count() == step.locator("[data-question]").count()


def test_nothing_chosen(page: Page, served: str) -> None:
    """Pressing without choosing counts for nothing, and says so."""
    open_course(page, served, "en", "#q-two-documents")
    box = page.locator("[data-question=q-two-documents]")
    box.locator("button").click()
    expect(box.locator(".tkc-verdict")).to_have_text(words_of("en")["course_choose"])
    expect(box.locator("input").first).to_be_focused()
    go(page, "course-start")
    expect(page.locator("[data-count=start]")).to_have_text("0 of 7 answered")


def test_a_question_that_asks_for_many(page: Page, served: str) -> None:
    """Some of what is right is not yet right; a wrong choice is explained; all of it is right."""
    words = words_of("ja")
    open_course(page, served, "ja", "#q-mail-check")
    box = page.locator("[data-question=q-mail-check]")
    verdict, button, boxes = box.locator(".tkc-verdict"), box.locator("button"), box.locator("input")
    boxes.nth(0).check()
    button.click()
    expect(verdict).to_have_text(words["course_wrong"] + words["course_more"])
    boxes.nth(2).check()
    button.click()
    expect(verdict).to_contain_text("別紙6(1)アには書かれていません。")
    boxes.nth(2).uncheck()
    boxes.nth(1).check()
    boxes.nth(3).check()
    button.click()
    expect(verdict).to_contain_text(words["course_right"])
    go(page, "course-start")
    (count,) = (len(step.questions) for step in lessons().steps if step.id == "sending")
    expect(page.locator("[data-count=sending]")).to_have_text(f"{count}問中1問に回答")
    expect(page.locator("[data-resume] a")).to_have_attribute("href", "#q-two-documents")


@pytest.mark.parametrize("way", ["http", "file"])
def test_the_other_language_goes_on(page: Page, served: str, site: Path, way: str) -> None:
    """The switch of languages keeps the place and the answers, from a server and from a folder."""
    address = served if way == "http" else site.as_uri()
    open_course(page, address, "ja", "#q-home-outside")
    page.locator("[data-question=q-home-outside] label").nth(2).click()  # chosen, not yet answered
    go(page, "q-cafe-30min")
    box = page.locator("[data-question=q-cafe-30min]")
    box.locator("label").nth(1).click()
    box.locator("button").click()
    expect(box.locator(".tkc-verdict")).to_have_attribute("data-state", "right")
    page.click("a[data-switch]")
    page.wait_for_selector("#tkc[data-ready]", state="attached")
    assert "/en/course.html#q-cafe-30min" in page.url
    box = page.locator("[data-question=q-cafe-30min]")
    expect(box).to_be_in_viewport()
    expect(box.locator("input").nth(1)).to_be_checked()
    expect(box.locator(".tkc-verdict")).to_contain_text(words_of("en")["course_right"])
    expect(page.locator("[data-question=q-home-outside] input").nth(2)).to_be_checked()
    expect(page.locator("[data-question=q-home-outside] .tkc-verdict")).to_be_empty()
    go(page, "q-home-outside")
    page.locator("[data-question=q-home-outside] button").click()
    page.go_back()  # to where the question was; then to the page as it was left
    page.go_back()
    page.wait_for_selector("html[lang=ja] #tkc[data-ready]", state="attached")
    go(page, "course-start")
    expect(page.locator("[data-count=outside]")).to_have_text(f"{OUTSIDE}問中2問に回答")


def test_a_page_that_comes_back_is_read_anew(page: Page, served: str) -> None:
    """A browser may bring back a page as it was left, which knows nothing of what was answered since."""
    open_course(page, served, "ja")
    page.evaluate("window.before = true")
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.evaluate("window.before === undefined")


def test_kept_only_if_wanted(context: BrowserContext, served: str) -> None:
    """Another tab knows nothing, unless the person wants it remembered; one button forgets it all."""

    def tab() -> Page:
        page = context.new_page()
        open_course(page, served, "ja", "#q-two-documents")
        return page

    def answered(page: Page) -> int:
        return page.locator("#tkc [data-state=right].tkc-verdict").count()

    page = tab()
    box = page.locator("[data-question=q-two-documents]")
    box.locator("label").nth(1).click()
    box.locator("button").click()
    assert page.evaluate("localStorage['tokki-course'] === undefined")
    assert answered(tab()) == 0
    go(page, "course-start")
    page.check("#tkc-keep")
    page.evaluate("document.getElementById('tkc-name').value = '特記 花子'")
    page.dispatch_event("#tkc-name", "input")
    other = tab()
    assert answered(other) == 1
    kept = other.evaluate("JSON.stringify(localStorage)")
    assert "花子" not in kept
    go(other, "course-start")
    other.click("#tkc-erase")
    expect(other.locator("#tkc-keep-status")).to_have_text(words_of("ja")["course_erased"])
    assert other.evaluate("!localStorage['tokki-course'] && !sessionStorage['tokki-course']")
    assert answered(other) == 0
    expect(page.locator("[data-resume]")).to_be_hidden()  # the first tab forgets, too
    expect(page.locator("#tkc-keep")).not_to_be_checked()
    expect(page.locator("#tkc-name")).to_have_value("")
    go(page, "step-start")
    assert page.evaluate("localStorage['tokki-course'] === undefined")
    assert answered(tab()) == 0


def test_two_tabs_that_keep(context: BrowserContext, served: str) -> None:
    """What is answered in one is in the other, none overwrites it; when one stops keeping, both do."""

    def answer(page: Page, id_: str) -> None:
        box = page.locator(f"[data-question={id_}]")
        box.locator("label").first.click()
        box.locator("button").click()

    pages = [context.new_page(), context.new_page()]
    for page in pages:
        open_course(page, served, "ja")
    for page, id_ in zip(pages, ("q-two-documents", "q-measures-against-what"), strict=True):
        go(page, id_)
        answer(page, id_)
        go(page, "course-start")
    pages[0].check("#tkc-keep")
    for page in pages:
        expect(page.locator("#tkc-keep")).to_be_checked()
    go(pages[1], "q-cafe-30min")
    answer(pages[1], "q-cafe-30min")
    expect(pages[0].locator("[data-count=start]")).to_have_text("7問中2問に回答")
    expect(pages[0].locator("[data-count=outside]")).to_have_text(f"{OUTSIDE}問中1問に回答")
    kept = "JSON.parse(localStorage['tokki-course'])[4].split(' ').filter(Boolean).length"
    assert pages[0].evaluate(kept) == 3
    go(pages[1], "course-start")
    pages[1].uncheck("#tkc-keep")
    expect(pages[0].locator("#tkc-keep")).not_to_be_checked()
    go(pages[0], "step-start")
    assert pages[0].evaluate("localStorage['tokki-course'] === undefined")
    expect(pages[0].locator("[data-question=q-cafe-30min] .tkc-verdict")).not_to_be_empty()


def test_answers_to_another_course_are_not_counted(page: Page, served: str) -> None:
    """Where the course or the text has changed since, the person starts anew and is told so."""
    open_course(page, served, "ja")
    answer_all(page)
    page.evaluate(
        "sessionStorage.setItem('tokki-course', sessionStorage['tokki-course'].replace(/\"[0-9a-f]/, '\"x'))"
    )
    open_course(page, served, "en", "?x#q-cafe-30min")  # wherever one comes in
    expect(page.locator("[data-now]")).to_be_visible()
    expect(page.locator("[data-now]")).to_have_text(words_of("en")["course_other_course"])
    expect(page.locator("[data-count=start]")).to_have_text("0 of 7 answered")
    box = page.locator("[data-question=q-cafe-30min]")
    box.locator("label").first.click()
    box.locator("button").click()
    go(page, "course-start")
    expect(page.locator("[data-now]")).to_be_hidden()
    page.evaluate("sessionStorage.setItem('tokki-course', '{broken')")
    page.reload()
    page.wait_for_selector("#tkc[data-ready]", state="attached")


def test_without_scripts(browser: Browser, served: str) -> None:
    """Text, questions, answers and reasons can be read; what needs scripts does not show."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/ja/course.html")
    assert page.locator("#tkc > [data-part]").count() == len(lessons().steps) + 2
    expect(page.locator("#step-incident")).to_be_visible()
    expect(page.locator("#tkc button").first).to_be_hidden()
    details = page.locator("[data-question=q-cafe-30min] details")
    details.locator("summary").click()
    expect(details.locator("[data-right]")).to_be_visible()
    expect(page.locator("#tkc-person")).to_be_hidden()
    context.close()


def test_on_paper(page: Page, served: str, tmp_path: Path) -> None:
    """At the end the record is printed alone, by the button or the browser; elsewhere every situation."""

    def printed() -> list[str]:
        page.pdf(path=tmp_path / "x.pdf", format="A4")
        done = subprocess.run(["pdftotext", tmp_path / "x.pdf", "-"], capture_output=True, check=True)
        return done.stdout.decode().split("\f")[:-1]

    open_course(page, served, "ja")
    answer_all(page)
    go(page, "course-end")
    page.fill("#tkc-name", "特記 花子")
    page.evaluate("window.print = () => { window.printed = true }")
    page.click("#tkc-print")
    assert page.evaluate("window.printed")
    sheet, *more = printed()
    assert not more
    assert "特記 花子" in sheet
    assert words_of("ja")["course_record_note"][:12] in sheet.replace("\n", "")
    assert words_of("ja")["course_weak_text"][:8] not in sheet.replace("\n", "")
    go(page, "course-start")
    whole = printed()
    assert len(whole) > len(lessons().steps)
    assert "特記 花子" not in "".join(whole)


@pytest.mark.parametrize("language", languages())
def test_the_page_is_light(page: Page, served: str, language: str) -> None:
    """The page with its styles and scripts is under 150 kB as gzip sends it.

    The index of the search, which every page fetches once and the browser keeps, is not counted.
    """
    sizes: dict[str, int] = {}

    def came(response: Response) -> None:
        sizes[response.url] = len(gzip.compress(response.body()))

    page.on("response", came)
    open_course(page, served, language)
    page.wait_for_load_state("networkidle")
    assert sum(size for url, size in sizes.items() if "/search" not in url) < 150_000, sizes
