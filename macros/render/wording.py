"""The words of the interface: one file a language, the same keys in each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from macros import source
from macros.errors import DataError, Place, Problem
from macros.source import place_of

LOCALES = Path(__file__).parent.parent / "locales"


def languages() -> tuple[str, ...]:
    """The languages the interface speaks: the locale files there are."""
    return tuple(sorted((p.stem for p in LOCALES.glob("*.yml")), key=lambda tag: (tag != "ja", tag)))


def editions() -> tuple[str, ...]:
    """The languages in which one can print: each by itself, and the first beside each other one."""
    first, *others = languages()
    return (first, *others, *(f"{first}-{other}" for other in others))


@cache
def words_of(language: str) -> Mapping[str, str]:
    """Key → word. Raises `DataError` where the file is missing, malformed or not flat."""
    name = f"macros/locales/{language}.yml"
    text, problems = source.read_text(LOCALES / f"{language}.yml", name)
    node, more = source.parse(text, name) if text is not None else (None, [])
    problems += more
    words: dict[str, str] = {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode):
                words[key.value] = value.value
            else:
                rule = "an interface word is one text"
                problems.append(Problem(place_of(value, name, key.value), "shape", rule))
    elif node is not None:
        problems.append(Problem(Place(name, 1, 1), "shape", "a locale is a mapping of words"))
    if problems:
        raise DataError(problems)
    return words
