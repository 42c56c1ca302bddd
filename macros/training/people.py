"""People who must be taught, and rows of attendance; when two names are one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from macros.errors import Place, Problem
from macros.training.days import When
from macros.training.rows import folded

Status = Literal["attended", "partial", "absent"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person who must be taught."""

    name: str
    department: str = ""
    roles: tuple[str, ...] = ()
    """Tags of the vocabulary."""
    joined: date | None = None
    """The day on which the person joins the work."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One row of attendance: who, when, in what way."""

    name: str
    department: str
    status: Status
    when: When | None
    method: str
    instructor: str
    content: str
    remarks: str
    place: Place

    @property
    def day(self) -> date | None:
        """The day, without the times."""
        return self.when.day if self.when is not None else None


@dataclass(frozen=True)
class Listed:
    """What came of the roster."""

    people: tuple[Person, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Of rows that were refused."""
    notes: tuple[Problem, ...] = ()
    read: int = 0
    twice: int = 0


@dataclass(frozen=True)
class Seated:
    """What came of tables of attendance: every row is counted in exactly one of the numbers."""

    seats: tuple[Seat, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Of rows that were refused, and of those there twice."""
    notes: tuple[Problem, ...] = ()
    read: int = 0
    refused: int = 0
    twice: int = 0


def key_of(name: str, department: str) -> tuple[str, str]:
    """What a person is told by: name and department, folded."""
    return folded(name), folded(department)
