"""Citations → keys that are equal however they are written: 第9, 第九条, 9条; 別紙8(1)カ, 別紙の8-1-カ."""

from __future__ import annotations

import re
from collections.abc import Iterable

from macros.search.normalise import kana, normalise, rules


class References:
    """Finds what the citations of a handbook, and the words that stand for theirs, point to."""

    def __init__(self, cites: Iterable[str]) -> None:
        table = rules()["reference"]
        self._alias: dict[str, str] = table["heads"]
        self._piece = re.compile(table["piece"])
        heads = dict.fromkeys(
            match[1].strip() for cite in cites if (match := re.match("([^0-9]+)[0-9]", normalise(cite)))
        )
        words = sorted((word for word in {**heads, **self._alias} if word != "条"), key=len, reverse=True)
        joined, tail = "|".join(map(re.escape, words)), table["tail"]
        self._cited = re.compile(
            f"(?:(?<![a-z])({joined})[ のノ第]*([0-9]+)(?!{table['not']})|(?<![0-9])([0-9]+)条)"
            f"((?:{tail})*)条?"
        )
        self._alone = re.compile(f"[0-9]+(?![0-9条])(?:{tail})*")

    def keys(self, cite: str) -> list[str]:
        """The keys of a citation as the handbook writes it: whole, of 約款第3 also 第3, and of the number."""
        match = re.match("([^0-9]+)([0-9].*)", normalise(cite))
        if match is None:
            return []
        head = match[1].strip()
        heads = (head, "第", "") if head.endswith("第") else (head, "")
        return list(dict.fromkeys(self._key(each, match[2]) for each in heads))

    def _key(self, head: str, rest: str) -> str:
        return ".".join([self._alias.get(head, head), *(kana(piece) for piece in self._piece.findall(rest))])

    def cut(self, text: str) -> tuple[list[str], str]:
        """The keys of the citations in a query (normal form), and what is left of it.

        A number alone may be that of anything: its key has no head (`.9`).
        """
        if self._alone.fullmatch(text):
            return [self._key("", text)], ""
        keys: list[str] = []

        def take(match: re.Match[str]) -> str:
            keys.append(self._key(match[1] or "条", f"{match[2] or match[3]} {match[4]}"))
            return " "

        return keys, self._cited.sub(take, text)
