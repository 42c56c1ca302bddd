"""The ranking: how much of a query stands in an entry, where in it, and how rare that is."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from macros.search.entries import Entry, Index
from macros.search.lexicon import Lexicon
from macros.search.needles import Needle, occurrences
from macros.search.normalise import normalise, normalise_all, rules, script
from macros.search.query import Analyst, Unit
from macros.search.references import References


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found."""

    number: int
    score: float
    share: float
    """How much of the query was found in it, from 0 to 1."""


class Engine:
    """Everything that can be found, ready to be asked.

    The normal forms of all fields stand in one long text; what is looked for is found by running through it.
    """

    def __init__(self, index: Index) -> None:
        self.index, self.entries = index, index.entries
        self._weights: dict[str, Any] = rules()["weights"]
        self.lexicon = Lexicon(index)
        self._starts: list[int] = []
        self._slots: list[tuple[int, float, float]] = []
        self._text, lengths = self._gathered()
        w, mean = self._weights, sum(lengths) / max(1, len(lengths))
        self._half = [w["half"] * (1 - w["length"] + w["length"] * n / mean) for n in lengths]
        self._main = sum(entry.kind in ("provision", "form") for entry in self.entries)
        self._told = max(1, sum(entry.kind != "question" for entry in self.entries))
        self._found: dict[tuple[str, bool, bool], dict[int, float]] = {}
        self._below: dict[int, list[int]] = {}
        for number, entry in enumerate(self.entries):
            if entry.above is not None:
                self._below.setdefault(entry.above, []).append(number)
        self._powers = {
            number: normalise(entry.duties[0].who)
            for number, entry in enumerate(self.entries)
            if entry.duties and all(duty.modality == "power" for duty in entry.duties)
        }
        self._worth = [self._stands(number) for number in range(len(self.entries))]
        cites = [(number, cite) for number, entry in enumerate(self.entries) for cite in _cites(entry)]
        references = References(cite for _, cite in cites)
        self._cited: dict[str, list[int]] = {}
        for number, cite in cites:
            for key in references.keys(cite):
                numbers = self._cited.setdefault(key, [])
                if number not in numbers:
                    numbers.append(number)
        self.analyst = Analyst(self.lexicon, references, self._spread)

    def _gathered(self) -> tuple[str, list[int]]:
        """One text of all fields, a line each, and how long each entry is."""
        lengths, pieces, at = [0] * len(self.entries), [], 0
        for number, entry in enumerate(self.entries):
            for text, weight, exact in self._fields(entry):
                self.lexicon.spell(text)
                if normal := normalise(text):
                    if entry.kind in ("provision", "form"):
                        self.lexicon.learn(normal)
                    pieces.append(normal)
                    self._starts.append(at)
                    self._slots.append((number, weight, exact / len(normal)))
                    at += len(normal) + 1
                    lengths[number] += len(normal)
        return "\n".join(pieces), lengths

    def _fields(self, entry: Entry) -> Iterator[tuple[str, float, float]]:
        """The texts of an entry: each with its weight, and what finding the whole of it adds."""
        w = self._weights
        for text in entry.heading.values():
            yield text, w["heading"], w["exact"]
        for text in entry.text.values():
            yield text, w["text"], 0.0
        for text in entry.defines:
            yield text, w["defines"], 0.0
        for duty in entry.duties:
            yield duty.plain, w["plain"], 0.0
        if entry.asked:
            yield "; ".join(entry.asked), w["asked"], 0.0
        for text in entry.more.values():
            yield text, w["more"], 0.0
        above = entry.above
        while above is not None:
            for text in self.entries[above].heading.values():
                yield text, w["above"], 0.0
            above = self.entries[above].above

    def _stands(self, number: int) -> float:
        """What an entry is worth beside others, whatever is asked."""
        entry = self.entries[number]
        worth: float = self._weights["kind"][entry.kind]
        if number in self._powers:
            worth *= self._weights["power"]
        if entry.kind == "provision" and number in self._below and all(d.chapeau for d in entry.duties):
            worth *= self._weights["container"]
        return worth

    def found(self, needle: Needle) -> dict[int, float]:
        """Number of an entry → how much of a needle there is in it, by the weight of its fields."""
        wanted = (needle.text, needle.prefix, needle.inside)
        if wanted in self._found:
            return self._found[wanted]
        found: dict[int, float] = {}
        slot, times = -1, 0
        for at in occurrences(self._text, needle):
            here = bisect_right(self._starts, at) - 1
            times = times + 1 if here == slot else 1
            slot = here
            if times <= self._weights["most"]:
                number, weight, exact = self._slots[here]
                found[number] = found.get(number, 0.0) + weight + exact * len(needle.text)
        self._found[wanted] = found
        return found

    def _spread(self, needle: Needle) -> float:
        """In what part of the entries a needle stands; the questions of the course, long stories, aside."""
        return sum(self.entries[number].kind != "question" for number in self.found(needle)) / self._told

    def _rarity(self, numbers: Iterable[int]) -> float:
        """BM25's idf; entries that are not the text itself do not count."""
        n = sum(self.entries[number].kind in ("provision", "form") for number in numbers)
        return math.log(1 + (self._main - n + 0.5) / (n + 0.5))

    def _scores(self, unit: Unit) -> tuple[dict[int, tuple[float, float]], float]:
        """Number of an entry → score of a unit in it and how far it was found; and the most that can be."""
        founds = [(self.found(needle), needle.weight) for needle in unit.needles]
        rarity = self._rarity({number for found, _ in founds for number in found})
        best: dict[int, list[float]] = {}
        for found, weight in founds:
            for number, amount in found.items():
                score = rarity * weight * amount / (amount + self._half[number])
                values = best.setdefault(number, [0.0, 0.0])
                values[0] = max(values[0], score)
                values[1] += score
        also = self._weights["also"]
        scores = {number: (v[0] + also * (v[1] - v[0]), rarity) for number, v in best.items()}
        most = rarity if best else 0.0
        if unit.parts:
            parts, whole = self._in_parts(unit)
            most = max(most, whole)
            for number, (score, share) in parts.items():
                if score > scores.get(number, (0.0, 0.0))[0]:
                    scores[number] = score, share
        return scores, most or self._rarity(())

    def _in_parts(self, unit: Unit) -> tuple[dict[int, tuple[float, float]], float]:
        """The same for the parts of a unit; who has too few of them has none."""
        count, factor = len(unit.parts), self._weights["parts"] / len(unit.parts)
        least = self._weights["pairs"].get(script(unit.surface[0]), 0) * count
        whole, parts = 0.0, dict[int, tuple[float, float, int]]()
        for needle in unit.parts:
            found = self.found(needle)
            rarity = self._rarity(found) * factor
            whole += rarity
            for number, amount in found.items():
                score, share, times = parts.get(number, (0.0, 0.0, 0))
                score += rarity * amount / (amount + self._half[number])
                parts[number] = score, share + rarity, times + 1
        return {n: (score, share) for n, (score, share, times) in parts.items() if times >= least}, whole

    def search(self, asked: str) -> list[Hit]:
        """What answers a query, best first."""
        query, w = self.analyst.understood(asked), self._weights
        sums: dict[int, float] = {}
        shares: dict[int, float] = {}
        whole = 0.0
        for unit in query.units:
            scores, most = self._scores(unit)
            if unit.counts:
                whole += most * unit.weight
            for number, (score, share) in scores.items():
                sums[number] = sums.get(number, 0.0) + score * unit.weight
                if unit.counts:
                    shares[number] = shares.get(number, 0.0) + share * unit.weight
        for key in query.references:
            whole += w["reference"]
            for number in self._cited.get(key, ()):
                self._refer(number, w["reference"], sums, shares)
        asks = {kind: w["asked_for"][kind] / w["kind"][kind] for kind in query.kinds}
        named = {needle.text for unit in query.units for needle in unit.needles}
        hits = []
        for number, score in sums.items():
            share = shares.get(number, 0.0) / whole if whole else 0.0
            worth = self._worth[number] * asks.get(self.entries[number].kind, 1.0)
            if self._powers.get(number) in named:
                worth *= w["named"]
            score *= (w["bare"] + (1 - w["bare"]) * share) * worth
            hits.append(Hit(number, math.floor(score * 1e6 + 0.5) / 1e6, share))
        return self._kept(hits)

    def _refer(self, number: int, weight: float, sums: dict[int, float], shares: dict[int, float]) -> None:
        """Count a citation for an entry, and somewhat less for what is below it: it answers as fully."""
        sums[number] = sums.get(number, 0.0) + weight
        shares[number] = shares.get(number, 0.0) + float(self._weights["reference"])
        for below in self._below.get(number, ()):
            self._refer(below, weight * self._weights["below"], sums, shares)

    def _kept(self, hits: list[Hit]) -> list[Hit]:
        """Those that answer enough of the query, or, where none does, the nearest; best first."""
        least = self._weights["least"]
        sure = [hit for hit in hits if hit.share >= least]
        near = sure or [hit for hit in hits if hit.share >= least / 4]
        top = max((hit.score for hit in near), default=0.0)
        kept = [hit for hit in near if hit.score >= top * self._weights["tail"]]
        return sorted(kept, key=lambda hit: (-hit.score, hit.number))

    def why(self, asked: str, number: int) -> list[tuple[str, str]]:
        """By which words of its text an entry was found where the query has others: (飲み会, 酒席)."""
        entry = self.entries[number]
        shown = [*entry.heading.values(), *entry.text.values(), *(duty.plain for duty in entry.duties)]
        text = "\n".join(normalise_all(shown))
        reasons = []
        for unit in self.analyst.understood(asked).units:
            found = [n.text for n in unit.needles if next(occurrences(text, n), -1) >= 0]
            if found and unit.counts and not {unit.surface, unit.folded}.intersection(found):
                reasons.append((unit.said, self.lexicon.shown.get(found[0], found[0])))
        return reasons


def _cites(entry: Entry) -> tuple[str, ...]:
    """How an entry can be cited: as the handbook does, and by its id (box-3, too)."""
    cited = entry.cites or entry.kind == "form"
    return (*entry.cites, entry.location.partition("#")[2]) if cited else ()
