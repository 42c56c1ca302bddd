"""What the desk's page makes of records and a roster: numbers, who is marked, what is saved and printed."""

from __future__ import annotations

import csv
import html
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from macros.render.wording import languages, words_of
from macros.training import record
from macros.training.rows import NAME, columns_of
from tests.training_kit import sound

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console stays silent."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def opened(page: Page, site: Path, language: str = "ja") -> dict[str, Any]:
    """The desk of a language, ready; what its scripts know."""
    path = site / language / "desk.html"
    found = re.search(r'data-model="([^"]*)"', path.read_text("utf-8"))
    assert found
    page.goto(path.as_uri())
    page.wait_for_selector("#tkd[data-ready]")
    model: dict[str, Any] = json.loads(html.unescape(found[1]))
    return model


def filed(model: dict[str, Any], number: int, name: str, **changed: object) -> FilePayload:
    """A record of the edition on the page."""
    digest = model["digest"]
    then = {"started": "2026-11-10T09:00:00+09:00", "finished": f"2026-11-10T10:{number:02}:00+09:00"}
    own = {"id": f"{number:016x}", "name": name, "digest": digest, "edition": digest[:12]}
    raw = record.to_json(sound(**own, **then) | changed).encode()
    return {"name": f"tokki-2026-11-10-{number:016x}.json", "mimeType": "application/json", "buffer": raw}


def saved(page: Page, what: str) -> str:
    """What a button saves."""
    with page.expect_download() as download:
        page.click(f"[data-do={what}]")
    return Path(download.value.path()).read_text("utf-8-sig")


def test_only_people_on_the_roster_are_in_the_numbers(page: Page, site: Path) -> None:
    """As in the report: rate and weak points are of those listed; anybody else is marked, and saved once."""
    words = words_of("ja")
    model = opened(page, site)
    all_right = {"q-a": {"tries": 1, "right": True}, "q-b": {"tries": 1, "right": True}}
    page.set_input_files(
        "#tkd-files",
        [
            filed(model, 1, "特記 花子"),
            filed(model, 2, "山田 太郎", questions=all_right, right=2, weak=["AN-6-1-a"]),
        ],
    )
    expect(page.locator("[data-total-rate]")).to_have_text("75.0%")
    expect(page.locator("[data-weak] tbody tr")).to_have_count(2)
    expect(page.locator(".tkd-outside")).to_have_count(0)
    page.fill("#tkd-roster", "特記 花子\n佐藤")
    expect(page.locator("[data-total-rate]")).to_have_text("50.0%")
    expect(page.locator("[data-weak] tbody")).to_have_text(model["cites"]["AN-8-1-ka"] + "1")
    row = page.locator("[data-people] tbody tr", has=page.locator(".tkd-outside"))
    expect(row.locator("th")).to_have_text(f"山田 太郎 {words['desk_page_outside']}")
    rows = list(csv.reader(saved(page, "csv").splitlines()))
    assert [row[-1] for row in rows if row[0] == "山田 太郎"] == [words["desk_told_unlisted"]]
    assert [row[-1] for row in rows if row[0] == "特記 花子"] == [words["desk_page_counted"]]
    people = json.loads(saved(page, "json"))["people"]
    assert {each["name"]: each["listed"] for each in people} == {"特記 花子": True, "山田 太郎": False}


@pytest.mark.parametrize(
    ("text", "people", "told"),
    [
        ("山田 太郎\n特記花子\t業務部", [["山田 太郎", ""], ["特記花子", "業務部"]], []),
        ("山田，総務部\r\n佐藤、業務部\r\n", [["山田", "総務部"], ["佐藤", "業務部"]], []),
        (
            "番号\t所属（課）\t氏名\n1\t総務部\t山田\n2\t業務部\t佐藤",
            [["山田", "総務部"], ["佐藤", "業務部"]],
            [],
        ),
        ("Name,Department\nSmith, Sales", [["Smith", "Sales"]], []),
        ("山田\n\n山　田\n\t業務部", [["山田", ""]], [[3, "roster-twice"], [4, "name"]]),
        ("長" * 101, [], [[1, "long"]]),
        ('"山田","総務部"', [["山田", "総務部"]], []),
        ("山田;総務部\n佐藤；業務部", [["山田", "総務部"], ["佐藤", "業務部"]], []),
        ("1\t山田\t総務部\n\n２\t佐藤\t", [["山田", "総務部"], ["佐藤", ""]], []),
        ("0012、山田、総務部", [["山田", "総務部"]], []),
        ("1,山田\n2,佐藤", [["山田", ""], ["佐藤", ""]], []),
        ("1,山田,総務部\n佐藤,業務部", [["1", "山田"], ["佐藤", "業務部"]], []),  # not a numbered list
        ("007\n008", [["007", ""], ["008", ""]], []),
        ("山田 太郎 総務部\n佐藤　花子", [["山田 太郎 総務部", ""], ["佐藤　花子", ""]], []),
        ("<img src=x>,=1+1", [["<img src=x>", "=1+1"]], []),
    ],
)
def test_a_roster_is_read(
    page: Page, site: Path, text: str, people: list[list[str]], told: list[list[object]]
) -> None:
    """Typed, pasted from a table with headings or without; what is no person is told by its line."""
    model = {"headings": columns_of("name", "department"), "longest": NAME}
    opened(page, site)
    found = page.evaluate("([text, model]) => tkd.roster(text, model)", [text, model])
    assert [[p["name"], p["department"]] for p in found["people"]] == people
    assert [[p["line"], p["code"]] for p in found["told"]] == told


@pytest.mark.parametrize("language", languages())
def test_a_roster_that_fits_nobody_is_told(page: Page, site: Path, language: str) -> None:
    """Only where there are people and records, and none of them meet."""
    told = words_of(language)["desk_page_nobody"].strip()
    status = page.locator("[data-status]")
    model = opened(page, site, language)
    page.fill("#tkd-roster", "業務部\t特記 花子")
    expect(page.locator("[data-absent] tbody tr")).to_have_count(1)
    expect(status).not_to_contain_text(told)
    page.set_input_files("#tkd-files", [filed(model, 1, "特記 花子")])
    expect(status).to_contain_text(told)
    page.fill("#tkd-roster", "特記 花子\t業務部")
    expect(status).not_to_contain_text(told)
    page.fill("#tkd-roster", "\t業務部")  # nobody is on it
    expect(page.locator("[data-told] tbody tr")).not_to_have_count(0)
    expect(status).not_to_contain_text(told)


NAMES = ("特記 花子", "髙橋 一郎", "渡邉 次郎", "佐藤 三奈子", "長谷川 四郎左衛門")
UNITS = ("業務部", "システム開発部第二課", "総務部")


@pytest.mark.parametrize("language", languages())
def test_28_people_are_printed_on_three_pages(page: Page, site: Path, language: str) -> None:
    """Dates stay whole, nothing runs out of its column, no caption or head stands alone at a page's foot."""
    chance = random.Random(28)
    model = opened(page, site, language)
    points = [id_ for id_ in model["cites"] if ".o" not in id_][20:120]
    files = [
        filed(
            model,
            number,
            f"{NAMES[number % 5]}{number}",
            department=UNITS[number % 3],
            weak=chance.sample(points, chance.randint(6, 16)),
        )
        for number in range(28)
    ]
    page.set_input_files("#tkd-files", files)
    expect(page.locator("[data-people] tbody tr")).to_have_count(28)
    captions = page.locator("#tkd caption").all_inner_texts()
    heads = {text for text in page.locator("#tkd thead th").all_inner_texts() if text}
    for missing in range(0, 14, 2 if language == "ja" else 5):
        roster = [f"{NAMES[n % 5]}{n}\t{UNITS[n % 3]}" for n in range(2, 28 + missing)]
        page.fill("#tkd-roster", "\n".join(roster))
        expect(page.locator("[data-total-expected]")).to_have_text(str(len(roster)))
        with pymupdf.open(stream=page.pdf(format="A4", prefer_css_page_size=True)) as document:
            leaves = [leaf.get_text(clip=(0, 50, 600, 790), sort=True) for leaf in document]
            lines = [line for leaf in document for line in leaf.get_text().splitlines()]
        assert len(leaves) <= 3, missing
        assert sum(line.strip().startswith("2026-11-10 10:") for line in lines) == 28
        for leaf in leaves:
            last = [line.strip() for line in leaf.splitlines() if line.strip()][-1]
            assert last not in captions, missing
            assert not set(re.split(r"\s{2,}|\t", last)) <= heads, missing
    page.emulate_media(media="print")
    dates = page.locator("[data-people] .tkd-date")
    assert dates.evaluate_all("all => all.filter(each => each.scrollWidth > each.clientWidth).length") == 0
