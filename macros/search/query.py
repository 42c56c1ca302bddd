"""What a query means: citations, known words, and runs of whatever is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from macros.search.lexicon import Lexicon, asks, light, silent, stop
from macros.search.near import leftover, nearest
from macros.search.needles import Needle
from macros.search.normalise import HIRAGANA, KANJI, KATAKANA, kana, normalise, rules, script
from macros.search.references import References


@dataclass(slots=True)
class Unit:
    """One thing that was asked for: found if any of its needles is, or in part if some of its parts are."""

    surface: str
    needles: list[Needle]
    parts: list[Needle] = field(default_factory=list)
    weight: float = 1.0
    counts: bool = True
    """Whether not finding it tells against an entry."""
    said: str = ""
    """As the reader, or the data, writes it."""

    @property
    def folded(self) -> str:
        """The surface with all kana as katakana."""
        return kana(self.surface)


@dataclass(slots=True)
class Query:
    """A query understood."""

    references: list[str]
    """Keys of what is cited."""
    units: list[Unit]
    kinds: list[str]
    """The kinds of entry that it names: a form, a checklist."""


_KANA = HIRAGANA + KATAKANA
_RUN = re.compile(rf"[{KANJI}]+|[{KATAKANA}]+|[{HIRAGANA}]+|[a-z]+|[0-9]+(?:分|時間|日|年|月)?")
_TYPED = re.compile(f"[{HIRAGANA}]{{3,}} *$")
_UNCONVERTED = re.compile(
    rf"[{_KANA}]+(?:[a-z]{{1,2}}(?![a-z])[{_KANA}]*)+"
    rf"|(?<![a-z])[a-z](?=[{HIRAGANA}])(?![a-z][のをにはがでともへや])[{_KANA}]+"
)
"""Kana with letters that an input method has not converted yet. (One letter before a particle is a word.)"""


class Analyst:
    """Understands queries by a lexicon and by what stands in the text."""

    def __init__(self, lexicon: Lexicon, references: References, spread: Callable[[Needle], float]) -> None:
        """`spread` tells in what part of the entries a needle is found."""
        self.lexicon, self.references, self._spread = lexicon, references, spread
        self._weights: dict[str, Any] = rules()["weights"]

    def known(self, needle: Needle) -> bool:
        """Whether a needle is found anywhere."""
        return self._spread(needle) > 0

    def understood(self, asked: str) -> Query:
        """What a query asks for."""
        self._spelt = {normalise(word): word for word in re.findall("[a-z]+", asked.lower())}
        normal = normalise(asked)
        cited, rest = self.references.cut(normal)
        kinds = [kind for kind, words in asks() if words.search(normal)]
        units: list[Unit] = []
        last, at = len(rest.rstrip()), 0
        for start, end, key in [*self.lexicon.found(rest), (len(rest), len(rest), "")]:
            units += self._between(rest, at, start, last)
            if key:
                units.append(self._word(rest[start:end], key))
            at = end
        # What is said twice is said once.
        units = list({unit.surface: unit for unit in reversed(units)}.values())[::-1]
        for unit in units:
            unit.said = unit.said or unit.surface
            if unit.surface in light():
                unit.weight *= self._weights["light"]
        return Query(cited, units + self._side_by_side(rest, {unit.surface for unit in units}), kinds)

    def _word(self, surface: str, key: str) -> Unit:
        """A known word: itself, and the words of the text that it leads to."""
        one = len(surface) == 1 and script(surface) == "kanji"  # 紙 stands in 別紙 too
        own = {} if one else dict.fromkeys((surface, kana(surface)))
        needles = [Needle(text) for text in own]
        for target in self.lexicon.leads[key]:
            if target not in own:
                needles.append(Needle(target, self._weights["synonym"]))
        known = {needle.text for needle in needles}
        kin = (other for other in self.lexicon.beside.get(key, ()) if other not in known)
        needles += [Needle(other, self._weights["beside"]) for other in kin]
        return Unit(surface, needles, _parts(surface), said=self.lexicon.names[key])

    def _guess(self, surface: str, keys: list[str], weight: float) -> Unit:
        """What known words, of which one may be meant, lead to."""
        targets = dict.fromkeys(target for key in keys for target in self.lexicon.leads[key])
        return Unit(surface, [Needle(target, weight) for target in targets])

    def _between(self, text: str, start: int, end: int, last: int) -> Iterator[Unit]:
        """The units of a stretch without known words."""
        stretch = text[start:end]
        begun = _TYPED.search(stretch) if end >= last else None
        keys = self.lexicon.beginning(kana(begun[0].strip())) if begun else []
        if begun and keys:  # さいい begins さいいたく; what only looks silent in it is not
            stretch = stretch[: begun.start()]
        for run, stop_at in _runs(stretch):
            yield from self._run(run, start + stop_at == last, len(run) == last)
        if begun and keys:
            yield self._guess(begun[0].strip(), keys, self._weights["prefix"])

    def _run(self, run: str, final: bool, alone: bool) -> Iterator[Unit]:
        kind = script(run[0])
        if kind != "digit" and any(script(c) != kind for c in run):
            yield from self._unconverted(run, final)
        elif kind == "latin":
            yield from self._latin(run, final)
        elif kind == "hiragana":
            yield from self._hiragana(run, final, alone)
        elif kind == "katakana":
            yield self._katakana(run, final)
        elif kind == "kanji":
            yield self._kanji(run, final)
        else:
            yield Unit(run, [Needle(run)])

    def _unconverted(self, run: str, final: bool) -> Iterator[Unit]:
        for start in range(max(1, len(run) - 2)):  # じこほうこk ends with ほうこk
            pattern = leftover(kana(run[start:]))
            meant = self.lexicon.fitting(pattern) if pattern else []
            if meant:
                yield self._guess(run[start:], meant, self._weights["prefix"])
                return
        for piece in re.findall(f"[{HIRAGANA}]+|[{KATAKANA}]+|[a-z]{{2,}}", run):
            yield from self._run(piece, final, False)

    def _latin(self, run: str, final: bool) -> Iterator[Unit]:
        if run in stop():
            return
        if self.known(Needle(run)):
            yield Unit(run, [Needle(run)])
            return
        begun = Needle(run, self._weights["prefix"], prefix=True)
        spelt = self._spelt.get(run, run)
        final = final and spelt.rstrip("e") == run.rstrip("e")  # taxes is a word, not the beginning of taxi
        if final and len(run) > 2 and self.known(begun):
            yield Unit(run, [begun])
            return
        if final and len(run) > 1 and (meant := self.lexicon.beginning(run)):
            yield self._guess(run, meant, self._weights["prefix"])
            return
        unit = Unit(run, [Needle(run)])
        if len(spelt) > 4:
            words = self.lexicon.spellings  # of names only their stems are known
            meant = nearest(spelt, words, 2 if len(spelt) > 6 else 1) or nearest(run, words, 1)
            stems = dict.fromkeys(map(normalise, meant))
            unit.needles += [Needle(stem, self._weights["near"]) for stem in stems]
            known = [stem for stem in stems if stem in self.lexicon.leads]
            unit.needles += self._guess(run, known, self._weights["near"]).needles
        yield unit

    def _hiragana(self, run: str, final: bool, alone: bool) -> Iterator[Unit]:
        folded = kana(run)
        if len(run) < (2 if alone else 3):
            return
        if final and (meant := self.lexicon.beginning(folded)):
            yield self._guess(run, meant, self._weights["prefix"])
        elif self.known(Needle(run)):
            yield Unit(run, [Needle(run)], [], self._weights["hiragana"])
        elif meant := nearest(folded, self.lexicon.leads, 2 if len(run) > 5 else 1):
            yield self._guess(run, meant, self._weights["near"])

    def _katakana(self, run: str, final: bool) -> Unit:
        unit = Unit(run, [Needle(run)], _parts(run))
        if not self.known(unit.needles[0]):
            if final and len(run) > 1 and (meant := self.lexicon.beginning(run)):
                unit.needles = self._guess(run, meant, self._weights["prefix"]).needles
            elif len(run) > 3 and (meant := nearest(run, self.lexicon.leads, 2 if len(run) > 5 else 1)):
                unit.needles = self._guess(run, meant, self._weights["near"]).needles
        return unit

    def _kanji(self, run: str, final: bool) -> Unit:
        unit = Unit(run, [Needle(run)], _parts(run), 1.0 if len(run) > 1 else self._weights["letter"])
        if final and (meant := self.lexicon.beginning(run)):
            unit.needles += self._guess(run, meant, self._weights["prefix"]).needles
        if any(self.known(needle) for needle in (*unit.needles, *unit.parts)):
            return unit
        if len(run) > 2:
            meant = nearest(run, self.lexicon.leads, 1)
            unit.needles += self._guess(run, meant, self._weights["near"]).needles
        else:
            least, most = self._weights["rare"]
            letters = [Needle(letter, inside=True) for letter in run]  # 漏英 for 漏えい
            unit.parts = [needle for needle in letters if least < self._spread(needle) < most]
            unit.weight = self._weights["letter"]
        return unit

    def _side_by_side(self, text: str, surfaces: set[str]) -> list[Unit]:
        """Words that stand side by side in the query count more where they do so in the text."""
        weight = self._weights["phrase"]
        return [
            Unit(chunk, [Needle(chunk)], [], weight, counts=False)
            for chunk in re.split(f"[ {HIRAGANA}]+", text)
            if len(chunk) > 2 and chunk not in surfaces and not re.fullmatch("[a-z0-9]+", chunk)
        ]


def _parts(surface: str) -> list[Needle]:
    """Pairs of letters, for what is written in kanji and katakana alone."""
    if len(surface) < 3 or re.search(f"[^{KANJI}{KATAKANA}]", surface):
        return []
    return [Needle(surface[i : i + 2], inside=True) for i in range(len(surface) - 1)]


def _runs(text: str) -> Iterator[tuple[str, int]]:
    """The runs of one script in a text, and unconverted ones, each with its end; silent words left out."""
    at = 0
    for mixed in [*_UNCONVERTED.finditer(text), None]:
        plain = text[at : mixed.start() if mixed else len(text)]
        for match in _RUN.finditer(silent().sub(lambda silent_: " " * len(silent_[0]), plain)):
            yield match[0], at + match.end()
        if mixed:
            yield mixed[0], mixed.end()
            at = mixed.end()
