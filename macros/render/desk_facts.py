"""What a report on training tells, in the words of a sheet: facts, weak points, people, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from macros.forms.dates import written
from macros.render.book import Book
from macros.render.desk import Given
from macros.render.voice import Pairs, Voice, what_is_taught
from macros.training.days import When
from macros.training.report import Report, Taught
from macros.training.sessions import alone, sessions

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
    remarks: str


@dataclass(frozen=True, slots=True)
class Class:
    """A class, or the course, in the list of them."""

    day: Pairs
    hours: Pairs
    """From when to when; empty where no table says."""
    content: Pairs
    method: Pairs
    instructor: str
    attended: int
    partial: int


def rate(part: int, whole: int) -> str:
    """A part of a whole in percent with one digit behind the point: 98.3%; "–" of nothing."""
    if not whole:
        return "–"
    tenths = (2000 * part + whole) // (2 * whole)  # a half is rounded up
    return f"{tenths // 10}.{tenths % 10}%"


# --- what is told ---------------------------------------------------------------------------------------


def facts(voice: Voice, report: Report, given: Given) -> Iterator[Fact]:
    """Content, days, methods, instructors."""
    yield Fact(voice.t("desk_content"), voice.each(lambda book: contents(book, report, given)))
    yield Fact(voice.t("desk_period"), voice.each(lambda book: held(book, report.people, given)))
    yield Fact(voice.t("desk_method"), voice.each(lambda book: methods(book, report.people, given)))
    yield Fact(voice.t("desk_instructor"), voice.each(lambda book: instructors(book, report.people, given)))


def held(book: Book, people: Sequence[Taught], given: Given) -> str:
    """The dates and times of training of some people in a line; `given.when` for the rows without a time."""
    days = sorted({day for each in people if each.listed for day in each.days})
    course, used = alone(people), bool(given.when) and timeless(people)
    whens = list(dict.fromkeys(it.when for it in sessions(people) if it.when is not None))
    if used:
        whens = [when for when in whens if when.begins is not None]
    said = [span(book, when) for when in whens]
    more = [given.when] if used else []
    if len(whens) + (course is not None) > MOST_DAYS:
        return book.t("list_comma").join([period(book, days[0], days[-1], len(days)), *more])
    said += more
    if course is not None:
        own = {each.record.ended.date() for each in people if each.listed and each.record}
        spent = period(book, course.first, course.last, len(own))
        said.append(book.t("desk_held_course", name=book.t("desk_course"), period=spent) if said else spent)
    return book.t("list_comma").join(said) or book.t("desk_held_none")


def timeless(people: Sequence[Taught]) -> bool:
    """Whether somebody was taught, or nobody was, without a time of day that is recorded."""
    whens = [seat.when for each in people if each.listed for seat in each.seats if seat.status != "absent"]
    return any(when is None or when.begins is None for when in whens) or not (whens or alone(people))


def period(book: Book, first: date, last: date, count: int) -> str:
    """From a day to a day, and on how many."""
    one, two = written(first, book.language), written(last, book.language)
    return one if count == 1 else book.t("desk_period_range", first=one, last=two, count=count)


def span(book: Book, when: When) -> str:
    """A day and its times: 令和8年11月10日 10時から11時30分まで."""
    day = written(when.day, book.language)
    if when.begins is None:
        return day
    return book.t("desk_clock", day=day, time=_hours(book, when))


def _hours(book: Book, when: When | None) -> str:
    if when is None or when.begins is None:
        return ""
    begins = _clock(book, when.begins)
    if when.until is None:
        return begins
    return book.t("desk_span", begins=begins, until=_clock(book, when.until))


def _clock(book: Book, at: time) -> str:
    return written(at, book.language).replace("時0分", "時")


def classes(voice: Voice, report: Report, given: Given) -> Iterator[Class]:
    """The classes by time, and the course."""
    for it in sessions(report.people):
        unknown = [(voice.language, given.when)] if given.when else voice.t("desk_not_given")
        day = voice.date(it.when.day) if it.when else unknown
        hours = voice.each(lambda book, when=it.when: _hours(book, when))  # type: ignore[misc]
        content = voice.each(lambda book, c=it.content: c or given.content or what_is_taught(book))  # type: ignore[misc]
        method = voice.each(lambda book, m=it.method: m or given.method or book.t("desk_class"))  # type: ignore[misc]
        yield Class(
            day,
            hours if hours[0][1] else [],
            content,
            method,
            it.instructor or given.instructor,
            it.attended,
            it.partial,
        )
    if (course := alone(report.people)) is not None:
        own = {each.record.ended.date() for each in report.people if each.listed and each.record}
        when = voice.each(lambda book: period(book, course.first, course.last, len(own)))
        yield Class(when, [], voice.content, voice.t("desk_course"), "", course.attended, 0)


def contents(book: Book, report: Report, given: Given) -> str:
    """What was taught."""
    found = {seat.content for each in report.people for seat in each.seats if seat.content}
    return book.t("list_comma").join(sorted(found)) or given.content or what_is_taught(book)


def methods(book: Book, people: Sequence[Taught], given: Given) -> str:
    """By what methods, with the number of people of each."""
    found: Counter[str] = Counter()
    for each in people:
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
    return book.t("desk_and_method").join(dict.fromkeys(said))


def instructors(book: Book, people: Sequence[Taught], given: Given) -> str:
    """Who taught."""
    found = {seat.instructor for each in people for seat in each.seats if seat.instructor}
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
    status = voice.t(f"desk_status_{each.status}")
    if not each.listed:
        status = voice.t("desk_outside", status=lambda book: book.t(f"desk_status_{each.status}"))
    remarks = dict.fromkeys(seat.remarks for seat in each.seats if seat.remarks)
    return Listing(
        each.person.name,
        each.person.department,
        status,
        [voice.date(day) for day in each.days],
        voice.each(lambda book: _method(book, each)),
        f"{record.right}/{record.answered}" if record is not None else "",
        voice.book.t("list_comma").join(remarks),
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
