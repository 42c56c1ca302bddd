"""Glyphs → a TrueType font file that PDF viewers can use, with nothing in it but what they need."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

EM = 1000
"""Units of the em: PDF's own, so that widths need no arithmetic (and files get smaller by an eighth)."""


class Glyph(NamedTuple):
    """One glyph: its outline as the `glyf` table holds it (may be empty), how far it moves on."""

    outline: bytes
    width: int


class Measures(NamedTuple):
    """What holds for the whole face, in units of the em."""

    ascent: int
    descent: int
    box: tuple[int, int, int, int]
    points: int
    """The most points of a glyph."""
    contours: int
    """The most contours of a glyph."""


def truetype(glyphs: Sequence[Glyph], measures: Measures) -> bytes:
    """The font file; a glyph's id is its index. Without cmap and names: a CIDFont needs none.

    Source: OpenType specification 1.9.1, chapters head, hhea, maxp, hmtx, loca, glyf.
    """
    outlines, offsets, at = [], [0], 0
    metrics = bytearray()
    for outline, width in glyphs:
        # A left bearing other than xMin would shift the glyph.
        metrics += struct.pack(">Hh", width, struct.unpack_from(">h", outline, 2)[0] if outline else 0)
        if outline:
            padding = -len(outline) % 2
            outlines.append(outline + bytes(padding))
            at += len(outline) + padding
        offsets.append(at)
    widest = max(width for _, width in glyphs)
    long = int(at > 2 * 0xFFFF)
    places = [place // (1 if long else 2) for place in offsets]
    head = struct.pack(
        ">IIIIHHqqhhhhHHhhh",
        *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0x000B, EM, 0, 0),
        *measures.box,
        *(0, 6, 2, long, 0),
    )
    hhea = struct.pack(
        ">IhhhHhhhhhh8xhH",
        *(0x00010000, measures.ascent, measures.descent, 0, widest, measures.box[0], 0, measures.box[2]),
        *(1, 0, 0, 0, len(glyphs)),
    )
    maxp = struct.pack(
        ">IHHHHHHHHHHHHHH",
        *(0x00010000, len(glyphs), measures.points, measures.contours, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    )
    return font_file(
        {
            b"glyf": b"".join(outlines),
            b"head": head,
            b"hhea": hhea,
            b"hmtx": bytes(metrics),
            b"loca": struct.pack(f">{len(places)}{'I' if long else 'H'}", *places),
            b"maxp": maxp,
        }
    )


def tables(file: bytes) -> dict[bytes, bytes]:
    """The tables of a TrueType font file, by name."""
    (count,) = struct.unpack_from(">H", file, 4)
    found = (struct.unpack_from(">4sIII", file, 12 + 16 * number) for number in range(count))
    return {tag: file[at : at + size] for tag, _, at, size in found}


def font_file(tables: Mapping[bytes, bytes]) -> bytes:
    """The font file with these tables."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = [
        struct.pack(">IHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, 16 * (count - power))
    ]
    at = 12 + 16 * count
    body = []
    for tag, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        directory.append(struct.pack(">4sIII", tag, _sum(padded), at, len(table)))
        body.append(padded)
        at += len(padded)
    return b"".join(directory + body)


def _sum(table: bytes) -> int:
    words = array("I", table)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
