"""The fonts of a file: each once for all its documents, cut to what they use, its codes counted from 1."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from macros.pdf.items import Text
from macros.pdf.laid import Font, Laid
from macros.pdf.objects import FONT_OBJECTS, Objects, deflated, font, to_unicode
from macros.pdf.truetype import Glyph, Measures, truetype


@dataclass(slots=True)
class Cut:
    """A font, and what is used of it in all the documents."""

    name: str
    """Of the font."""
    short: str
    """On the pages."""
    measures: Measures
    missing: Glyph
    glyphs: dict[int, Glyph] = field(default_factory=dict)
    """Glyph id → glyph."""
    texts: dict[int, str] = field(default_factory=dict)
    """Glyph id → the text that it stands for."""
    codes: dict[int, int] = field(default_factory=dict)
    """Glyph id → code."""

    def takes(self, font: Font, used: Set[int]) -> bool:
        """Whether that is the same font, as far as it is used."""
        mine = self.glyphs
        return font.name == self.name and all(mine[g] == font.file.glyph(g) for g in used & mine.keys())

    def add(self, font: Font, used: Set[int]) -> None:
        """Take what a document uses."""
        for glyph in used - self.glyphs.keys():
            self.glyphs[glyph] = font.file.glyph(glyph)
        self.texts |= {glyph: text for glyph, text in font.texts.items() if glyph in used}
        mine, other = self.measures, font.file.measures
        low, high = map(min, mine.box[:2], other.box[:2]), map(max, mine.box[2:], other.box[2:])
        points, contours = max(mine.points, other.points), max(mine.contours, other.contours)
        left, bottom, right, top = *low, *high
        self.measures = Measures(mine.ascent, mine.descent, (left, bottom, right, top), points, contours)

    def objects(self, number: int) -> Objects:
        """The font as PDF objects with the numbers from this one; codes go by the order of the glyphs."""
        self.codes |= {glyph: code for code, glyph in enumerate(sorted(self.glyphs), 1)}
        glyphs = [self.missing, *(self.glyphs[glyph] for glyph in self.codes)]
        file = truetype(glyphs, self.measures)
        widths = {code: glyphs[code].width for code in self.codes.values()}
        texts = {self.codes[glyph]: text for glyph, text in self.texts.items()}
        letters = hashlib.sha256(repr((self.name, texts)).encode()).digest()[:6]
        base = f"{''.join(chr(65 + letter % 26) for letter in letters)}+{self.name}"
        ascent, descent = self.measures.ascent, self.measures.descent
        box = " ".join(str(value) for value in self.measures.box)
        metrics = f"/FontBBox[{box}]/Ascent {ascent}/Descent {descent}/CapHeight {ascent}"
        numbers = range(number, number + FONT_OBJECTS)
        cmap = deflated(to_unicode(texts))
        return font(numbers, base, metrics, widths, deflated(file), len(file), cmap)


def cuts_of(parts: Sequence[Laid]) -> tuple[list[Cut], list[dict[str, Cut]]]:
    """The fonts of the file; for each document, the name of a font on its pages → that font."""
    cuts: list[Cut] = []
    named: list[dict[str, Cut]] = []
    for laid in parts:
        used: dict[str, set[int]] = {}
        for item in (item for page in laid.pages for part in page.parts for item in part.items):
            if isinstance(item, Text):
                used.setdefault(item.font, set()).update(g for g in item.glyphs if isinstance(g, int))
        named.append({})
        for name, glyphs in used.items():
            of = laid.fonts[name]
            cut = next((cut for cut in cuts if cut.takes(of, glyphs)), None)
            if cut is None:
                cut = Cut(of.name, f"F{len(cuts)}", of.file.measures, of.file.glyph(0))
                cuts.append(cut)
            cut.add(of, glyphs)
            named[-1][name] = cut
    return cuts, named
