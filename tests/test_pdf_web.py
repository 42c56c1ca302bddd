"""The sheet as an HTML page of its own: the answers on it, nothing that runs, nothing loaded."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from macros.forms.answers import as_data, checked
from macros.forms.definition import Answers, Form
from macros.forms.definition import entries as entries_of
from macros.forms.flat import to_fields
from macros.pdf import web
from tests.forms_kit import sample, samples, shelf, violations

SAMPLES = samples()
NAMES = [f"{form.id}-{number}" for number, (form, _) in enumerate(SAMPLES)]
HOSTILE = '<img src="file:///etc/passwd" onerror=x><script>x</script>{{ 7*7 }} http://example.com/ </style>'


def spoilt() -> tuple[Form, Answers]:
    """Answers with markup in them."""
    form = shelf().forms["todokede"]
    data = as_data(sample("todokede", "kan-i")) | {"media": HOSTILE, "name": HOSTILE}
    return form, checked(form, data, lambda path: pytest.fail(path))


@pytest.mark.parametrize(("form", "answers"), SAMPLES, ids=NAMES)
@pytest.mark.parametrize("second", [None, "en"])
def test_nothing_runs_and_nothing_is_loaded(form: Form, answers: Answers, second: str | None) -> None:
    """No script, no address, no style beside the one that the policy names by its digest."""
    html = web.page(form, answers, second)
    assert not re.search(
        r"<(?:script|link|img|iframe|form|a)\b|\s(?:on\w+|style|src|href)=|url\(|@import", html
    )
    style = re.search(r"<style>(.*)</style>", html, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html
    assert "{{" not in html
    assert f'<html lang="{form.language}">' in html


@pytest.mark.parametrize(("form", "answers"), SAMPLES, ids=NAMES)
def test_every_answer_stands_on_it_once(form: Form, answers: Answers) -> None:
    """Each text in its field, each tick at its option, as the PDF has them; and nothing else."""
    html = web.page(form, answers)
    written = re.findall(r'<span class="(?:write|area)[^"]*">([^<]*)</span>', html)
    fields = to_fields(form, answers)
    entries = {e.key(n) for e in entries_of(form) if e.field.kind in ("choice", "flag") for n in range(1, 40)}
    said = [value for key, value in fields.items() if key not in entries]
    assert sorted(text for text in written if text) == sorted(said)  # blocks stand on 別紙 by group
    assert html.count(">✓</span>") == sum(1 for key in fields if key in entries)


def test_markup_in_answers_is_text() -> None:
    """What looks like HTML is shown as it was written."""
    html = web.page(*spoilt())
    assert "<script" not in html
    assert "&lt;script&gt;x&lt;/script&gt;{{ 7*7 }} http://example.com/" in html
    assert html.count("</style>") == 1


def _into(said: list[str], what: str) -> Callable[[Any], None]:
    return lambda heard: said.append(getattr(heard, what))


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1000])
def test_in_a_browser(browser: Browser, axe: str, tmp_path: Path, width: int) -> None:
    """It opens from a folder, silent, in one column on a phone, and axe finds nothing."""
    path = tmp_path / "sheet.html"
    for form, answers in (*SAMPLES, spoilt()):
        path.write_text(web.page(form, answers, "en"), "utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=False)
        page = context.new_page()
        said: list[str] = []
        page.on("console", _into(said, "text"))
        page.on("request", _into(said, "url"))
        page.goto(path.as_uri())
        assert said == [path.as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), form.id
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).textAlign") == "center"
        context.close()
        checked_ = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
        page = checked_.new_page()
        page.goto(path.as_uri())
        assert violations(page, axe) == []
        checked_.close()
