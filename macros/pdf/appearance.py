"""Text set into its box: lines broken as Japanese wants it, made smaller until they fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from macros.pdf.face import units
from macros.pdf.objects import number

NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜´｀¨ヽヾゝゞ々ー）〕］｝〉》」』】〙〗’”°′″℃％‰―‐゠–〜～…‥"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    ")]},.:;?!%｡｣､･ｰﾞﾟｧｨｩｪｫｬｭｮｯ"
)
"""No line begins with these (JIS X 4051: kinsoku)."""

NOT_LAST = frozenset("（〔［｛〈《「『【〘〖‘“([{｢￥＄¥$#＃№")
"""No line ends with these."""

WORD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'_@&+")
"""Inside a word of these no line ends."""

HYPHENS, DIGITS = frozenset("-‐‑－"), frozenset("0123456789０１２３４５６７８９")
"""Nor between these: a telephone number."""

LEAD = 1.25
"""From line to line, in sizes of the type."""

PAD = 2.0
"""White to the left and right of the text, in points."""

TOP = 3.0
"""White above several lines, where there is room for it."""

STEP = 0.5
"""By which the type gets smaller, in points."""

LEAST = 6.0
"""The smallest type, in points: what does not fit then is reported."""

SMALL = 8.0
"""From here on a field of one line may take two, if they fit."""

UNKNOWN = 1.0
"""How far a character moves on that is not in the face, in em."""


class Encoder(Protocol):
    """Knows how text is written in the fonts at hand."""

    def __call__(self, line: Sequence[str]) -> Iterable[tuple[str, str]]:
        """The line in runs of one font: the font's name in the resources, the codes in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where the text goes."""

    width: float
    height: float
    size: float
    """Of the type, as long as it fits."""
    several: bool = False
    """It holds several lines, from the top; else one, in the middle."""
    centred: bool = False
    cells: int = 0
    """So many cells of equal width, one character in each (comb); 0 = none."""


class Setting(NamedTuple):
    """Text broken into lines."""

    lines: list[Sequence[str]]
    size: float
    fits: bool


def broken(pieces: Sequence[str], widths: Sequence[float], limit: float) -> list[Sequence[str]]:
    """One paragraph in lines that are at most `limit` wide; blanks at a line's end may stand out."""
    lines = []
    start, count = 0, len(pieces)
    while True:
        end, room = start, limit + 1e-6
        while end < count and (widths[end] <= room or end == start):
            room -= widths[end]
            end += 1
        while end < count and pieces[end] in " \u3000":
            end += 1
        if end >= count:
            lines.append(pieces[start:])
            return lines
        cut = end
        while cut > start + 1 and not _may_part(pieces[cut - 1], pieces[cut]):
            cut -= 1
        if not _may_part(pieces[cut - 1], pieces[cut]):
            cut = end  # nothing but one long word
        lines.append(pieces[start:cut])
        start = cut


def _may_part(left: str, right: str) -> bool:
    if right[0] in NOT_FIRST or left[0] in NOT_LAST:
        return False
    if left in WORD and right in WORD:
        return False
    return not (left in HYPHENS and right in DIGITS) and not (left in DIGITS and right in HYPHENS)


def fitted(text: str, box: Box, advances: Mapping[str, float]) -> Setting:
    """`text` in the largest type, from the box's own size down to `LEAST`, in which it fits."""
    paragraphs = []
    for line in (text if box.several else text.replace("\n", " ")).split("\n"):
        pieces = units(line)
        paragraphs.append((pieces, [advances.get(piece, UNKNOWN) for piece in pieces]))
    size, room = box.size, box.width - 2 * PAD
    while True:
        lines = [line for pieces, ems in paragraphs for line in broken(pieces, ems, room / size)]
        high = (len(lines) - 1) * LEAD * size + size <= box.height
        if high and (box.several or len(lines) == 1 or size <= SMALL):
            return Setting(lines, size, fits=True)
        if size <= LEAST:
            return Setting(lines, size, fits=False)
        size = max(LEAST, size - STEP)


def drawn(text: str, box: Box, advances: Mapping[str, float], encode: Encoder) -> tuple[str, bool]:
    """The operators that show `text` with the box's lower left corner at 0, 0; whether all of it fits."""
    if box.cells:
        return _combed(text, box, advances, encode)
    lines, size, fits = fitted(text, box, advances)
    lead = size * LEAD
    high = (len(lines) - 1) * lead + size
    top = box.height - TOP if box.several and high + TOP <= box.height else (box.height + high) / 2
    y = top - size * 0.88
    shown = [f"BT {number(size)} TL"]
    at_x = at_y = 0.0
    used = (0.0, "")
    for line in lines:
        x = PAD
        if box.centred:
            x = (box.width - sum(advances.get(piece, UNKNOWN) for piece in line) * size) / 2
        shown.append(f"{number(x - at_x)} {number(y - at_y)} Td")
        at_x, at_y = x, y
        for name, codes in encode(line):
            if (size, name) != used:
                used = (size, name)
                shown.append(f"/{name} {number(size)} Tf")
            shown.append(f"<{codes}>Tj")
        y -= lead
    shown.append("ET")
    return " ".join(shown), fits


def _combed(text: str, box: Box, advances: Mapping[str, float], encode: Encoder) -> tuple[str, bool]:
    pieces = list(units(text.replace("\n", " ")))
    cell = box.width / box.cells
    y = (box.height - box.size) / 2 + box.size * 0.12
    shown = ["BT"]
    for place, piece in enumerate(pieces[: box.cells]):
        x = place * cell + (cell - advances.get(piece, UNKNOWN) * box.size) / 2
        for name, codes in encode([piece]):
            shown.append(f"/{name} {number(box.size)} Tf 1 0 0 1 {number(x)} {number(y)} Tm <{codes}>Tj")
    shown.append("ET")
    return " ".join(shown), len(pieces) <= box.cells


def lines_wanted(text: str, width: float, size: float, advances: Mapping[str, float]) -> int:
    """How many lines of `size` points the text takes in a box of that width."""
    count = 0
    for line in text.split("\n"):
        pieces = units(line)
        ems = [advances.get(piece, UNKNOWN) for piece in pieces]
        count += len(broken(pieces, ems, (width - 2 * PAD) / size))
    return count
