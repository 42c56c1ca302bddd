"""Where the quotes of a provision stand in its own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.model import Obligation, Provision, Quotes, Record


@dataclass(frozen=True, slots=True)
class Tie:
    """One quote and the record that makes it."""

    kind: str
    """`cue`, a part of an obligation, `statement`, `definition`, `reference` or `effect`."""
    record: Record
    """The record with the field `field` that holds the quote."""
    field: str
    owner: Record
    """The obligation, statement, definition, reference or effect it belongs to."""
    number: int
    """Which of several pieces."""
    quote: str

    def path(self, language: str) -> str:
        """The path of the quote inside `record`."""
        return f"{self.field}.{language}"


def _of(
    kind: str, record: Record, name: str, owner: Record, quotes: Quotes | None, language: str
) -> Iterator[Tie]:
    for number, quote in enumerate((quotes or {}).get(language, ())):
        yield Tie(kind, record, name, owner, number, quote)


def ties(provision: Provision, language: str) -> Iterator[Tie]:
    """All quotes in `language` from the words of `provision` itself (not from those below it)."""
    for statement in provision.statements:
        yield from _of("statement", statement, "words", statement, statement.words, language)
    for definition in provision.definitions:
        yield from _of("definition", definition, "words", definition, definition.words, language)
    for reference in provision.references:
        yield from _of("reference", reference, "words", reference, reference.words, language)
    for effect in provision.effects:
        yield from _of("effect", effect, "words", effect, effect.words, language)
    for obligation in provision.obligations:
        yield from ties_of(obligation, language)


def ties_of(obligation: Obligation, language: str) -> Iterator[Tie]:
    """The quotes in `language` that an obligation rests on."""
    yield from _of("cue", obligation, "cue", obligation, obligation.cue, language)
    for name, element in obligation.elements():
        yield from _of(name, element, "words", obligation, element.words, language)


def spans(text: str, quote: str) -> list[tuple[int, int]]:
    """Every place of `quote` in `text`, as (start, end), overlapping ones too."""
    found = []
    start = text.find(quote)
    while quote and start >= 0:
        found.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return found


def coverage(provision: Provision, language: str) -> tuple[int, int, list[str]]:
    """Characters of the provision's own words that are tied, all of them, and the pieces left untied."""
    text = provision.text(language)
    tied = bytearray(len(text))
    for tie in ties(provision, language):
        for start, end in spans(text, tie.quote)[:1]:
            tied[start:end] = b"\x01" * (end - start)
    pieces, current = [], ""
    for mark, character in zip(tied, text, strict=True):
        if mark:
            if current:
                pieces.append(current)
            current = ""
        else:
            current += character
    if current:
        pieces.append(current)
    return sum(tied), len(text), pieces
