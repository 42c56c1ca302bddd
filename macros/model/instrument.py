"""One body of provisions: what it is called, its source, parts, parties, blanks; what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from macros.model.base import FrameworkTag, Language, PartyTag, ProvisionId, Quotes, Record, RoleTag, Words


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Source(Record):
    """The file with the authoritative text."""

    document: str
    sha256: str
    until: str | None = None
    """The line with which something else begins (the form): the provisions end before it."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Chapter(Record):
    """A heading over several provisions, printed before the first of them."""

    before: ProvisionId
    label: Words
    heading: Words


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Part(Record):
    """A body of provisions inside the instrument: one folder, one file for each provision."""

    id: str
    folder: str
    title: Words
    cite: Words
    """How its top provisions are cited: `別紙{label}`."""
    caption: str = "{label} {heading}"
    """How the original prints the head of a top provision: `({heading}) {label}`."""
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Parameter(Record):
    """A value that only the Ordering Party or the contract can give. Blank until a profile sets it."""

    id: str
    label: Words
    provision: ProvisionId | None = None
    """The provision whose words call for it."""
    words: Quotes | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Artefact(Record):
    """A slip of the printed source (生成A I), kept in the data and mended for display and search."""

    printed: str
    shown: str


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Document(Record):
    """Another document that the text names and that is not part of it."""

    title: Words
    note: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Instrument(Record):
    """One body of provisions that a client attaches to its contracts."""

    id: str
    title: Words
    language: Language
    """The language that prevails."""
    translations: tuple[Language, ...] = ()
    source: Source
    parties: Mapping[PartyTag, Words]
    """Party → the word this text uses for it (受注者, 乙)."""
    parts: tuple[Part, ...]
    documents: Mapping[str, Document] = field(default_factory=dict)
    forms: Mapping[str, Document] = field(default_factory=dict)
    roles: Mapping[RoleTag, ProvisionId] = field(default_factory=dict)
    """Roles that the text itself names, with the provision that does."""
    parameters: tuple[Parameter, ...] = ()
    artefacts: tuple[Artefact, ...] = ()
    silences: tuple[Words, ...] = ()
    """What the text as a whole does not say."""

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages of the text, the prevailing one first."""
        return (self.language, *self.translations)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Tension(Record):
    """A place where the text itself needs a human decision; shown, never resolved."""

    id: str
    provisions: tuple[ProvisionId, ...]
    note: Words


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Tensions(Record):
    """tensions.yml."""

    tensions: tuple[Tension, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Control(Record):
    """A control of another framework that a provision touches."""

    id: str
    relation: Literal["subset", "superset", "intersects"] | None = None
    confidence: Literal["high", "medium", "low"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Crossing(Record):
    """Which controls of the frameworks correspond to one provision; none where nothing does."""

    provision: ProvisionId
    controls: Mapping[FrameworkTag, tuple[Control, ...]] = field(default_factory=dict)
    note: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Crosswalk(Record):
    """crosswalk.yml: framework tag → its name, and a row for each provision."""

    frameworks: Mapping[str, Document]
    rows: tuple[Crossing, ...]
