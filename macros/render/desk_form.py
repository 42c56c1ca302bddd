"""A form with its answers as rows of words: what stands on the sheet, for a page and a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from macros.forms.answers import asked
from macros.forms.dates import written
from macros.forms.definition import Answers, Box, Entry, Form
from macros.forms.values import when
from macros.forms.wording import behind
from macros.model import Words
from macros.render.voice import Pairs, Voice


@dataclass(frozen=True, slots=True)
class Part:
    """The head of a sheet (no title), or a numbered box, with what was answered in it."""

    number: str
    title: Pairs
    rows: list[tuple[Pairs, Pairs]] = field(default_factory=list)
    """What is asked, and the answer; an empty one where nothing was answered."""


def parts(voice: Voice, form: Form, answers: Answers) -> list[Part]:
    """The sheet from the top: what is asked and was not answered is there too."""
    found: dict[Box | None, Part] = {}
    for entry, number in asked(form, answers):
        title = _said(voice, entry.box.label) if entry.box else []
        part = found.setdefault(entry.box, Part(entry.box.number if entry.box else "", title))
        part.rows.append((_label(voice, entry, number), list(_answer(voice, form, entry, number, answers))))
    return list(found.values())


def _said(voice: Voice, words: Words) -> Pairs:
    return voice.each(lambda book: book.say(words).text)


def _label(voice: Voice, entry: Entry, number: int) -> Pairs:
    if entry.group is None:
        return _said(voice, entry.field.label)
    block = entry.group.label
    return voice.each(lambda book: f"{book.say(block).text} {number} {book.say(entry.field.label).text}")


def _answer(
    voice: Voice, form: Form, entry: Entry, number: int, answers: Answers
) -> Iterator[tuple[str, str]]:
    """The answer, with what the sheet prints right behind a text of its head (…業務委託契約)."""
    block = answers.values
    if entry.group is not None:
        blocks = answers.groups.get(entry.group.name, ())
        block = blocks[number - 1] if number <= len(blocks) else {}
    value = block.get(entry.name)
    if value is None:
        return
    moment = when(entry.field, value)
    option = next((o for o in entry.field.options if o.value == value), None)
    if moment is not None:
        yield from voice.each(lambda book: written(moment, book.language))
    elif option is not None:
        yield from _said(voice, option.label)
    else:
        yield form.language, f"{value}{behind(form, entry.name) if entry.box is None else ''}"
