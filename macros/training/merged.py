"""Merged cells of a workbook: each row they reach gets their value."""

from __future__ import annotations

from macros.errors import Problem
from macros.forms import table


class Merged:
    """Gives merged cells the value of their first, while rows are read from the top."""

    def __init__(self, layout: table.Layout) -> None:
        self._waiting = sorted(layout.merged, reverse=True)
        self._open: dict[int, tuple[int, int, str | Problem]] = {}
        """Column → last row of the merged cells in it, their first row, their value."""

    def over(self, number: int, row: list[str | Problem]) -> list[str | Problem]:
        """The cells of a row."""
        self._open = {column: each for column, each in self._open.items() if each[0] >= number}
        given = list(row)
        for column, (_, _, value) in self._open.items():
            given += [""] * (column - len(given))
            given[column - 1] = value
        while self._waiting and self._waiting[-1][0] <= number:
            up, left, down, _ = self._waiting.pop()
            if up == number < down and left <= len(row):
                self._open[left] = (down, up, row[left - 1])
        return given

    def reaches(self, column: int, number: int) -> bool:
        """Whether the cell in this row is one with a cell above it."""
        return column in self._open and self._open[column][1] < number
