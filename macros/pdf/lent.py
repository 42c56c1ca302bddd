"""Characters that BIZ UDGothic lacks → a small font with the glyphs that forms have for them.

A name such as 𠮷田 is printed on a sheet as it is on a form: with the face's own 吉 changed, or with the
glyph of another font of this machine.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph as Outline

from macros.pdf import face
from macros.pdf.truetype import EM, Glyph

FAMILY = "BIZ UD Lent"
"""Begins the name of every lent font: `layout` takes it for one of ours. The rest goes by what is in it."""


def lend(characters: str) -> tuple[str, str, str]:
    """CSS of a font with as many of these characters as can be had, its family, and the others.

    It has a blank as well: words that are read from right to left take theirs from it. Raises `FontMissing`.
    """
    own = face.load()
    found = {c: glyph for c in characters if (glyph := own.glyph(c)) is not None}
    lacking = "".join(c for c in characters if c not in found)
    if not found:
        return "", "", lacking
    if (blank := own.glyph(" ")) is not None:
        found[" "] = blank
    family = f"{FAMILY} {hashlib.sha256(''.join(found).encode()).hexdigest()[:8]}"
    data = base64.b64encode(_file(found, own.measures.ascent, own.measures.descent)).decode()
    return f'@font-face{{font-family:"{family}";src:url(data:font/ttf;base64,{data})}}', family, lacking


def _file(glyphs: Mapping[str, Glyph], ascent: int, descent: int) -> bytes:
    names = {c: f"u{ord(c):04X}" for c in glyphs}
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(c): name for c, name in names.items()})
    outlines = {names[c]: _outline(glyph) for c, glyph in glyphs.items()}
    builder.setupGlyf({".notdef": _outline(Glyph(b"", EM)), **outlines})
    widths = {names[c]: (g.width, getattr(outlines[names[c]], "xMin", 0)) for c, g in glyphs.items()}
    builder.setupHorizontalMetrics({".notdef": (EM, 0), **widths})
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": "BIZ-UDLent"})
    builder.setupOS2(sTypoAscender=ascent, sTypoDescender=descent, usWinAscent=ascent, usWinDescent=-descent)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _outline(glyph: Glyph) -> Any:
    made: Any = Outline(glyph.outline)
    if glyph.outline:
        made.expand(None)
    else:
        made.numberOfContours = 0
    return made
