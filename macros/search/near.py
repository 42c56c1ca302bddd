"""Words that a slip of the fingers or an unfinished conversion may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from macros.search.normalise import rules


def distance(a: str, b: str, most: int) -> int:
    """Letters to change, add, drop or swap with a neighbour; anything above `most` is `most + 1`."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]


def nearest(word: str, known: Iterable[str], most: int) -> list[str]:
    """The known words with the smallest distance, if it is at most `most`; the first three."""
    best, found = most, list[str]()
    for other in known:
        d = distance(word, other, best)
        if d < best:
            best, found = d, [other]
        elif d == best:
            found.append(other)
    return found[:3]


def leftover(run: str) -> re.Pattern[str] | None:
    """Kana with letters that were not yet converted (`sセキ`) as a pattern of what they may become."""
    rows = rules()["rows"]
    if not re.search("[a-z]", run):
        return None
    pieces = []
    for piece in re.findall("[a-z]+|[^a-z]", run):
        if not re.match("[a-z]", piece):
            pieces.append(re.escape(piece))
        elif piece[0] in rows:
            pieces.append(f"[{rows[piece[0]]}][ヤユヨアイウエオ]?")
        else:
            return None
    return re.compile("".join(pieces))
