"""Rows of attendance → the classes they tell of: when, what, how, by whom, how many came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from macros.training.days import When
from macros.training.people import Seat
from macros.training.report import Taught
from macros.training.rows import folded

MOST = 60
"""Of more classes than that, those of one day are told together."""


@dataclass(frozen=True, slots=True)
class Session:
    """A class, and how many on the roster were there: wholly, or in part."""

    when: When | None
    content: str
    method: str
    instructor: str
    attended: int
    partial: int


@dataclass(frozen=True, slots=True)
class Alone:
    """What was learned with the course, each by themselves: how many, and from when to when."""

    attended: int
    first: date
    last: date


def sessions(people: Iterable[Taught]) -> tuple[Session, ...]:
    """The classes in the order of time; those without a day last."""
    came = [(n, seat) for n, each in enumerate(people) if each.listed for seat in each.seats]
    found = _grouped([(n, seat) for n, seat in came if seat.status != "absent"])
    if len(found) > MOST:
        by_day = [(n, replace(s, when=s.when and When(s.when.day))) for n, s in came if s.status != "absent"]
        found = _grouped(by_day)
    made = (_session(seats) for seats in found.values())
    return tuple(sorted(made, key=_order))


def _grouped(came: Iterable[tuple[int, Seat]]) -> Mapping[object, list[tuple[int, Seat]]]:
    found: dict[object, list[tuple[int, Seat]]] = {}
    for number, seat in came:
        words = (folded(text) for text in (seat.content, seat.method, seat.instructor))
        found.setdefault((seat.when, *words), []).append((number, seat))
    return found


def _session(seats: list[tuple[int, Seat]]) -> Session:
    first = seats[0][1]
    whole = {number for number, seat in seats if seat.status == "attended"}
    partly = {number for number, _ in seats} - whole
    return Session(first.when, first.content, first.method, first.instructor, len(whole), len(partly))


def _order(it: Session) -> tuple[object, ...]:
    when = it.when
    moment = (when.day.isoformat(), str(when.begins or ""), str(when.until or "")) if when else ("9999",)
    return (*moment, it.content, it.method, it.instructor)


def alone(people: Iterable[Taught]) -> Alone | None:
    """Those on the roster who took the course; `None` where nobody did."""
    ended = [each.record.ended.date() for each in people if each.listed and each.record is not None]
    return Alone(len(ended), min(ended), max(ended)) if ended else None
