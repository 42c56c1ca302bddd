"""What the rules share: the corpus, its patterns compiled, the provisions in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from macros.errors import Problem
from macros.model import Body, Corpus, Provision, Vocabulary
from macros.queries import Selections


class Case:
    """A corpus on trial."""

    def __init__(self, corpus: Corpus, unread: frozenset[str] = frozenset()) -> None:
        self.corpus, self.unread = corpus, unread

    @cached_property
    def selections(self) -> dict[str, Selections]:
        """Instrument id → its selections."""
        return {body.instrument.id: Selections(body) for body in self.corpus.bodies}

    def provisions(self) -> Iterator[tuple[Body, Provision]]:
        """Every provision at every depth, with the body it belongs to."""
        for body in self.corpus.bodies:
            for top in body.tops():
                for provision in top.walk():
                    yield body, provision

    def faults(self) -> Iterator[Problem]:
        """Patterns of the vocabulary that do not compile."""
        v = self.corpus.vocabulary
        tables: list[tuple[str, Mapping[str, tuple[str, ...]]]] = [
            ("exceptions", v.exceptions),
            ("references", v.references),
            *((f"modalities.{tag}.cues", m.cues) for tag, m in v.modalities.items()),
            *((f"grades.{tag}.phrases", g.phrases) for tag, g in v.grades.items()),
            *((f"units.{unit}", table) for unit, table in v.units.items()),
        ]
        for name, table in tables:
            for language, patterns in table.items():
                for number, pattern in enumerate(patterns):
                    try:
                        re.compile(pattern)
                    except (re.error, OverflowError) as error:
                        place = v.at(f"{name}.{language}[{number}]")
                        rule = "a pattern must be a regular expression"
                        yield Problem(place, "pattern", rule, pattern, str(error))

    @cached_property
    def patterns(self) -> Patterns:
        """The vocabulary's patterns, compiled."""
        return Patterns(self.corpus.vocabulary)


class Patterns:
    """The words that signal a modality, a time, an exception, a reference; by language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._cues = {tag: m.cues for tag, m in vocabulary.modalities.items()}
        self._times = {tag: g.phrases for tag, g in vocabulary.grades.items()}
        self._exceptions = {"exception": vocabulary.exceptions}
        self._references = {"reference": vocabulary.references}
        self._compiled: dict[tuple[int, str], list[tuple[re.Pattern[str], str]]] = {}

    def cues(self, text: str, language: str) -> list[tuple[int, int, frozenset[str]]]:
        """Each cue in `text`: start, end, and the modalities it can say."""
        return self._find(self._cues, text, language)

    def cue_exactly(self, text: str, language: str, span: tuple[int, int]) -> frozenset[str]:
        """The modalities whose pattern matches exactly at `span`, also inside a longer cue.

        In 十分注意するとともに…放置しないこと。 the one こと closes a duty and a prohibition.
        """
        return frozenset(
            tag
            for pattern, tag in self._patterns(self._cues, language)
            if (match := pattern.match(text, span[0])) is not None and match.span() == span
        )

    def times(self, text: str, language: str) -> list[tuple[int, int, frozenset[str]]]:
        """Each time phrase in `text`: start, end, and the grades it can say."""
        return self._find(self._times, text, language)

    def exceptions(self, text: str, language: str) -> list[tuple[int, int, frozenset[str]]]:
        """Each word in `text` that opens or closes an exception."""
        return self._find(self._exceptions, text, language)

    def references(self, text: str, language: str) -> list[tuple[int, int, frozenset[str]]]:
        """Each phrase in `text` that points elsewhere."""
        return self._find(self._references, text, language)

    def _patterns(
        self, table: Mapping[str, Mapping[str, tuple[str, ...]]], language: str
    ) -> list[tuple[re.Pattern[str], str]]:
        key = (id(table), language)
        if key not in self._compiled:
            self._compiled[key] = [
                (re.compile(pattern), tag)
                for tag, by_language in table.items()
                for pattern in by_language.get(language, ())
            ]
        return self._compiled[key]

    def _find(
        self, table: Mapping[str, Mapping[str, tuple[str, ...]]], text: str, language: str
    ) -> list[tuple[int, int, frozenset[str]]]:
        found: dict[tuple[int, int], set[str]] = {}
        for pattern, tag in self._patterns(table, language):
            for match in pattern.finditer(text):
                found.setdefault(match.span(), set()).add(tag)
        kept: list[tuple[int, int, frozenset[str]]] = []
        for (start, end), tags in sorted(found.items(), key=lambda item: (item[0][0] - item[0][1], item[0])):
            if all(end <= s or e <= start for s, e, _ in kept):  # the longest match at a spot decides
                kept.append((start, end, frozenset(tags)))
        return sorted(kept, key=lambda item: item[:2])
