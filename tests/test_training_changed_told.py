"""What is told of a later edition: words, not codes, in the reader's languages, on a phone, in PDF."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from macros.cli import main
from macros.model import Corpus
from macros.pdf.layout import pages
from macros.render import desk_changed
from macros.render.voice import Voice
from macros.training.changed import Comparison, compare
from macros.training.edition import Duty, Edition, edition_of, parse, to_json
from macros.training.people import Person
from macros.training.record import check_of
from tests.conftest import ROOT

STAFF = (Person("特記 花子", roles=("security-manager",)), Person("山田 太郎"), Person("佐藤 次郎"))
ONE = "AN-9-1.o1"


@pytest.fixture(scope="module")
def now(corpus: Corpus) -> Edition:
    """The edition there is."""
    return edition_of(corpus.bodies[0])


@pytest.fixture(scope="module")
def found(now: Edition) -> Comparison:
    """An obligation with another deadline, other tags, another place."""
    return compare(now, replace(now, duties=tuple(_later(it) if it.id == ONE else it for it in now.duties)))


def _later(it: Duty) -> Duty:
    said = it.translated["en"]["deadline"]
    english = {**it.translated["en"], "deadline": said.replace("60 minutes", "30 minutes")}
    parts = {**it.parts, "deadline": it.parts["deadline"].replace("60 分", "30 分")}
    tags = {
        **it.tags,
        "duration": "PT30M", "bearer": "contractor.subcontractor", "exception": "replaces-method",
    }  # fmt: skip
    return replace(it, parts=parts, tags=tags, translated={"en": english}, provision="AN-9-2")


def lines(corpus: Corpus, found: Comparison, language: str, people: tuple[Person, ...] | None = None) -> str:
    """What is told on the terminal."""
    return "\n".join(desk_changed.lines(Voice.of(corpus, "joho-security", language), found, people))


def test_in_words(corpus: Corpus, found: Comparison) -> None:
    """No code of the data stands where there is a word for it."""
    ja, en = lines(corpus, found, "ja"), lines(corpus, found, "en")
    assert "期間：60分 → 30分" in ja
    assert "Duration: 60 minutes → 30 minutes" in en
    assert "規定の移動：別紙9(1) → 別紙9(2)" in ja
    assert "Who: Contractor → Contractor, Subcontractor, etc." in en
    assert "例外の効果：{+方法を替える+}" in ja
    for code in ("PT60M", "PT30M", "contractor", "replaces"):
        assert code not in ja


def test_one_minute(corpus: Corpus, now: Edition) -> None:
    """One of a unit is singular; what has no word stays what it is."""
    for duration, said in (("P1D", "1 day"), ("P2W", "2 weeks"), ("P1Y2M", "P1Y2M"), ("", "[-60 minutes-]")):
        duties = tuple(
            replace(it, tags={**it.tags, "duration": duration}) if it.id == ONE else it for it in now.duties
        )
        told = lines(corpus, compare(now, replace(now, duties=duties)), "en")
        assert said in next(line for line in told.splitlines() if "Duration" in line).split("→ ")[-1]


def test_english_words(corpus: Corpus, now: Edition, found: Comparison) -> None:
    """With `en` the words of the translation stand below the original's, unless an older file lacks them."""
    told = lines(corpus, found, "en")
    assert "最初に事案を認識した時点から [-60-]{+30+} 分以内に" in told
    assert "Reference translation (English): Within [-60-]{+30+} minutes from" in told
    assert "Within" not in lines(corpus, found, "ja").replace("[-", "")
    data = json.loads(to_json(now))
    for each in data["duties"]:
        del each["translated"]
    file = parse(json.dumps(data | {"check": check_of(data)}).encode(), "e.json")
    assert "Reference translation" not in lines(corpus, compare(file, found.new), "en")


def test_both_languages(corpus: Corpus, found: Comparison) -> None:
    """First the Japanese lines, then the English ones."""
    assert lines(corpus, found, "both") == lines(corpus, found, "ja") + "\n\n" + lines(corpus, found, "en")


@pytest.mark.parametrize(("language", "count"), [("ja", "従事者 2人："), ("en", "Worker (2): ")])
def test_the_roster(corpus: Corpus, found: Comparison, language: str, count: str) -> None:
    """Counts and names, as on the page; nothing of them without a roster."""
    told = lines(corpus, found, language, STAFF)
    assert count in told
    assert "山田 太郎" in told
    assert "特記 花子" in told
    assert count not in lines(corpus, found, language)


def test_the_roster_of_the_command(tmp_path: Path, found: Comparison) -> None:
    """What is given to the command is told by it."""
    (tmp_path / "r.csv").write_text("氏名,役割\n特記 花子,従事者\n", "utf-8")
    for name, edition in (("old", found.old), ("new", found.new)):
        (tmp_path / f"{name}.json").write_text(to_json(edition), "utf-8")
    words = [
        "training",
        "--root",
        str(ROOT),
        "changed",
        str(tmp_path / "old.json"),
        str(tmp_path / "new.json"),
    ]
    made = CliRunner().invoke(main, [*words, "--roster", str(tmp_path / "r.csv"), "--language", "both"])
    assert made.exit_code == 0, made.output
    assert made.output.count("特記 花子") == 2
    assert "60 minutes → 30 minutes" in made.output


def test_the_text_of_the_pdf(corpus: Corpus, found: Comparison) -> None:
    """Words that went and words that came do not run together where they are copied or read aloud."""
    html = desk_changed.page(Voice.of(corpus, "joho-security", "both"), found, STAFF)
    with pymupdf.open(stream=pages(html, "en")) as document:
        words = " ".join("".join(page.get_text() for page in document).split())
    assert "60分 → 30分" in words
    assert "60 minutes → 30 minutes" in words
    assert "60 30 分以内に" in words
    assert "Within 60 30 minutes from" in words
    assert "Security Manager" in words


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "both"])
def test_on_a_phone(
    browser: Browser, corpus: Corpus, found: Comparison, tmp_path: Path, language: str
) -> None:
    """Every count is in sight, and no word of a heading is broken."""
    html = desk_changed.page(Voice.of(corpus, "joho-security", language), found, STAFF)
    (tmp_path / "c.html").write_text(html, "utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto((tmp_path / "c.html").as_uri())
    cells = page.locator(".counts td, .roles td, .roles th").all()
    assert all((box := cell.bounding_box()) and box["x"] + box["width"] <= 390 for cell in cells)
    broken = page.evaluate(
        """() => [...document.querySelectorAll('.counts th, .roles th')].flatMap((cell) => {
          const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = []
          while (walk.nextNode()) for (const it of walk.currentNode.data.matchAll(/[A-Za-z]+/g)) {
            const range = document.createRange()
            range.setStart(walk.currentNode, it.index)
            range.setEnd(walk.currentNode, it.index + it[0].length)
            if (range.getClientRects().length > 1) found.push(it[0])
          }
          return found
        })"""
    )
    assert broken == []
    context.close()
