"""A table → a PDF for each row: bad rows are told and passed over, a run that was stopped goes on."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from macros.commands import files
from macros.errors import Problem
from macros.forms import naming, table
from macros.forms.definition import Answers, Form
from macros.pdf.fill import Filled
from macros.pdf.press import Press

JOURNAL = ".tokki-batch.jsonl"
"""In the target folder: a line for each file made, so that a run can be resumed."""

WAITING = 4
"""So many rows are on their way to each process: enough to keep it busy, too few to fill memory."""


@dataclass(frozen=True)
class Made:
    """What became of one row."""

    row: int
    file: str
    resumed: bool = False
    """It was made by an earlier run."""
    too_long: tuple[str, ...] = ()
    missing: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """What the rows are made into."""

    form: Form
    target: Path
    final: bool = True
    second: str | None = None
    processes: int = 1


def run(job: Job, source: Path, told: Callable[[list[Problem]], None]) -> Iterator[Made]:
    """Make every sound row of the table; `told` is given the problems of each bad one.

    Raises `DataError` where the table cannot be read, `FontMissing` where the font is not there.
    """
    job.target.mkdir(parents=True, exist_ok=True)
    done = _journal(job.target)
    taken: set[str] = set()
    with ProcessPoolExecutor(job.processes, initializer=_begin, initargs=(job,)) as pool:
        waiting: deque[Future[Made]] = deque()
        for row in table.rows(source, job.form):
            answers, problems = table.answers_of(row, job.form)
            if problems:
                told(problems)
                continue
            name = naming.numbered(naming.name_of(job.form, answers), taken) + ".pdf"
            mark = _mark(job, answers)
            if done.get(name) == mark and files.inside(job.target, name).is_file():
                yield Made(row.number, name, resumed=True)
                continue
            waiting.append(pool.submit(_make, row.number, name, answers))
            while len(waiting) >= WAITING * job.processes:
                yield _noted(job, waiting.popleft().result(), done)
            done[name] = mark
        while waiting:
            yield _noted(job, waiting.popleft().result(), done)


def _mark(job: Job, answers: Answers) -> str:
    """What a file was made from: the same row for the same form in the same way has the same mark."""
    said = [job.form.id, job.form.revision, job.final, job.second]
    groups = {name: [dict(block) for block in blocks] for name, blocks in answers.groups.items()}
    whole = json.dumps([said, dict(answers.values), groups], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def _journal(target: Path) -> dict[str, str]:
    """File name → mark, from earlier runs; a line cut short by a crash is passed over."""
    marks: dict[str, str] = {}
    path = target / JOURNAL
    for line in path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else ():
        try:
            name, mark = json.loads(line)
        except ValueError:
            continue
        marks[str(name)] = str(mark)
    return marks


def _noted(job: Job, made: Made, marks: dict[str, str]) -> Made:
    with (job.target / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write(json.dumps([made.file, marks[made.file]], ensure_ascii=False) + "\n")
    return made


_press: Press | None = None
_job: Job | None = None


def _begin(job: Job) -> None:
    """Called once in each process: the font is cut and the first sheet laid out there."""
    global _press, _job
    _press, _job = Press(job.form, job.second), job


def _make(row: int, name: str, answers: Answers) -> Made:
    assert _press is not None
    assert _job is not None
    filled: Filled = _press.final(answers) if _job.final else _press.editable(answers)
    files.write(files.inside(_job.target, name), filled.data)
    return Made(row, name, too_long=filled.too_long, missing=dict(filled.missing))
