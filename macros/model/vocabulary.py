"""Words shared by all instruments: the tags and the glossary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from macros.model.base import Language, ProvisionId, Quotes, Record, Words


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Term(Record):
    """A term of the glossary: one word in each language."""

    id: str
    words: Words
    reading: str | None = None
    """In kana."""
    definition: Words
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → other forms that count as the same word (notify for notification)."""
    avoid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → words a translation must not use for it."""
    quiet: bool = False
    """In the glossary, but not marked in the text: met in every line, or plain to every reader."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Glossary(Record):
    """glossary.yml."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Synonym(Record):
    """Words of the text, and what a reader may type for them, in any language."""

    words: Mapping[Language, tuple[str, ...]]
    """Language → words that stand in the text."""
    also: Mapping[Language, tuple[str, ...]]
    """Language → what leads to them in a search."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Synonyms(Record):
    """synonyms.yml."""

    synonyms: tuple[Synonym, ...]
    readings: Mapping[str, str] = field(default_factory=dict)
    """Word of the text, or one that leads there → its reading in kana, where the glossary has none."""
    asked: Mapping[ProvisionId, Quotes] = field(default_factory=dict)
    """Provision → how readers ask for it, in short phrases."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Label(Record):
    """A tag of the vocabulary explained."""

    label: Words
    meaning: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Modality(Label):
    """Duty, prohibition, power, permission: what it is called, and the words that say it."""

    verb: Words
    """As in a plain sentence: must, must not, may."""
    cues: Mapping[str, tuple[str, ...]]
    """Language → regular expressions; the longest match at a spot decides."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Grade(Label):
    """A grade of urgency. Their order in the file is the order of strictness."""

    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Event(Label):
    """Something that happens, from which a deadline runs."""

    kind: Literal["moment", "phase", "request"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Role(Label):
    """A role inside the contractor's company; the handbook's own unless the instrument names it."""


Unit = Literal["minutes", "hours", "days", "weeks", "months"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Vocabulary(Record):
    """vocabulary.yml: every tag used in the data, with its words."""

    languages: Mapping[str, str]
    """Language → its own name for itself (日本語, English)."""
    modalities: Mapping[str, Modality]
    grades: Mapping[str, Grade]
    parties: Mapping[str, Label]
    roles: Mapping[str, Role]
    phases: Mapping[str, Label]
    events: Mapping[str, Event]
    acts: Mapping[str, Label]
    checklists: Mapping[str, Label]
    exceptions: Mapping[str, tuple[str, ...]]
    """Language → regular expressions of the words that open an exception (ただし)."""
    references: Mapping[str, tuple[str, ...]]
    """Language → regular expressions of the words that point elsewhere (第5)."""
    units: Mapping[Unit, Mapping[Language, tuple[str, ...]]] = field(default_factory=dict)
    """Unit of a duration → language → regular expressions of its name behind a number (分)."""
