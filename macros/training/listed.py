"""A list of people in YAML → the same rows as those of a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from macros import source
from macros.errors import DataError, Problem, shown
from macros.forms.files import LENIENT
from macros.structure import CONTROL
from macros.training.rows import NAME, Row, Table


def read(path: Path, wanted: Sequence[str], file: str) -> Table:
    """The people under `people:`. Raises `DataError` where the file is no such list."""
    text, problems = source.read_text(path, file)
    if text is None:
        raise DataError(problems)
    node, problems = source.parse(text, file)
    problems = [problem for problem in problems if problem.code not in LENIENT]
    if problems or node is None:
        raise DataError(problems)
    people = next((v for k, v in node.value if k.value == "people"), None) if _is_map(node) else node
    if not isinstance(people, yaml.SequenceNode):
        rule = "a list of people is a list under `people:`"
        raise DataError([Problem(source.place_of(node, file, "people"), "shape", rule)])
    rows: list[Row] = []
    refused: list[tuple[Problem, ...]] = []
    for each in people.value:
        row, faults = _person(each, wanted, file)
        if faults:
            refused.append(tuple(faults))
        else:
            rows.append(row)
    return Table(file, tuple(rows), tuple(refused), (), frozenset(wanted))


def _is_map(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode)


def _person(node: yaml.Node, wanted: Sequence[str], file: str) -> tuple[Row, list[Problem]]:
    place = source.place_of(node, file, "")
    if not isinstance(node, yaml.MappingNode):
        return Row(file, place.line, {}), [Problem(place, "shape", "a person is a mapping with a `name`")]
    cells: dict[str, str] = {}
    faults: list[Problem] = []
    for key, value in node.value:
        at = source.place_of(key, file, key.value[:80])
        if key.value not in wanted:
            mend = f"one of {', '.join(wanted)}"
            faults.append(Problem(at, "unknown-key", "a person has no such key", shown(key.value, 40), mend))
        elif not isinstance(value, yaml.ScalarNode):
            faults.append(Problem(at, "shape", "text is wanted here"))
        elif len(value.value) > NAME or CONTROL.search(value.value):
            rule = f"text has at most {NAME} characters, none of them control characters"
            faults.append(Problem(at, "long", rule, f"{len(value.value):,}"))
        elif value.value.strip():
            cells[key.value] = " ".join(value.value.split())
    columns = dict.fromkeys(cells, place.column)
    return Row(file, place.line, cells, columns), faults
