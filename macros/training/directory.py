"""Which person on the roster a name means, if any, and if only one."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from macros import source
from macros.training.people import Person, key_of
from macros.training.rows import folded

MOST_COMPARED = 2_000
"""Names; on a longer roster no like ones are looked for."""

Odd = Literal["", "differs", "variant", "several"]
"""Another department, other characters for the same name, several people of that name."""


@cache
def _variants() -> Mapping[int, str]:
    """Character → the first of its group, for `str.translate`."""
    node, _ = source.parse((Path(__file__).parent / "variants.yml").read_text("utf-8"), "variants.yml")
    assert isinstance(node, yaml.SequenceNode)
    return {ord(other): group.value[0] for group in node.value for other in group.value[1:]}


def alike(name: str) -> str:
    """A name as it is compared where characters stand for each other: 髙橋 and 高橋 are alike."""
    return folded(name).translate(_variants())


class Directory:
    """Finds the person on a roster that a name means.

    `met`: what people are told by (`key_of`) in everything that was read. Whoever is met in the department
    of the roster is not also the one of that name in another.
    """

    def __init__(self, people: Sequence[Person], met: Collection[tuple[str, str]] = ()) -> None:
        self.people = people
        self._met = met
        self._exact = {key_of(p.name, p.department): p for p in people}
        self._named: dict[str, list[Person]] = {}
        self._alike: dict[str, list[Person]] = {}
        for person in people:
            self._named.setdefault(folded(person.name), []).append(person)
            self._alike.setdefault(alike(person.name), []).append(person)
        self._added: set[tuple[str, str]] = set()

    def add(self, person: Person) -> None:
        """Someone who is not on the roster: of another department, another person."""
        self._exact[key_of(person.name, person.department)] = person
        self._named.setdefault(folded(person.name), []).append(person)
        self._added.add(key_of(person.name, person.department))

    def find(self, name: str, department: str) -> tuple[Person | None, Odd]:
        """The person, and what is odd about it."""
        found = self._exact.get(key_of(name, department))
        if found is not None:
            return found, ""
        named = self._named.get(folded(name), [])
        if not named:
            return self._variant(name, department)
        differs = bool(department and named[0].department)
        keys = [key_of(p.name, p.department) for p in named]
        if differs and all(key in self._added for key in keys):
            return None, ""
        if len(named) > 1:
            return None, "several"
        if differs and keys[0] in self._met:
            return None, ""
        return named[0], "differs" if differs else ""

    def _variant(self, name: str, department: str) -> tuple[Person | None, Odd]:
        like = self._alike.get(alike(name), [])
        here = [p for p in like if not (p.department and department) or _same(p.department, department)]
        if len(here) > 1:
            return None, "several"
        return (here[0], "variant") if here else (None, "")

    def near(self, name: str) -> Iterator[str]:
        """Names on the roster that are written nearly so."""
        names = {folded(person.name): person.name for person in self.people}
        if len(names) <= MOST_COMPARED:
            for close in difflib.get_close_matches(folded(name), names, n=1, cutoff=0.6):
                yield names[close]


def _same(one: str, other: str) -> bool:
    return folded(one) == folded(other)
