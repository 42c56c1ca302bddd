"""How words are set on paper: what must not be parted at the end of a line, what stands too wide.

WeasyPrint breaks Japanese wherever kinsoku allows it, and leaves 「た。」 alone on a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from macros.render.parts import Said, Segment

WHOLE = "whole"
"""Kind of a run that stays on one line."""

APOSTROPHE = "apostrophe"
"""Kind of an apostrophe: in BIZ UDPGothic ’ is as wide as half a kanji."""

SHORTEST, LONGEST = 4, 14
"""How many characters of Japanese are kept together at the end."""

_TOGETHER = re.compile(r"第?[0-9]+(?:分|項|号|欄)?(?:以内)?|（[^（）]{1,6}）")
"""Japanese numbers with what they count, short asides."""

_PHRASE = re.compile(
    r"(?<![一-龠々][きぎしじちみりいけげせめれえび])(?<=[ぁ-ん、。」）])(?![ぁ-ん、。」）]|$)"
)
"""Where a Japanese phrase may begin: after hiragana or a mark, before anything else; not inside 届け出る."""

_APOSTROPHE = re.compile("’")

_ETC = re.compile(r", (?=etc\b)")
"""“Subcontractor, etc.” is one name."""

_LAST_BLANK = re.compile(r"(?<=\s)(\S+) (\S+)$")


@lru_cache(maxsize=4096)
def runs(said: Said) -> tuple[Segment, ...]:
    """The words in runs that follow each other, each of a kind of its own (`WHOLE`, `APOSTROPHE`) or plain.

    Joined, their texts are the words; only blanks may have become such at which no line ends.
    """
    if said.language != "ja":
        text = _ETC.sub(",\N{NO-BREAK SPACE}", said.text)
        return apostrophes(Said(_LAST_BLANK.sub("\\1\N{NO-BREAK SPACE}\\2", text), said.language))
    body = said.text[: len(said.text) - _last_phrase(said.text)]
    tail = said.text[len(body) :]
    return (*_cut(body, _TOGETHER, WHOLE), *([Segment(tail, WHOLE)] if tail else []))


def apostrophes(said: Said) -> tuple[Segment, ...]:
    """The words in plain runs, and between them the apostrophes that stand too wide."""
    return tuple(_cut(said.text, _APOSTROPHE, APOSTROPHE))


def _cut(text: str, pattern: re.Pattern[str], kind: str) -> Iterator[Segment]:
    done = 0
    for match in pattern.finditer(text):
        if match.start() > done:
            yield Segment(text[done : match.start()])
        yield Segment(match[0], kind)
        done = match.end()
    if done < len(text):
        yield Segment(text[done:])


def _last_phrase(text: str) -> int:
    """How many characters at the end stay together; 0 where none need to."""
    lengths = (len(text) - match.start() for match in _PHRASE.finditer(text))
    return min((length for length in lengths if SHORTEST <= length <= LONGEST), default=0)
