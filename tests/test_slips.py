"""Whatever slips into the data, the check tells of it and never breaks off."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.cli import main


@pytest.fixture(scope="module")
def spoiled(invented: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of small data, to be spoiled and mended again and again."""
    return Path(shutil.copytree(invented, tmp_path_factory.mktemp("spoiled") / "clauses"))


PIECES = [
    "",
    "[]",
    "{}",
    "null",
    "no",
    "3.10",
    "'x",
    "[a, b]",
    "{ja: x}",
    "&a *a",
    "- x",
    "? [a]\n: b",
    "IT-1",
]
"""Values that do not fit most keys."""


@settings(max_examples=60)
@given(st.data())
def test_any_slip_is_told_and_not_thrown(spoiled: Path, data: st.DataObject) -> None:
    """A line lost, doubled, moved in or given another value never ends the check with an exception."""
    file = data.draw(st.sampled_from(sorted(p for p in spoiled.rglob("*") if p.is_file())))
    before = file.read_text("utf-8")
    lines = before.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    key = lines[at].partition(":")[0]
    lines[at : at + 1] = data.draw(
        st.sampled_from([[], [lines[at]] * 2, [f"  {lines[at]}"], [lines[at].lstrip()]])
        | st.sampled_from(PIECES).map(lambda piece: [f"{key}: {piece}"])
    )
    try:
        file.write_text("\n".join(lines), "utf-8")
        result = CliRunner().invoke(main, ["check", "--root", str(spoiled.parent)], catch_exceptions=False)
        assert result.exit_code == (1 if result.stderr else 0)
        assert (": " in result.stdout) == bool(result.stdout)
    finally:
        file.write_text(before, "utf-8")
