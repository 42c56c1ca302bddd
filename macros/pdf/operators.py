"""What is painted on a page → its operators: nothing is said twice, words stand where the last ones left off.

Source: ISO 32000-1, 8 (graphics), 9 (text), 14.6 (marked content).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from macros.pdf.items import Glyphs, Item, Part, Text
from macros.pdf.objects import number

Fonts = Mapping[str, tuple[str, Mapping[int, int]]]
"""Name in the parts → name on the page, and glyph id → code."""


def write(parts: Sequence[Part], fonts: Fonts) -> bytes:
    """The operators of a page."""
    return b"\n".join(_lines(parts, fonts, _Said({"g": "0 g", "Ts": "0 Ts"})))


def _lines(parts: Sequence[Part], fonts: Fonts, state: _Said) -> Iterator[bytes]:
    for part in parts:
        # Marks and text objects are nested: a text object goes on where nothing else is painted.
        words = bool(part.items) and all(isinstance(item, Text) for item in part.items)
        yield from state.text(words)
        yield b"/Artifact BMC" if part.mcid is None else _marked(part)
        yield from _painted(part.items, fonts, state)
        if not words:
            yield from state.text(False)
        yield b"EMC"
    yield from state.text(False)


def _marked(part: Part) -> bytes:
    language = f"/Lang({part.language})" if part.language else ""
    return f"{part.tag}<</MCID {part.mcid}{language}>>BDC".encode()


def _painted(items: Sequence[Item], fonts: Fonts, state: _Said) -> Iterator[bytes]:
    for item in items:
        yield from state.text(isinstance(item, Text))
        if isinstance(item, Text):
            yield from _words(item, fonts, state)
        else:
            yield from state.new(item.state)
            yield item.operators.encode()


def _words(item: Text, fonts: Fonts, state: _Said) -> Iterator[bytes]:
    name, codes = fonts[item.font]
    move = b""
    if item.at is not None:
        (right, up), state.at = (item.at[0] - state.at[0], item.at[1] - state.at[1]), item.at
        move = f"{number(right / 100)} {number(up / 100)} Td".encode()
    yield from state.new(item.colour)
    yield from state.new(f"/{name} {item.size} Tf")
    yield from state.new(f"{item.rise} Ts")
    yield move + _shown(item.glyphs, codes)


class _Said:
    """What holds at a place of the operators, so that nothing is said twice."""

    def __init__(self, holds: dict[str, str]) -> None:
        self.holds = holds
        self.writing = False
        self.at = (0, 0)

    def text(self, writing: bool) -> Iterator[bytes]:
        """Begin a text object, or end it."""
        if writing != self.writing:
            self.writing, self.at = writing, (0, 0)
            yield b"BT" if writing else b"ET"

    def new(self, state: str) -> Iterator[bytes]:
        """A state, where it does not hold already."""
        if state:
            kind = state.rsplit(" ", 1)[1].removeprefix("r")
            if self.holds.get(kind) != state:
                self.holds[kind] = state
                yield state.encode()


def _shown(glyphs: Glyphs, codes: Mapping[int, int]) -> bytes:
    moved = any(isinstance(glyph, str) for glyph in glyphs)
    pieces = (f">{glyph}<" if isinstance(glyph, str) else f"{codes[glyph]:04X}" for glyph in glyphs)
    text = f"<{''.join(pieces)}>"
    return (f"[{text.removeprefix('<>').removesuffix('<>')}]TJ" if moved else f"{text}Tj").encode()
