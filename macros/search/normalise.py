"""Text → the form in which words are compared. The steps are data (`rules.yml`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).parent / "rules.yml"

Step = Callable[[str], str]

HIRAGANA = "ぁ-ゖ"
KATAKANA = "ァ-ヺ"
KANJI = "一-鿿々"

_SCRIPTS = (
    ("kanji", re.compile(f"[{KANJI}]")),
    ("katakana", re.compile(f"[{KATAKANA}]")),
    ("hiragana", re.compile(f"[{HIRAGANA}]")),
    ("latin", re.compile("[a-z]")),
    ("digit", re.compile("[0-9]")),
)
_ENDING = re.compile(f"([{KANJI}][{HIRAGANA}]*)[{HIRAGANA}]$")
_FOLD = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


@cache
def rules() -> Mapping[str, Any]:
    """The table, as it stands in the file and goes to the browser."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # several times as fast, where it is there
    table: Mapping[str, Any] = yaml.load(RULES.read_text("utf-8"), Loader=loader)
    return table


@cache
def _steps() -> tuple[Step, ...]:
    return _compiled(rules()["steps"])


def _compiled(steps: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    return tuple(_step(step) for step in steps)


def _step(step: Mapping[str, Any]) -> Step:
    if "fold" in step:
        pattern = re.compile(step["fold"])
        return lambda text: pattern.sub(_narrow, text)
    if "from" in step:
        letters = str.maketrans(step["from"], step["to"])
        return lambda text: text.translate(letters)
    if "inside" in step:
        pattern, below = re.compile(step["inside"]), _compiled(step["steps"])
        changed = cache(lambda piece: _run(below, piece))  # English words come again and again
        return lambda text: pattern.sub(lambda match: changed(match[0]), text)
    pattern, put = re.compile(step["find"]), re.sub(r"\$([0-9])", r"\\\1", step["put"])
    return lambda text: pattern.sub(put, text)


def _narrow(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0]).lower()


def _run(steps: tuple[Step, ...], text: str) -> str:
    for step in steps:
        text = step(text)
    return text


def normalise(text: str) -> str:
    """The form in which words are compared: one width, one case, one spelling, English words as stems."""
    return _run(_steps(), text).strip()


def normalise_all(texts: Iterable[str]) -> list[str]:
    """The same for many short texts at once, which is far quicker than one after another."""
    lines = [" ".join(text.split()) for text in texts]
    return [line.strip() for line in _run(_steps(), "\n".join(lines)).split("\n")] if lines else []


def kana(text: str) -> str:
    """Hiragana as katakana, letter by letter: the form in which readings are compared."""
    return text.translate(_FOLD)


@cache
def script(character: str) -> str:
    """The script of a character in normal form, "" for a blank or none."""
    return next((name for name, pattern in _SCRIPTS if pattern.match(character)), "")


def key(word: str) -> str:
    """How a word is looked up: its normal form, all kana as katakana, and of okurigana all but the last.

    (返す, 返した and 返して begin with 返; 捨てる, 捨てた and 捨てて with 捨て.)
    """
    return keyed(normalise(word))


def keys(words: Iterable[str]) -> list[str]:
    """The keys of many words."""
    return list(map(keyed, normalise_all(words)))


def keyed(normal: str) -> str:
    """The key of a word in normal form."""
    return kana(_ENDING.sub(r"\1", normal))
