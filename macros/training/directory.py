"""Which person on the roster a name means, if any, and if only one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Literal

from macros.training.people import Person, key_of
from macros.training.rows import folded

MOST_COMPARED = 2_000
"""Names; on a longer roster no like ones are looked for."""


class Directory:
    """Finds the person on a roster that a name means."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people
        self._exact = {key_of(p.name, p.department): p for p in people}
        self._named: dict[str, list[Person]] = {}
        for person in people:
            self._named.setdefault(folded(person.name), []).append(person)
        self._added: set[tuple[str, str]] = set()

    def add(self, person: Person) -> None:
        """Someone who is not on the roster: of another department, another person."""
        self._exact[key_of(person.name, person.department)] = person
        self._named.setdefault(folded(person.name), []).append(person)
        self._added.add(key_of(person.name, person.department))

    def find(self, name: str, department: str) -> tuple[Person | None, Literal["", "differs", "several"]]:
        """The person, and what is odd about it: another department, or several people of that name."""
        found = self._exact.get(key_of(name, department))
        if found is not None:
            return found, ""
        named = self._named.get(folded(name), [])
        if not named:
            return None, ""
        differs = bool(department and named[0].department)
        if differs and all(key_of(p.name, p.department) in self._added for p in named):
            return None, ""
        if len(named) > 1:
            return None, "several"
        return named[0], "differs" if differs else ""

    def near(self, name: str) -> Iterator[str]:
        """Names on the roster that are written nearly so."""
        names = {folded(person.name): person.name for person in self.people}
        if len(names) <= MOST_COMPARED:
            for close in difflib.get_close_matches(folded(name), names, n=1, cutoff=0.6):
                yield names[close]
