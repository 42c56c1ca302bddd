"""What is asked at a place on the sheet, in the terms of PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One place to write or to tick. Several ticks with one key exclude each other."""

    key: str
    """The name of the PDF field."""
    kind: Literal["text", "choice", "flag"] = "text"
    tooltip: str
    """What a screen reader says at it."""
    option: str = ""
    """For a choice: the value that it stands for."""
    group_tooltip: str = ""
    """For a choice: what all its options are asked for."""
    required: bool = False
    several: bool = False
    """Text of several lines."""
    centred: bool = False
    most: int = 0
    """The most characters it takes; 0 = any number."""
    comb: bool = False
    """`most` cells of equal width, one character in each."""
    size: float = 10
    """Of the type, in points."""


FLAG = "on"
"""The value of a flag that is set."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a slot came to stand."""

    slot: Slot
    page: int
    """From 0."""
    rect: tuple[float, float, float, float]
    """Left, bottom, right, top, in points."""
    page_object: int
    widget: int
    """Object number of the annotation, 0 in a flat file."""
    parent: int
    """Key of the annotation in the parent tree; in a flat file the MCID on the page."""
    element: int
    """Object number of the structure element."""
    above: int
    """Object number of the structure element around it."""

    @property
    def width(self) -> float:
        """In points."""
        return self.rect[2] - self.rect[0]

    @property
    def height(self) -> float:
        """In points."""
        return self.rect[3] - self.rect[1]
