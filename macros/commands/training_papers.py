"""The papers of a report on training: file name → what goes into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from macros.commands.teller import Teller
from macros.commands.training import laid
from macros.commands.training_told import said
from macros.errors import DataError, Place, Problem

if TYPE_CHECKING:
    from macros.forms.definition import Answers, Entry, Form
    from macros.forms.files import Sheet
    from macros.render.desk import Given
    from macros.render.desk_report import Filled
    from macros.render.voice import Voice
    from macros.training.report import Report

FORM = "kyoiku-hokoku"


@dataclass(frozen=True)
class Wish:
    """What is asked for beside the report itself."""

    root: Path
    given: Given
    today: date
    names: bool
    final: bool
    contract: Path | None
    usual: Sheet
    """A company's usual answers; of no file where there are none."""
    confirmed_by: str


def papers(voice: Voice, found: Report, wish: Wish, teller: Teller) -> Iterator[tuple[str, bytes]]:
    """Every file of the report. What the form still wants, and what no font has, is told."""
    from macros.forms import files
    from macros.forms.table import to_csv
    from macros.pdf.joined import joined
    from macros.pdf.press import Press
    from macros.render import desk_form, desk_report, desk_tables
    from macros.training.workbook import xlsx

    form, answers, missing = _answers(voice, found, wish)
    for entry, number in missing:
        key = "desk_told_wanted_method" if entry.name == "method" else "desk_told_wanted"
        click.echo(teller.say(key, label=teller.label(entry, number)), err=True)
    second = next((b.language for b in voice.books if b.language in form.translations), None)
    press = Press(form, second)
    sheet = press.final(answers) if wish.final else press.editable(answers)
    if warnings := teller.warnings(form, "report.pdf", sheet.too_long, sheet.missing):
        click.echo(warnings, err=True)
    given, today, names = wish.given, wish.today, wish.names
    behind = laid(desk_report.attachment(voice, found, given, today, names), "pdf", teller, voice.second)
    yield "report.pdf", joined(sheet.data, behind)
    parts = desk_form.parts(voice, form, answers)
    yield (
        "report.html",
        desk_report.page(voice, found, given, today, names, _filled(voice, form, parts)).encode(),
    )
    moment = datetime(today.year, today.month, today.day)
    yield "report.xlsx", xlsx(desk_tables.tables(voice, found, given, today, names, parts), moment)
    yield "answers.yml", files.to_yaml(form, answers).encode()
    rows = desk_tables.reading(found, teller.words.__getitem__, lambda it: said(teller, it) or str(it))
    yield "reading.csv", to_csv(rows).encode("utf-8-sig")


def _filled(voice: Voice, form: Form, parts: Any) -> Filled:
    from macros.render.desk_report import Filled

    return Filled(voice.say(form.title), voice.say(form.mark or {}) if form.mark else [], parts)


def _answers(voice: Voice, found: Report, wish: Wish) -> tuple[Form, Answers, list[tuple[Entry, int]]]:
    """The form, its answers, and what it still wants: each field, and the number of its block.

    Raises `DataError` with every fault of a company's usual answers.
    """
    from macros.commands.opening import checked_shelf_in
    from macros.corpus import load_profile
    from macros.forms import prefill
    from macros.forms.answers import check
    from macros.render.book import Book
    from macros.render.desk_answers import answers as answers_for
    from macros.render.wording import words_of

    corpus = voice.book.corpus
    form = checked_shelf_in(wish.root, corpus).form(FORM)
    book = Book(corpus, voice.book.body, form.language, words_of(form.language))
    beside = next((each for each in voice.books if each.language != form.language), None)
    profile = load_profile(wish.contract, corpus) if wish.contract else None
    whole = prefill.given(form, wish.usual.given, profile)
    whole |= answers_for(book, found, wish.given, wish.today, wish.confirmed_by, beside)

    def locate(path: str) -> Place:
        name, *_ = re.split(r"[.[]", path)
        return (
            wish.usual.locate(path)
            if name in wish.usual.given
            else Place(str(wish.contract or ""), path=path)
        )

    def check_all(*, partial: bool) -> tuple[Answers, list[Problem]]:
        return check(form, whole, locate, partial=partial)

    answers, faults = check_all(partial=True)
    if faults:
        raise DataError(faults)
    wanted = (p.about for p in check_all(partial=False)[1] if p.code == "required" and "entry" in p.about)
    return form, answers, [(about["entry"], about["block"]) for about in wanted]
