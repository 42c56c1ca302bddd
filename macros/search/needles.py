"""What is looked for in a text in normal form, and where it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.search.normalise import script


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for in the text, and how much finding it counts."""

    text: str
    weight: float = 1.0
    prefix: bool = False
    """More may follow in the same word."""
    inside: bool = False
    """It may stand anywhere in a word."""


def occurrences(text: str, needle: Needle) -> Iterator[int]:
    """Where a needle stands in a text, as a word of its own where it is one."""
    first, last, size = script(needle.text[0]), script(needle.text[-1]), len(needle.text)
    ends = not needle.prefix and last in ("latin", "digit")
    begins = not needle.inside and (first in ("latin", "digit") or (first == "katakana" and size < 5))
    at = text.find(needle.text)
    while at >= 0:
        after = script(text[at + size]) if ends and at + size < len(text) else ""
        before = script(text[at - 1]) if begins and at else ""
        if not ((after and after == last) or (before and before == first)):
            yield at
        at = text.find(needle.text, at + 1)
