"""Files → checklists; a checklist and a body of provisions → the items on its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from macros.corpus import locate, read_record
from macros.errors import Problem, ProjectFault
from macros.model import Obligation, Words
from macros.queries import Selections, Standing
from macros.structure import FAULTY
from macros.training.checklist import Checklist, Entry, Own, Query

FOLDER = "checklists"
"""Below the folder of forms."""


@dataclass
class Reading:
    """What came of reading a folder of checklists."""

    checklists: tuple[Checklist, ...]
    """In their order."""
    problems: list[Problem] = field(default_factory=list)
    """Still to be located (`corpus.locate`)."""
    whole: bool = True
    """Whether every file could be read."""


def read(forms: Path, shown_as: str = "forms") -> Reading:
    """Read the checklists in a folder of forms."""
    problems: list[Problem] = []
    found = []
    for path in sorted((forms / FOLDER).glob("*.yml")):
        found.append(read_record(path, f"{shown_as}/{FOLDER}/{path.name}", Checklist, problems))
    sound = [each for each in found if each is not FAULTY]
    ordered = tuple(sorted(sound, key=lambda each: (each.order, each.id)))
    return Reading(ordered, problems, len(sound) == len(found))


def load(forms: Path, shown_as: str = "forms") -> tuple[Checklist, ...]:
    """The checklists in a folder of forms. Raises `DataError` with every problem of reading."""
    reading = read(forms, shown_as)
    if reading.problems:
        raise ProjectFault(locate(reading.problems, forms, shown_as))
    return reading.checklists


# --- what stands on a sheet -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """One line of a sheet: an obligation in its plain words, or an item of the handbook's own."""

    id: str
    """The obligation's id; for an item of our own `<checklist>.<id>`."""
    words: Words
    basis: tuple[str, ...]
    """The provisions (or obligations) it comes from or serves, the main one first."""
    standing: Standing | None = None
    own: Own | None = None
    evidence: tuple[Words, ...] = ()
    """The records to keep, where the sheet asks for them."""


@dataclass(frozen=True)
class Pause:
    """A pause point with its items."""

    number: int
    title: Words
    items: tuple[Item, ...]


def meant(query: Query, obligation: Obligation, above: frozenset[str]) -> bool:
    """Whether a query means an obligation; `above` has the ids of its provision and those over it."""
    o, help_ = obligation, obligation.help
    if query.checklists and not set(query.checklists).intersection(help_.checklists):
        return False  # the usual query, soon answered
    events = {each.event for each in (o.trigger, o.deadline) if each is not None and each.event}
    grades = {o.deadline.grade} if o.deadline else set()
    told: tuple[tuple[tuple[str, ...], set[str] | frozenset[str]], ...] = (
        (query.checklists, set(help_.checklists)),
        (query.owners, {help_.owner}),
        (query.roles, {help_.owner, *help_.performers}),
        (query.phases, set(help_.phases)),
        (query.events, events),
        (query.grades, grades),
        (query.modalities, {o.modality}),
        (query.provisions, above),
        (query.obligations, {o.id}),
    )
    if o.chapeau or above.intersection(query.except_) or o.id in query.except_:
        return False
    return all(not wanted or has.intersection(wanted) for wanted, has in told)


@lru_cache(maxsize=512)
def select(query: Query, selections: Selections) -> tuple[Standing, ...]:
    """The obligations that a query means, in the order of the text."""
    return tuple(s for s in selections.standings if meant(query, s.obligation, _above(s, selections)))


def _above(standing: Standing, selections: Selections) -> frozenset[str]:
    provision = standing.provision
    ids = {provision.id}
    while provision.id in selections.parent:
        provision = selections.parent[provision.id]
        ids.add(provision.id)
    return frozenset(ids)


def items_of(entry: Entry, checklist: Checklist, selections: Selections) -> Iterator[Item]:
    """The items that an entry of a group puts on the sheet."""
    if entry.query is not None:
        for standing in select(entry.query, selections):
            o = standing.obligation
            records = o.help.evidence if checklist.evidence else ()
            yield Item(o.id, o.help.plain, (o.id,), standing=standing, evidence=records)
    if entry.own is not None:
        yield Item(f"{checklist.id}.{entry.own.id}", entry.own.words, entry.own.serves, own=entry.own)


def pauses(checklist: Checklist, selections: Selections) -> tuple[Pause, ...]:
    """The sheet: its pause points with their items."""
    return tuple(
        Pause(number, group.title, tuple(i for e in group.items for i in items_of(e, checklist, selections)))
        for number, group in enumerate(checklist.groups, 1)
    )
