"""The PDF that a page makes: room for long text and many services, what is said where there is none."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from macros.cli import main
from macros.forms import files
from macros.forms.definition import Form, entries, groups
from macros.forms.flat import to_fields
from macros.pdf import face, spare
from macros.pdf.appearance import Box, fitted
from macros.pdf.read import read
from macros.pdf.scripts import tall_script
from macros.render.wording import languages, words_of
from tests.forms_kit import FILLED, give, open_form, shelf

FORMS = list(shelf().forms.values())


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that says nothing in its console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def answers(**changed: Any) -> dict[str, Any]:
    """A file of answers to the 届出書."""
    return {"form": "todokede", "revision": 1, "answers": FILLED | changed}


def services(count: int) -> list[dict[str, str]]:
    """So many cloud services."""
    (one,) = FILLED["cloud_services"]
    return [one | {"service": f"サービス{n + 1}"} for n in range(count)]  # type: ignore[operator]


def downloaded(page: Page, given: dict[str, Any]) -> bytes:
    """The PDF of these answers, and that nothing had to be warned of."""
    give(page, given)
    page.click("#tkf-form button[type=submit]")
    with page.expect_download() as download:
        page.click("#tkf-pdf")
    assert page.locator("#tkf-warning").is_hidden()
    return Path(download.value.path()).read_bytes()


def drawn_in(pdf: bytes) -> dict[str, str]:
    """Field → the text that its appearance draws: in the form font, codes are UTF-16."""
    found = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for field in document.Root.AcroForm.Fields:
            if field.get("/FT") == "/Tx" and "/V" in field:
                codes = re.findall(rb"<([0-9A-F]+)>Tj", field.AP.N.read_bytes())
                found[str(field.T)] = b"".join(map(bytes.fromhex, (c.decode() for c in codes))).decode(
                    "utf-16-be"
                )
    return found


@pytest.mark.parametrize("form", FORMS, ids=[form.id for form in FORMS])
@pytest.mark.parametrize("second", [None, "en"])
def test_the_high_sheet_holds_the_longest_text(form: Form, second: str | None) -> None:
    """As many characters as a field takes have room in it, full-width, in a language or two."""
    script = tall_script(form, second)
    made = json.loads(script.partition("=")[2])
    advances = face.load().advances
    seen = 0
    for entry in entries(form):
        if entry.field.kind in ("text", "multiline"):
            _, _, width, height, size, several, centred = made["texts"][entry.key()]
            box = Box(width, height, size, several, centred)
            fits = fitted("漢" * entry.field.limit, box, advances).fits
            assert fits, (entry.name, width, height)
            seen += 1
    assert seen > 3


@pytest.mark.browser
@pytest.mark.parametrize("language", languages())
def test_long_text_has_room(page: Page, served: str, language: str) -> None:
    """Text too long for the usual fields is set on the sheet with high ones: all of it shows."""
    long = "長い名称" * 48 + "終わり"
    (one,) = FILLED["cloud_services"]
    given = answers(address=long, cloud_services=[one | {"certification": long}] * 3)  # type: ignore[operator]
    open_form(page, served, language)
    pdf = downloaded(page, given)
    form = shelf().forms["todokede"]
    checked, problems = files.answers_of(files.parse(json.dumps(given), "x.json"), form)
    assert problems == []
    assert read(pdf) == to_fields(form, checked)
    shown = drawn_in(pdf)
    for key in ("address", *(f"cloud_services_{n}_certification" for n in (1, 2, 3))):
        assert shown[key] == long, key


@pytest.mark.browser
def test_as_many_services_as_the_form_takes(page: Page, served: str) -> None:
    """Twenty services: no more can be added on the page, each has its 別紙 in the PDF."""
    assert all(group.most <= spare.MOST for group in groups(shelf().forms["todokede"]).values())
    open_form(page, served, "ja")
    give(page, answers(cloud_services=services(20)))
    host = page.locator("[data-group=cloud_services]")
    expect(host.locator("[data-add]")).to_be_hidden()
    expect(host.locator("[data-most]")).to_have_text("「クラウドサービス」は20件までです。")
    page.click("#tkf-form button[type=submit]")
    with page.expect_download() as download:
        page.click("#tkf-pdf")
    pdf = Path(download.value.path()).read_bytes()
    found = read(pdf)
    assert [found[f"cloud_services_{n}_service"] for n in range(1, 21)] == [
        f"サービス{n}" for n in range(1, 21)
    ]
    give(page, answers(cloud_services=services(21)))
    expect(page.locator("#tkf-problems li")).to_have_text("「クラウドサービス」は20件までです。")


@pytest.mark.browser
@pytest.mark.parametrize("language", languages())
def test_what_has_no_room_is_said_before(page: Page, served: str, language: str) -> None:
    """More lines than even the high field takes: the field, by how many lines, and the ways on."""
    words = words_of(language)
    open_form(page, served, language)
    give(page, answers(media="行\n" * 40 + "終"))
    page.click("#tkf-form button[type=submit]")
    page.click("#tkf-pdf")
    warning = page.locator("#tkf-warning")
    expect(warning).to_be_visible()
    said = warning.locator("li").inner_text()
    label = next(e for e in entries(shelf().forms["todokede"]) if e.name == "media").field.label[language]
    lines = int("".join(c for c in said.partition(label)[2] if c.isdigit()))
    assert said.startswith(words["form_pdf_long"].format(label=label, lines=lines))
    assert 5 < lines < 41
    expect(warning).to_contain_text(words["form_pdf_ways"])


@pytest.mark.browser
def test_other_files_are_told_apart(page: Page, served: str) -> None:
    """YAML and PDF are named, with the command that makes JSON of them; nothing is opened."""
    words = words_of("ja")
    open_form(page, served, "ja")
    for text, key in (
        ("# x\nform: todokede\nanswers:\n  name: x\n", "form_file_yaml"),
        ("%PDF-1.7\n", "form_file_pdf"),
        ("{", "form_file_json"),
        ("name,address\n", "form_file_json"),
    ):
        give(page, text)
        expect(page.locator("#tkf-problems li")).to_have_text(words[key])
    page.set_input_files(
        "#tkf-open-answers",
        {"name": "x.PDF", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n" + b" " * 1_500_000},
    )
    expect(page.locator("#tkf-problems li")).to_have_text(words["form_file_pdf"])


@pytest.mark.browser
@pytest.mark.parametrize("language", languages())
def test_answers_that_are_not_asked_are_named(page: Page, served: str, language: str) -> None:
    """They are put aside, and that is said when the file is opened and where the answers are looked over."""
    form = shelf().forms["todokede"]
    label = next(e for e in entries(form) if e.name == "country").field.label[language]
    service = next(e for e in entries(form) if e.key() == "ai_services_1_service").field.label[language]
    open_form(page, served, language)
    give(page, answers(country="米国", ai_services=[{"service": "AI"}]))
    comma = "、" if language == "ja" else ", "
    said = words_of(language)["form_left"].format(labels=f"{label}{comma}{service}")
    expect(page.locator("#tkf-status")).to_contain_text(said)
    page.click("#tkf-form button[type=submit]")
    expect(page.locator("#tkf-left")).to_have_text(said)
    give(page, answers())
    page.click("#tkf-form button[type=submit]")
    expect(page.locator("#tkf-left")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["profiles", "contracts"])
def test_profiles_in_yaml_become_what_the_page_opens(page: Page, served: str, root: Path, kind: str) -> None:
    """`tokki form read … --format json` of the sample profiles is loaded into the form."""
    words = [
        "form",
        "--root",
        str(root),
        "read",
        str(root / "forms" / kind / "mihon.yml"),
        "--format",
        "json",
    ]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    open_form(page, served, "ja")
    give(page, result.output, "profile")
    expect(page.locator("#tkf-problems")).to_be_hidden()
    if kind == "profiles":
        assert page.input_value("#f-name").startswith("株式会社見本システム")
    else:
        assert page.input_value("#f-contract_name") == "見本情報システム運用保守"
