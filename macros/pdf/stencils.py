"""What recurs in a file – answers, instructions, the edition in the margin – is drawn once and used again.

A paragraph that is drawn so is one piece of marked content. What it has in a second language says so inside
(ISO 32000-1, 14.9.2.2), where elsewhere an element of the structure does.
Source: ISO 32000-1, 8.10 (form XObjects), 14.7.4.2 (in marked content as a whole).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from macros.pdf.cuts import Cut
from macros.pdf.items import Part, Text
from macros.pdf.laid import Laid, Page
from macros.pdf.tree import Element, Mark

NEAR = 10
"""In hundredths of a point: lines that stand no further apart are the same picture."""

CALL, OBJECT = 22, 160
"""About how many bytes a use takes, and a drawing beside what is drawn in it."""

GLYPH, LINE = 1.1, 7
"""About how many bytes a glyph takes, and a line of words beside its glyphs."""

Place = tuple[int, int]
"""In hundredths of a point."""


@dataclass(eq=False, slots=True)
class Run:
    """Words that are painted in a row, as a whole: a paragraph, or a line in a margin."""

    pieces: list[tuple[str, list[Text]]]
    """Words, and their language where it is not that of what they stand in."""
    fonts: Mapping[str, Cut]
    parts: Sequence[Part] = ()
    """The marked content that they are; of a line in a margin, none."""

    @property
    def items(self) -> list[Text]:
        """All the words."""
        return [item for _, items in self.pieces for item in items]

    @property
    def at(self) -> Place:
        """Where it begins."""
        return self.items[0].at or (0, 0)

    @property
    def words(self) -> tuple[object, ...]:
        """What it says and how, not where."""
        return tuple(
            (language, self.fonts[i.font].short, i.size, i.colour, i.rise, i.glyphs, i.at is None)
            for language, items in self.pieces
            for i in items
        )

    @property
    def places(self) -> list[Place]:
        """Where its lines stand, from its beginning."""
        x, y = self.at
        return [(item.at[0] - x, item.at[1] - y) for item in self.items if item.at]

    @property
    def weight(self) -> float:
        """About how many bytes it takes."""
        return sum(LINE + GLYPH * len(item.glyphs) for item in self.items)


@dataclass(eq=False, slots=True)
class Stencil:
    """A drawing, and where it is used."""

    run: Run
    """The first of those it is used for."""
    uses: list[Run] = field(default_factory=list)

    @property
    def saves(self) -> bool:
        """Whether the file is smaller for it."""
        weight = self.run.weight
        return (weight - CALL) * len(self.uses) > weight + OBJECT


def find(parts: Sequence[Laid], named: Sequence[Mapping[str, Cut]]) -> list[Stencil]:
    """What is worth being drawn once in the file with these documents; each has a mapping of its fonts."""
    known: dict[tuple[object, ...], list[Stencil]] = {}
    for laid, fonts in zip(parts, named, strict=True):
        for run in _runs(laid, fonts):
            alike = known.setdefault(run.words, [])
            stencil = next((each for each in alike if _near(each.run.places, run.places)), None)
            if stencil is None:
                stencil = Stencil(run)
                alike.append(stencil)
            stencil.uses.append(run)
    return [stencil for alike in known.values() for stencil in alike if stencil.saves]


def _near(some: Sequence[Place], others: Sequence[Place]) -> bool:
    return all(max(abs(a - c), abs(b - d)) <= NEAR for (a, b), (c, d) in zip(some, others, strict=True))


def _runs(laid: Laid, fonts: Mapping[str, Cut]) -> Iterator[Run]:
    order = [{id(part): at for at, part in enumerate(page.parts)} for page in laid.pages]
    for element in laid.tree:
        yield from _paragraphs(element, order, fonts)
    for page in laid.pages:
        yield from _margins(page, fonts)


def _paragraphs(
    element: Element, order: Sequence[Mapping[int, int]], fonts: Mapping[str, Cut]
) -> Iterator[Run]:
    if element.tag == "P" and (marks := _marks(element)) is not None:
        pieces = [(said, [i for i in mark.part.items if isinstance(i, Text)]) for mark, said in marks]
        parts = [mark.part for mark, _ in marks]
        first = order[marks[0][0].page][id(parts[0])]
        row = [(mark.page, order[mark.page][id(mark.part)]) for mark, _ in marks]
        together = row == [(marks[0][0].page, first + at) for at in range(len(row))]
        words = all(isinstance(item, Text) for part in parts for item in part.items)
        if together and words and pieces[0][1][0].at is not None:
            yield Run(pieces, fonts, parts)
        return
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _paragraphs(kid, order, fonts)


def _marks(element: Element) -> list[tuple[Mark, str]] | None:
    """What is painted of a paragraph, with its language; `None` where it holds more than words."""
    found: list[tuple[Mark, str]] = []
    for kid in element.kids:
        if isinstance(kid, Mark):
            found.append((kid, ""))
        elif isinstance(kid, Element) and kid.tag == "Span" and not kid.about:
            for each in kid.kids:
                if not isinstance(each, Mark):
                    return None
                found.append((each, kid.language))
        else:
            return None
    return found or None


def _margins(page: Page, fonts: Mapping[str, Cut]) -> Iterator[Run]:
    """Lines of words that belong to nothing."""
    for part in page.parts:
        lines: list[list[Text]] = []
        for item in part.items if part.mcid is None else ():
            if not isinstance(item, Text):
                lines.append([])
            elif item.at is not None:
                lines.append([item])
            elif lines and lines[-1]:
                lines[-1].append(item)
        yield from (Run([("", line)], fonts) for line in lines if line)


def moved(run: Run) -> list[tuple[str, list[Text]]]:
    """The words of a run, with its beginning at the origin."""
    x, y = run.at
    return [
        (said, [replace(item, at=(item.at[0] - x, item.at[1] - y)) if item.at else item for item in items])
        for said, items in run.pieces
    ]
