"""The report on training as tables: the sheets of its workbook, and what was not counted, for the trainer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from macros.errors import Problem
from macros.render.desk import Given
from macros.render.desk_facts import classes, facts, listing, rate, reasons, remarks, sources, weak_points
from macros.render.desk_form import Part
from macros.render.voice import Voice
from macros.render.voice import on_one_line as one
from macros.training.report import Report

ONCE = ("twice", "later")
"""Codes of what is counted, though once."""


def tables(
    voice: Voice, report: Report, given: Given, today: date, names: bool, form: Sequence[Part] = ()
) -> list[tuple[str, list[list[Any]]]]:
    """The sheets of the workbook: title and rows, numbers as numbers; `form` is the report itself."""
    book = voice.book

    def t(key: str) -> str:
        return one(voice.t(key))

    totals = report.totals
    summary: list[list[Any]] = [[t("desk_as_of"), today.isoformat()]]
    summary += [[t("desk_material"), one(voice.title)], [t("sheet_edition"), book.edition]]
    summary += [["SHA-256", book.body.source_sha256]]
    summary += [[one(fact.label), one(fact.value)] for fact in facts(voice, report, given)]
    for key in ("expected", "attended", "partial", "absent"):
        summary.append([t(f"desk_total_{key}"), getattr(totals, key)])
    summary.append([t("desk_total_rate"), rate(totals.attended, totals.expected)])
    if given.follow_up:
        summary.append([t("desk_follow_up"), given.follow_up])
    summary += [[one(pairs), ""] for pairs in remarks(voice, report)]
    keys = ("desk_when", "desk_content", "desk_method", "desk_instructor")
    taught: list[list[Any]] = [[t(key) for key in (*keys, "desk_total_attended", "desk_total_partial")]]
    for it in classes(voice, report, given):
        taught.append(
            [
                f"{one(it.day)} {one(it.hours)}".strip(),
                one(it.content),
                one(it.method),
                it.instructor,
                it.attended,
                it.partial,
            ]
        )
    columns = ("desk_source", "desk_read", "desk_counted", "desk_twice", "desk_refused")
    read: list[list[Any]] = [[t(key) for key in columns]]
    read += [[one(s.label), s.read, s.counted, s.twice, s.refused] for s in sources(voice, report)]
    read += [[], [t("desk_reason"), t("desk_places")]]
    read += [[one(reason.label), reason.count] for reason in reasons(voice, report)]
    weak: list[list[Any]] = [[t("desk_provision"), t("desk_weak_what"), t("desk_people")]]
    weak += [[one(each.cite), one(each.plain), each.count] for each in weak_points(voice, report)]
    found = [(t("desk_totals"), summary), (t("desk_classes"), taught), (t("desk_weak"), weak)]
    found.append((t("desk_sources"), read))
    if form:
        rows = [[one(label), one(answer)] for part in form for label, answer in part.rows]
        found.insert(0, (t("desk_report_sheet"), [[t("desk_asked"), t("desk_answer")], *rows]))
    if names:
        heads = ("desk_department", "desk_name", "desk_status", "desk_days", "desk_method", "desk_score")
        people: list[list[Any]] = [[t(key) for key in (*heads, "desk_remarks")]]
        for each in report.people:
            line = listing(voice, each)
            days = ", ".join(day.isoformat() for day in each.days)
            people.append([line.department, line.name, one(line.status), days, one(line.method), line.score])
            people[-1].append(line.remarks)
        found.insert(-3, (t("desk_people_list"), people))
    return found


def reading(report: Report, t: Callable[[str], str], told: Callable[[Problem], str]) -> list[list[str]]:
    """What was refused, counted once, or is to be looked at: a row each, for the trainer alone.

    `t` gives a word of the interface, `told` what a problem is, in the trainer's language.
    """
    names = ("file", "row", "column", "what", "got", "done", "code")
    rows = [[t(f"desk_reading_{name}") for name in names]]
    for problems, done in ((report.problems, "desk_reading_refused"), (report.notes, "desk_reading_note")):
        for p in sorted(problems):
            place = p.place
            where = [place.file, str(place.line or ""), place.path or str(place.column or "")]
            rows.append([*where, told(p), p.got, t("desk_twice" if p.code in ONCE else done), p.code])
    return rows
