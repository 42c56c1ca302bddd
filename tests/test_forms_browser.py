"""The forms in a real browser: filled in, broken, kept, changed, downloaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, Page, Request, expect

from macros.forms import dates, files
from macros.forms.flat import nest, to_fields
from macros.pdf.read import read
from macros.render.wording import languages, words_of
from tests import test_forms_dates as cases
from tests.forms_kit import FILLED, as_json, fill_in, give, open_form, sample, samples, shelf

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console must stay silent, and that must not ask any other host."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    said: list[str] = []

    def asked(request: Request) -> None:
        if "127.0.0.1" not in request.url and not request.url.startswith(("blob:", "data:")):
            said.append(request.url)

    page.on("request", asked)
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def to_check(page: Page) -> None:
    """From the form to the view of what was answered."""
    page.click("#tkf-form button[type=submit]")
    expect(page.locator("#tkf-check-title")).to_be_focused()


def messages(page: Page) -> list[str]:
    """The lines of the error summary."""
    return page.locator("#tkf-summary li").all_inner_texts()


def saved(page: Page) -> dict[str, Any]:
    """The file of answers that the form saves."""
    with page.expect_download() as download:
        page.click("#tkf-form [data-save]")
    data: dict[str, Any] = json.loads(Path(download.value.path()).read_text("utf-8"))
    return data


def pdf_of(page: Page) -> Download:
    """The PDF, from the view of what was answered."""
    with page.expect_download() as download:
        page.click("#tkf-pdf")
    return download.value


def table(test: Any) -> list[tuple[Any, ...]]:
    """The cases of a parametrized test."""
    cases: list[tuple[Any, ...]] = test.pytestmark[0].args[1]
    return cases


# --- the same rules as in Python -----------------------------------------------------------------------


def test_dates_are_read_as_in_python(page: Page, served: str) -> None:
    """The table of cases of the Python tests, read by the page's own script."""
    open_form(page, served, "ja")
    eras = [
        {
            "name": era.name,
            "letter": era.letter,
            "english": era.english,
            "begins": era.begins.isoformat(),
            "last": dates.last_of(era).isoformat(),
        }
        for era in dates.ERAS
    ]
    texts = [case[0] for case in (*table(cases.test_dates), *table(cases.test_no_dates))]
    wanted = []
    for text in texts:
        try:
            wanted.append(dates.parse_date(text).isoformat())
        except dates.DateFault as fault:
            wanted.append(fault.reason)
    model = {"eras": eras, "first": dates.FIRST.isoformat(), "mostDate": dates.MOST}
    found = page.evaluate(
        """([model, texts]) => { const {parse} = tkf.dates(model)
        const read = text => { try { return parse.date(text) } catch (fault) { return fault.reason } }
        return texts.map(read) }""",
        [model, texts],
    )
    assert dict(zip(texts, found, strict=True)) == dict(zip(texts, wanted, strict=True))


# --- filling in ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_filled_in_by_hand(page: Page, served: str, language: str) -> None:
    """The form as it is filled in, looked over, saved; the PDF says the same when it is read back."""
    open_form(page, served, language)
    expect(page.locator("#f-country")).to_be_hidden()
    fill_in(page)
    expect(page.locator("#f-date-read")).to_contain_text("2026")
    data = saved(page)
    form = shelf().forms["todokede"]
    assert data == {"form": "todokede", "revision": form.revision, "filing": "new", "answers": FILLED}
    to_check(page)
    download = pdf_of(page)
    assert download.suggested_filename.startswith("todokede_2026-11-22_株式会社見本システム")
    pdf = Path(download.path()).read_bytes()
    answers, problems = files.answers_of(files.parse(json.dumps(data), "x.json"), form)
    assert problems == []
    assert read(pdf) == to_fields(form, answers)
    assert nest(form, read(pdf)).given["cloud_services"] == FILLED["cloud_services"]


@pytest.mark.parametrize("language", languages())
def test_every_sample_comes_back(page: Page, served: str, language: str) -> None:
    """Every sample of every form is opened, saved again, and made into a PDF: always the same answers."""
    for form, answers in samples():
        open_form(page, served, language, form.id)
        give(page, as_json(answers))
        assert page.locator("#tkf-problems").is_hidden(), page.locator("#tkf-problems").inner_text()
        assert saved(page) == as_json(answers)
        to_check(page)
        assert read(Path(pdf_of(page).path()).read_bytes()) == to_fields(form, answers)


@pytest.mark.parametrize("language", languages())
def test_what_is_missing(page: Page, served: str, language: str) -> None:
    """All that is missing is told at once; 令和元年4月30日 is refused with the reason and the mend."""
    open_form(page, served, language)
    page.click("#tkf-form button[type=submit]")
    expect(page.locator("#tkf-summary")).to_be_focused()
    assert len(messages(page)) == 10
    assert page.title().startswith(words_of(language)["form_error"])
    page.fill("#f-date", "令和元年4月30日")
    page.click("#tkf-form button[type=submit]")
    begins = "2019年5月1日" if language == "ja" else "1 May 2019"
    assert begins in page.locator("#f-date-fault").inner_text()
    assert "平成31年4月30日" in page.locator("#f-date-fault").inner_text()


def test_what_is_worked_out(page: Page, served: str) -> None:
    """The 60 minutes are counted from the moment that is typed, and shown in both calendars."""
    open_form(page, served, "ja", "ippo")
    give(page, as_json(samples_of("ippo")))
    due = page.locator("#f-due_at")
    page.fill("#f-recognised_at", "2026-11-22 23:30")
    assert "令和8年11月23日 0時30分" in due.inner_text()


def samples_of(form: str) -> Any:
    """The first sample of a form."""
    return next(answers for each, answers in samples() if each.id == form)


def test_blocks(page: Page, served: str) -> None:
    """Blocks are added and removed, numbered anew, and the focus goes where the work goes on."""
    open_form(page, served, "ja")
    page.check("input[name=f-ai][value=used]")
    group = page.locator("[data-group=ai_services]")
    titles = group.locator(".tkf-block-title")
    expect(titles).to_have_text(["生成AIのサービス 1"])
    expect(group.locator("[data-remove]")).to_be_hidden()
    group.locator("[data-add]").click()
    expect(titles.nth(1)).to_be_focused()
    group.locator("[data-control=service]").nth(1).fill("二番目")
    group.locator("[data-remove]").first.click()
    expect(titles).to_have_text(["生成AIのサービス 1"])
    expect(titles.first).to_be_focused()
    assert group.locator("[data-control=service]").input_value() == "二番目"
    for _ in range(19):
        group.locator("[data-add]").click()
    expect(group.locator("[data-add]")).to_be_hidden()


# --- changes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_a_change_is_filed(page: Page, served: str, language: str) -> None:
    """From last time's file: what changed is marked, and when it had to be filed is told."""
    words = words_of(language)
    open_form(page, served, language)
    give(page, as_json(sample("todokede", "shinki")), "before")
    expect(page.locator("#tkf-filing")).to_be_visible()
    assert page.input_value("#f-date") == "", "the paper is a new one"
    page.fill("#f-date", "2026-12-01")
    page.fill("#f-media", "外付けハードディスク")
    expect(page.locator("[data-field=media][data-changed]")).to_be_visible()
    block = page.locator("[data-group=cloud_services] .tkf-block").first
    block.locator("[data-control=service]").fill("別のサービス")
    to_check(page)
    told = page.locator("#tkf-changes-told").inner_text()
    for key in ("form_filing_in_advance", "form_filing_promptly"):
        assert words[key].split("{cite}")[0].strip() in told
    rules = page.locator(".tkf-filing-rule").evaluate_all("all => all.map(each => each.dataset.grade)")
    assert "in-advance" in rules
    assert "promptly" in rules
    assert "外付けハードディスク" in page.locator("#tkf-changes-rows").inner_text()
    page.click("#tkf-back")
    assert saved(page)["filing"] == "change"


# --- files ----------------------------------------------------------------------------------------------


def test_files_that_are_refused(page: Page, served: str) -> None:
    """Unknown and hostile files: nothing changes, and the reason is told."""
    words = words_of("ja")
    open_form(page, served, "ja")
    page.fill("#f-address", "そのまま")
    sound = as_json(sample("todokede", "kan-i"))
    answers = sound["answers"]
    deep: Any = "x"
    for _ in range(50):
        deep = [deep]
    for data, key in (
        ("{not json", "json"),
        ("[]", "shape"),
        ("x" * 10_000_000, "big"),
        ("[" * 400_000, "json"),
        ("", "json"),
        ('{"form": "todokede", "answers": {"name": "株"}}'.encode("cp932"), "encoding"),
        (json.dumps(sound).encode("utf-16"), "encoding"),
        ({**sound, "answers": deep}, "deep"),
        ({**sound, "form": "ippo"}, "form"),
        ({**sound, "revision": 99}, "revision"),
        ({**sound, "revision": True}, "revision"),
        ({**sound, "revision": [1]}, "revision"),
        ({**sound, "extra": 1}, "key"),
        ('{"form": "todokede", "answers": {"name": "x", "name": "y"}}', "twice"),
        ('{"form": "todokede", "answers": {"address": 12345678901234567890}}', "kind"),
        ({**sound, "answers": {**answers, "name": True}}, "kind"),
        ({**sound, "answers": {**answers, "nobody": "x"}}, "key"),
        ('{"form": "todokede", "answers": {"__proto__": {"x": 1}}}', "key"),
        ({**sound, "answers": {**answers, "media": ["x"]}}, "kind"),
        ({**sound, "answers": {**answers, "cloud_services": "x"}}, "kind"),
    ):
        give(page, data)
        expect(page.locator("#tkf-problems")).to_be_focused()
        begin = words[f"form_file_{key}"].split("{")[0]
        assert begin in page.locator("#tkf-problems").inner_text()
        assert page.input_value("#f-address") == "そのまま"
    give(page, {**sound, "answers": {**answers, "address": "<img src=x onerror=alert(1)>"}})
    assert page.input_value("#f-address") == "<img src=x onerror=alert(1)>"
    assert page.locator("#tkf-sheet img").count() == 0


def test_profiles(page: Page, served: str) -> None:
    """A company and a contract are loaded over what is there; the company can be saved again."""
    open_form(page, served, "ja")
    give(page, {"profile": "mihon", "answers": {"address": "見本市", "cloud": "無", "other": "x"}}, "profile")
    assert page.input_value("#f-address") == "見本市"
    assert page.is_checked("input[name=f-cloud][value=none]")
    contract = {"contract-name": "見本業務委託契約", "contract-date": "令和8年4月1日"}
    give(page, {"instrument": "joho-security", "parameters": contract}, "profile")
    assert page.input_value("#f-contract_name") == "見本"
    assert page.input_value("#f-address") == "見本市"
    with page.expect_download() as download:
        page.click("[data-save-profile]")
    data = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert data == {"profile": "mihon", "answers": {"address": "見本市", "cloud": "none"}}


def test_the_draft_is_kept_only_if_asked_and_erased(page: Page, served: str) -> None:
    """Nothing is stored until the box is ticked; one button erases it all."""
    open_form(page, served, "ja")
    fill_in(page)
    stored = "Object.keys(localStorage).filter(key => key.startsWith('tokki-form'))"
    assert page.evaluate(stored) == []
    page.check("#tkf-keep")
    assert page.evaluate(stored) == ["tokki-form-todokede"]
    page.reload()
    page.wait_for_selector("#tkf[data-ready]")
    assert saved(page)["answers"] == FILLED
    page.click("#tkf-erase")
    expect(page.locator("#tkf-sure-text")).to_be_focused()
    page.click("#tkf-erase-yes")
    assert page.evaluate(stored) == []
    assert page.input_value("#f-address") == ""
    page.reload()
    page.wait_for_selector("#tkf[data-ready]")
    assert saved(page)["answers"] == {}
