"""The paper that comes out of the browser, and every state of the page accessible."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from macros.forms.wording import pieces
from macros.pdf.press import Press
from macros.pdf.read import read
from macros.render.wording import languages
from tests.forms_kit import (
    as_json,
    choose,
    fill_in,
    give,
    open_form,
    openings,
    sample,
    samples,
    shelf,
    violations,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield context.new_page()
    context.close()


def squeezed(text: str) -> str:
    """Text without blanks."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", languages())
def test_without_scripts_the_blank_sheet_is_there(browser: Browser, served: str, language: str) -> None:
    """Every word of the official form, in its order, on screen and on paper."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for form in shelf().forms.values():
        page.goto(f"{served}/{language}/forms/{form.id}.html")
        assert page.locator("#tkf").is_hidden()
        text = squeezed(page.locator("#tkf-sheet").inner_text())
        at = 0
        for piece in pieces(form, form.language):
            for part in piece.text.split():
                found = text.find(squeezed(part), at)
                assert found >= 0, (form.id, piece.text)
                at = found
    context.close()


@pytest.mark.parametrize("language", languages())
def test_printed_is_the_sheet_alone(page: Page, served: str, language: str) -> None:
    """On paper there is the official sheet, filled in, and nothing of the page around it."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    open_form(page, served, language)
    fill_in(page)
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = squeezed("".join(each.get_textpage().get_text_bounded() for each in printed))
    assert "令和8年11月22日" in text
    assert "サンプルドライブ" in text
    assert "☑日本国内のみ" in text
    assert "English" not in text
    assert "ブラウザの中だけ" not in text
    assert ("Whether a cloud" in text) is False
    assert len(printed) <= 3
    width, height = printed[0].get_size()
    assert (round(width), round(height)) == (595, 842)


@pytest.mark.parametrize("language", languages())
def test_the_pdf_is_drawn_as_in_python(page: Page, served: str, language: str) -> None:
    """The browser's update says to the byte what the Python filler draws, and the tags are still there."""
    form, answers = shelf().forms["todokede"], sample("todokede", "kan-i")
    open_form(page, served, language)
    give(page, as_json(answers))
    page.click("#tkf-form button[type=submit]")
    with page.expect_download() as download:
        page.click("#tkf-pdf")
    data = Path(download.value.path()).read_bytes()
    wanted = Press(form, None if language == "ja" else language).editable(answers).data
    assert read(data) == read(wanted)
    ours, theirs = (pikepdf.open(io.BytesIO(each)) for each in (data, wanted))
    assert ours.check_pdf_syntax() == []
    assert len(data) < 1_700_000
    for one, two in zip(fields(ours), fields(theirs), strict=True):
        assert one == two
    assert "/StructTreeRoot" in ours.Root
    assert bool(ours.Root.MarkInfo.Marked)


def fields(pdf: pikepdf.Pdf) -> list[tuple[str, bytes]]:
    """Each text field with what its appearance draws."""
    found: list[tuple[str, bytes]] = []
    for each in pdf.Root.AcroForm.Fields:
        if each.get("/FT") == "/Tx":
            found.append((str(each.T), each.AP.N.read_bytes()))
    return sorted(found)


def test_what_the_pdf_cannot_show_is_told_first(page: Page, served: str) -> None:
    """Too long a text, and a character that no font has, are told before the download; values stay whole."""
    open_form(page, served, "ja")
    fill_in(page)
    long = "見本" * 100
    page.fill("#f-media", long)
    page.fill("#f-address", "見本市𰻞町")
    page.click("#tkf-form button[type=submit]")
    page.click("#tkf-pdf")
    warning = page.locator("#tkf-warning")
    expect(warning).to_be_focused()
    assert "𰻞" in warning.inner_text()
    with page.expect_download() as download:
        page.click("#tkf-pdf-anyway")
    values = read(Path(download.value.path()).read_bytes())
    assert values["address"] == "見本市𰻞町"
    assert values["media"] == long


PHONE, DESKTOP = (320, 640), (1280, 900)
SELDOM = pytest.mark.verify
LOOKS = [
    ("ja", PHONE, "light"),
    ("en", DESKTOP, "dark"),
    pytest.param("ja", DESKTOP, "dark", marks=SELDOM),
    pytest.param("en", PHONE, "light", marks=SELDOM),
    pytest.param("ja", PHONE, "dark", marks=SELDOM),
    pytest.param("en", DESKTOP, "light", marks=SELDOM),
]


@pytest.mark.parametrize(("language", "size", "scheme"), LOOKS)
def test_axe_finds_nothing(
    browser: Browser, served: str, axe: str, language: str, size: tuple[int, int], scheme: Any
) -> None:
    """Every form in every state: blank, each condition open, faulty, refused, changed, looked over."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}

    def look(state: str) -> None:
        if told := violations(page, axe):
            found[f"{form.id}: {state}"] = told

    def change() -> None:
        give(page, as_json(sample("todokede", "shinki")), "before")
        page.fill("#f-date", "2026-12-01")
        page.fill("#f-media", "変わった媒体")
        page.locator("[data-group=cloud_services] [data-control=service]").first.fill("別のサービス")

    for form in shelf().forms.values():
        open_form(page, served, language, form.id)
        look("blank")
        give(page, "{}")
        for choices, _ in openings(form):
            choose(page, choices)
            page.click("#tkf-form button[type=submit]")
            look(f"refused, faulty, open: {choices}")
        if form.changes:
            change()
            look("changed")
        else:
            give(page, as_json(next(answers for each, answers in samples() if each is form)))
        page.fill("#f-name", "𰻞")
        page.click("#tkf-form button[type=submit]")
        page.click("#tkf-paper summary")
        page.click("#tkf-erase")
        look("looked over, before and after, the sheet, asked whether to erase")
        page.click("#tkf-erase-no")
        page.click("#tkf-pdf")
        expect(page.locator("#tkf-warning")).to_be_visible()
        look("warned")
    page.goto(f"{served}/{language}/forms/index.html")
    look("list")
    context.close()
    assert found == {}
