"""A table → files for each row: bad rows are told and passed over, a run that was stopped goes on."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing.connection
import os
import signal
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from macros.commands import files
from macros.errors import Problem
from macros.forms import naming, table
from macros.forms.definition import Answers, Form
from macros.pdf import web
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
    html: bool = False
    """A page beside each PDF."""
    processes: int = 1


def run(job: Job, source: Path, told: Callable[[list[Problem]], None]) -> Generator[Made, None, None]:
    """Make every sound row of the table; `told` is given the problems of each bad one.

    Stopped in between, it ends when what is being made is made. Raises `DataError` where the table cannot
    be read, `FontMissing` where the font is not there, `OSError` where a file cannot be written.
    """
    files.tidy(job.target)
    done = _journal(job.target)
    taken: set[str] = set()
    with ProcessPoolExecutor(job.processes, initializer=_begin, initargs=(job,)) as pool:
        waiting: deque[Future[Made]] = deque()
        try:
            for row in table.rows(source, job.form):
                answers, problems = table.answers_of(row, job.form)
                if problems:
                    told(problems)
                    continue
                name = naming.numbered(naming.name_of(job.form, answers), taken) + ".pdf"
                mark = _mark(job, answers)
                if done.get(name) == mark and all(path.is_file() for path in _paths(job, name)):
                    yield Made(row.number, name, resumed=True)
                    continue
                waiting.append(pool.submit(_make, row.number, name, answers))
                done[name] = mark
                while len(waiting) >= WAITING * job.processes:
                    yield _next(job, waiting, done)
            while waiting:
                yield _next(job, waiting, done)
        except BrokenProcessPool:
            raise OSError(errno.ECHILD, "a process that makes the files was ended from outside") from None
        finally:
            for future in waiting:  # of a run that was stopped: what is made all the same is noted
                if not future.cancel() and future.exception() is None:
                    _noted(job, future.result(), done)


def _next(job: Job, waiting: deque[Future[Made]], done: dict[str, str]) -> Made:
    made = waiting[0].result()  # it waits in the queue until it is known: Ctrl-C may come in between
    waiting.popleft()
    return _noted(job, made, done)


def _mark(job: Job, answers: Answers) -> str:
    """What a file was made from: the same row for the same form in the same way has the same mark."""
    said = [job.form.id, job.form.revision, job.final, job.second, job.html]
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


def _paths(job: Job, name: str) -> tuple[Path, ...]:
    """Where the files of a row go."""
    path = files.inside(job.target, name)
    return (path, path.with_suffix(".html")) if job.html else (path,)


_press: Press | None = None
_job: Job | None = None


def _begin(job: Job) -> None:
    """Called once in each process: the font is cut and the first sheet laid out there."""
    global _press, _job
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the run where it is led, not in the middle
    Thread(target=_end_with_parent, daemon=True).start()
    _press, _job = Press(job.form, job.second), job


def _end_with_parent() -> None:
    """A process whose leader was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _make(row: int, name: str, answers: Answers) -> Made:
    assert _press is not None
    assert _job is not None
    filled: Filled = _press.final(answers) if _job.final else _press.editable(answers)
    for path in _paths(_job, name):
        html = path.suffix == ".html"
        files.write(path, web.page(_job.form, answers, _job.second).encode() if html else filled.data)
    return Made(row, name, too_long=filled.too_long, missing=dict(filled.missing))
