"""What is printed: fields with the words around them, lines, blocks on a 別紙."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from macros.forms.definition import BLANKS, PARTS, Box, Field, Group
from macros.model import Words


@dataclass(frozen=True, slots=True)
class Asked:
    """A field where it is printed."""

    field: Field
    keys: tuple[str, ...]
    """Its names in the PDF."""
    tooltip: str
    required: bool
    before: Words | None
    after: Words | None
    number: bool
    """A number between words: 第 1 報."""
    wide: bool = False
    """It has the whole width for itself, and several lines."""
    stacked: bool = False
    """Its words stand above its line: beside it they would leave too little of that."""

    @property
    def area(self) -> bool:
        """Whether it has the whole width for itself."""
        return self.wide or self.field.kind == "multiline"

    @property
    def side(self) -> bool:
        """Whether its options stand side by side: nothing more is asked under any of them."""
        return not any(each.caption or each.fields or each.group for each in self.field.options)

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Each part of a date or time, with the sign printed behind it."""
        kind = self.field.kind
        return tuple(zip(PARTS[kind], BLANKS[kind].split(), strict=True)) if kind in PARTS else ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line, or the field that stands between them."""

    words: str = ""
    entry: Asked | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line above the table: one label and one field, or words with fields between them."""

    align: str
    pieces: tuple[Piece, ...] = ()
    second: str = ""
    label: Words | None = None
    entry: Asked | None = None

    @property
    def party(self) -> bool:
        """Whether it is a label with one field behind it."""
        return self.entry is not None


@dataclass(frozen=True, slots=True)
class Annex:
    """The blocks of one group that do not fit on the sheet."""

    group: str
    title: Words
    numbers: Sequence[int]
    boxes: tuple[tuple[Box, tuple[Field, ...]], ...]


def around(printed: Words | None) -> tuple[Words | None, Words | None]:
    """What is printed before a value, and behind it."""
    if printed is None:
        return None, None
    split = {language: words.partition("{}") for language, words in printed.items()}
    before = {language: parts[0].strip() for language, parts in split.items()}
    after = {language: parts[2].strip() for language, parts in split.items()}
    return before, after


_PHRASE = re.compile(
    r"[「『（(【]*(?:[^ぁ-ゖ、。，．：「『（(【）)」』】\s]|\(\d+\)|(?<=[A-Z]) (?=[A-Z]))*"
    r"[ぁ-ゖ]*[）)」』】]*[ぁ-ゖ]*[、。，．：）)」』】]*\s*|."
)


FEW, SHORT = 3, 25
"""So many lines that are not longer are balanced; others read better if they are filled."""


def phrases(text: str) -> list[str]:
    """Japanese in phrases (文節), roughly: kanji, katakana, letters with the hiragana and signs behind.

    Together they are the text; a character does not stand alone.
    """
    found: list[str] = []
    for each in filter(None, _PHRASE.findall(text)):
        if found and len(each) == 1:
            found[-1] += each
        else:
            found.append(each)
    return found


def lines_of(text: str, first: float, others: float) -> list[str]:
    """The text in lines that end with phrases, no wider than `first` and `others`, in em of a fixed face.

    A few short lines are balanced. A phrase that is wider than a line is left to whoever sets the lines.
    """
    pieces = phrases(text)
    lines = _filled(pieces, first, others)
    less = _filled(pieces, first - 0.5, others - 0.5)
    while 1 < len(less) == len(lines) <= FEW and 1 < first < SHORT:
        lines, first, others = less, first - 0.5, others - 0.5
        less = _filled(pieces, first - 0.5, others - 0.5)
    return lines


def _filled(pieces: list[str], first: float, others: float) -> list[str]:
    lines, room = [""], first
    for phrase in pieces:
        seen = phrase.rstrip()
        wide = sum(1 if unicodedata.east_asian_width(each) in "FWA" else 0.5 for each in seen)
        if wide > room and lines[-1]:
            lines.append("")
            room = others
        lines[-1] += phrase
        room -= wide + (len(phrase) - len(seen)) / 2
    return lines


def asked_in(box: Box, group: Group) -> tuple[Field, ...]:
    """The fields of `group` that are asked in `box`."""
    if box.each == group.name:
        return box.fields
    if box.group is group:
        return group.fields

    def inside(fields: tuple[Field, ...]) -> tuple[Field, ...]:
        for each in fields:
            for option in each.options:
                if option.group is group:
                    return group.fields
                if found := inside(option.fields):
                    return found
        return ()

    return inside(box.fields)
