"""For the tests of the forms' pages: a form filled in by hand, files of answers, what axe finds."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from macros.forms import files
from macros.forms.definition import Answers, Conditions, Entry, Form, entries
from macros.forms.load import Shelf, load

ROOT = Path(__file__).parent.parent
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def shelf() -> Shelf:
    """The forms there are."""
    return load(ROOT / "forms")


def sample(form: str, name: str) -> Answers:
    """A sample of a form, by the name of its file."""
    sheet = next(s for s in shelf().samples[form] if s.file.endswith(f"/{name}.yml"))
    answers, problems = files.answers_of(sheet, shelf().forms[form])
    assert problems == []
    return answers


def samples() -> list[tuple[Form, Answers]]:
    """Every sample there is."""
    found = []
    for id_, sheets in shelf().samples.items():
        form = shelf().forms[id_]
        found += [(form, files.answers_of(sheet, form)[0]) for sheet in sheets]
    return found


def as_json(answers: Answers) -> dict[str, Any]:
    """A file of answers, as data."""
    data: dict[str, Any] = json.loads(files.to_json(shelf().forms[answers.form], answers))
    return data


def give(page: Page, data: object, opener: str = "answers") -> None:
    """Open a file (data as JSON, or its text or bytes) on the page, and wait until it has been read."""
    text = data if isinstance(data, str | bytes) else json.dumps(data, ensure_ascii=False)
    buffer = text if isinstance(text, bytes) else text.encode()
    if page.locator("#tkf-files:not([open])").count():
        page.click("#tkf-files summary")
    payload = {"name": "x.json", "mimeType": "application/json", "buffer": buffer}
    page.evaluate("document.getElementById('tkf-status').textContent = ''")
    page.evaluate("document.getElementById('tkf-problems').hidden = true")
    page.set_input_files(f"#tkf-open-{opener}", payload)  # type: ignore[arg-type]
    page.wait_for_selector("#tkf-status:not(:empty), #tkf-problems:not([hidden])", state="attached")


def open_form(page: Page, served: str, language: str, form: str = "todokede") -> None:
    """Go to a form's page, its scripts ready."""
    page.goto(f"{served}/{language}/forms/{form}.html")
    page.wait_for_selector("#tkf[data-ready]")


def asked(form: Form) -> list[Entry]:
    """What the filer is asked, and not told."""
    ours = (entry for entry in entries(form) if entry.box is None or entry.box.by is None)
    return [entry for entry in ours if entry.field.sum is None]


def openings(form: Form) -> list[tuple[dict[str, str], list[Entry]]]:
    """Choices that together open every field, and the fields that each lot of them opens first."""
    lots: list[tuple[dict[str, str], list[Entry]]] = []
    for entry in asked(form):
        wanted = as_choices(entry.conditions)
        for choices, opened in lots:
            if all(choices.get(name, value) == value for name, value in wanted.items()):
                choices.update(wanted)
                opened.append(entry)
                break
        else:
            lots.append((wanted, [entry]))
    return lots


def as_choices(conditions: Conditions) -> dict[str, str]:
    """Choices under which conditions hold."""
    return {name: values[0] for name, values in conditions}


def choose(page: Page, choices: dict[str, str]) -> None:
    """Choose these options, each where it stands first."""
    for name, value in choices.items():
        page.locator(f"[data-control={name}][value='{value}']").first.check()


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds on the page as it stands, and whether it runs off the side."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(result => result.violations)", RULES
    )
    told = [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"][:3]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        told.append("runs off the side")
    return told


def fill_in(page: Page) -> None:
    """Fill in the 届出書 by hand: one cloud service, no AI, nobody else."""
    page.fill("#f-date", "令和８年１１月２２日")
    page.fill("#f-address", "東京都見本区例示町1丁目2番3号")
    page.fill("#f-name", "株式会社見本システム　代表取締役　髙﨑 𠮷郎")
    page.fill("#f-contract_date", "2026-04-01")
    page.fill("#f-contract_name", "見本情報システム運用保守")
    page.fill("#f-media", "社内ファイルサーバ\n貸与ノートPC①")
    page.check("input[name=f-location][value=japan]")
    page.check("input[name=f-cloud][value=used]")
    block = page.locator("[data-group=cloud_services] .tkf-block").first
    block.locator("[data-control=service]").fill("サンプルドライブ ﾊﾝｶｸ")
    block.locator("[data-control=provider]").fill("サンプルクラウド株式会社")
    block.locator("[data-control=storage]").fill("日本国内のデータセンター")
    block.locator("[data-control=certified][value=certified]").check()
    block.locator("[data-control=certification]").fill("ISO/IEC 27001")
    page.check("input[name=f-ai][value=none]")
    page.check("input[name=f-subcontracting][value=none]")


FILLED = {
    "date": "2026-11-22",
    "address": "東京都見本区例示町1丁目2番3号",
    "name": "株式会社見本システム　代表取締役　髙﨑 𠮷郎",
    "contract_date": "2026-04-01",
    "contract_name": "見本情報システム運用保守",
    "media": "社内ファイルサーバ\n貸与ノートPC①",
    "location": "japan",
    "cloud": "used",
    "ai": "none",
    "subcontracting": "none",
    "cloud_services": [
        {
            "service": "サンプルドライブ ﾊﾝｶｸ",
            "provider": "サンプルクラウド株式会社",
            "storage": "日本国内のデータセンター",
            "certified": "certified",
            "certification": "ISO/IEC 27001",
        }
    ],
}
"""What `fill_in` has answered."""
