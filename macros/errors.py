"""What a fault looks like and how it is told."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
"""What would break a message into lines, or turn the text around it, where it is shown."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value stands: file, line and column (from 1; 0 = still to be looked up), path inside it."""

    file: str
    line: int = 0
    column: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it is, the rule it breaks (`code`, and in words), what stood there, the mend."""

    place: Place
    code: str
    rule: str
    got: str = ""
    mend: str = ""
    about: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What the rule speaks of, for telling it in the words of a language."""

    def __str__(self) -> str:
        notes = "; ".join(note for note in (f"got {self.got}" if self.got else "", self.mend) if note)
        where = f"{self.place.file}:{self.place.line}:{self.place.column}: {self.place.path or '.'}"
        return one_line(f"{where}: {self.rule}" + (f" ({notes})" if notes else ""))


class DataError(Exception):
    """Raised where a caller asked for sound data and the data has faults; carries all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ProjectFault(DataError):
    """Faults of the project's own data: told as `tokki check` tells them, whatever command has met them."""


def one_line(text: str) -> str:
    """`text` without what would break it into lines or turn what stands around it."""
    return _UNPRINTED.sub(" ", text)


def shown(value: object, limit: int = 60) -> str:
    """`value` as it is shown in a message: on one line, cut at `limit` characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= limit else f"“{text[: limit - 1]}…”"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The mend for an unknown word: the nearest known one, else the list of those known."""
    choices = sorted(known)
    if near := nearest(word, choices):
        return f"did you mean {near}?"
    listed = ", ".join(choices[:12]) + (", …" if len(choices) > 12 else "")
    return f"one of {listed}" if listed else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like `word`; "" where none is."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return near[0] if near else ""


def as_text(problems: Iterable[Problem]) -> str:
    """One problem a line, in the order of the files."""
    return "\n".join(str(problem) for problem in sorted(problems))


def as_json(problems: Iterable[Problem]) -> str:
    """The same for editors and CI: a JSON array of objects with place, code, rule, got and mend."""
    rows = [
        {**asdict(problem.place), "code": problem.code, "rule": problem.rule}
        | {"got": problem.got, "mend": problem.mend}
        for problem in sorted(problems)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)
