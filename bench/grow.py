"""A larger corpus: a project whose every instrument stands there several times, under ids of its own.

Run as `python -m bench.grow PROJECT TARGET TIMES`.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from macros import corpus
from macros.model import Body

SHARED = ("docs", "forms", "macros", "mkdocs.yml")
"""What the larger project has in common with the one it grew from: links to the same files."""


def grow(project: Path, target: Path, times: int) -> None:
    """Make in `target` a project like `project`, its corpus `times` as large."""
    target.mkdir(parents=True)
    for name in SHARED:
        if (project / name).exists():
            (target / name).symlink_to((project / name).resolve())
    clauses = project / "clauses"
    shutil.copytree(clauses, target / "clauses")
    for body in corpus.load(clauses).bodies:
        for number in range(1, times):
            _copy(clauses / body.instrument.id, target / "clauses", body, number)


def _copy(home: Path, clauses: Path, body: Body, number: int) -> None:
    id_ = f"{body.instrument.id}-{number:03}"
    shutil.copytree(home, clauses / id_)
    for path in sorted((clauses / id_).rglob("*.yml")):
        text = renamed(path.read_text("utf-8"), body, number)
        if path.name == "instrument.yml":
            text = re.sub(rf"^id: {body.instrument.id}$", f"id: {id_}", text, count=1, flags=re.MULTILINE)
        path.write_text(text, "utf-8")


def renamed(text: str, body: Body, number: int) -> str:
    """A file of an instrument with new ids: SP-9 → SPAC-9, and a number after those that are names."""
    parts = _any(part.id for part in body.instrument.parts)
    text = re.sub(rf"(?<![\w-])({parts})(?=-[0-9a-z])", rf"\1{_letters(number)}", text)
    text = re.sub(rf"\b((?:id|to): )({parts})(?![\w-])", rf"\1\2{_letters(number)}", text)
    own = _any([*(p.id for p in body.instrument.parameters), *(t.id for t in body.tensions)])
    return re.sub(rf"\b((?:id|parameter|unresolved): )({own})(?![\w-])", rf"\1\2-{number}", text)


def _letters(number: int) -> str:
    return chr(ord("A") + number // 26) + chr(ord("A") + number % 26)


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True)) or r"(?!)"


if __name__ == "__main__":
    grow(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
