"""The report on training as tables: the sheets of its workbook, and what was not counted, for the trainer."""

from __future__ import annotations

from datetime import date
from typing import Any

from macros.errors import Problem
from macros.render.desk import Given
from macros.render.desk_facts import facts, listing, rate, reasons, remarks, sources, weak_points
from macros.render.voice import Pairs, Voice
from macros.training.report import Report


def tables(
    voice: Voice, report: Report, given: Given, today: date, names: bool
) -> list[tuple[str, list[list[Any]]]]:
    """The sheets of the workbook: title and rows, numbers as numbers."""
    book = voice.book

    def one(pairs: Pairs) -> str:
        return " / ".join(words for _, words in pairs)

    def t(key: str) -> str:
        return one(voice.t(key))

    totals = report.totals
    summary: list[list[Any]] = [[t("desk_as_of"), today.isoformat()]]
    summary += [[t("desk_material"), one(voice.title)], [t("edition_short"), book.edition]]
    summary += [["SHA-256", book.body.source_sha256]]
    summary += [[one(fact.label), one(fact.value)] for fact in facts(voice, report, given)]
    for key in ("expected", "attended", "partial", "absent"):
        summary.append([t(f"desk_total_{key}"), getattr(totals, key)])
    summary.append([t("desk_total_rate"), rate(totals.attended, totals.expected)])
    summary += [[one(pairs), ""] for pairs in remarks(voice, report)]
    columns = ("desk_source", "desk_read", "desk_counted", "desk_twice", "desk_refused")
    read: list[list[Any]] = [[t(key) for key in columns]]
    read += [[one(s.label), s.read, s.counted, s.twice, s.refused] for s in sources(voice, report)]
    read += [[], [t("desk_reason"), t("desk_places")]]
    read += [[one(reason.label), reason.count] for reason in reasons(voice, report)]
    weak: list[list[Any]] = [[t("desk_provision"), t("desk_weak_what"), t("desk_people")]]
    weak += [[one(each.cite), one(each.plain), each.count] for each in weak_points(voice, report)]
    found = [(t("desk_totals"), summary), (t("desk_weak"), weak), (t("desk_sources"), read)]
    if names:
        keys = ("desk_department", "desk_name", "desk_status", "desk_days", "desk_method", "desk_score")
        people: list[list[Any]] = [[t(key) for key in keys]]
        for each in report.people:
            line = listing(voice, each)
            days = ", ".join(day.isoformat() for day in each.days)
            people.append([line.department, line.name, one(line.status), days, one(line.method), line.score])
        found.insert(1, (t("desk_people_list"), people))
    return found


def reading(report: Report) -> list[list[str]]:
    """What was refused, counted once, or is to be looked at: a row each, for the trainer alone."""
    rows = [["file", "row", "column", "code", "rule", "got", "mend", "counted"]]
    for problems, counted in ((report.problems, "no"), (report.notes, "yes")):
        for p in sorted(problems):
            rows.append(_row(p, counted))
    return rows


def _row(problem: Problem, counted: str) -> list[str]:
    place = problem.place
    where = [place.file, str(place.line), place.path or str(place.column)]
    return [*where, problem.code, problem.rule, problem.got, problem.mend, counted]
