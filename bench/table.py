"""The figures as one table."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("corpus", "figure", "ours", "beside it", "", "ratio", "aim")
RIGHT = frozenset({2, 4, 5})
"""The columns with numbers."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of ours and, where there is one, the figure it is to be seen beside."""

    corpus: str
    figure: str
    unit: str
    """`s`, `MB` (10⁶ bytes) or `` for a count."""
    ours: float
    beside: str = ""
    other: float | None = None
    ratio: float | None = None
    """Ours divided by the other."""
    aim: float | None = None
    """At most this: the ratio, or our figure where there is no ratio."""

    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        measured = self.ours if self.ratio is None else self.ratio
        aim = ""
        if self.aim is not None:
            aim = f"≤ {self.aim:g}" + ("" if measured <= self.aim else ", missed")
        return (
            self.corpus,
            self.figure,
            self._shown(self.ours),
            self.beside,
            "" if self.other is None else self._shown(self.other),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            aim,
        )

    def _shown(self, value: float) -> str:
        digits = 2 if self.unit == "s" else 1 if self.unit == "MB" else 0
        return f"{value:,.{digits}f} {self.unit}".rstrip()


def table(rows: Iterable[Row]) -> str:
    """All rows under one head, columns aligned, a rule between corpora."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(_width(line[n]) for line in lines) for n in range(len(HEAD))]
    printed = []
    corpus = HEAD[0]
    for line in lines:
        if line[0] != corpus:
            corpus = line[0]
            printed.append("-" * (sum(widths) + 2 * len(HEAD) - 2))
        cells = (_padded(cell, widths[n], n in RIGHT) for n, cell in enumerate(line))
        printed.append("  ".join(cells).rstrip())
    return "\n".join(printed)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks
