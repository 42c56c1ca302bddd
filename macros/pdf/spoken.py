"""What words say to one who listens: where they end, and whether they are Japanese.

The layout engine drops the blank at the end of a line; without it two words are read out as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from macros.pdf.items import Item, Part, Text

LONG = 24
"""Characters: what is longer and holds figures or dots is an address or a digest, broken anywhere."""

Texts = Mapping[str, Mapping[int, str]]
"""Name of a font → glyph id → the text that it stands for."""


def set_blanks(parts: Sequence[Part], texts: Texts, wide: Callable[[Text], float]) -> None:
    """Put the blanks where the words of a paragraph, whose parts are these, stand in lines or apart.

    `wide`: how wide words are, in points.
    """
    words = [(part, number) for part in parts for number in range(len(part.items))]
    for (part, number), (other, next_number) in pairwise(words):
        item, next_ = part.items[number], other.items[next_number]
        if not isinstance(item, Text) or not isinstance(next_, Text):
            continue
        if (_new_line(item, next_) or _aside(item, next_, wide)) and _apart(
            _said(item, texts), _said(next_, texts)
        ):
            part.items[number] = _ended(item, texts)


def ended(items: Sequence[Item], texts: Texts) -> list[Item]:
    """What is painted, with the blank that it ends in, unless it is in Japanese."""
    if not items or not isinstance(items[-1], Text):
        return [*items]
    said = _said(items[-1], texts)
    return [*items[:-1], items[-1] if said[-1:] == " " or _wide(said[-1:]) else _ended(items[-1], texts)]


def japanese(items: Sequence[Item], texts: Texts) -> bool:
    """Whether most of their letters are."""
    letters = [c for i in items if isinstance(i, Text) for c in _said(i, texts) if c.isalpha()]
    return 2 * sum(map(_wide, letters)) > len(letters)


def _ended(item: Text, texts: Texts) -> Text:
    """The words and a blank, if their font has one in this document."""
    blank = next((glyph for glyph, text in texts[item.font].items() if text == " "), None)
    return item if blank is None else replace(item, glyphs=(*item.glyphs, blank))


def _new_line(item: Text, next_: Text) -> bool:
    """Whether they stand more than half a letter apart in height."""
    if item.at is None or next_.at is None:
        return False
    return abs(item.at[1] - next_.at[1]) > 50 * float(item.size)


def _aside(item: Text, next_: Text, wide: Callable[[Text], float]) -> bool:
    """Whether there is room for a blank between them."""
    if item.at is None or next_.at is None:
        return False
    return next_.at[0] / 100 - item.at[0] / 100 - wide(item) > 0.15 * float(item.size)


def _said(item: Text, texts: Texts) -> str:
    return "".join(texts[item.font].get(glyph, "") for glyph in item.glyphs if isinstance(glyph, int))


def _wide(character: str) -> bool:
    return character != "" and unicodedata.east_asian_width(character) in "WFH"


def _apart(line: str, next_: str) -> bool:
    """Whether a blank has stood between two lines."""
    if not line.strip() or not next_.strip() or line[-1] in " \xa0-–—/‐" or next_[0] in " \xa0":
        return False
    if _wide(line[-1]) or _wide(next_[0]):
        return False
    parts = line.split()[-1], next_.split()[0]
    return len("".join(parts)) < LONG or not any(re.search(r"[\d@:/_]|\.\w", part) for part in parts)
