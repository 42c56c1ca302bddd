"""Which person on the roster a name means, if any, and if only one."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from macros import source
from macros.training.people import Person, key_of
from macros.training.rows import folded

MOST_COMPARED = 2_000
"""Names; on a longer roster no like ones are looked for."""

Odd = Literal["", "differs", "variant", "several", "new"]
"""Another department, other characters for the same name, several people of that name, none on the roster."""


@cache
def groups() -> tuple[str, ...]:
    """Characters that are written for each other in names, a group each."""
    node, _ = source.parse((Path(__file__).parent / "variants.yml").read_text("utf-8"), "variants.yml")
    assert isinstance(node, yaml.SequenceNode)
    return tuple(str(group.value) for group in node.value)


@cache
def _variants() -> Mapping[int, str]:
    """Character → the first of its group, for `str.translate`."""
    return {ord(other): group[0] for group in groups() for other in group[1:]}


def alike(name: str) -> str:
    """A name as it is compared where characters stand for each other: 髙橋 and 高橋 are alike."""
    return folded(name).translate(_variants())


class Directory:
    """Finds the person that a name means: one on the roster, else one who is met elsewhere.

    `met`: the name and department of everything that was read. All of it is known before anyone is looked
    for, so that who is meant does not depend on what comes first. Whoever is met in the department of the
    roster is not also the one of that name in another.
    """

    def __init__(self, people: Sequence[Person], met: Iterable[tuple[str, str]] = ()) -> None:
        self.people = people
        self._exact = {key_of(p.name, p.department): p for p in people}
        self._named = _by(folded, people)
        self._alike = _by(alike, people)
        self._met: dict[tuple[str, str], Person] = {}
        for name, department in met:
            self._met.setdefault(key_of(name, department), Person(name, department))
        self._met_named = _by(folded, self._met.values())
        self._others: dict[str, list[Person]] = {}

    def find(self, name: str, department: str) -> tuple[Person | None, Odd]:
        """The person, and what is odd about it; `None` where it could be several."""
        key = key_of(name, department)
        if key in self._exact:
            return self._exact[key], ""
        odd: Odd = ""
        listed = self._named.get(key[0], [])
        if not listed:
            odd = "variant"
            listed = [p for p in self._alike.get(alike(name), []) if _may_be(p.department, department)]
        elif key[1] and folded(listed[0].department):
            odd = "differs"
            if len(listed) == 1 and key_of(listed[0].name, listed[0].department) in self._met:
                return Person(name, department), "new"
        elsewhere = [] if key[1] else self._elsewhere(key[0])
        if len(listed) + len(elsewhere) > 1:
            return None, "several"
        if listed:
            return listed[0], odd
        return (elsewhere or [Person(name, department)])[0], "new"

    def _elsewhere(self, name: str) -> list[Person]:
        """Those of a folded name who are met in a department, and are not on the roster."""
        if name not in self._others:
            said = [p for p in self._met_named.get(name, []) if folded(p.department)]
            self._others[name] = [p for p in said if self.find(p.name, p.department)[1] == "new"]
        return self._others[name]

    def near(self, name: str) -> Iterator[str]:
        """Names on the roster that are written nearly so."""
        names = {folded(person.name): person.name for person in self.people}
        if len(names) <= MOST_COMPARED:
            for close in difflib.get_close_matches(folded(name), names, n=1, cutoff=0.6):
                yield names[close]


def _by(key: Callable[[str], str], people: Iterable[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(key(person.name), []).append(person)
    return found


def _may_be(one: str, other: str) -> bool:
    """Whether two departments can be the same: one that is blank says nothing."""
    return "" in (folded(one), folded(other)) or folded(one) == folded(other)
