"""What recurs in a file – answers, instructions, the edition in the margin – is drawn once and used again.

Source: ISO 32000-1, 8.10 (form XObjects), 14.7.4.2 (a form XObject in marked content, as a whole).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from macros.pdf.cuts import Cut
from macros.pdf.items import Part, Text
from macros.pdf.laid import Laid, Page
from macros.pdf.tree import parts

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

    items: list[Text]
    fonts: Mapping[str, Cut]
    part: Part | None = None
    """The marked content that they are; of a line in a margin, none."""

    @property
    def at(self) -> Place:
        """Where it begins."""
        return self.items[0].at or (0, 0)

    @property
    def words(self) -> tuple[object, ...]:
        """What it says and how, not where."""
        return tuple(
            (self.fonts[i.font].short, i.size, i.colour, i.rise, i.language, i.glyphs, i.at is None)
            for i in self.items
        )

    @property
    def places(self) -> list[Place]:
        """Where its lines stand, from its beginning."""
        x, y = self.at
        return [(item.at[0] - x, item.at[1] - y) for item in self.items if item.at]

    @property
    def moved(self) -> list[Text]:
        """The words with their beginning at the origin."""
        x, y = self.at
        return [replace(i, at=(i.at[0] - x, i.at[1] - y)) if i.at else i for i in self.items]

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


def find(documents: Sequence[Laid], named: Sequence[Mapping[str, Cut]]) -> list[Stencil]:
    """What is worth being drawn once in the file with these documents; each has a mapping of its fonts."""
    known: dict[tuple[object, ...], list[Stencil]] = {}
    for laid, fonts in zip(documents, named, strict=True):
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
    for part in parts(laid.tree):
        words = [item for item in part.items if isinstance(item, Text)]
        if words and len(words) == len(part.items):
            yield Run(words, fonts, part)
    for page in laid.pages:
        yield from _margins(page, fonts)


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
        yield from (Run(line, fonts) for line in lines if line)
