"""YAML is read strictly, with the place of everything, and never brings the reader down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.errors import Problem
from macros.source import MAX_BYTES, parse, read_text

MARKS = "ab:-[]{},&*!|>'\"#%@`?=<~\\. \n\t\r0123_nyé日\ufeff\u2028\x85\x00\x07"
TEXTS = st.text(st.sampled_from(MARKS), max_size=60) | st.text(max_size=60)


def told(text: str) -> list[tuple[int, int, str]]:
    """Line, column and code of each problem."""
    return [(p.place.line, p.place.column, p.code) for p in parse(text, "file.yml")[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: text", []),
        ("a: true\nb: false", []),
        ("a: 12", []),
        ("a: '3.10'\nb: \"no\"\nc: |\n  2026-04-01\n", []),
        ("a: No", [(1, 4, "yaml-convert")]),
        ("a: on\nb: Off\nc: y", [(1, 4, "yaml-convert"), (2, 4, "yaml-convert"), (3, 4, "yaml-convert")]),
        ("a: 3.10", [(1, 4, "yaml-convert")]),
        ("a: 1e3", [(1, 4, "yaml-convert")]),
        ("a: .5", [(1, 4, "yaml-convert")]),
        ("a: 1_000", [(1, 4, "yaml-convert")]),
        ("a: 0x1F", [(1, 4, "yaml-convert")]),
        ("a: 010", [(1, 4, "yaml-convert")]),
        ("a: 12:30:45", [(1, 4, "yaml-convert")]),
        ("a: .inf\nb: .NaN", [(1, 4, "yaml-convert"), (2, 4, "yaml-convert")]),
        ("a: 2026-4-1", [(1, 4, "yaml-convert")]),
        ("a: 2026-04-01T10:00:00Z", [(1, 4, "yaml-convert")]),
        ("a: [yes, 'yes']", [(1, 5, "yaml-convert")]),
        ("no: a", [(1, 1, "yaml-convert")]),
        ("a:\nb: ~\nc: Null", [(1, 3, "yaml-null"), (2, 4, "yaml-null"), (3, 4, "yaml-null")]),
        ("- \n- a", [(1, 2, "yaml-null")]),
        ("a: {b: c, d}", [(1, 12, "yaml-null")]),
        ("a: 1\na: 2\na: 3", [(2, 1, "yaml-duplicate"), (3, 1, "yaml-duplicate")]),
        ("a: {b: 1, 'b': 2}", [(1, 11, "yaml-duplicate")]),
        ("a: &x [1]\nb: *x", [(1, 4, "yaml-alias")]),
        ("a: &x {b: 1}\nc:\n  <<: *x", [(1, 4, "yaml-alias")]),
        ("&x [*x]", [(1, 1, "yaml-alias")]),
        ("a: *x", [(1, 4, "yaml")]),
        ("a: !!python/object/apply:os.system [ls]", [(1, 4, "yaml-tag")]),
        ("a: !mine {b: no}", [(1, 4, "yaml-tag")]),
        ("{a: 1}: b", [(1, 1, "yaml-key")]),
        ("", [(1, 1, "yaml")]),
        ("# only\n", [(1, 1, "yaml")]),
        ("a: b\n---\nc: d", [(2, 1, "yaml")]),
        ("a:\n\tb: c", [(2, 1, "yaml")]),
        ("日本: 語\nb: \x07", [(2, 4, "control")]),
        ("[" * 100000, [(1, 50, "yaml")]),
        ("- " * 100000, [(1, 99, "yaml")]),
    ],
    ids=lambda value: repr(value)[:30] if isinstance(value, str) else "",
)
def test_traps(text: str, expected: list[tuple[int, int, str]]) -> None:
    """What YAML readers convert, merge, drop or execute is refused where it stands."""
    assert told(text) == expected


def test_anchors_upon_anchors_are_refused_at_once() -> None:
    """A text of a few lines that would grow to gigabytes costs nothing."""
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert {code for _, _, code in told("\n".join(lines))} == {"yaml-alias"}


@given(TEXTS)
def test_parsing_never_raises(text: str) -> None:
    """Any text gives a tree or a problem, and every problem stands inside the text, on one line."""
    node, problems = parse(text, "file.yml")
    assert node is not None or problems
    for problem in problems:
        assert inside(problem, text)
        assert "\n" not in str(problem)


def inside(problem: Problem, text: str) -> bool:
    """Whether a place is one of the text, or just behind its end."""
    lines = [*re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text), ""]  # as YAML breaks lines
    place = problem.place
    return 1 <= place.line <= len(lines) and 1 <= place.column <= max(map(len, lines)) + 1


def test_reading_files(tmp_path: Path) -> None:
    """A mark at the beginning is dropped; what is not text or too much of it is one problem."""
    file = tmp_path / "a.yml"
    file.write_bytes(b"\xef\xbb\xbfa: b\r\n")
    assert read_text(file, "a.yml") == ("a: b\r\n", [])
    file.write_bytes("a: 語\nb: 語語".encode() + b"\xff")
    (problem,) = read_text(file, "a.yml")[1]
    assert (problem.place.line, problem.place.column) == (2, 6)
    file.write_bytes(b"#" * MAX_BYTES)
    assert read_text(file, "a.yml")[1] == []
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    assert [p.code for p in read_text(file, "a.yml")[1]] == ["file"]
    assert [p.mend for p in read_text(tmp_path, "a")[1]] == ["Is a directory"]
