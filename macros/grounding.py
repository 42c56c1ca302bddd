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
        several = len(getattr(self.record, self.field)[language]) > 1
        return f"{self.field}.{language}" + (f"[{self.number}]" if several else "")


@dataclass(frozen=True, slots=True)
class Quoting:
    """A field that holds quotes, in whatever languages it has them (the fields are those of `Tie`)."""

    kind: str
    record: Record
    field: str
    owner: Record
    quotes: Quotes


def quotings(provision: Provision) -> Iterator[Quoting]:
    """All fields with quotes from the words of `provision` itself (not from those below it)."""
    for statement in provision.statements:
        yield Quoting("statement", statement, "words", statement, statement.words)
    for definition in provision.definitions:
        yield Quoting("definition", definition, "words", definition, definition.words)
    for reference in provision.references:
        yield Quoting("reference", reference, "words", reference, reference.words)
    for effect in provision.effects:
        yield Quoting("effect", effect, "words", effect, effect.words)
    for obligation in provision.obligations:
        yield from quotings_of(obligation)


def quotings_of(obligation: Obligation) -> Iterator[Quoting]:
    """The fields with the quotes that an obligation rests on."""
    if obligation.cue is not None:
        yield Quoting("cue", obligation, "cue", obligation, obligation.cue)
    for name, element in obligation.elements():
        if element.words is not None:
            yield Quoting(name, element, "words", obligation, element.words)


def ties(provision: Provision, language: str) -> Iterator[Tie]:
    """All quotes in `language` from the words of `provision` itself (not from those below it)."""
    return _ties(quotings(provision), language)


def ties_of(obligation: Obligation, language: str) -> Iterator[Tie]:
    """The quotes in `language` that an obligation rests on."""
    return _ties(quotings_of(obligation), language)


def _ties(found: Iterator[Quoting], language: str) -> Iterator[Tie]:
    for q in found:
        for number, quote in enumerate(q.quotes.get(language, ())):
            yield Tie(q.kind, q.record, q.field, q.owner, number, quote)


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
