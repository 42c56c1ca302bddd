"""What the trainer is told of files and rows, in the trainer's language."""

from __future__ import annotations

from macros.commands.teller import Teller
from macros.errors import Problem, one_line


def told(teller: Teller, problem: Problem) -> str:
    """One line: which file and row, whose, what is wrong or to be looked at."""
    code = problem.code.replace("-", "_")
    own, page = f"desk_told_{code}", f"desk_page_fault_{code}"
    key = own if own in teller.words else page
    if key not in teller.words:
        return str(problem)
    place = problem.place
    where = place.file
    if not place.file.casefold().endswith(".json") and place.line:
        where = teller.say("told_row", file=place.file, row=place.line)
    said = teller.words[key].format_map({"path": place.path or problem.got})
    other = problem.about.get("other", "")
    if problem.got and problem.got != other:
        said += teller.say("desk_page_other", file=problem.got)
    if other:
        said += teller.say("desk_page_other", file=other)
    return one_line(f"{where}{teller.say('told_colon')}{said}")
