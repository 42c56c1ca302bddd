"""What the tests share: the project, its data as it is, copies that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from macros import corpus as reading
from macros.model import Corpus
from tests.editors import validators_of

pytest_plugins = ["tests.fixtures_site"]

settings.register_profile("same-each-time", derandomize=True, deadline=None, database=None)
settings.load_profile("same-each-time")

ROOT = Path(__file__).parent.parent
INVENTED = ("itaku", "services")
"""Instruments made up for the tests, in tests/instruments/."""


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of clauses/ as it was when the tests began; to be read only."""
    return Path(shutil.copytree(ROOT / "clauses", tmp_path_factory.mktemp("project") / "clauses"))


@pytest.fixture(scope="session")
def invented(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented instruments with the project's vocabulary and glossary; to be read only."""
    folder = tmp_path_factory.mktemp("invented") / "clauses"
    folder.mkdir()
    for name in ("vocabulary.yml", "glossary.yml"):
        shutil.copy(pristine / name, folder)
    for name in INVENTED:
        shutil.copytree(ROOT / "tests" / "instruments" / name, folder / name)
    return folder


@pytest.fixture
def clauses(pristine: Path, tmp_path: Path) -> Path:
    """A copy of clauses/ for one test to spoil."""
    return Path(shutil.copytree(pristine, tmp_path / "clauses"))


@pytest.fixture(scope="session")
def corpus(pristine: Path) -> Corpus:
    """The project's data, read."""
    return reading.load(pristine)


@pytest.fixture(scope="session")
def validators(corpus: Corpus) -> dict[str, Any]:
    """Kind of file → the validator of its JSON Schema."""
    return validators_of(corpus)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file of text or bytes and gives its path."""

    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written
