"""The course as a SCORM 1.2 package: its manifest, its links, and a run in a platform that is not ours."""

from __future__ import annotations

import os
import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Frame, Page, expect

from macros import corpus
from macros.cli import main
from macros.publish.links import broken
from macros.queries import Selections
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


def made(to: Path, language: str, *more: str) -> Path:
    """A package as the command makes it."""
    told = CliRunner().invoke(
        main, ["course", "--root", str(ROOT), "scorm", "--to", str(to), "--language", language, *more]
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


def test_a_pass_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A company's own pass mark stands in the manifest, and is told as its own; nothing else is accepted."""
    for tongue in languages():
        monkeypatch.setenv("LC_ALL", f"{tongue}.UTF-8")
        command = ["course", "--root", str(ROOT), "scorm", "--to", str(tmp_path / "a.zip"), "--pass-mark"]
        told = CliRunner().invoke(main, [*command, "80"])
        assert told.output.splitlines()[-1] == words_of(tongue)["told_pass_mark"].format(mark=80)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        item = ElementTree.fromstring(archive.read("imsmanifest.xml")).find(".//cp:item", SPACE)
    assert item is not None
    assert item.findtext("adlcp:masteryscore", namespaces=SPACE) == "80"
    for wrong in ("0", "101", "80.5"):
        told = CliRunner().invoke(main, [*command, wrong])
        assert told.exit_code == 2
        assert "--pass-mark" in told.output


@pytest.fixture
def platform(package: tuple[str, Path]) -> Iterator[str]:
    """The address of a platform with the package in it."""
    _, folder = package
    with serving(folder) as address:
        yield address


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A platform, with the package that is in the folder as `course`, at an address."""
    if not PLATFORM.is_file():
        if os.environ.get("CI"):
            pytest.fail("scorm-again is missing: run `make setup`")
        pytest.skip("scorm-again is missing: run `make setup`")
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


def told(page: Page, name: str) -> Any:
    """What the platform has been told."""
    return page.evaluate("(name) => name.split('.').reduce((at, key) => at[key], window.API)", name)


def interactions(page: Page) -> list[dict[str, Any]]:
    """The answers that the platform has been told, in their order."""
    found: dict[str, dict[str, Any]] = page.evaluate(
        "JSON.parse(JSON.stringify(window.API.cmi.interactions.toJSON()))"
    )
    return [found[key] for key in sorted(found, key=int)]


def leave(page: Page, frame: Frame) -> None:
    """Close the course; the platform keeps what it was told."""
    frame.evaluate("location.href = 'about:blank'")
    page.wait_for_function("window.API.isTerminated()")
    assert page.evaluate("faults") == []
    page.evaluate("keep()")


def altered(page: Page, how: str) -> None:
    """Change what the platform keeps."""
    page.evaluate(f"""() => {{
      const kept = JSON.parse(sessionStorage.getItem('lms'))
      {how}
      sessionStorage.setItem('lms', JSON.stringify(kept))
    }}""")


@pytest.mark.browser
def test_a_run(package: tuple[str, Path], platform: str, browser: Browser) -> None:
    """Begun, left, gone on with, completed: the platform hears of status, answers, score, place and time."""
    language, _ = package
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page, said = context.new_page(), list[str]()
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(platform)
    frame = course_in(page)
    expect(frame.locator("[data-platform]")).to_have_text(words_of(language)["course_packed"])
    assert told(page, "cmi.core.lesson_status") == "incomplete"
    frame.evaluate("location.hash = '#q-cafe-30min'")
    box = frame.locator("[data-question=q-cafe-30min]")
    box.locator("label").nth(1).click()
    box.locator("button").dblclick()
    expect(box.locator(".tkc-verdict")).to_have_attribute("data-state", "right")
    assert told(page, "cmi.core.score.raw") == "", "a score is one of the whole course"
    assert told(page, "cmi.core.lesson_location") == "outside"
    assert [each["id"] for each in interactions(page)] == ["q-cafe-30min"]
    leave(page, frame)
    assert re.fullmatch(r"[0-9]{4}:[0-9]{2}:[0-9]{2}", page.evaluate("sent['cmi.core.session_time']"))
    assert page.evaluate("sent['cmi.core.exit']") == "suspend"

    page.goto(platform)
    frame = course_in(page)
    box = frame.locator("[data-question=q-cafe-30min]")
    expect(box.locator(".tkc-verdict")).to_have_attribute("data-state", "right")
    expect(frame.locator("#step-outside")).to_be_visible()
    answer_all(frame, ("q-mail-check",))
    assert told(page, "cmi.core.lesson_status") == "completed"
    count = len(lessons().questions)
    score = str(100 * (count - 1) // count)
    assert [told(page, f"cmi.core.score.{key}") for key in ("raw", "min", "max")] == [score, "0", "100"]
    assert 0 < len(told(page, "cmi.suspend_data")) <= 2048, "room for more tries and choices is left"
    frame.evaluate("location.hash = '#course-end'")
    words = words_of(language)["course_score"].format(all=count, right=count - 1)
    expect(frame.locator("[data-score]")).to_have_text(words)
    expect(frame.locator("[data-pass], [data-restart], [data-mark]").filter(visible=True)).to_have_count(0)
    assert told(page, "cmi.core.lesson_status") == "completed"
    reported(interactions(page))
    assert frame.evaluate("Object.keys(localStorage).length") == 0
    leave(page, frame)

    # What was completed stays so where the platform forgets the answers, not where the edition is another.
    altered(page, "kept.suspend_data = ''")
    page.goto(platform)
    frame = course_in(page)
    assert told(page, "cmi.core.lesson_status") == "completed"
    assert told(page, "cmi.core.score.raw") == score
    leave(page, frame)
    altered(page, "kept.suspend_data = JSON.stringify([2, 'another', '', '', '1.1.1.0', ''])")
    page.goto(platform)
    frame = course_in(page)
    assert told(page, "cmi.core.lesson_status") == "incomplete"
    expect(frame.locator("[data-now]")).to_have_text(words_of(language)["course_other_course"])
    page.evaluate("window.API.LMSSetValue = () => 'false'")
    answer_all(frame)
    expect(frame.locator("[data-fault]")).to_contain_text(words_of(language)["course_fault"].split("{")[0])
    context.close()
    assert said == []


def reported(answers: list[dict[str, Any]]) -> None:
    """Each answer once, in the formats of SCORM 1.2: what was chosen, what is right, what it rests on."""
    questions = {question.id: question for question in lessons().questions}
    assert sorted(each["id"] for each in answers) == sorted(questions)
    query = Selections(corpus.load(ROOT / "clauses").bodies[0])
    for each in answers:
        question = questions[each["id"]]
        right = ",".join(str(n + 1) for n in question.answer)
        pattern = f"{{{right}}}" if question.many else right
        basis = question.basis[0]
        basis = query.obligation[basis].provision.id if basis in query.obligation else basis
        missed = each["id"] == "q-mail-check"
        assert each["type"] == "choice"
        assert each["correct_responses"] == {"0": {"pattern": pattern}}
        assert each["objectives"] == {"0": {"id": basis}}
        assert (each["student_response"] == right) is not missed
        assert re.fullmatch("[1-9](,[1-9])*", each["student_response"])
        assert each["result"] == ("wrong" if missed else "correct")
        assert re.fullmatch(r"[0-2][0-9](:[0-5][0-9]){2}", each["time"])
        assert re.fullmatch(r"[0-9]{2,4}(:[0-5][0-9]){2}", each["latency"])


@pytest.mark.browser
def test_passed_or_failed(tmp_path: Path, browser: Browser) -> None:
    """With the company's pass mark, from the package or the platform: failed, begun again, passed."""
    words, questions = words_of("en"), lessons().questions
    with zipfile.ZipFile(made(tmp_path / "course.zip", "en", "--pass-mark", "90")) as archive:
        archive.extractall(tmp_path / "course")
    context = browser.new_context()
    page = context.new_page()
    with serving(tmp_path) as address:
        page.goto(address)
        frame = course_in(page)
        expect(frame.locator("[data-mark]")).to_have_text(words["course_pass_mark"].format(mark=90))
        answer_all(frame, [question.id for question in questions[:20]])
        score = 100 * (len(questions) - 20) // len(questions)
        assert told(page, "cmi.core.lesson_status") == "failed"
        assert told(page, "cmi.core.score.raw") == str(score)
        frame.evaluate("location.hash = '#course-end'")
        expect(frame.locator("[data-pass]")).to_have_text(words["course_failed"].format(score=score, mark=90))
        leave(page, frame)
        page.goto(address)
        frame = course_in(page)
        assert told(page, "cmi.core.lesson_status") == "failed"
        frame.evaluate("location.hash = '#course-end'")
        frame.click("[data-restart]")
        expect(frame.locator("#course")).to_be_focused()
        expect(frame.locator("[data-resume]")).to_be_hidden()
        assert told(page, "cmi.core.lesson_status") == "failed", "until everything has been answered again"
        answer_all(frame)
        assert told(page, "cmi.core.lesson_status") == "passed"
        assert told(page, "cmi.core.score.raw") == "100"
        leave(page, frame)
        page.evaluate("sessionStorage.clear()")

        page.goto(f"{address}?window&mastery=50")  # in a window of its own, with the platform's mark
        with page.expect_popup() as popup:
            page.evaluate("window.open('course/index.html') && 0")
        popup.value.wait_for_selector("#tkc[data-ready]", state="attached")
        expect(popup.value.locator("[data-mark]")).to_have_text(words["course_pass_mark"].format(mark=50))
        answer_all(popup.value.main_frame, [question.id for question in questions[:20]])
        assert told(page, "cmi.core.lesson_status") == "passed"
        assert page.evaluate("faults") == []
        popup.value.close()

        page.goto(f"{address}?mode=review")  # who only looks changes nothing
        frame = course_in(page)
        expect(frame.locator("[data-platform]")).to_have_text(words["course_looking"])
        answer_all(frame)
        frame.evaluate("location.href = 'about:blank'")
        page.wait_for_function("window.API.isTerminated()")
        assert page.evaluate("sent") == {}
    context.close()


@pytest.mark.browser
def test_without_a_platform(package: tuple[str, Path], browser: Browser, axe: str) -> None:
    """Opened from a folder the course works all the same; axe finds nothing in it, nor in its text."""
    _, folder = package
    page = browser.new_page(viewport={"width": 320, "height": 700}, bypass_csp=True)
    page.goto((folder / "course" / "index.html").as_uri())
    page.wait_for_selector("#tkc[data-ready]", state="attached")
    expect(page.locator("[data-platform]")).to_have_text(words_of(package[0])["course_alone"])
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
