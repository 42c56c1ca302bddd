"""What a report on training says: people, what they were taught, what was read, the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from macros.errors import Problem
from macros.training.people import Listed, Person, Seat, Seated, Status
from macros.training.record import Completion


@dataclass(frozen=True, slots=True)
class Files:
    """What became of record files: each is counted in exactly one of the last three numbers."""

    read: int = 0
    counted: int = 0
    twice: int = 0
    """There twice, or followed by a later one of the same person."""
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Taught:
    """A person, on the roster or not, with what is known of the training."""

    person: Person
    listed: bool
    """Whether the person is on the roster, or there is none."""
    record: Completion | None = None
    seats: tuple[Seat, ...] = ()

    @property
    def status(self) -> Status:
        """The best that is known; `absent` where nothing is."""
        known = {seat.status for seat in self.seats}
        if self.record is not None or "attended" in known:
            return "attended"
        return "partial" if "partial" in known else "absent"

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which the person was taught, in order, each once."""
        found = {seat.day for seat in self.seats if seat.day and seat.status != "absent"}
        if self.record is not None:
            found.add(self.record.ended.date())
        return tuple(sorted(found))

    @property
    def before_work(self) -> bool | None:
        """Whether the first day was not after the person joined the work; `None` where unknown."""
        if self.person.joined is None or not self.days or self.status != "attended":
            return None
        return self.days[0] <= self.person.joined


@dataclass(frozen=True)
class Totals:
    """The numbers of a report."""

    expected: int
    attended: int
    partial: int
    absent: int
    unlisted: int
    """People who attended, at least partly, and are not on the roster."""
    by_record: int
    by_seat: int
    late: int
    """People on the roster whose first day of training came after they joined the work."""
    answered: int
    right: int


@dataclass(frozen=True)
class Report:
    """Who was taught what, from which files."""

    people: tuple[Taught, ...]
    files: Files
    seated: Seated
    listed: Listed | None
    """`None` where no roster was given: then nobody can be missing from it."""
    problems: tuple[Problem, ...] = ()
    """Of files and rows that are not counted, or counted once though there twice."""
    notes: tuple[Problem, ...] = ()
    """What was counted, or left unread, and should be looked at."""
    courses: Mapping[str, int] = field(default_factory=dict)
    """Digest of the course → how many counted records name it."""

    @cached_property
    def totals(self) -> Totals:
        """The numbers."""
        ours = [each for each in self.people if each.listed]
        by = Counter(each.status for each in ours)
        records = [each.record for each in ours if each.record is not None]
        return Totals(
            expected=len(ours),
            attended=by["attended"],
            partial=by["partial"],
            absent=by["absent"],
            unlisted=sum(not each.listed and each.status != "absent" for each in self.people),
            by_record=len(records),
            by_seat=sum(any(seat.status == "attended" for seat in each.seats) for each in ours),
            late=sum(each.before_work is False for each in ours),
            answered=sum(record.answered for record in records),
            right=sum(record.right for record in records),
        )

    @cached_property
    def weak(self) -> tuple[tuple[str, int], ...]:
        """Id of a provision or obligation → in how many counted records it is a weak point; most first."""
        found: Counter[str] = Counter()
        for each in self.people:
            if each.listed and each.record is not None:
                found.update(each.record.weak)
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days of training of the people on the roster."""
        return tuple(sorted({day for each in self.people if each.listed for day in each.days}))

    def having(self, status: Status) -> Iterator[Taught]:
        """The people on the roster with that status."""
        return (each for each in self.people if each.listed and each.status == status)


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of the text that the report is about."""

    instrument: str
    digest: str
