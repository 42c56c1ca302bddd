"""An edition of the text from the disk: a file of `tokki training edition`, or a folder of clauses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from macros.corpus import load
from macros.errors import DataError, Problem
from macros.training.edition import MAX_BYTES, Edition, edition_of, parse


def edition_in(path: Path, instrument: str) -> Edition:
    """The edition of an instrument at `path`, a folder or a file.

    Raises `DataError` with every fault, and `ValueError` where the folder has no such instrument.
    """
    if not path.is_dir():
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        try:
            return parse(raw, path.as_posix())
        except DataError as error:
            raise DataError(_unread(problem) for problem in error.problems) from None
    corpus = load(path, path.as_posix())
    body = next((b for b in corpus.bodies if b.instrument.id == instrument), None)
    if body is None:
        raise ValueError(f"{path} has no {instrument}")
    return edition_of(body)


def _unread(problem: Problem) -> Problem:
    """A fault of an edition file: what it is stands in the rule, since few people ever see one."""
    detail = "; ".join(filter(None, (problem.rule, problem.got, problem.mend)))
    return replace(problem, code="edition-file", got="", about={"detail": detail})
