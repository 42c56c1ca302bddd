"""Bad examples as data: a fault put into a copy of sound data, and what the check has to say of it.

Each file tests/bad/*.yml is a list of mappings:

    name      what is wrong, in words
    base      `real` (if not given: the project's clauses, the synonyms only where they are edited), `whole`
              (with them), `invented` (tests/instruments/) or `nothing`
    edits     what is done to the copy, one after another; each has a `file`, below clauses/, and one of
                find, replace   the text `find`, which stands there once, becomes `replace`
                drop            the line that begins with this text goes, with all lines indented below it
                write           the file holds this text (and is made where there is none)
                bytes           the same in hexadecimal, for what is not text
                append, times   this text is added at the end, as often
                remove          the file goes
                rename          the file is called this
    expect    every problem, and no other:
                file, code      `file` is that of the first edit if not given
                at              the place: the text standing there, after the edits, once in the file. Where
                                the text alone is not unique, more of it is quoted and a ❯ marks the place.
                                "" is the beginning of the file; @9:4 is line 9, column 4
                rule, got, mend what these hold, if given
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "bad"
MARK = "❯"


@dataclass(frozen=True)
class Expected:
    """A problem that a bad example leads to."""

    code: str
    at: str
    file: str
    rule: str = ""
    got: str = ""
    mend: str = ""


@dataclass(frozen=True, eq=False)
class Example:
    """A fault and what follows from it."""

    name: str
    edits: tuple[dict[str, Any], ...]
    expect: tuple[Expected, ...]
    base: str = "real"

    def spoil(self, clauses: Path) -> None:
        """Put the fault into a copy of sound data."""
        for edit in self.edits:
            path = clauses / edit["file"]
            ((how, what), *_) = ((key, value) for key, value in edit.items() if key != "file")
            if how == "remove":
                path.unlink()
            elif how == "rename":
                path.rename(clauses / what)
            elif how == "bytes":
                path.write_bytes(bytes.fromhex(what))
            elif how == "write":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(what, "utf-8")
            else:
                before = path.read_text("utf-8")
                path.write_text(_edited(before, how, what, edit), "utf-8")


def _edited(text: str, how: str, what: str, edit: dict[str, Any]) -> str:
    if how == "append":
        return text + what * int(edit.get("times", 1))
    if how == "drop":
        lines = text.splitlines(keepends=True)
        (start,) = (n for n, line in enumerate(lines) if line.startswith(what))
        depth = len(what) - len(what.lstrip())
        end = start + 1
        while end < len(lines) and lines[end].startswith(" " * (depth + 1)):
            end += 1
        return "".join(lines[:start] + lines[end:])
    assert how == "find", f"no such edit: {how}"
    assert text.count(what) == 1, f"{edit['file']} has {what!r} {text.count(what)} times, not once"
    return text.replace(what, edit["replace"])


def place_in(text: str, at: str) -> tuple[int, int]:
    """Line and column of the expected place."""
    if (given := re.fullmatch(r"@(\d+):(\d+)", at)) is not None:
        return int(given[1]), int(given[2])
    words = at.replace(MARK, "")
    assert not words or text.count(words) == 1, f"{words!r} stands there {text.count(words)} times, not once"
    position = text.index(words) + max(0, at.find(MARK))
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def examples() -> list[Example]:
    """All of them."""
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        for given in yaml.safe_load(path.read_text("utf-8")):
            edits = tuple(given.pop("edits"))
            file = edits[0]["file"]
            expect = tuple(Expected(**({"file": file} | problem)) for problem in given.pop("expect"))
            found.append(
                Example(**(given | {"name": f"{path.stem}: {given['name']}"}), edits=edits, expect=expect)
            )
    return found
