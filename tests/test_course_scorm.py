"""The course as a SCORM 1.2 package: its manifest, its links, and a run in a platform that is not ours."""

from __future__ import annotations

import os
import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Frame, Page, expect

from macros.cli import main
from macros.publish.links import broken
from macros.render.wording import languages, words_of
from tests.conftest import ROOT
from tests.course_kit import answer_all, lessons
from tests.fixtures_site import _Quiet
from tests.test_browser import violations

GOLDEN = ROOT / "tests" / "course" / "golden" / "imsmanifest.xml"
PLATFORM = ROOT / "macros" / "theme" / "node_modules" / "scorm-again" / "dist" / "scorm12.min.js"
SPACE = {
    "cp": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
}


def made(to: Path, language: str) -> Path:
    """A package as the command makes it."""
    told = CliRunner().invoke(
        main, ["course", "--root", str(ROOT), "scorm", "--to", str(to), "--language", language]
    )
    assert told.exit_code == 0, told.output
    return to


@pytest.fixture(scope="module", params=languages())
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A package unpacked, and its language."""
    folder = tmp_path_factory.mktemp("scorm")
    with zipfile.ZipFile(made(folder / "course.zip", request.param)) as archive:
        archive.extractall(folder / "course")
    return request.param, folder


def test_the_manifest(package: tuple[str, Path]) -> None:
    """It is what was agreed on, and names every file that is there."""
    language, folder = package
    text = (folder / "course" / "imsmanifest.xml").read_text("utf-8")
    root = ElementTree.fromstring(text)
    resource = root.find("cp:resources/cp:resource", SPACE)
    assert resource is not None
    assert resource.get(f"{{{SPACE['adlcp']}}}scormtype") == "sco"
    named = {file.get("href") for file in resource.findall("cp:file", SPACE)}
    there = {p.relative_to(folder / "course").as_posix() for p in (folder / "course").rglob("*.*")}
    assert named == there - {"imsmanifest.xml"}
    assert resource.get("href") in named
    assert root.get("identifier") == f"tokki-newcomer-{lessons().digest}-{language}"
    if language == "ja":
        told = text.replace(lessons().digest, "0" * 12)
        assert re.sub(r"(?<=版 )[0-9a-f]{12}", "0" * 12, told) == GOLDEN.read_text("utf-8")


def test_it_leads_nowhere_else(package: tuple[str, Path]) -> None:
    """Every link leads to a place on the one page; nothing is asked of another host."""
    _, folder = package
    assert broken(folder / "course") == []
    page = (folder / "course" / "index.html").read_text("utf-8")
    assert not re.search(r"""(?:href|src)=["'](?:https?:)?//""", page)
    assert not re.search(r"""<a [^>]*href=["'](?!#)""", page), "a link out of the page ends the session"


def test_the_same_to_the_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made twice, the package is the same; its entries carry the date that is asked for."""
    first, second = made(tmp_path / "a.zip", "en"), made(tmp_path / "b.zip", "en")
    assert first.read_bytes() == second.read_bytes()
    assert len(first.read_bytes()) < 150_000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    with zipfile.ZipFile(made(tmp_path / "c.zip", "en")) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}
        assert archive.namelist()[0] == "imsmanifest.xml"


@pytest.fixture
def platform(package: tuple[str, Path]) -> Iterator[str]:
    """The address of a platform with the package in it."""
    if not PLATFORM.is_file():
        if os.environ.get("CI"):
            pytest.fail("scorm-again is missing: run `make setup`")
        pytest.skip("scorm-again is missing: run `make setup`")
    _, folder = package
    shutil.copy(PLATFORM, folder)
    shutil.copy(ROOT / "tests" / "course" / "lms.html", folder / "lms.html")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/lms.html"
    server.shutdown()
    server.server_close()


def course_in(page: Page) -> Frame:
    """The frame with the course, ready."""
    page.wait_for_selector("iframe")
    frame = page.frames[1]
    frame.wait_for_selector("#tkc[data-ready]", state="attached")
    return frame


def told(page: Page, name: str) -> str:
    """What the platform has been told."""
    value: str = page.evaluate("(name) => name.split('.').reduce((at, key) => at[key], window.API)", name)
    return value


@pytest.mark.browser
def test_a_run(package: tuple[str, Path], platform: str, browser: Browser) -> None:
    """Begun, left, gone on with, completed: the platform hears of status, score, place and time."""
    language, _ = package
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page, said = context.new_page(), list[str]()
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(platform)
    frame = course_in(page)
    assert told(page, "cmi.core.lesson_status") == "incomplete"
    frame.evaluate("location.hash = '#q-cafe-30min'")
    box = frame.locator("[data-question=q-cafe-30min]")
    box.locator("label").nth(1).click()
    box.locator("button").click()
    expect(box.locator(".tkc-verdict")).to_have_attribute("data-state", "right")
    count = len(lessons().questions)
    assert told(page, "cmi.core.score.raw") == str(round(100 / count))
    assert (told(page, "cmi.core.score.min"), told(page, "cmi.core.score.max")) == ("0", "100")
    assert told(page, "cmi.core.lesson_location") == "outside"

    frame.evaluate("location.href = 'about:blank'")
    page.wait_for_function("window.API.isTerminated()")
    assert re.fullmatch(r"[0-9]{4}:[0-9]{2}:[0-9]{2}", page.evaluate("sent['cmi.core.session_time']"))
    assert page.evaluate("sent['cmi.core.exit']") == "suspend"
    assert page.evaluate("faults") == []
    page.evaluate("keep()")
    page.goto(platform)
    frame = course_in(page)
    box = frame.locator("[data-question=q-cafe-30min]")
    expect(box.locator(".tkc-verdict")).to_have_attribute("data-state", "right")
    expect(frame.locator("#step-outside")).to_be_visible()

    answer_all(frame, ("q-mail-check",))
    assert told(page, "cmi.core.lesson_status") == "completed"
    assert told(page, "cmi.core.score.raw") == str(round(100 * (count - 1) / count))
    assert 0 < len(told(page, "cmi.suspend_data")) <= 4096
    frame.evaluate("location.hash = '#course-end'")
    score = words_of(language)["course_score"].format(all=count, right=count - 1)
    expect(frame.locator("[data-score]")).to_have_text(score)
    assert page.evaluate("faults") == []
    assert frame.evaluate("Object.keys(localStorage).length") == 0
    context.close()
    assert said == []


@pytest.mark.browser
def test_without_a_platform(package: tuple[str, Path], browser: Browser, axe: str) -> None:
    """Opened from a folder the course works all the same; axe finds nothing in it, nor in its text."""
    _, folder = package
    page = browser.new_page(viewport={"width": 320, "height": 700}, bypass_csp=True)
    page.goto((folder / "course" / "index.html").as_uri())
    page.wait_for_selector("#tkc[data-ready]", state="attached")
    assert violations(page, axe) == []
    page.evaluate("location.hash = '#step-genai'")
    answer_all(page.main_frame)
    assert violations(page, axe) == []
    page.evaluate("location.hash = '#course-end'")
    expect(page.locator("[data-complete]")).to_be_visible()
    assert violations(page, axe) == []
    page.evaluate("location.hash = '#q-cafe-30min'")
    page.locator("[data-question=q-cafe-30min] .tkc-verdict a").first.click()
    expect(page.locator("#AN-8-1-u")).to_be_focused()
    assert violations(page, axe) == []
    page.click("[data-back]")
    expect(page.locator("#q-cafe-30min")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
