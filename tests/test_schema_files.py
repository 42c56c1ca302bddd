"""Each file of data names its schema, and keeps it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from macros import schema
from tests.conftest import ROOT
from tests.editors import read

DATA = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "clauses").rglob("*.yml"))
INVENTED = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "tests" / "instruments").rglob("*.yml"))


def kind_of(path: Path) -> str:
    """The kind of a file, by its name."""
    return path.stem if path.stem in schema.FILES else "provision"


@pytest.mark.parametrize("name", DATA)
def test_each_file_names_its_schema(root: Path, name: str) -> None:
    """The first line leads an editor to the schema of that kind of file, by a path that is right."""
    path = root / name
    line, _, _ = path.read_text("utf-8").partition("\n")
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
    assert match, line
    target = (path.parent / match[1]).resolve()
    assert target == root / "clauses" / "schema" / f"{kind_of(path)}.schema.json"
    assert target.is_file()


@pytest.mark.parametrize("name", DATA + INVENTED)
def test_each_file_is_valid(root: Path, validators: dict[str, Any], name: str) -> None:
    """What the check takes, the schema takes."""
    path = root / name
    assert [error.message for error in validators[kind_of(path)].iter_errors(read(path))] == []
