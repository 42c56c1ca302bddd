"""The glyphs of a TrueType font file, on the em that our PDFs have."""

from __future__ import annotations

import io
import struct
from functools import cached_property
from typing import Any

from macros.pdf.truetype import EM, Glyph, Measures, tables


class Outlines:
    """Glyph name → glyph on the em of `EM` units, without hints, components resolved."""

    def __init__(self, source: Any) -> None:
        self.source = source
        self.table, self.widths = source["glyf"], source["hmtx"].metrics
        self.scale = EM / source["head"].unitsPerEm
        self.points = self.contours = 0
        self.known: dict[str, Glyph] = {}

    def __getitem__(self, name: str) -> Glyph:
        if name not in self.known:
            self.known[name] = self.derived(name, lambda _: None)
        return self.known[name]

    @property
    def measures(self) -> Measures:
        """What holds for all the glyphs that were asked for."""
        head, hhea = self.source["head"], self.source["hhea"]
        box = tuple(round(getattr(head, side) * self.scale) for side in ("xMin", "yMin", "xMax", "yMax"))
        ascent, descent = round(hhea.ascent * self.scale), round(hhea.descent * self.scale)
        return Measures(ascent, descent, box, self.points, self.contours)

    def derived(self, name: str, change: Any) -> Glyph:
        """The glyph after `change` has been at its points."""
        points, ends, flags = self.table[name].getCoordinates(self.table)
        width = round(self.widths[name][0] * self.scale)
        if not len(ends):
            return Glyph(b"", width)
        points = points.copy()
        change(points)
        self.points, self.contours = max(self.points, len(points)), max(self.contours, len(ends))
        return Glyph(_compiled(points, ends, flags, self.scale), width)


def _compiled(points: Any, ends: Any, flags: Any, scale: float) -> bytes:
    """An outline on our em, as the `glyf` table holds it."""
    from fontTools.ttLib.tables import _g_l_y_f as glyf

    points.scale((scale, scale))
    points.toInt()
    glyph = glyf.Glyph()
    glyph.numberOfContours, glyph.coordinates = len(ends), points
    glyph.endPtsOfContours, glyph.flags = list(ends), bytearray(flags)
    glyph.program = glyf.ttProgram.Program()
    glyph.program.fromBytecode(b"")
    return bytes(glyph.compile(None))


class Subset:
    """A font file that was cut to some glyphs, which kept their ids; read no further than is asked for."""

    def __init__(self, file: bytes) -> None:
        self.file, self.tables = file, tables(file)
        head = self.tables[b"head"]
        (units,) = struct.unpack_from(">H", head, 18)
        self.scale, box = EM / units, struct.unpack_from(">4h", head, 36)
        (long,) = struct.unpack_from(">h", head, 50)
        loca = self.tables[b"loca"]
        self.places = struct.unpack(f">{len(loca) // (4 if long else 2)}{'I' if long else 'H'}", loca)
        self.step = 1 if long else 2
        (self.widths,) = struct.unpack_from(">H", self.tables[b"hhea"], 34)
        ascent, descent = struct.unpack_from(">2h", self.tables[b"hhea"], 4)
        points, contours, more, others = struct.unpack_from(">4H", self.tables[b"maxp"], 6)
        sides = tuple(round(side * self.scale) for side in box)
        up, down = round(ascent * self.scale), round(descent * self.scale)
        self.measures = Measures(up, down, sides, max(points, more), max(contours, others))

    def glyph(self, number: int) -> Glyph:
        """A glyph by its id. The same outline is put on our em once."""
        begin, end = (place * self.step for place in self.places[number : number + 2])
        width_at = 4 * min(number, self.widths - 1)
        key = self.tables[b"glyf"][begin:end] + self.tables[b"hmtx"][width_at : width_at + 2]
        if (self.scale, key) not in _scaled:
            _scaled[self.scale, key] = self._scaled(number, key[:-2], int.from_bytes(key[-2:], "big"))
        return _scaled[self.scale, key]

    def _scaled(self, number: int, outline: bytes, width: int) -> Glyph:
        from fontTools.ttLib.tables import _g_l_y_f as glyf

        if not outline:
            return Glyph(b"", round(width * self.scale))
        if outline[:1] >= b"\x80":  # made of others: the whole font is asked
            return self._outlines[self._outlines.source.getGlyphName(number)]
        glyph: Any = glyf.Glyph(outline)
        glyph.expand(None)
        points, ends, flags = glyph.getCoordinates(None)
        return Glyph(_compiled(points, ends, flags, self.scale), round(width * self.scale))

    @cached_property
    def _outlines(self) -> Outlines:
        from fontTools.ttLib import TTFont

        return Outlines(TTFont(io.BytesIO(self.file)))


_scaled: dict[tuple[float, bytes], Glyph] = {}
"""Scale, and outline and width as fonts hold them → glyph."""
