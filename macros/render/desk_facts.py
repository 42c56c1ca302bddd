"""What a report on training tells, in the words of a sheet: facts, weak points, people, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from macros.forms.dates import written
from macros.render.book import Book
from macros.render.desk import Given
from macros.render.voice import Pairs, Voice, what_is_taught
from macros.training.report import Report, Taught

MOST_WEAK = 10
MOST_DAYS = 3
"""So many days are listed; of more, the first and the last are told."""

TOLD = frozenset(
    ("check", "foreign", "twice", "later", "contrary", "future", "several", "formula", "json", "date")
)
"""Codes of problems that have words of their own in the report."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a table: what it is, and what is so."""

    label: Pairs
    value: Pairs


@dataclass(frozen=True, slots=True)
class Source:
    """What became of one kind of records."""

    label: Pairs
    read: int
    counted: int
    twice: int
    refused: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why records were not counted, and how often."""

    label: Pairs
    count: int


@dataclass(frozen=True, slots=True)
class Weak:
    """A provision with mistakes."""

    cite: Pairs
    plain: Pairs
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A person in the list."""

    name: str
    department: str
    status: Pairs
    days: list[Pairs]
    method: Pairs
    score: str


def rate(part: int, whole: int) -> str:
    """A part of a whole in percent with one digit behind the point: 98.3%; "–" of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


# --- what is told ---------------------------------------------------------------------------------------


def facts(voice: Voice, report: Report, given: Given) -> Iterator[Fact]:
    """Content, days, methods, instructors."""
    yield Fact(voice.t("desk_content"), voice.each(lambda book: contents(book, report, given)))
    yield Fact(voice.t("desk_period"), voice.each(lambda book: held(book, report.days)))
    yield Fact(voice.t("desk_method"), voice.each(lambda book: methods(book, report, given)))
    yield Fact(voice.t("desk_instructor"), voice.each(lambda book: instructors(book, report, given)))


def held(book: Book, days: Sequence[date]) -> str:
    """The days of training in a line."""
    if not days:
        return book.t("desk_held_none")
    if len(days) <= MOST_DAYS:
        return book.t("list_comma").join(written(day, book.language) for day in days)
    first, last = (written(day, book.language) for day in (days[0], days[-1]))
    return book.t("desk_period_range", first=first, last=last, count=len(days))


def contents(book: Book, report: Report, given: Given) -> str:
    """What was taught."""
    found = {seat.content for each in report.people for seat in each.seats if seat.content}
    return book.t("list_comma").join(sorted(found)) or given.content or what_is_taught(book)


def methods(book: Book, report: Report, given: Given) -> str:
    """By what methods, with the number of people of each."""
    found: Counter[str] = Counter()
    for each in report.people:
        if each.listed:
            found.update({_method(book, each)} if each.status != "absent" else ())
    listed = (
        book.t("desk_count_people", name=method, count=count)
        for method, count in sorted(found.items(), key=lambda p: (-p[1], p[0]))
    )
    return book.t("list_comma").join(listed) or given.method or book.t("desk_not_given")


def _method(book: Book, each: Taught) -> str:
    said = [book.t("desk_course")] if each.record is not None else []
    said += [seat.method or book.t("desk_class") for seat in each.seats if seat.status != "absent"]
    return " + ".join(dict.fromkeys(said))


def instructors(book: Book, report: Report, given: Given) -> str:
    """Who taught."""
    found = {seat.instructor for each in report.people for seat in each.seats if seat.instructor}
    return given.instructor or book.t("list_comma").join(sorted(found)) or book.t("desk_not_given")


def remarks(voice: Voice, report: Report) -> Iterator[Pairs]:
    """What the totals do not say."""
    totals = report.totals
    if report.listed is None:
        yield voice.t("desk_no_roster")
    elif faulty := report.listed.read - len(report.listed.people) - report.listed.twice:
        yield voice.t("desk_roster_faulty", count=faulty)
    if totals.unlisted:
        yield voice.t("desk_unlisted", count=totals.unlisted)
    if totals.late:
        yield voice.t("desk_late", count=totals.late)


def weak_points(voice: Voice, report: Report) -> Iterator[Weak]:
    """The provisions with most mistakes."""
    book = voice.book
    for id_, count in report.weak[:MOST_WEAK]:
        if id_ not in book.body.index and id_ not in book.query.obligation:
            yield Weak([(book.language, id_)], [(book.language, "")], count)
            continue
        if id_ in book.query.obligation:
            plain = voice.say(book.query.obligation[id_].obligation.help.plain)
        else:
            provision = book.provision(id_)
            own = next((o.help.plain for o in provision.obligations), None)
            words = own or provision.heading or provision.label
            plain = voice.say(words)
        yield Weak(voice.each(lambda each, it=id_: each.cite(it)), plain, count)  # type: ignore[misc]


def listing(voice: Voice, each: Taught) -> Listing:
    """A person as the list has it."""
    record = each.record
    return Listing(
        each.person.name,
        each.person.department,
        voice.t(f"desk_status_{each.status}"),
        [voice.date(day) for day in each.days],
        voice.each(lambda book: _method(book, each)),
        f"{record.right}/{record.answered}" if record is not None else "",
    )


def sources(voice: Voice, report: Report) -> Iterator[Source]:
    """What was read, counted, there twice, refused."""
    files, seated, listed = report.files, report.seated, report.listed
    yield Source(voice.t("desk_source_files"), files.read, files.counted, files.twice, files.refused)
    counted = seated.read - seated.twice - seated.refused
    yield Source(voice.t("desk_source_rows"), seated.read, counted, seated.twice, seated.refused)
    if listed is not None:
        refused = listed.read - len(listed.people) - listed.twice
        yield Source(voice.t("desk_source_roster"), listed.read, len(listed.people), listed.twice, refused)


def reasons(voice: Voice, report: Report) -> Iterator[Reason]:
    """Why records were not counted, most frequent first."""
    found = Counter(p.code if p.code in TOLD else "other" for p in report.problems)
    for code, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])):
        yield Reason(voice.t(f"desk_reason_{code}"), count)
