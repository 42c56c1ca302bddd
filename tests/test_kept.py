"""The cache folder: all or nothing, never a fault, never without bounds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from macros import kept


def test_what_is_kept_comes_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Under its name, whole, with nothing beside it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept.load("a.bin") is None
    kept.keep("a.bin", b"abc")
    assert kept.load("a.bin") == b"abc"
    assert [path.name for path in kept.folder().iterdir()] == ["a.bin"]


def test_a_folder_that_cannot_be_written_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is only slower."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    kept.keep("a.bin", b"abc")
    assert kept.load("a.bin") is None


def test_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder does not grow for ever."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(kept, "MOST", 3)
    for number in range(6):
        kept.keep(f"{number}.bin", b"")
        os.utime(kept.folder() / f"{number}.bin", (number, number))
    assert sorted(path.name for path in kept.folder().iterdir()) == ["3.bin", "4.bin", "5.bin"]
