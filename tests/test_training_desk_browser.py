"""The trainer's desk in a real browser: what it reads, tells, saves and prints; the same as in Python."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from macros.forms.answers import check
from macros.forms.load import load
from macros.model import Corpus
from macros.render import desk_answers, desk_form, desk_report
from macros.render.desk import Given, plan, signin
from macros.render.voice import Voice
from macros.training import record
from macros.training.collect import collect
from macros.training.directory import groups
from macros.training.people import Listed, Person, Seated, key_of
from macros.training.record import MAX_BYTES, schema
from macros.training.report import Edition
from tests.conftest import ROOT
from tests.test_browser import violations
from tests.test_training_report import NOWHERE, sample
from tests.training_cases import TODAY
from tests.training_kit import cases, folders, sound

pytestmark = pytest.mark.browser

EDITION = {"instrument": "joho-security", "digest": "a" * 64}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A context that asks no other host."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context
    assert [url for url in asked if not url.startswith(("file:", "http://127.0.0.1", "blob:"))] == []
    context.close()


@pytest.fixture
def desk(context: BrowserContext, site: Path) -> Iterator[Page]:
    """The Japanese page, opened from a folder; its console stays silent."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / "ja" / "desk.html").as_uri())
    page.wait_for_selector("#tkd[data-ready]")
    yield page
    assert said == []


def payload(name: str, raw: bytes) -> FilePayload:
    """A file as it is chosen."""
    return {"name": name, "mimeType": "application/json", "buffer": raw}


def ours(site: Path, **changed: object) -> bytes:
    """A sound record of the edition on the page."""
    html = (site / "ja" / "desk.html").read_text("utf-8")
    digest = html.split("&#34;digest&#34;: &#34;")[1][:64]
    then = {"started": "2026-11-20T09:00:00+09:00", "finished": "2026-11-20T10:00:00+09:00"}
    return record.to_json(sound(digest=digest, edition=digest[:12], **then) | changed).encode()


def test_records_are_read_as_in_python(desk: Page) -> None:
    """Every file of tests/training/records.yml gives the same codes at the same paths."""
    for case in cases():
        found = desk.evaluate(
            "([bytes, schema, most]) => tkd.parse(new Uint8Array(bytes), schema, most)",
            [list(case.raw), dict(schema()), MAX_BYTES],
        )
        assert [[p["code"], p["path"]] for p in found["problems"]] == case.expect, case.name
        assert (found["record"] is None) == bool(case.expect), case.name


def test_folders_are_counted_as_in_python(desk: Page) -> None:
    """Every folder of tests/training/desk.yml gives the same totals, people and problems."""
    for folder in folders():
        found = desk.evaluate(
            "([files, schema, most, edition]) => tkd.collect(files.map(([name, bytes]) =>"
            " ({ name, ...tkd.parse(new Uint8Array(bytes), schema, most) })), edition, '2026-11-23')",
            [[[n, list(raw)] for n, raw in folder.files.items()], dict(schema()), MAX_BYTES, EDITION],
        )
        assert [found[key] for key in ("read", "counted", "twice", "refused")] == folder.totals, folder.name
        assert [[it["file"], it["code"]] for it in found["told"]] == folder.told, folder.name
        people = [[p["name"], p["department"], p["file"]] for p in found["people"]]
        assert people == folder.people, folder.name


NAMES = ("髙橋 一", "高橋一", "高橋　一", "ﾀﾅｶ 花", "タナカ花", "渡邉 次", "渡邊 次", "=1+1", "山田 太郎")
DEPARTMENTS = ("", "業務部", "業務 部", "総務部")


def answers(chance: random.Random) -> dict[str, object]:
    """What somebody answered: questions, how many were right at once, weak points."""
    tries = [chance.randint(1, 2) for _ in range(chance.randint(1, 9))]
    return {
        "questions": {f"q-{n}": {"tries": each, "right": True} for n, each in enumerate(tries)},
        "answered": len(tries),
        "right": tries.count(1),
        "weak": chance.sample(["AN-8-1-ka", "AN-6-1-a", "AN-10", "AN-2", "SP-9"], chance.randint(0, 4)),
    }


def test_a_roster_is_held_against_records_as_in_python(desk: Page) -> None:
    """Invented rosters and records: who is meant, who is missing and what is told are the same."""
    chance, made, wanted, told = random.Random(20261123), [], [], []
    for _ in range(400):
        pairs = [(chance.choice(NAMES), chance.choice(DEPARTMENTS)) for _ in range(chance.randint(1, 5))]
        staff = list({key_of(*pair): Person(*pair) for pair in pairs}.values())
        read, files = [], []
        for number in range(chance.randint(0, 6)):
            changed = {
                "id": f"{number:016x}",
                "name": chance.choice(NAMES),
                "department": chance.choice(DEPARTMENTS),
                **answers(chance),
            }
            raw = record.to_json(sound(**changed)).encode()
            read.append((f"{number}.json", *record.parse(raw, f"{number}.json")))
            files.append({"name": f"{number}.json", "record": json.loads(raw), "problems": []})
        made.append([files, [{"name": p.name, "department": p.department} for p in staff]])
        edition = Edition(EDITION["instrument"], EDITION["digest"])
        found = collect(read, Seated(), Listed(tuple(staff), read=len(staff)), edition, TODAY)
        wanted.append(
            {
                "files": [found.files.read, found.files.counted, found.files.twice, found.files.refused],
                "totals": {
                    "expected": found.totals.expected,
                    "attended": found.totals.attended,
                    "absent": found.totals.absent,
                },
                "absent": [p.person.name for p in found.having("absent")],
                "people": sorted([p.person.name, p.record.id, p.listed] for p in found.people if p.record),
                "told": sorted([p.place.file, p.code] for p in (*found.problems, *found.notes)),
                "sums": {
                    "right": found.totals.right,
                    "answered": found.totals.answered,
                    "weak": [list(each) for each in found.weak],
                },
            }
        )
        told += [(p.place.file, p.code) for p in (*found.problems, *found.notes)]
    got = desk.evaluate(
        """([made, edition, variants]) => made.map(([files, people]) => {
          const found = tkd.collect(files, edition, '2026-11-23', { people, variants })
          return {
            files: [found.read, found.counted, found.twice, found.refused],
            totals: found.totals,
            absent: found.absent.map(({ name }) => name),
            people: found.people.map(({ name, record, listed }) => [name, record.id, listed]),
            told: [...found.told, ...found.notes].map(({ file, code }) => [file, code]),
            sums: tkd.sums(found.people),
          }
        })""",
        [made, EDITION, groups()],
    )
    codes = {code for _, code in told}
    assert codes == {"later", "several", "unlisted", "variant", "department"}
    for ours_, theirs in zip(wanted, got, strict=True):
        assert ours_ == theirs | {"people": sorted(theirs["people"]), "told": sorted(theirs["told"])}


def test_who_is_missing_is_shown_saved_and_forgotten(desk: Page, site: Path, tmp_path: Path) -> None:
    """Alone or with records; nothing stays when it is cleared."""
    desk.fill("#tkd-roster", "特記花子\t業務部\n<b>山田</b>\t総務部\n佐藤\n佐藤")
    expect(desk.locator("[data-absent] tbody tr")).to_have_count(3)
    expect(desk.locator("[data-told] tbody")).to_contain_text("名簿 4行目")
    desk.set_input_files("#tkd-files", [payload("a.json", ours(site))])
    expect(desk.locator("[data-absent] tbody tr")).to_have_count(2)
    expect(desk.locator("[data-total-attended]")).to_have_text("1")
    expect(desk.locator("[data-status]")).to_contain_text("名簿の3人のうち2人がまだ修了していません。")
    assert desk.locator("#tkd b").count() == 0
    with desk.expect_download() as csv_file:
        desk.click("[data-do=csv]")
    csv_file.value.save_as(tmp_path / "a.csv")
    rows = list(csv.reader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows if row[-1] == "未修了"] == ["<b>山田</b>", "佐藤"]
    with desk.expect_download() as json_file:
        desk.click("[data-do=json]")
    json_file.value.save_as(tmp_path / "a.json")
    saved = json.loads((tmp_path / "a.json").read_text("utf-8"))["roster"]
    assert (saved["expected"], saved["attended"], saved["absent"]) == (3, 1, 2)
    desk.click("[data-do=clear]")
    expect(desk.locator("[data-result]")).to_be_hidden()
    expect(desk.locator("#tkd-roster")).to_have_value("")
    desk.fill("#tkd-roster", "山田")
    expect(desk.locator("[data-absent] tbody tr")).to_have_count(1)
    desk.fill("#tkd-roster", " ")
    expect(desk.locator("[data-result]")).to_be_hidden()
    assert "山田" not in desk.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")


def test_files_are_chosen_saved_and_cleared(desk: Page, site: Path, tmp_path: Path) -> None:
    """Hostile names are text; what is refused is named; CSV and JSON hold the same."""
    hostile = ours(site, id="1" * 16, name="=1+1<img src=x onerror=alert(1)>", department="<b>")
    damaged = ours(site, id="2" * 16, name="破損 太郎").replace("太郎".encode(), "次郎".encode())
    desk.set_input_files("#tkd-files", [payload("a.json", ours(site)), payload("b.json", hostile)])
    expect(desk.locator("[data-status]")).to_have_text("2件を読み、2人を集計しました。重複0件、除外0件。")
    desk.set_input_files("#tkd-files", [payload("c.json", damaged), payload("a.json", ours(site))])
    expect(desk.locator("[data-status]")).to_have_text("4件を読み、2人を集計しました。重複1件、除外1件。")
    assert desk.locator("#tkd img, #tkd b").count() == 0
    expect(desk.locator("[data-people] tbody tr")).to_have_count(2)
    expect(desk.locator("[data-told] tbody")).to_contain_text("破損 次郎")
    with desk.expect_download() as csv_file:
        desk.click("[data-do=csv]")
    csv_file.value.save_as(tmp_path / "a.csv")
    rows = list(csv.reader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][0] == "氏名"
    assert "'=1+1<img src=x onerror=alert(1)>" in {row[0] for row in rows}
    assert len(rows) == 5
    with desk.expect_download() as json_file:
        desk.click("[data-do=json]")
    json_file.value.save_as(tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert data["files"] == {"read": 4, "counted": 2, "twice": 1, "refused": 1}
    assert len(data["people"]) == 2
    desk.click("[data-do=clear]")
    expect(desk.locator("[data-result]")).to_be_hidden()
    expect(desk.locator("#tkd-files")).to_be_focused()
    kept = desk.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert "花子" not in kept


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing(
    browser: Browser, served: str, site: Path, axe: str, language: str, width: int, scheme: str
) -> None:
    """Before and after files were read; nothing is wider than the screen."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(f"{served}/{language}/desk.html")
    page.wait_for_selector("#tkd[data-ready]")
    assert violations(page, axe) == []
    page.set_input_files("#tkd-files", [payload("a.json", ours(site)), payload("b.json", b"{")])
    page.fill("#tkd-roster", "特記花子\t業務部\n山田\t総務部")
    page.wait_for_selector("[data-absent]:not([hidden]) tbody tr")
    assert violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_axe_finds_nothing_on_sheets(browser: Browser, corpus: Corpus, axe: str, tmp_path: Path) -> None:
    """The report, the plan and the sign-in sheet as pages, on a telephone."""
    form = load(ROOT / "forms").form("kyoiku-hokoku")
    report = sample(corpus)
    for language in ("ja", "both"):
        voice = Voice.of(corpus, "joho-security", language)
        answers, _ = check(
            form, desk_answers.answers(voice.book, report, Given(), TODAY), NOWHERE, partial=True
        )
        parts = desk_form.parts(voice, form, answers)
        filled = desk_report.Filled(voice.say(form.title), voice.say(form.mark or {}), parts)
        made = {
            "report": desk_report.page(voice, report, Given(), TODAY, True, filled),
            "plan": plan(voice, Given(), TODAY, None, None),
            "sign-in": signin(voice, Given()),
        }
        for name, html in made.items():
            (tmp_path / f"{name}.html").write_text(html, "utf-8")
            context = browser.new_context(viewport={"width": 320, "height": 900}, bypass_csp=True)
            page = context.new_page()
            page.goto((tmp_path / f"{name}.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            assert violations(page, axe) == []
            context.close()


def test_keyboard(desk: Page, site: Path) -> None:
    """The chooser and the buttons are reached by Tab, in this order, and pressed by Enter."""
    desk.set_input_files("#tkd-files", [payload("a.json", ours(site))])
    desk.wait_for_selector("[data-result]:not([hidden])")
    desk.focus("#tkd-files")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.id") == "tkd-roster"
    for name in ("csv", "json", "form", "print", "clear"):
        desk.keyboard.press("Tab")
        assert desk.evaluate("document.activeElement.dataset.do") == name
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-result]")).to_be_hidden()


def test_print(desk: Page, site: Path) -> None:
    """The result is printed alone; the chooser never is."""
    desk.set_input_files("#tkd-files", [payload("a.json", ours(site))])
    desk.wait_for_selector("[data-result]:not([hidden])")
    desk.emulate_media(media="print")
    expect(desk.locator("[data-people]")).to_be_visible()
    for name in (".tkd-choose", ".tkd-roster", ".tkd-buttons", ".tkd-steps"):
        expect(desk.locator(name)).to_be_hidden()
    desk.emulate_media(media="screen")


def test_ten_thousand_files_are_counted_in_time(desk: Page) -> None:
    """10,000 records are counted within seconds."""
    took = desk.evaluate(
        """() => {
          const files = Array.from({ length: 10000 }, (_, n) => ({ name: `${n}.json`, problems: [], record: {
            id: String(n), check: '', name: `社員${n % 9000}`, department: `${n % 20}部`,
            instrument: 'x', digest: 'y', finished: '2026-11-22T10:00:00+09:00' } }))
          const begun = performance.now()
          const edition = { instrument: 'x', digest: 'y' }
          const { read, counted, twice, refused } = tkd.collect(files, edition, '2026-11-23')
          if (read !== counted + twice + refused) throw new Error('lost')
          return performance.now() - begun
        }"""
    )
    assert took < 5000
