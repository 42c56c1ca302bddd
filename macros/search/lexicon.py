"""The words that are known: what leads to which words of the text, by synonym, reading or spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from macros.search.entries import Index
from macros.search.normalise import KATAKANA, kana, key, keys, normalise, normalise_all, rules, script

_KATAKANA = re.compile(f"[{KATAKANA}]{{3,}}")
_LATIN = re.compile("[a-z]{4,}")


class Lexicon:
    """Key → the words of the text, in their normal form, that it stands for."""

    def __init__(self, index: Index) -> None:
        self.leads: dict[str, list[str]] = {}
        self.beside: dict[str, list[str]] = {}
        """Key of a word of the text → the other words of its groups: kin, but not the same."""
        self.names: dict[str, str] = {}
        """Key → the name, as it is written in the data."""
        self.text: set[str] = set()
        """Keys of words of the text, and of their readings: what is meant before the names are."""
        self.shown: dict[str, str] = {}
        """Word of the text, in its normal form → as it is written."""
        self.spellings: dict[str, None] = {}
        """English words of names and texts, each once."""
        for targets, names in index.groups:
            found = list(zip(names, keys(names), strict=True))
            normals = normalise_all(targets)
            for target, normal in zip(targets, normals, strict=True):
                self.text.add(key(target))
                kin = self.beside.setdefault(key(target), [])
                kin += [o for o in dict.fromkeys(normals) if o != normal and o not in kin]
                for name, at in ((target, key(target)), *found):
                    self._add(name, at, target, normal)
        for entry in index.entries:
            for word in entry.heading.values() if entry.kind == "term" else ():
                self._add(word, key(word), word, normalise(word))
                self.text.add(key(word))
        for word, reading in index.readings:
            self.text.add(key(reading))
            for normal in list(self.leads.get(key(word), [normalise(word)])):
                self._add(reading, key(reading), self.shown.get(normal, word), normal)
        self.longest = max(map(len, self.leads), default=0)

    def _add(self, name: str, at: str, target: str, normal: str) -> None:
        if not at or not normal:
            return
        targets = self.leads.setdefault(at, [])
        if normal not in targets:
            targets.append(normal)
        self.names.setdefault(at, name)
        self.shown.setdefault(normal, target)
        self.spell(at)

    def learn(self, normal: str) -> None:
        """Take in the words in katakana of a text in its normal form."""
        for word in _KATAKANA.findall(normal):
            if word not in self.leads:
                self.leads[word] = [word]
                self.names[word] = self.shown[word] = word
                self.longest = max(self.longest, len(word))

    def spell(self, text: str) -> None:
        """Take in the English words of a text, as they are written: what a misspelt one can be."""
        self.spellings.update(dict.fromkeys(_LATIN.findall(text.lower())))

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The known words in a query (normal form): start, end and key, the longest at each spot."""
        folded, at = kana(text), 0
        while at < len(text):
            for end in range(min(len(text), at + self.longest), at, -1):
                if folded[at:end] in self.leads and _whole(text, at, end):
                    yield at, end, folded[at:end]
                    at = end
                    break
            else:
                at += 1

    def beginning(self, start: str) -> list[str]:
        """Keys that begin so, words of the text before names, the shortest first; six at most."""
        return self._nearest(k for k in self.leads if k.startswith(start))

    def fitting(self, pattern: re.Pattern[str]) -> list[str]:
        """Keys that fit a pattern, or else begin so, in the same order; six at most."""
        whole = [k for k in self.leads if pattern.fullmatch(k)]
        return whole or self._nearest(k for k in self.leads if pattern.match(k))

    def _nearest(self, found: Iterable[str]) -> list[str]:
        return sorted(found, key=lambda k: (k not in self.text, len(k)))[:6]


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a known word stands there by itself, not as a piece of another."""
    first, last, size = script(text[start]), script(text[end - 1]), end - start
    before = script(text[start - 1]) if start else ""
    after = script(text[end]) if end < len(text) else ""
    if (first in ("latin", "digit") and before == first) or (last in ("latin", "digit") and after == last):
        return False
    if first == "katakana":
        return not ((before == first and size < 4) or (last == first == after and size < 3))
    if first == "kanji":
        return size > 1 or "kanji" not in (before, after)
    if first == last == "hiragana":
        return not ((size < 3 and after == first) or (size < 4 and before == first))
    return True


@cache
def light() -> frozenset[str]:
    """Words that say little, in their normal form."""
    return frozenset(normalise(word) for word in rules()["light"].split())


@cache
def silent() -> re.Pattern[str]:
    """What asks and binds in Japanese and says nothing of the matter."""
    phrases = [normalise(phrase) for line in rules()["silent"] for phrase in line.split("|")]
    return re.compile("|".join(sorted(phrases, key=len, reverse=True)))


@cache
def stop() -> frozenset[str]:
    """English words without weight, as stems."""
    return frozenset(normalise(word) for word in rules()["stop"].split())


@cache
def asks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kinds of entry, and the words by which a query asks for each."""
    return tuple((kind, re.compile(words)) for kind, words in rules()["asks"].items())
