"""Answers for the form of the report that the desk's page saves: those that the command writes."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from macros.model import Corpus
from macros.render import desk_answers
from macros.render.book import Book
from macros.render.desk import Given
from macros.render.desk_facts import rate
from macros.render.desk_saved import known
from macros.render.wording import words_of
from macros.training import record
from macros.training.collect import collect
from macros.training.directory import groups
from macros.training.people import Listed, Person, Seated, key_of
from macros.training.report import Edition
from tests.training_cases import TODAY
from tests.training_kit import sound

pytestmark = pytest.mark.browser

EDITION = {"instrument": "joho-security", "digest": "a" * 64}
NAMES = ("山田 太郎", "特記 花子", "髙橋 一", "Smith")
DAYS = ("2026-11-02", "2026-11-09", "2026-11-20")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A context whose pages stay silent."""
    context = browser.new_context(accept_downloads=True)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    yield context
    assert said == []
    context.close()


def opened(context: BrowserContext, site: Path, name: str, ready: str) -> Page:
    """A Japanese page, from its folder."""
    page = context.new_page()
    page.goto((site / "ja" / name).as_uri())
    page.wait_for_selector(ready)
    return page


def test_they_are_those_of_the_command(context: BrowserContext, site: Path, corpus: Corpus) -> None:
    """Invented records, with a roster and without; people who are not on it, lines of it that are nobody."""
    desk = opened(context, site, "desk.html", "#tkd[data-ready]")
    book = Book(corpus, corpus.bodies[0], "ja", words_of("ja"))
    chance, made, wanted = random.Random(20261201), [], []
    for _ in range(200):
        staff = list({key_of(n, ""): Person(n) for n in chance.choices(NAMES, k=3)}.values())
        faulty, read, files = chance.randint(0, 2), [], []
        for number in range(chance.randint(0, 5)):
            day = chance.choice(DAYS)
            changed = {
                "id": f"{number:016x}",
                "name": chance.choice(NAMES),
                "department": "",
                "started": f"{day}T09:00:00+09:00",
                "finished": f"{day}T10:0{number}:00+09:00",
            }
            raw = record.to_json(sound(**changed)).encode()
            read.append((f"{number}.json", *record.parse(raw, f"{number}.json")))
            files.append({"name": f"{number}.json", "record": json.loads(raw), "problems": []})
        roster = chance.random() < 0.7
        listed = Listed(tuple(staff), read=len(staff) + faulty) if roster else None
        people = [{"name": p.name, "department": p.department} for p in staff] if roster else None
        made.append([files, people, faulty if roster else 0])
        report = collect(read, Seated(), listed, Edition(EDITION["instrument"], EDITION["digest"]), TODAY)
        wanted.append(desk_answers.answers(book, report, Given(), TODAY))
        refused = wanted[-1].pop("other").partition("。")[2]
        if report.files.refused:
            wanted[-1]["other"] = refused
    got = desk.evaluate(
        """([made, edition, variants, known, today]) => made.map(([files, people, faulty]) =>
          tkd.answers(
            tkd.collect(files, edition, today, people && { people, variants }), known, today, faulty))""",
        [made, EDITION, groups(), known(book), TODAY.isoformat()],
    )
    for theirs, ours in zip(got, wanted, strict=True):
        assert theirs["answers"] == ours
    assert {each["form"] for each in got} == {"kyoiku-hokoku"}
    assert len({json.dumps(each, sort_keys=True) for each in wanted}) > 50


def test_rates_are_rounded_alike(context: BrowserContext, site: Path) -> None:
    """Halves too: 1 of 16 is 6.3%."""
    desk = opened(context, site, "desk.html", "#tkd[data-ready]")
    pairs = [(part, whole) for whole in range(130) for part in range(whole + 1)]
    got = desk.evaluate("pairs => pairs.map(([part, whole]) => tkd.rate(part, whole))", pairs)
    assert got == [rate(*pair) for pair in pairs]
    assert rate(1, 16) == "6.3%"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_form_opens_them(context: BrowserContext, site: Path, tmp_path: Path, language: str) -> None:
    """What was counted stands in the form; it asks for the company and the contract alone."""
    desk = opened(context, site, f"../{language}/desk.html", "#tkd[data-ready]")
    html = (site / "ja" / "desk.html").read_text("utf-8")
    digest = html.split("&#34;digest&#34;: &#34;")[1][:64]
    then = {"started": "2026-11-20T09:00:00+09:00", "finished": "2026-11-20T10:00:00+09:00"}
    raw = record.to_json(sound(digest=digest, edition=digest[:12], **then)).encode()
    chosen: FilePayload = {"name": "a.json", "mimeType": "application/json", "buffer": raw}
    desk.set_input_files("#tkd-files", [chosen])
    desk.fill("#tkd-roster", "特記花子\t業務部\n山田\t総務部")
    expect(desk.locator("[data-total-expected]")).to_have_text("2")
    with desk.expect_download() as saved:
        desk.click("[data-do=form]")
    saved.value.save_as(tmp_path / saved.value.suggested_filename)
    form = opened(context, site, "forms/kyoiku-hokoku.html", "#tkf[data-ready]")
    form.set_input_files("[data-open=answers]", tmp_path / saved.value.suggested_filename)
    expect(form.locator("[data-control=held]").first).to_have_value("令和8年11月20日")
    assert form.locator("[data-control=expected]").first.input_value() == "2"
    assert form.locator("[data-control=attended]").first.input_value() == "1"
    expect(form.locator("#tkf-problems")).to_be_hidden()
    assert "受講率50.0%" in form.locator("[data-control=remarks]").first.input_value()
