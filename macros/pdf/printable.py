"""Which characters of a document the font has. The others are printed as 〓, and told."""

from __future__ import annotations

from functools import cache

from fontTools.ttLib import TTFont

from macros.pdf import fonts

GETA = "〓"
"""Stands, in Japanese printing, for a character that there is no type for."""


def printable(html: str) -> tuple[str, str]:
    """The document with every character that the font lacks as 〓, and those characters.

    Raises `FontMissing` where the face itself is not on this machine.
    """
    missing = "".join(sorted(character for character in set(html) if not _has(character)))
    return html.translate(dict.fromkeys(map(ord, missing), GETA)) if missing else html, missing


@cache
def _has(character: str) -> bool:
    return character in "\n\t\u00a0" or ord(character) in _face()


@cache
def _face() -> frozenset[int]:
    with TTFont(fonts.find()) as font:
        return frozenset(font.getBestCmap())
