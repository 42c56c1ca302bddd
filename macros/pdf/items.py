"""What is painted on a page: words and drawings, in pieces of marked content.

Source: ISO 32000-1, 9.4 (text), 14.6 (marked content).
"""

from __future__ import annotations

from dataclasses import dataclass, field

Glyphs = tuple[int | str, ...]
"""Glyph ids, and between them how far the next one moves to the left: thousandths of the type size."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one line and one font."""

    font: str
    size: str
    colour: str
    at: tuple[int, int] | None
    """In hundredths of a point; `None`: where the words before it end."""
    glyphs: Glyphs
    rise: str = "0"
    """How far above the line: marks that are set on letters."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines and areas, and images: anything else that is painted."""

    operators: str
    state: str = ""
    """Colour and width of what is painted, said before it unless it holds already."""


Item = Text | Drawing


@dataclass(slots=True)
class Part:
    """What is painted in a row and belongs to one piece of marked content; or to none (an artifact)."""

    mcid: int | None
    tag: str = ""
    items: list[Item] = field(default_factory=list)
    language: str = ""
    """Where it is not that of the element it belongs to."""

    @property
    def fonts(self) -> set[str]:
        """The fonts that are set in it."""
        return {item.font for item in self.items if isinstance(item, Text)}
