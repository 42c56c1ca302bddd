"""The form font: the glyphs of BIZ UDGothic by the text they stand for, and the part built into forms.

Built once from the font file of this machine (some seconds), then kept in a cache folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from macros import kept
from macros.pdf import fonts
from macros.pdf.objects import Objects, deflated, font, to_unicode
from macros.pdf.outlines import Outlines
from macros.pdf.truetype import EM, Glyph, Measures, truetype

VERSION = 5
"""Counts up when what is kept in the cache changes its shape."""

PRIVATE = 0xE000
"""Codes from here on stand for what has no code of its own: text beyond the Basic Multilingual Plane."""

SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Chooses a variant of the character before it."""

GETA = "〓"
"""What Japanese printers set where they lack the sort."""

YOSHI, KICHI = "𠮷", "吉"
"""A common name form that no edition of BIZ UDGothic has; its bars are those of 吉, exchanged."""

WANTED = {YOSHI, "㋿"}
"""In forms, beside cp932 and plane 1 of JIS X 0213."""


@dataclass(frozen=True, eq=False)
class Face:
    """All glyphs of the face."""

    name: str
    measures: Measures
    glyphs: Mapping[str, Glyph]
    """Text → glyph. Mostly one character; a variation sequence (邉 and a selector) is two."""
    missing: Glyph
    """Glyph 0."""
    packed: bytes = field(repr=False)
    """The font of forms, compressed: every code below is the id of its glyph."""
    length: int
    """The same, as many bytes before it was compressed."""

    @cached_property
    def codes(self) -> Mapping[str, int]:
        """Text → its code in the font of forms: the character's own number, or one for private use."""
        return _codes(self.glyphs)

    @cached_property
    def written(self) -> Mapping[str, str]:
        """Text → its code in the font of forms, as it is written in PDF."""
        return {text: f"{code:04X}" for text, code in self.codes.items()}

    @cached_property
    def advances(self) -> Mapping[str, float]:
        """Text → how far it moves on, in em; for single characters of the whole face."""
        return {text: glyph.width / EM for text, glyph in self.glyphs.items()}

    @property
    def metrics(self) -> str:
        """The middle of its font descriptors."""
        box = " ".join(str(value) for value in self.measures.box)
        ascent, descent = self.measures.ascent, self.measures.descent
        return f"/FontBBox[{box}]/Ascent {ascent}/Descent {descent}/CapHeight {ascent}"

    def objects(self, numbers: Sequence[int]) -> Objects:
        """The font of forms as PDF objects."""
        texts = {code: text for text, code in self.codes.items()}
        of = {code: self.glyphs[text].width for text, code in self.codes.items()}
        cmap = deflated(to_unicode(texts))
        return font(numbers, f"AAAAAA+{self.name}", self.metrics, of, self.packed, self.length, cmap)

    def glyph(self, text: str) -> Glyph | None:
        """The glyph for `text`, if need be from another font of this machine; `None` if none has it."""
        return self.glyphs.get(text) or _lent(text)


@cache
def load() -> Face:
    """The face, from the cache folder if it was built before. Raises `FontMissing`."""
    path = fonts.find()
    state = path.stat()
    key = hashlib.sha256(f"{VERSION} {path} {state.st_size} {state.st_mtime_ns}".encode()).hexdigest()
    file = f"face-{key[:16]}.bin"
    with contextlib.suppress(ValueError, KeyError, TypeError, zlib.error):  # damaged: built anew
        if (found := kept.load(file)) is not None:
            return _unpacked(found)
    built = build(path)
    kept.keep(file, _packed(built))
    return built


def build(path: Path) -> Face:
    """The face, from a TrueType file."""
    from fontTools.ttLib import TTFont

    with TTFont(path) as source:
        outlines = Outlines(source)
        glyphs = {text: outlines[name] for text, name in _texts(source)}
        missing = outlines[".notdef"]
        glyphs.setdefault(YOSHI, outlines.derived(source.getBestCmap()[ord(KICHI)], _exchange_bars))
        glyphs.setdefault("\xa0", glyphs[" "])
        measures = outlines.measures
        name = source["name"].getDebugName(6)
    codes = _codes(glyphs)
    placed = [Glyph(b"", 0)] * (max(codes.values()) + 1)
    placed[0] = missing
    for text, code in codes.items():
        placed[code] = glyphs[text]
    file = truetype(placed, measures)
    return Face(name, measures, glyphs, missing, deflated(file), len(file))


def _codes(glyphs: Mapping[str, Glyph]) -> dict[str, int]:
    chosen = sorted(text for text in glyphs if text in WANTED or (len(text) == 1 and _everyday(text)))
    private = iter(range(PRIVATE, 0xF900))
    return {text: ord(text) if ord(text) < 0x10000 else next(private) for text in chosen}


def _everyday(character: str) -> bool:
    """Whether it is in cp932 or in plane 1 of JIS X 0213, user-defined characters left out."""
    if 0xE000 <= ord(character) < 0xF900:
        return False
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        pass
    else:
        return True
    try:
        return len(character.encode("euc_jis_2004")) < 3
    except UnicodeEncodeError:
        return False


def _texts(source: Any) -> Iterator[tuple[str, str]]:
    """Every text that the font has a glyph for, with the glyph's name."""
    for code, name in source.getBestCmap().items():
        yield chr(code), name
    for subtable in source["cmap"].tables:
        if subtable.format == 14:
            for selector, pairs in subtable.uvsDict.items():
                for code, name in pairs:
                    usual = name or source.getBestCmap().get(code)
                    if usual is not None:
                        yield chr(code) + chr(selector), usual


def _exchange_bars(points: Any) -> None:
    """吉 → 𠮷: the two bars of 士 exchange their lengths."""
    upper_y, lower_y = {1468, 1325}, {1016, 877}
    upper = {x for x, y in points[:16] if y in upper_y}
    lower = {x for x, y in points[:16] if y in lower_y}
    ends = {min(upper): min(lower), max(upper): max(lower)}
    ends |= {short: long for long, short in ends.items()}
    for number, (x, y) in enumerate(points[:16]):
        if y in upper_y | lower_y:
            points[number] = (ends.get(x, x), y)


@cache
def _lent(text: str) -> Glyph | None:
    """The glyph for a character that the face lacks, from the first font of this machine that has it."""
    if len(text) > 1:
        return None
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

    for path in fonts.having(text):
        with TTFont(path) as donor:
            name, drawn = donor.getBestCmap().get(ord(text)), donor.getGlyphSet()
            if name is None:
                continue
            pen = TTGlyphPen(None)
            scale = EM / donor["head"].unitsPerEm
            turned = Cu2QuPen(pen, max_err=1, reverse_direction="CFF " in donor)
            flat = DecomposingRecordingPen(drawn)
            drawn[name].draw(flat)
            flat.replay(TransformPen(turned, (scale, 0, 0, scale, 0, 0)))
            glyph = pen.glyph()
            return Glyph(bytes(glyph.compile(None)), round(drawn[name].width * scale))
    return None


# --- as it is kept -------------------------------------------------------------------------------------


def _packed(face: Face) -> bytes:
    head: dict[str, Any] = {
        "name": face.name,
        "measures": face.measures,
        "length": face.length,
        "packed": len(face.packed),
        "missing": [len(face.missing.outline), face.missing.width],
        "glyphs": [[text, len(glyph.outline), glyph.width] for text, glyph in face.glyphs.items()],
    }
    outlines = b"".join(glyph.outline for glyph in face.glyphs.values())
    first = json.dumps(head).encode()
    body = b"".join([b"%d\n" % len(first), first, face.packed, face.missing.outline, outlines])
    return hashlib.sha256(body).digest() + body


def _unpacked(found: bytes) -> Face:
    digest, body = found[:32], found[32:]
    if hashlib.sha256(body).digest() != digest:
        raise ValueError("the cached face is damaged")
    length, _, rest = body.partition(b"\n")
    head = json.loads(rest[: int(length)])
    at = int(length)

    def take(size: int) -> bytes:
        nonlocal at
        at += size
        return rest[at - size : at]

    packed = take(head["packed"])
    missing = Glyph(take(head["missing"][0]), head["missing"][1])
    glyphs = {text: Glyph(take(size), width) for text, size, width in head["glyphs"]}
    ascent, descent, box, points, contours = head["measures"]
    measures = Measures(ascent, descent, tuple(box), points, contours)
    return Face(head["name"], measures, glyphs, missing, packed, head["length"])


def units(text: str) -> Sequence[str]:
    """`text` in the pieces that have one glyph each: characters, with the variation selector behind."""
    if not SELECTOR.search(text):
        return text
    pieces: list[str] = []
    for character in text:
        if pieces and SELECTOR.match(character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
