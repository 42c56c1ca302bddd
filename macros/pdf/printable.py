"""Which characters of a document the font has. The others are printed as 〓, and told."""

from __future__ import annotations

import re
from functools import cache

from fontTools.ttLib import TTFont

from macros.pdf import fonts

GETA = "〓"
"""Stands, in Japanese printing, for a character that there is no type for."""

PICTURE = re.compile("[\U0001f000-\U0001faff]")
"""Set as a character, not as a picture in colours, where U+FE0E follows."""

FACE = re.compile(r'"BIZ UDP?Gothic"')
"""How the sheets' styles name it."""


def printable(html: str) -> tuple[str, str]:
    """The document with glyphs lent for what the font lacks (𠮷), else 〓; and the characters that are 〓.

    Raises `FontMissing` where the face itself is not on this machine.
    """
    lacking = "".join(sorted(character for character in set(html) if not _has(character)))
    if not lacking:
        return html, ""
    from macros.pdf.lent import lend

    style, family, missing = lend(lacking)
    if style:
        html = FACE.sub(rf'\g<0>, "{family}"', html)
        html = re.sub("<style>", lambda tag: tag[0] + style, html, count=1)
    html = html.translate(dict.fromkeys(map(ord, missing), GETA))
    return PICTURE.sub("\\g<0>\ufe0e", html), missing


@cache
def _has(character: str) -> bool:
    return character in "\n\t\u00a0\ufe0e\ufe0f" or ord(character) in _face()


@cache
def _face() -> frozenset[int]:
    with TTFont(fonts.find()) as font:
        return frozenset(font.getBestCmap())
