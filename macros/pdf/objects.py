"""PDF syntax, written by hand: values, objects, the parts of a font, tables of where objects stand.

Source: ISO 32000-1, 7.3 (objects), 7.5 (file structure), 9.7 (composite fonts), 9.10 (ToUnicode).
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Mapping, Sequence

import deflate

Objects = dict[int, bytes]
"""Object number → what stands between `obj` and `endobj`."""


def number(value: float) -> str:
    """A number with at most two decimals: a hundredth of a point is less than any printer shows."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def text(value: str) -> bytes:
    """A text string."""
    return b"<FEFF" + value.encode("utf-16-be", "surrogatepass").hex().upper().encode() + b">"


def name(value: str) -> str:
    """A name object, characters that names cannot hold escaped."""
    return "/" + "".join(
        chr(byte) if (chr(byte).isascii() and chr(byte).isalnum()) or byte in b"-_" else f"#{byte:02X}"
        for byte in value.encode()
    )


def unnamed(value: str) -> str:
    """The text of a name as pikepdf gives it."""
    raw = value.removeprefix("/").encode("utf-8", "surrogateescape")
    raw = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), raw)
    return raw.decode("utf-8", "replace")


def deflated(data: bytes, *, small: bool = True) -> bytes:
    """The data as FlateDecode reads it: as small as can be, or in less time."""
    return bytes(deflate.zlib_compress(data, 12 if small else 6))


def stream(data: bytes, entries: str = "", *, small: bool = True) -> bytes:
    """A compressed stream object."""
    return packed_stream(deflated(data, small=small), entries)


def packed_stream(data: bytes, entries: str = "") -> bytes:
    """A stream object of data that was `deflated` before."""
    head = f"<</Filter/FlateDecode/Length {len(data)}{entries}>>stream\n"
    return head.encode() + data + b"\nendstream"


HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def placed(objects: Mapping[int, bytes], at: int) -> tuple[bytes, dict[int, int]]:
    """The part of a file, beginning at `at`, that holds the objects; and where each of them stands."""
    pieces: list[bytes] = []
    places: dict[int, int] = {}
    for key, body in objects.items():
        piece = b"%d 0 obj\n%b\nendobj\n" % (key, body)
        pieces.append(piece)
        places[key] = at
        at += len(piece)
    return b"".join(pieces), places


def table(places: Mapping[int, int]) -> bytes:
    """The cross-reference sections for these objects."""
    lines = [b"xref\n"]
    if 1 in places:
        lines.append(b"0 1\n0000000000 65535 f \n")
    keys = sorted(places)
    begin = 0
    for end in range(1, len(keys) + 1):
        if end == len(keys) or keys[end] != keys[end - 1] + 1:
            lines.append(b"%d %d\n" % (keys[begin], end - begin))
            lines += [b"%010d 00000 n \n" % places[key] for key in keys[begin:end]]
            begin = end
    return b"".join(lines)


def trailer(entries: bytes, size: int, identity: tuple[bytes, bytes], at: int) -> bytes:
    """What ends a file: `at` is where its last table of cross-references stands."""
    first, last = (part.hex().encode() for part in identity)
    head = b"trailer\n<<%b/Size %d/ID[<%b><%b>]>>" % (entries, size, first, last)
    return head + b"\nstartxref\n%d\n%%%%EOF\n" % at


def bundle(objects: Mapping[int, bytes]) -> bytes:
    """Objects that are no streams, in one object stream (7.5.7): far smaller than each on its own."""
    index, bodies, at = [], [], 0
    for key, body in objects.items():
        index.append(b"%d %d " % (key, at))
        bodies.append(body + b"\n")
        at += len(body) + 1
    first = b"".join(index)
    entries = f"/Type/ObjStm/N {len(objects)}/First {len(first)}"
    return stream(first + b"".join(bodies), entries)


MOST = 0x10000
"""Objects in one object stream: the index of each has two bytes in the cross-references."""

FREE_ROW = struct.pack(">BIH", 0, 0, 0xFFFF)
"""In a stream of cross-references (7.5.8): there is no such object."""


def row(at: int) -> bytes:
    """The object stands at that place of the file."""
    return struct.pack(">BIH", 1, at, 0)


def bundled_row(bundle_: int, index: int) -> bytes:
    """The object is the one with that index in the object stream `bundle_`."""
    return struct.pack(">BIH", 2, bundle_, index)


def table_stream(rows: Sequence[bytes], entries: str, identity: bytes, *, small: bool = False) -> bytes:
    """Cross-references and trailer in one stream; one row for each object number from 0.

    `small`: each row as what it has more than the one above (7.4.4.4). It takes time.
    """
    same = identity.hex()
    about = f"/Type/XRef/W[1 4 2]/Size {len(rows)}{entries}/ID[<{same}><{same}>]"
    if not small:
        return stream(b"".join(rows), about, small=False)
    above, lines = bytes(7), bytearray()
    for line in rows:
        lines.append(2)
        lines += bytes((byte - before) & 0xFF for byte, before in zip(line, above, strict=True))
        above = line
    return stream(bytes(lines), f"{about}/DecodeParms<</Predictor 12/Columns 7>>")


def begun(objects: Objects, own: int, count: int) -> tuple[bytes, list[bytes]]:
    """The beginning of a file: the streams, and everything else in the object stream with the number `own`.

    Beside it, the rows of its cross-references, for the object numbers below `count`. What an object stream
    has no index for stands by itself.
    """
    bundled = [key for key, body in objects.items() if not body.endswith(b"endstream")][:MOST]
    others = {key: objects[key] for key in bundled}
    alone = {key: body for key, body in objects.items() if key not in others}
    body, places = placed(alone | {own: bundle(others)}, len(HEADER))
    rows = [FREE_ROW] * count
    for key, at in places.items():
        rows[key] = row(at)
    for index, key in enumerate(others):
        rows[key] = bundled_row(own, index)
    return HEADER + body, rows


def closed(rows: list[bytes], entries: str, identity: bytes, at: int, *, small: bool = False) -> bytes:
    """The end of a file, from the place `at`: its cross-references, whose own number is the last."""
    rows[-1] = row(at)
    written = table_stream(rows, entries, identity, small=small)
    return b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(rows) - 1, written, at)


def digest(*pieces: bytes) -> bytes:
    """The identity of a file with that content: the same each time it is made."""
    return hashlib.md5(b"".join(pieces), usedforsecurity=False).digest()


def to_unicode(texts: Mapping[int, str]) -> bytes:
    """The CMap that leads from character codes back to text."""
    ranges: list[tuple[int, int, int]] = []
    others: list[tuple[int, str]] = []
    for code, meant in sorted(texts.items()):
        point = ord(meant) if len(meant) == 1 else 0x10000
        if point > 0xFFFF:
            others.append((code, meant))
        elif ranges and code & 0xFF and ranges[-1][1] == code - 1 and point - code == ranges[-1][2]:
            ranges[-1] = (ranges[-1][0], code, point - code)
        else:
            ranges.append((code, code, point - code))
    lines = [
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def",
        "1 begincodespacerange<0000><FFFF>endcodespacerange",
    ]
    lines += _blocks("bfrange", [f"<{a:04X}><{z:04X}><{a + move:04X}>" for a, z, move in ranges])
    lines += _blocks("bfchar", [f"<{c:04X}><{t.encode('utf-16-be').hex().upper()}>" for c, t in others])
    lines.append("endcmap CMapName currentdict/CMap defineresource pop end end")
    return "\n".join(lines).encode()


def _blocks(kind: str, lines: Sequence[str]) -> Iterable[str]:
    for begin in range(0, len(lines), 100):
        block = lines[begin : begin + 100]
        yield f"{len(block)} begin{kind}"
        yield from block
        yield f"end{kind}"


def widths(of: Mapping[int, int], usual: int = 1000) -> str:
    """The W array: code → width, without those of the usual width."""
    ranges: list[list[int]] = []
    for code, width in sorted(of.items()):
        if width == usual:
            continue
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == width:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, width])
    return "[" + " ".join(f"{a} {z} {width}" for a, z, width in ranges) + "]"


FONT_OBJECTS = 5
"""How many objects a font takes."""


def font(
    numbers: Sequence[int],
    base: str,
    metrics: str,
    of: Mapping[int, int],
    file: bytes,
    length: int,
    cmap: bytes,
) -> Objects:
    """The objects of a Type 0 font whose codes are glyph ids: `numbers` are theirs, its own first.

    `metrics` is the middle of the font descriptor, `of` the widths; `file` and `cmap` are the font file
    (`length` bytes) and the ToUnicode CMap, both compressed.
    """
    own, inner, back, about, held = numbers
    return {
        own: (
            f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H"
            f"/DescendantFonts[{inner} 0 R]/ToUnicode {back} 0 R>>"
        ).encode(),
        inner: (
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}/CIDToGIDMap/Identity/DW 1000"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/W {widths(of)}/FontDescriptor {about} 0 R>>"
        ).encode(),
        back: packed_stream(cmap),
        about: (
            f"<</Type/FontDescriptor/FontName/{base}/Flags 4/ItalicAngle 0/StemV 80{metrics}"
            f"/FontFile2 {held} 0 R>>"
        ).encode(),
        held: packed_stream(file, f"/Length1 {length}"),
    }
