"""A site says what changed since an earlier edition, where it is given one; it always hands out its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from macros.cli import main
from macros.model import Corpus
from macros.publish.build import build
from macros.publish.links import broken
from macros.render.wording import editions, languages, words_of
from macros.training.edition import Edition, edition_of, parse, to_json
from tests.conftest import ROOT
from tests.test_browser import violations

GONE = "AN-9-1.o1"
OLD = "c" * 64


@pytest.fixture(scope="module")
def now(corpus: Corpus) -> Edition:
    """The edition there is."""
    return edition_of(corpus.bodies[0])


@pytest.fixture(scope="module")
def since(now: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was given an edition without the report within 60 minutes."""
    folder = tmp_path_factory.mktemp("since")
    before = replace(now, digest=OLD, duties=tuple(it for it in now.duties if it.id != GONE))
    (folder / "old.json").write_text(to_json(before), "utf-8")
    build(ROOT, folder / "site", since=folder / "old.json")
    return folder / "site"


@pytest.mark.parametrize("language", languages())
def test_the_desk_leads_there(since: Path, language: str) -> None:
    """To a page and a PDF of each edition, from a line that names the old one; no link is broken."""
    html = (since / language / "desk.html").read_text("utf-8")
    assert words_of(language)["desk_page_since"].format(edition=OLD[:12]) in html
    for edition in editions():
        for ending in ("html", "pdf"):
            assert f'href="../sheets/changed.{edition}.{ending}"' in html
    assert broken(since) == []


def test_by_default_there_is_none(site: Path) -> None:
    """Neither pages nor links, for there is no earlier edition; no page of the desk speaks of one."""
    assert not list((site / "sheets").glob("changed.*"))
    for language in languages():
        assert "changed." not in (site / language / "desk.html").read_text("utf-8")


def test_the_present_edition(site: Path, now: Edition) -> None:
    """It is handed out as the command writes it, whole."""
    name = f"edition-{now.name}.json"
    assert parse((site / "sheets" / name).read_bytes(), name) == parse(to_json(now).encode(), name)
    for language in languages():
        assert f'href="../sheets/{name}" download' in (site / language / "desk.html").read_text("utf-8")


@pytest.mark.parametrize("edition", editions())
def test_the_pdf_says_it(since: Path, edition: str) -> None:
    """What came in the words of the edition's languages, and for whom; small enough to be sent."""
    path = since / "sheets" / f"changed.{edition}.pdf"
    assert path.stat().st_size < 200_000
    with pymupdf.open(path) as document:
        text = " ".join("".join(page.get_text() for page in document).split())
    for language in edition.split("-"):
        words = words_of(language)
        assert words["desk_kind_added"] in text
        assert {"ja": "60 分以内", "en": "60 minutes"}[language] in text
        assert {"ja": "セキュリティ管理者", "en": "Security Manager"}[language] in text
    assert OLD in text


@pytest.fixture(params=[(edition, width) for edition in editions() for width in (320, 1000)])
def page(browser: Browser, since: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page of an edition at a width; its console stays silent, so its policy forbids nothing it needs."""
    edition, width = request.param
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((since / "sheets" / f"changed.{edition}.html").as_uri())
    assert said == []
    yield page
    context.close()


@pytest.mark.browser
def test_the_page(page: Page, axe: str) -> None:
    """It can be read by everybody, wants no sideways scrolling, and leads back; on paper the way is gone."""
    assert violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".bar button, .bar textarea, script").count() == 0
    assert page.locator(".bar a").evaluate("it => it.href").endswith("/desk.html")
    page.emulate_media(media="print")
    assert page.locator(".bar:visible").count() == 0


def test_what_is_no_edition(tmp_path: Path, now: Edition) -> None:
    """One line for each fault, and nothing is built."""
    wrong = {
        "torn.json": to_json(now)[:999],
        "other.json": to_json(replace(now, instrument="other")),
        "later.json": to_json(now).replace('"version": 1', '"version": 9'),
    }
    for name, text in wrong.items():
        path = tmp_path / name
        path.write_text(text, "utf-8")
        command = ["site", "--root", str(ROOT), "--target", str(tmp_path / "site"), "--since", str(path)]
        told = CliRunner().invoke(main, command)
        assert told.exit_code == 1, name
        assert "Traceback" not in told.output
        assert len(told.output.splitlines()) <= 2, told.output
        assert name in told.output or "other" in told.output
        assert not (tmp_path / "site").exists()


def test_nothing_changed(tmp_path: Path, now: Edition) -> None:
    """The same edition: the sheet says that nothing changed."""
    build(ROOT, tmp_path / "site", since=ROOT / "clauses")
    for language in languages():
        html = (tmp_path / "site" / "sheets" / f"changed.{language}.html").read_text("utf-8")
        assert words_of(language)["desk_changed_nothing"] in html
        assert f"{now.name} → {now.name}" in html


@pytest.mark.parametrize("language", languages())
def test_the_course_for_platforms(site: Path, tmp_path: Path, language: str) -> None:
    """The desk hands out, to the byte, what the commands make."""
    html = (site / language / "desk.html").read_text("utf-8")
    for kind, name in (("gift", f"course-{language}.gift.txt"), ("scorm", f"course-{language}.zip")):
        command = ["course", "--root", str(ROOT), kind, "--to", str(tmp_path / name), "--language", language]
        assert CliRunner().invoke(main, command).exit_code == 0
        assert (site / language / name).read_bytes() == (tmp_path / name).read_bytes()
        assert f'href="{name}" download' in html
