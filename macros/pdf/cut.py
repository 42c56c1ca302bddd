"""A font cut to the characters of one document."""

from __future__ import annotations

from collections.abc import Sequence

from macros.pdf.face import GETA, Face
from macros.pdf.objects import Objects, deflated, font, to_unicode
from macros.pdf.truetype import Glyph, truetype


class Cut:
    """Grows as text is set in it; its codes are glyph ids, given in the order of first use."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.codes: dict[str, int] = {}
        self.missing: dict[str, None] = {}
        """What neither the face nor a font of this machine can show, in the order of first use."""
        self._glyphs: list[Glyph] = [face.missing]

    def code(self, unit: str) -> int:
        """The code of one piece of text. One that no font has looks like 〓, and still means itself."""
        code = self.codes.get(unit)
        if code is None:
            glyph = self.face.glyph(unit)
            if glyph is None:
                self.missing[unit] = None
                glyph = self.face.glyph(unit[0]) or self.face.glyphs[GETA]
            code = self.codes[unit] = len(self._glyphs)
            self._glyphs.append(glyph)
        return code

    def lacked(self, text: str) -> str:
        """What no font has of `text`, which was set before."""
        return "".join(piece for piece in self.missing if piece in text)

    def objects(self, numbers: Sequence[int]) -> Objects:
        """The font as PDF objects."""
        file = truetype(self._glyphs, self.face.measures)
        texts = {code: unit for unit, code in self.codes.items()}
        of = {code: self._glyphs[code].width for code in texts}
        cmap = deflated(to_unicode(texts), small=False)
        base = f"AAAAAB+{self.face.name}"
        return font(numbers, base, self.face.metrics, of, deflated(file, small=False), len(file), cmap)
