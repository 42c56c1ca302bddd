"""What is printed: fields with the words around them, lines, blocks on a 別紙."""

from __future__ import annotations

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
    """Its words stand above it, not beside."""

    @property
    def area(self) -> bool:
        """Whether it has the whole width for itself."""
        return self.wide or self.field.kind == "multiline"

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
