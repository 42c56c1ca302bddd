"""What a checklist is: the only declaration of its shape.

A checklist is one file, `forms/checklists/<id>.yml`. It holds one purpose, in groups that each belong to
one moment at which a person stops and looks (a pause point). What stands in a group is asked for by a
query, so that the words come from the obligations; what no obligation says is an item of the handbook's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from macros.model import (
    ChecklistTag,
    EventTag,
    GradeTag,
    Id,
    InstrumentTag,
    ModalityTag,
    ObligationId,
    PhaseTag,
    ProvisionId,
    Record,
    RoleTag,
    Words,
)

MOST = 9
"""The most items at one pause point: nobody goes through more with care."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Query(Record):
    """Which obligations are meant, in the order of the text.

    Each key narrows the choice; inside one key any of the values will do. An obligation that only carries
    the items below it is never meant.
    """

    checklists: tuple[ChecklistTag, ...] = ()
    """`help.checklists` names one of these."""
    owners: tuple[RoleTag, ...] = ()
    """One of these answers for it."""
    roles: tuple[RoleTag, ...] = ()
    """One of these answers for it or does it."""
    phases: tuple[PhaseTag, ...] = ()
    events: tuple[EventTag, ...] = ()
    """The event that makes it live, or from which its deadline runs."""
    grades: tuple[GradeTag, ...] = ()
    """The grade of its deadline."""
    modalities: tuple[ModalityTag, ...] = ()
    provisions: tuple[ProvisionId, ...] = ()
    """It stands in one of these provisions, or below."""
    obligations: tuple[ObligationId, ...] = ()
    except_: tuple[Id, ...] = ()
    """Obligations, or provisions with all in them, that are left out all the same."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Own(Record):
    """An item of the handbook's own, marked so on the sheet."""

    id: str
    """Small letters, digits and hyphens; fixed once published."""
    words: Words
    """One plain sentence that is answered by yes or no."""
    serves: tuple[Id, ...]
    """The provisions or obligations it helps to keep, the main one first."""
    fill: Words | None = None
    """What is to be written down: it stands below with a line of its own."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Entry(Record):
    """What stands in a group: the obligations of a query, or an item of our own."""

    query: Query | None = None
    own: Own | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PausePoint(Record):
    """Fewer than ten items that are gone through at one moment."""

    title: Words
    items: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Checklist(Record):
    """forms/checklists/<id>.yml."""

    id: str
    order: int
    """Where it stands among the others."""
    instrument: InstrumentTag
    roles: tuple[RoleTag, ...]
    """Who fills it in; it belongs to the set of each of them."""
    phase: PhaseTag
    title: Words
    when: Words
    """At what moment to take it up: the handbook's own help."""
    groups: tuple[PausePoint, ...]
    evidence: bool = False
    """Whether the records to keep (`help.evidence`) stand below each obligation, to be shown when asked."""
