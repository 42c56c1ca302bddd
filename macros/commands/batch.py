"""A table → files for each row: bad rows are told and passed over, a run that was stopped goes on.

The process that leads reads the table, hands its rows out in packs, and gives the files their names in the
order of the rows; all else (checking a row, making its files) is done in the others, side by side.
"""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing.connection
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence, Set
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from threading import Thread

from macros.commands import files
from macros.errors import Problem
from macros.forms import naming, table
from macros.forms.definition import Answers, Form
from macros.forms.table import Row
from macros.pdf import face, layout, web
from macros.pdf.press import Press
from macros.pdf.sheet import sheet

JOURNAL = ".tokki-batch.jsonl"
"""In the target folder: a line for each file made, so that a run can be resumed."""

WAITING = 3
"""So many packs are on their way to each process: enough to keep it busy, too few to fill memory."""

PACK = 8
"""Rows handed to a process at once: passing them on takes longer one by one."""


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


@dataclass(frozen=True)
class _Drawn:
    """What a process made of one row: files that still want their names, or none where it has faults."""

    row: Row
    problems: list[Problem]
    stem: str = ""
    """How its files would be called if no other row's were."""
    mark: str = ""
    drafts: tuple[Path, ...] = ()
    """Empty where an earlier run has made the same."""
    too_long: tuple[str, ...] = ()
    missing: dict[str, str] = field(default_factory=dict)


def run(job: Job, source: Path, told: Callable[[list[Problem]], None]) -> Generator[Made, None, None]:
    """Make every sound row of the table; `told` is given the problems of each bad one.

    Stopped in between, it ends when what is being made is made. Raises `DataError` where the table cannot
    be read, `FontMissing` where the font is not there, `OSError` where a file cannot be written.
    """
    rows = table.rows(source, job.form)
    packs = iter(lambda: list(islice(rows, PACK)), [])
    first = next(packs, None)  # before anything is made: its headings may be wrong
    if first is None:
        return
    job.target.mkdir(parents=True, exist_ok=True)
    files.tidy(job.target)
    if (job.target / JOURNAL).is_symlink():  # it would be followed out of the folder
        (job.target / JOURNAL).unlink()
    face.load()  # processes that begin as a copy of this one have it
    done, given = _journal(job.target), (job, _basis(job))
    with ProcessPoolExecutor(job.processes, initializer=_begin, initargs=(*given, {*done.values()})) as pool:

        def again(row: Row) -> _Drawn:
            return pool.submit(_draw_all, [row], True).result()[0]

        naming_ = _Naming(job, told, done, again)
        waiting: deque[Future[list[_Drawn]]] = deque()
        try:
            for pack in chain([first], packs):
                waiting.append(pool.submit(_draw_all, pack))
                if len(waiting) >= WAITING * job.processes:
                    yield from naming_.named(waiting)
            while waiting:
                yield from naming_.named(waiting)
        except BrokenProcessPool:
            raise OSError(errno.ECHILD, "a process that makes the files was ended from outside") from None
        finally:  # of a run that was stopped: what is made all the same gets its name
            for future in reversed(waiting):
                future.cancel()
            with suppress(BrokenProcessPool):
                while waiting and not waiting[0].cancelled() and waiting[0].exception() is None:
                    list(naming_.named(waiting))
            pool.shutdown(cancel_futures=True)  # what is still being written is put away too
            files.tidy(job.target)


@dataclass(frozen=True)
class _Naming:
    """Gives the files their names, row by row; of two called the same, the second gets a number."""

    job: Job
    told: Callable[[list[Problem]], None]
    done: dict[str, str]
    """File name → mark, from earlier runs and this one."""
    again: Callable[[Row], _Drawn]
    """Draws a row although an earlier run has."""
    taken: set[str] = field(default_factory=set)

    def named(self, waiting: deque[Future[list[_Drawn]]]) -> Iterator[Made]:
        """The rows of the first pack."""
        drawn = waiting[0].result()  # it waits in the queue until it is known: Ctrl-C may come in between
        waiting.popleft()
        for each in drawn:
            if each.problems:
                self.told(each.problems)
            else:
                yield self._one(each)

    def _one(self, drawn: _Drawn) -> Made:
        number = drawn.row.number
        name = naming.numbered(drawn.stem, self.taken) + ".pdf"
        paths = _paths(self.job, name)
        if not drawn.drafts:
            if self.done.get(name) == drawn.mark and all(path.is_file() for path in paths):
                return Made(number, name, resumed=True)
            drawn = self.again(drawn.row)
        for draft, path in zip(drawn.drafts, paths, strict=True):
            files.put(draft, path)
        self.done[name] = drawn.mark
        with (self.job.target / JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write(json.dumps([name, drawn.mark], ensure_ascii=False) + "\n")
        return Made(number, name, too_long=drawn.too_long, missing=drawn.missing)


def _basis(job: Job) -> str:
    """What every file is made from beside its row: the form, the sheet as it is printed, our own code."""
    blank = Answers(job.form.id)
    said = [job.final, job.second, job.html, repr(job.form), layout.basis()]
    said.append(sheet(job.form, {}, {}, job.second).html)
    said.append(web.page(job.form, blank, job.second) if job.html else "")
    found = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode())
    for path in sorted(Path(naming.__file__).parent.glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


def _mark(basis: str, answers: Answers) -> str:
    """What a file was made from: the same row for the same form in the same way has the same mark."""
    groups = {name: [dict(block) for block in blocks] for name, blocks in answers.groups.items()}
    whole = json.dumps([basis, dict(answers.values), groups], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def _journal(target: Path) -> dict[str, str]:
    """File name → mark, from earlier runs; a line cut short by a crash is passed over, and ended."""
    marks: dict[str, str] = {}
    path = target / JOURNAL
    text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    for line in text.split("\n"):
        try:
            name, mark = json.loads(line)
        except (ValueError, TypeError):
            continue
        marks[str(name)] = str(mark)
    if text and not text.endswith("\n"):  # the next one would be part of it
        with path.open("a", encoding="utf-8") as journal:
            journal.write("\n")
    return marks


def _paths(job: Job, name: str) -> tuple[Path, ...]:
    """Where the files of a row go."""
    path = files.inside(job.target, name)
    return (path, path.with_suffix(".html")) if job.html else (path,)


# --- in each process -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Desk:
    """What a process works with."""

    job: Job
    basis: str
    marks: Set[str]
    """Of what earlier runs have made."""
    press: Press

    def draw(self, row: Row, *, again: bool) -> _Drawn:
        """The files of a row."""
        job = self.job
        answers, problems = table.answers_of(row, job.form)
        if problems:
            return _Drawn(row, problems)
        stem, mark = naming.name_of(job.form, answers), _mark(self.basis, answers)
        if mark in self.marks and not again:
            return _Drawn(row, [], stem, mark)
        filled = self.press.final(answers) if job.final else self.press.editable(answers)
        drafts = [files.draft(job.target, filled.data)]
        if job.html:
            drafts.append(files.draft(job.target, web.page(job.form, answers, job.second).encode()))
        return _Drawn(row, [], stem, mark, tuple(drafts), filled.too_long, dict(filled.missing))


_desk: _Desk | None = None


def _begin(job: Job, basis: str, marks: Set[str]) -> None:
    """Called once in each process."""
    global _desk
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the run where it is led, not in the middle
    Thread(target=_end_with_parent, daemon=True).start()
    _desk = _Desk(job, basis, marks, Press(job.form, job.second))


def _end_with_parent() -> None:
    """A process whose leader was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _draw_all(rows: Sequence[Row], again: bool = False) -> list[_Drawn]:
    """The files of each row, without their names yet."""
    assert _desk is not None
    return [_desk.draw(row, again=again) for row in rows]
