"""What a page is made of, ready to be shown: words with their language, links, lines, cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class MissingWord(KeyError):
    """A word of the interface, a tag or an id that a template asks for and that is not there."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Said:
    """Words with the language they are in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a sentence: plain (`kind` is ""), or a `reference`, `cue` or `term` to be marked up."""

    text: str
    kind: str = ""
    target: str = ""
    """Href of a reference, tag of a modality, id of a term."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a template needs it."""

    text: str
    href: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a card that rests on the text: who, when, unless."""

    name: str
    """Which part of the obligation: bearer, deadline, exception …"""
    ground: str
    """`words`: its own words; `as-in`: words elsewhere; `implied`: no words, `said` tells why."""
    said: Said
    original: Said | None = None
    """The prevailing words, where `said` is a translation."""
    tag: str = ""
    """The tag's label: the grade of a deadline, the event of a trigger."""
    source: Link | None = None
    note: Said | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """A parameter: its label, and the value a profile gives (`None`: still to be filled in)."""

    id: str
    label: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """An obligation as a reader sees it."""

    id: str
    citation: str
    href: str
    modality: str
    """Tag: duty, prohibition, power, permission."""
    modality_label: str
    grade: str
    """Tag of the deadline's grade, or ""."""
    grade_label: str
    chapeau: bool
    plain: Said
    action: Said
    rows: tuple[Row, ...]
    implied: Said | None
    owner: str
    performers: tuple[str, ...]
    phases: tuple[str, ...]
    evidence: tuple[Said, ...]
    checklists: tuple[Link, ...]
    """The checklists it stands on."""
    see: tuple[Link, ...]
    references: tuple[Link, ...]
    above: tuple[Link, ...]
    """The chapeaux it stands under, nearest first."""
    note: Said | None
    parameter: Blank | None
    survives: bool
    facets: Mapping[str, str]
    """Facet (owner, party, modality, deadline, phase, event, instrument) → tags, separated by blanks."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page made from data: its path without ending, its title, and the macro that is all its content."""

    path: str
    title: str
    call: str
    description: str = ""
    wide: bool = False
    """Whether it needs the room of the table of contents."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An entry of the navigation: a page (`path`), or a heading with entries below it."""

    title: str
    path: str = ""
    below: tuple[Branch, ...] = ()
