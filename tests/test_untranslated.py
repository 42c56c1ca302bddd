"""Wherever the data has words in two languages, losing one of them is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from macros import rules, source

PATTERNS = re.compile(r"^(exceptions|references)$|^units\.|\.(cues|phrases|also|avoid|translated_from)$")
"""Where each language has its own, in the vocabulary and the glossary."""


def pairs(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Every mapping with something in Japanese and in English: its path and the two values."""
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from pairs(item, f"{path}[{number}]")
    elif isinstance(node, yaml.MappingNode):
        below = {key.value: value for key, value in node.value}
        if list(below) == ["ja", "en"] and not PATTERNS.search(path) and path != "languages":
            yield path, below["ja"], below["en"]
        for key, value in below.items():
            yield from pairs(value, f"{path}.{key}" if path else key)


def kind(file: Path, path: str) -> str:
    """What a path is to the model: its numbers, tags and depth do not matter."""
    flat = re.sub(r"\[\d+\]", "", path)
    flat = re.sub(r"^(\w+)\.[\w.-]+\.(label|meaning|verb|title|note)$", r"\1.*.\2", flat)
    name = file.stem if not re.search(r"\d", file.stem) else "provision"
    return f"{name}:{re.sub(r'^(provisions.)+', '', flat)}"


def lose_english(clauses: Path) -> Iterator[tuple[str, str]]:
    """Take the English from one mapping of each kind; gives file and path of each that has lost it."""
    done: set[str] = set()
    for file in sorted(path for path in clauses.rglob("*.yml") if path.stem != "synonyms"):
        text = file.read_text("utf-8")
        node, _ = source.parse(text, file.name)
        assert node is not None
        cuts = []
        for path, japanese, english in pairs(node, ""):
            this = kind(file, path)
            if this.endswith("sentences.words") and file.name != "20.yml":
                continue  # where a sentence is lost, nothing can be quoted: not in a file with other kinds
            if this not in done:
                done.add(this)
                cuts.append(tuple(len(text[: n.end_mark.index].rstrip()) for n in (japanese, english)))
                yield f"clauses/{file.relative_to(clauses).as_posix()}", path
        for start, end in sorted(cuts, reverse=True):
            text = text[:start] + text[end:]
        file.write_text(text, "utf-8")


def test_every_kind_of_words_is_looked_after(clauses: Path) -> None:
    """Sentences, headings, quotes, labels, help, notes …: no kind can lose its English unseen."""
    lost = list(lose_english(clauses))
    assert len(lost) > 50
    _, problems = rules.check(clauses)
    told = {(p.place.file, p.place.path) for p in problems if p.code == "untranslated"}
    assert [place for place in lost if place not in told] == []
