"""What the trainer is told of files and rows, in the trainer's language."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from macros.commands.teller import Teller, letters
from macros.errors import Problem, one_line

CELLS = {
    "date", "status", "formula", "formula-error", "long", "control", "role", "cells", "column",
    "column-twice",
}  # fmt: skip
"""Codes of problems with one cell: its column is told too."""


def told(teller: Teller, problem: Problem) -> str:
    """One line: which file and row, whose, what is wrong or to be looked at."""
    words = said(teller, problem)
    if words is None:
        return teller.problem(problem)
    place = problem.place
    where = place.file
    if place.line and not place.file.casefold().endswith(".json"):
        where = teller.say("told_row", file=place.file, row=place.line)
        if problem.code in CELLS and not place.file.casefold().endswith((".yml", ".yaml")):
            where += teller.say("told_column", column=letters(place.column))
    return one_line(f"{where}{teller.say('told_colon')}{words}")


def said(teller: Teller, problem: Problem) -> str | None:
    """What is wrong, without the place; `None` where the desk has no words of its own for it."""
    code, about = problem.code.replace("-", "_"), problem.about
    reason = f"_{about['reason']}" if about.get("reason") else ""
    keys = (f"desk_told_{code}{reason}", f"desk_told_{code}", f"desk_page_fault_{code}")
    key = next((key for key in keys if key in teller.words), None)
    if key is None:
        return None
    blanks: defaultdict[str, object] = defaultdict(str, {"path": problem.place.path or problem.got})
    blanks |= {name: value for name, value in about.items() if isinstance(value, str)}
    if isinstance(day := about.get("day"), date):
        blanks["day"] = _day(teller, day)
    words = teller.words[key].format_map(blanks)
    other = str(about.get("other", ""))
    who = str(about.get("who", ""))
    if who and who != problem.got:
        words += teller.say("desk_page_other", file=who)
    if problem.got and problem.got != other:
        words += teller.say("desk_page_other", file=problem.got)
    if other:
        words += teller.say("desk_page_other", file=other)
    if about.get("near"):
        words += teller.say("desk_told_near", name=about["near"])
    return words


def _day(teller: Teller, day: date) -> str:
    from macros.forms.dates import written

    week = teller.words["desk_weekdays"].split()[day.weekday()]
    return f"{written(day, teller.language)} ({week})"
