"""Every rule of every field of every form, broken once on its page, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from macros.forms.definition import Entry, Form, entries, groups
from macros.forms.wording import behind
from macros.render.wording import languages, words_of
from tests.forms_kit import as_choices, asked, choose, give, open_form, openings, shelf

pytestmark = pytest.mark.browser

DATES = {
    "era_begins": "令和元年4月30日",
    "era_ended": "平成３１年５月１日",
    "no_era": "8年11月22日",
    "calendar": "令和8年2月29日",
    "too_early": "明治5年12月2日",
}
TIMES = {"hour": "2026-11-22 25:00", "twelve": "令和8年11月22日 午後12時5分", "format_moment": "2026-11-22"}
BY_FILE = {"lines", "choice", "many", "sum"}
"""What cannot be typed on a page."""
NEVER = {
    "few": "a page always has a block",
    "format_time": "no form asks for a time without its day",
    "era_that": "a part of two others",
}

BREAK = """([pairs, follow]) => {
const form = document.getElementById('tkf-form')
const set = (id, text) => { document.getElementById(id).value = text }
for (const [id, text] of pairs) set(id, text)
form.requestSubmit()
const links = [...document.querySelectorAll('#tkf-summary a')]
const above = new Map(links.map(a => [a.getAttribute('href').slice(1), a]))
const told = [...document.querySelectorAll('[data-fault]:not([hidden])')].map(node => {
  const control = node.closest('[data-field]').querySelector('[data-control]')
  const named = control.type === 'radio' ? control.closest('fieldset') : control
  const link = above.get(control.id)
  if (follow) link.click()
  return [control.id, {
    inline: node.textContent, above: link?.textContent,
    leads: follow ? document.activeElement.id : control.id,
    named: named.getAttribute('aria-describedby').split(' ').includes(node.id),
    invalid: control.getAttribute('aria-invalid'), seen: node.checkVisibility(),
  }]
})
for (const [id] of pairs) set(id, '')
return Object.fromEntries(told) }"""
"""Type all this, ask to go on, and see what is told: id of a control → all about it; then all is blank."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that says nothing in its console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def id_of(entry: Entry) -> str:
    """The id of its control: in the first block."""
    if entry.group is None:
        return f"f-{entry.name}"
    return f"f-{entry.group.name}-{list(groups_of(entry)).index(entry.group.name) + 1}-{entry.name}"


def groups_of(entry: Entry) -> list[str]:
    """The groups of the form that an entry is of: their first blocks are made in this order."""
    return next(list(groups(form)) for form in shelf().forms.values() if entry in entries(form))


def broken_by(form: Form, entry: Entry) -> dict[str, str]:
    """Rule → what breaks it, typed into this field."""
    field = entry.field
    found = {"required": ""} if field.required and field.kind != "choice" else {}
    if field.kind in ("text", "multiline"):
        found |= {"long": "長" * (field.limit + 1), "control": "見本\u200b会社"}
        if entry.box is None and behind(form, field.name):
            found["doubled"] = f"見本{behind(form, field.name)}"
    elif field.kind == "integer":
        found |= {"number": "百", "number_most": str(field.limit + 1)}
    elif field.kind == "date":
        found |= DATES | {"format_date": "あした"}
    elif field.kind == "moment":
        found |= {rule: f"{text} 13:05" for rule, text in DATES.items()} | TIMES
    if field.not_before:
        found["order"] = "2020-01-01 0:00" if field.kind == "moment" else "2020-01-01"
    return found


def says(message: str, words: str, label: str) -> bool:
    """Whether a message is what `words` are with something in the place of each name."""
    pattern = "".join(
        re.escape(label) if part == "{label}" else ".*" if part.startswith("{") else re.escape(part)
        for part in re.split(r"(\{\w+\})", words)
    )
    return re.fullmatch(f".*{pattern.rstrip()}.*", message, re.DOTALL) is not None


@pytest.mark.parametrize("language", languages())
def test_every_rule_of_every_field(page: Page, served: str, language: str) -> None:
    """Told above the form and at the field, in the reader's language; the link leads to the field."""
    words = words_of(language)
    seen: set[str] = set()

    def check(rule: str, entry: Entry, about: Any) -> None:
        where = (rule, id_of(entry), about)
        label = entry.field.label[language]
        assert about is not None, where
        assert says(about["inline"], words[f"form_fault_{rule}"], label), where
        assert says(about["above"], words[f"form_fault_{rule}"], label), where
        assert about["leads"] == id_of(entry), where
        assert about["named"], where
        assert about["seen"], where
        assert about["invalid"] == (None if entry.field.kind == "choice" else "true"), where
        seen.add(rule)

    for form in shelf().forms.values():
        for choices, opened in openings(form):
            open_form(page, served, language, form.id)
            choose(page, choices)
            rules = {entry: broken_by(form, entry) for entry in opened}
            for rule in dict.fromkeys(rule for found in rules.values() for rule in found):
                typed = {entry: found[rule] for entry, found in rules.items() if rule in found}
                told = broken(page, typed, follow=rule in ("required", "long"))
                for entry in typed:
                    check(rule, entry, told.get(id_of(entry)))
        choices_of = [e for e in asked(form) if e.field.kind == "choice" and e.field.required]
        for conditions in dict.fromkeys(entry.conditions for entry in choices_of):
            open_form(page, served, language, form.id)
            choose(page, as_choices(conditions))
            told = broken(page, {}, follow=True)
            for entry in choices_of:
                if entry.conditions == conditions:
                    check("required_choice", entry, told.get(id_of(entry)))
    fault = "form_fault_"
    every = {key.removeprefix(fault) for key in words if key.startswith(fault)}
    assert seen | BY_FILE | set(NEVER) == every


def broken(page: Page, typed: dict[Entry, str], *, follow: bool) -> dict[str, Any]:
    """What is told when this is typed; `follow`: where the links lead is looked at too."""
    first = {e.field.not_before: e.field.kind for e in typed if e.field.not_before}
    before = [[f"f-{n}", "2026-11-22" + " 13:05" * (kind == "moment")] for n, kind in first.items()]
    pairs = [*before, *([id_of(entry), text] for entry, text in typed.items())]
    told: dict[str, Any] = page.evaluate(BREAK, [pairs, follow])
    return told


@pytest.mark.parametrize("language", languages())
def test_every_rule_that_only_a_file_can_break(page: Page, served: str, language: str) -> None:
    """What a control cannot hold is told when the file is opened, and nothing is joined in silence."""
    words = words_of(language)
    broken_here = set()
    for form in shelf().forms.values():
        open_form(page, served, language, form.id)
        for entry in asked(form):
            if entry.group is None and not entry.conditions and entry.field.kind == "text":
                give(page, {"form": form.id, "answers": {entry.name: "株式会社\n見本"}})
                label = entry.field.label[language]
                assert says(page.inner_text("#tkf-summary li"), words["form_fault_lines"], label)
                assert page.input_value(f"#f-{entry.name}") == "株式会社 見本"
                broken_here.add("lines")
            if entry.group is None and entry.field.kind == "choice":
                give(page, {"form": form.id, "answers": {entry.name: "たぶん"}})
                label = entry.field.label[language]
                assert says(page.inner_text("#tkf-problems li"), words["form_fault_choice"], label)
                broken_here.add("choice")
        for group in groups(form).values():
            give(page, {"form": form.id, "answers": {group.name: [{}] * (group.most + 1)}})
            expect(page.locator("#tkf-problems li")).to_have_count(1)
            said = page.inner_text("#tkf-problems li")
            assert says(said, words["form_fault_many"], group.label[language])
            broken_here.add("many")
        for entry in entries(form):
            if entry.field.sum is not None:
                given = {entry.field.sum.of: "2026-11-22T13:05", entry.name: "2026-11-22T13:05"}
                give(page, {"form": form.id, "answers": given})
                said = page.inner_text("#tkf-summary li")
                assert says(said, words["form_fault_sum"], entry.field.label[language])
                broken_here.add("sum")
    assert broken_here == BY_FILE
