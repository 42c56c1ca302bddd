"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.corpus import load
from macros.model import Corpus

pytest_plugins = ("tests.fixtures_site",)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project folder."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def corpus(root: Path) -> Corpus:
    """The real corpus."""
    return load(root / "clauses")
