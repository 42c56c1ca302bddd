"""Moodle's GIFT: questions as text that a question bank takes in. Strings in, a string out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SPECIAL = re.compile(r"[~=#{}:\\]")
"""Characters that have a meaning in GIFT."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers of a question."""

    text: str
    feedback: str
    right: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A question in one language."""

    name: str
    stem: str
    answers: tuple[Answer, ...]
    note: str = ""
    """Shown to everyone after answering."""
    many: bool = False


def escaped(text: str) -> str:
    """Text as it stands in GIFT: what has a meaning there is marked, line breaks are written out.

    GIFT has no mark for `->`, which would make a question of pairs: it becomes an arrow.
    """
    text = text.replace("->", "→")
    return SPECIAL.sub(lambda match: "\\" + match[0], text).replace("\r\n", "\n").replace("\n", "\\n")


def _led(text: str) -> str:
    """Escaped text where a format or a share of the marks could stand before it."""
    plain = "[plain]" if text.startswith(("[", "%")) else ""
    return plain + escaped(text)


def category(path: Iterable[str]) -> str:
    """The line that puts what follows into a category; a slash in a name does not begin a new one."""
    names = (" ".join(name.split()).replace("/", "//") for name in path)
    return "$CATEGORY: $course$/top/" + "/".join(names)


def question(item: Item) -> str:
    """A question. Where several answers are right they share the marks; a wrong one takes them all away."""
    right = sum(answer.right for answer in item.answers)
    lines = [f"::{escaped(item.name)}::[plain]{escaped(item.stem)} {{"]
    for answer in item.answers:
        mark = "=" if answer.right else "~"
        if item.many:
            mark = f"~%{100 / right:.7g}%" if answer.right else "~%-100%"
        lines += [f"\t{mark}{_led(answer.text)}", f"\t#{_led(answer.feedback)}"]
    if item.note:
        lines.append(f"\t####{_led(item.note)}")
    return "\n".join([*lines, "}"])


def file(head: Iterable[str], parts: Iterable[tuple[tuple[str, ...], Iterable[Item]]]) -> str:
    """A whole file: remarks, then for each part its category and its questions."""
    blocks = ["\n".join(f"// {' '.join(line.split())}" for line in head)]
    for path, items in parts:
        blocks += [category(path), *(question(item) for item in items)]
    return "\n\n".join(blocks) + "\n"
