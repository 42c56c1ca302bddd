"""The roster (名簿): who must be taught, from YAML, CSV or XLSX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from macros.errors import shown
from macros.model import Vocabulary
from macros.training.people import Listed, Person, key_of
from macros.training.rows import Row, day_of, folded
from macros.training.tables import read

COLUMNS = ("name", "department", "role", "joined")


def roster(path: Path, vocabulary: Vocabulary, shown_as: str | None = None) -> Listed:
    """The people on a roster. Raises `DataError` where the file cannot be read as one."""
    table = read(path, COLUMNS, shown_as)
    tags = _roles(vocabulary)
    people: dict[tuple[str, str], tuple[Person, Row]] = {}
    problems = [problem for faults in table.refused for problem in faults]
    notes = list(table.notes)
    twice = 0
    for row in table.rows:
        when, faults = day_of(row, "joined")
        if "name" not in row.cells:
            problems.append(row.fault("name", "name", "a row of a roster has a name"))
            continue
        notes += [replace(fault, mend=f"{fault.mend}; listed without the day") for fault in faults]
        roles, unknown = _tagged(row.cells.get("role", ""), tags)
        for word in unknown:
            rule, mend = "a role is one of the vocabulary", f"one of {_listed(vocabulary)}"
            notes.append(row.fault("role", "role", rule, shown(word, 40), mend))
        person = Person(row.cells["name"], row.cells.get("department", ""), roles, when.day if when else None)
        key = key_of(person.name, person.department)
        if key in people:
            number = people[key][1].number
            rule, mend = "a person is on a roster once", f"the same as in row {number}"
            problems.append(row.fault("name", "twice", rule, shown(person.name, 40), mend))
            twice += 1
        else:
            people[key] = person, row
    return Listed(tuple(p for p, _ in people.values()), tuple(problems), tuple(notes), table.count, twice)


def _roles(vocabulary: Vocabulary) -> dict[str, str]:
    """What a role can be called, folded → its tag."""
    found = {folded(tag): tag for tag in vocabulary.roles}
    for tag, role in vocabulary.roles.items():
        found |= {folded(label): tag for label in role.label.values()}
    return found


def _listed(vocabulary: Vocabulary) -> str:
    return ", ".join(
        f"{role.label.get('ja', tag)} ({tag})" if "ja" in role.label else tag
        for tag, role in vocabulary.roles.items()
    )


def _tagged(text: str, tags: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    written = [word.strip() for word in re.split(r"[、,，/／;；・]", text) if word.strip()]
    found = [tags.get(folded(word), "") for word in written]
    return tuple(dict.fromkeys(filter(None, found))), [
        w for w, tag in zip(written, found, strict=True) if not tag
    ]
