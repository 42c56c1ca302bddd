"""A fault is told on one line, in order, and the same to people and to machines."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.errors import DataError, Place, Problem, as_json, as_text, did_you_mean, shown

NUMBERS = st.integers(0, 9999)
TEXT = st.text(max_size=20)
PLACES = st.builds(Place, TEXT, NUMBERS, NUMBERS, TEXT)
PROBLEMS = st.lists(st.builds(Problem, PLACES, TEXT, TEXT, TEXT, TEXT), max_size=6)


def test_how_a_problem_reads() -> None:
    """The shape of the line: file:line:column: path: rule (got …; mend)."""
    place = Place("clauses/a.yml", 7, 5, "obligations[0].owner")
    whole = Problem(place, "unknown", "unknown role", "staf", "did you mean staff?")
    assert str(whole) == (
        "clauses/a.yml:7:5: obligations[0].owner: unknown role (got staf; did you mean staff?)"
    )
    assert str(Problem(Place("a.yml", 1, 1), "file", "no file")) == "a.yml:1:1: .: no file"
    assert str(Problem(Place("a.yml", 1, 1), "x", "rule", mend="mend")) == "a.yml:1:1: .: rule (mend)"


@given(PROBLEMS)
def test_one_line_each(problems: list[Problem]) -> None:
    """As text there is one line for each problem, and nothing that could draw over another line."""
    text = as_text(problems)
    assert len(text.split("\n")) == max(1, len(problems))
    assert not any(unicodedata.category(c) == "Cc" for c in text.replace("\n", ""))
    assert not any(unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI") for c in text)


@given(PROBLEMS)
def test_json_says_all(problems: list[Problem]) -> None:
    """From JSON every problem can be had back, in the order of the text."""
    rows = json.loads(as_json(problems))
    back = [
        Problem(Place(row["file"], row["line"], row["column"], row["path"]), *rest)
        for row in rows
        for rest in [(row["code"], row["rule"], row["got"], row["mend"])]
    ]
    assert back == sorted(problems)


@given(PROBLEMS)
def test_order(problems: list[Problem]) -> None:
    """Problems stand in the order of files, lines and columns; an error carries all of them so."""
    ordered = DataError(problems).problems
    places = [(p.place.file, p.place.line, p.place.column) for p in ordered]
    assert places == sorted(places)
    assert sorted(map(str, ordered)) == sorted(map(str, problems))
    assert str(DataError(problems)) == as_text(problems)


@given(st.text(), st.integers(5, 80))
def test_shown_is_short(text: str, limit: int) -> None:
    """What is shown of a value stands on one line and is not longer than asked for."""
    told = shown(text, limit)
    assert "\n" not in told
    assert len(told) <= limit + 2
    if len(text) <= limit and text == " ".join(text.split()):
        assert told == f"“{text}”"


@pytest.mark.parametrize(
    ("word", "known", "mend"),
    [
        ("modalty", ["modality", "cue"], "did you mean modality?"),
        ("zzz", ["b", "a"], "one of a, b"),
        ("zzz", [], ""),
        (
            "zzz",
            [f"n{n:02}" for n in range(13)],
            "one of " + ", ".join(f"n{n:02}" for n in range(12)) + ", …",
        ),
    ],
    ids=["near", "far", "none", "many"],
)
def test_did_you_mean(word: str, known: list[str], mend: str) -> None:
    """The near word, else those there are, at most twelve."""
    assert did_you_mean(word, known) == mend


@given(st.lists(st.text("abcdef", min_size=4, max_size=10), min_size=1, unique=True), st.data())
def test_a_known_word_is_its_own_mend(known: list[str], data: st.DataObject) -> None:
    """A word with one letter lost leads back to a word that is known."""
    word = data.draw(st.sampled_from(known))
    assert did_you_mean(word, known) == f"did you mean {word}?"
    cut = data.draw(st.integers(0, len(word) - 1))
    mend = did_you_mean(word[:cut] + word[cut + 1 :], known)
    assert mend.removeprefix("did you mean ").removesuffix("?") in known
