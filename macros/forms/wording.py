"""The words a form prints, in the order in which it prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from macros.errors import Place
from macros.forms.definition import BLANKS, Box, Field, Form, Group, Line
from macros.model import Record, Words

SLOT = re.compile(r"\{([a-z0-9_]*)\}")
"""Where a value goes: `{name}` in a line of the head, `{}` in what is printed at a field."""


@dataclass(frozen=True)
class Piece:
    """Words of the sheet in one language, as they stand on the blank form; and where they come from."""

    text: str
    place: Place


def pieces(form: Form, language: str) -> Iterator[Piece]:
    """All that the blank form prints in `language`, from its title to its last note."""
    yield from _words(form, "title", form.title, language)
    for line in form.head:
        yield from _line(line, language)
    for box in form.boxes:
        yield from _box(box, language)
    for number, words in enumerate(form.foot):
        yield from _words(form, f"foot[{number}]", words, language)
    if form.notes_title is not None:
        yield from _words(form, "notes_title", form.notes_title, language)
    for note in form.notes:
        yield from _numbered(note, note.number, note.words, language)


def _words(record: Record, path: str, words: Words, language: str) -> Iterator[Piece]:
    if language in words:
        yield Piece(words[language], record.at(f"{path}.{language}"))


def _numbered(record: Record, number: str, words: Words, language: str) -> Iterator[Piece]:
    if language in words:
        yield Piece(f"{number} {words[language]}", record.at("number"))


def _line(line: Line, language: str) -> Iterator[Piece]:
    kinds = {field.name: field.kind for field in line.fields}
    if language in line.words:
        text = SLOT.sub(lambda m: BLANKS.get(kinds.get(m[1], ""), " "), line.words[language]).strip()
        yield Piece(text, line.at(f"words.{language}"))


def _box(box: Box, language: str) -> Iterator[Piece]:
    yield from _numbered(box, box.number, box.label, language)
    if box.example is not None:
        yield from _words(box, "example", box.example, language)
    for number, note in enumerate(box.notes):
        yield from _words(box, f"notes[{number}]", note, language)
    for field in box.fields:
        yield from _field(field, language)
    if box.group is not None:
        yield from _group(box.group, language)


def _field(field: Field, language: str) -> Iterator[Piece]:
    if field.printed is not None and language in field.printed:
        blank = BLANKS.get(field.kind, " ")
        text = SLOT.sub(lambda _: blank, field.printed[language]).strip()
        yield Piece(text, field.at(f"printed.{language}"))
    for option in field.options:
        yield from _words(option, "label", option.label, language)
        if option.caption is not None:
            yield from _words(option, "caption", option.caption, language)
        for under in option.fields:
            yield from _field(under, language)
        if option.group is not None:
            yield from _group(option.group, language)


def _group(group: Group, language: str) -> Iterator[Piece]:
    for field in group.fields:
        yield from _field(field, language)


@cache
def _all_behind(form: Form) -> Mapping[str, str]:
    found = {}
    for line in form.head:
        for field in line.fields:
            _, hit, rest = line.words.get(form.language, "").partition(f"{{{field.name}}}")
            word = re.match(r"[^\s{}「」『』（）()、。：:]+", rest) if hit else None
            if word is not None and field.kind in ("text", "multiline"):
                found[field.name] = word[0]
    return found


def behind(form: Form, name: str) -> str:
    """The word that the sheet prints right behind a text of its head (業務委託契約), or ""."""
    return _all_behind(form).get(name, "")
