"""Text → the form in which words are compared. The steps are data (`rules.yml`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).parent / "rules.yml"

Step = Callable[[str], str]

HIRAGANA = "ぁ-ゖ"
KATAKANA = "ァ-ヺ"
KANJI = "一-鿿々"

_ENDING = re.compile(f"(?<=[{KANJI}])[{HIRAGANA}]+$")
_FOLD = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


@cache
def rules() -> Mapping[str, Any]:
    """The table, as it stands in the file and goes to the browser."""
    table: Mapping[str, Any] = yaml.safe_load(RULES.read_text("utf-8"))
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
        return lambda text: pattern.sub(lambda match: _run(below, match[0]), text)
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


def kana(text: str) -> str:
    """Hiragana as katakana, letter by letter: the form in which readings are compared."""
    return text.translate(_FOLD)


def key(word: str) -> str:
    """How a word is looked up: its normal form without an inflected ending, all kana as katakana."""
    return kana(_ENDING.sub("", normalise(word)))
