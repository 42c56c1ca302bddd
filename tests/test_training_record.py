"""Completion records: what is read, what is told, what the schema says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from macros.commands.teller import Teller
from macros.commands.training_told import told
from macros.render.wording import languages
from macros.training import record
from tests.training_kit import SOUND, Case, cases

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases(case: Case) -> None:
    """Each file of the table is read, or told of exactly as the table says; each problem has its place."""
    found, problems = record.parse(case.raw, "x.json")
    assert [[problem.code, problem.place.path] for problem in problems] == case.expect
    assert (found is None) == bool(problems)
    assert all(problem.place.line and problem.place.file == "x.json" for problem in problems)


def test_what_is_written_is_read() -> None:
    """A record comes back as it was."""
    text = record.to_json(SOUND)
    found, problems = record.parse(text.encode(), "x.json")
    assert problems == []
    assert found is not None
    assert record.as_data(found) == json.loads(text)
    assert (found.ended - found.began).seconds == 40 * 60


def test_the_check_is_known() -> None:
    """The canonical JSON and its CRC-32 are what the brief of the file says, to the letter."""
    assert record.canonical({"b": [1, {"ü": "特"}], "a": "x", "check": "-"}) == '{"a":"x","b":[1,{"ü":"特"}]}'
    assert record.check_of({"a": 1}) == "561bacaf"  # as gzip has it of {"a":1}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_schema_says_the_same(case: Case) -> None:
    """What breaks a rule of shape is not valid to an independent reader of the schema; the rest is."""
    shapes = {"shape", "value", "missing-key", "unknown-key", "kind", "version"}
    codes = {code for code, _ in case.expect}
    if not codes & {"json", "encoding", "key-twice"}:
        data: Any = json.loads(case.raw.decode("utf-8-sig"))
        validator = jsonschema.Draft202012Validator(dict(record.schema()))
        assert validator.is_valid(data) == (not codes & shapes)


def test_a_file_too_large() -> None:
    """Nothing of it is read."""
    _, problems = record.parse(b" " * (record.MAX_BYTES + 1), "x.json")
    assert [problem.code for problem in problems] == ["size"]


def test_nested_too_deep() -> None:
    """It is told, not a traceback."""
    _, problems = record.parse(b"[" * 100_000, "x.json")
    assert [problem.code for problem in problems] == ["json"]


@pytest.mark.parametrize(
    ("find", "replace", "who"),
    [
        ('"right": 1,', '"right": 2,', "特記 花子"),
        ('"version": 1,', '"version": 2,', "特記 花子"),
        ('"answered": 2', '"answered": [', "特記 花子"),
        ('"answered": 2', '"answered": 2, "answered": 3', "特記 花子"),
        ('"name": "特記 花子"', '"name": " 特記"', ""),
        ('"name": "特記 花子"', '"name": "\\u202e子"', ""),
        ('"name": "特記 花子"', '"name": "一", "name": "二"', ""),
        ('"name": "特記 花子"', '"name": "\\ud800"', ""),
        ('"name": "特記 花子"', '"name": 5', ""),
        ('"record": "tokki-training-completion"', '"record": "other"', ""),
    ],
)
@pytest.mark.parametrize("language", languages())
def test_whose_a_damaged_record_is(find: str, replace: str, who: str, language: str) -> None:
    """The person is named wherever one sound name can be read, and once; nobody is named by another file."""
    text = record.to_json(SOUND)
    assert find in text
    _, problems = record.parse(text.replace(find, replace, 1).encode(), "x.json")
    assert problems
    for problem in problems:
        line = told(Teller(language), problem)
        assert line.count("特記 花子") == bool(who)
        assert "\u202e" not in line
