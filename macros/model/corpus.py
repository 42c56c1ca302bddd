"""The whole, and what a contract sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from macros.model.base import InstrumentTag, ParameterTag, Record
from macros.model.instrument import Crosswalk, Instrument, Tension
from macros.model.provision import Provision
from macros.model.vocabulary import Glossary, Synonyms, Vocabulary


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Profile(Record):
    """A contract profile: the values of the parameters of one instrument."""

    instrument: InstrumentTag
    parameters: Mapping[ParameterTag, str]


@dataclass(frozen=True)
class Body:
    """An instrument with everything that belongs to it."""

    instrument: Instrument
    provisions: Mapping[str, tuple[Provision, ...]]
    """Part id → its top provisions in the order of the text."""
    tensions: tuple[Tension, ...]
    crosswalk: Crosswalk | None
    source_text: str
    source_sha256: str

    @cached_property
    def index(self) -> dict[str, Provision]:
        """Id → provision, at every depth."""
        return {p.id: p for top in self.tops() for p in top.walk()}

    def tops(self) -> Iterator[Provision]:
        """The top provisions of all parts, in order."""
        for part in self.instrument.parts:
            yield from self.provisions.get(part.id, ())


@dataclass(frozen=True)
class Corpus:
    """All that is in `clauses/`."""

    vocabulary: Vocabulary
    glossary: Glossary
    bodies: tuple[Body, ...]
    synonyms: Synonyms | None = None
