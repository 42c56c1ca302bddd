"""The words of the interface: the same in every language, each of them used, none of them missing."""

from __future__ import annotations

import re
from string import Formatter
from typing import get_args, get_type_hints

import pytest

from macros.model import GROUNDED, Control
from macros.render.wording import LOCALES, languages, words_of
from tests.conftest import ROOT

ROOMS = ("render", "publish", "commands", "training")
USERS = (
    "templates/**/*.j2",
    "theme/overrides/**/*.html",
    "theme/assets/*.js",
    *(f"{r}/**/*.py" for r in ROOMS),
)
"""Where words are used."""
FIRST = words_of(languages()[0])


def text_of(*patterns: str) -> str:
    """All files of the package with such names, in one text."""
    paths = sorted(path for pattern in patterns for path in (ROOT / "macros").glob(pattern))
    return "\n".join(path.read_text("utf-8") for path in paths)


USED = text_of(*USERS)
PREFIXES = set(re.findall(r"""["']([a-z_]+_)["'] ?[~+]""", USED)) | set(re.findall(r'f"([a-z_]+_)\{', USED))
SUFFIXES = set(re.findall(r"""~ ?["'](_[a-z_]+)["']""", USED))
"""Beginnings and ends of keys that are put together: `"fact_" ~ name`, `way ~ "_page"`."""
SCRIPTS = text_of("theme/assets/forms/*.js")
"""The scripts of the forms: they know the words `form_…` by what stands after the `_`."""


@pytest.mark.parametrize("language", languages())
def test_the_same_words_in_every_language(language: str) -> None:
    """Every language has the same keys, in alphabetical order, with something in each."""
    words = words_of(language)
    assert list(words) == sorted(FIRST)
    assert all(word.strip() for word in words.values())


@pytest.mark.parametrize("language", languages())
def test_the_same_blanks_in_every_language(language: str) -> None:
    """A word with a {blank} has it in every language, and no other; none has markup."""
    for key, word in words_of(language).items():
        blanks = {name for _, name, _, _ in Formatter().parse(word) if name is not None}
        assert blanks == {name for _, name, _, _ in Formatter().parse(FIRST[key]) if name is not None}, key
        assert not re.search(r"</?[a-z]", word), key


def test_each_language_has_one_file() -> None:
    """Only locales lie in the folder of locales."""
    assert {path.name for path in LOCALES.iterdir()} == {f"{language}.yml" for language in languages()}


def test_every_word_is_used() -> None:
    """A word that no template, theme, script or module asks for is a leftover."""
    asked = set(re.findall(r"""["']([a-z0-9_]+)["']|\b(?:w|words)\.([a-z0-9_]+)""", USED))
    named = {name for pair in asked for name in pair}
    composed = {key for key in FIRST if key.startswith(tuple(PREFIXES)) or key.endswith(tuple(SUFFIXES))}
    told = {f"form_{name}" for name in re.findall(r"""["'`]([a-z_]+)["'`]""", SCRIPTS)}
    begun = tuple(f"form_{name}" for name in re.findall(r"`([a-z_]+_)\$\{", SCRIPTS))
    scripted = {key for key in FIRST if key in told or key.startswith(begun)}
    assert set(FIRST) - named - composed - scripted == set()


def test_every_word_asked_for_is_there() -> None:
    """What is asked for by its key is in the locales; every beginning of a key leads to some."""
    asked = set(re.findall(r"""\bt\(\s*["']([a-z0-9_]+)["']\s*[,)]""", USED))
    asked |= set(re.findall(r"\b(?:w|tokki\.words|site\.words)\.([a-z][a-z0-9_]*)", USED))
    assert len(asked) > 50
    assert asked - set(FIRST) == set()
    assert all(any(key.startswith(prefix) for key in FIRST) for prefix in PREFIXES)


def test_words_for_what_the_model_has() -> None:
    """Each part of an obligation has its word, and each choice of the crosswalk."""
    wanted = {f"fact_{name}" for name in GROUNDED}
    for name in ("relation", "confidence"):
        literal = next(a for a in get_args(get_type_hints(Control)[name]) if get_args(a))
        wanted |= {f"{name}_{choice}" for choice in get_args(literal)}
    assert wanted - set(FIRST) == set()
