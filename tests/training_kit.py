"""Completion records for the tests: a sound one, and those of tests/training/records.yml."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from macros.training import record
from tests.conftest import ROOT

SOUND: dict[str, Any] = {
    "record": "tokki-training-completion",
    "version": 1,
    "id": "0123456789abcdef",
    "name": "特記 花子",
    "department": "業務部",
    "instrument": "joho-security",
    "edition": "a" * 12,
    "digest": "a" * 64,
    "course": "b" * 12,
    "language": "ja",
    "started": "2026-11-22T10:00:00+09:00",
    "finished": "2026-11-22T10:40:00+09:00",
    "answered": 2,
    "right": 1,
    "questions": {"q-a": {"tries": 1, "right": True}, "q-b": {"tries": 2, "right": True}},
    "weak": ["AN-8-1-ka"],
}


@dataclass(frozen=True)
class Case:
    """A record file, and every problem that is told of it as [code, path]."""

    name: str
    raw: bytes
    expect: list[list[str]]


def cases() -> list[Case]:
    """All of the table."""
    return [
        _case(given) for given in yaml.safe_load((ROOT / "tests/training/records.yml").read_text("utf-8"))
    ]


def _case(given: dict[str, Any]) -> Case:
    data = copy.deepcopy(SOUND)
    for path, value in given.get("set", {}).items():
        *above, last = path.split(".")
        target = data
        for key in above:
            target = target[key]
        target[last] = value
    for key in given.get("drop", ()):
        del data[key]
    text = record.to_json(data)
    if "find" in given:
        assert given["find"] in text
        text = text.replace(given["find"], given["replace"], 1)
        if given["replace"] == "":
            text = text[: text.index("weak") if "weak" in text else len(text) // 2]
    raw = bytes.fromhex(given["hex"]) if "hex" in given else text.encode()
    return Case(given["name"], raw, given["expect"])


def sound(**changed: Any) -> dict[str, Any]:
    """The data of a sound record with some of its values changed."""
    return copy.deepcopy(SOUND) | changed


@dataclass(frozen=True)
class Folder:
    """Some record files, and what the desk makes of them."""

    name: str
    files: dict[str, bytes]
    totals: list[int]
    told: list[list[str]]
    people: list[list[str]]


def folders() -> list[Folder]:
    """All of tests/training/desk.yml."""
    return [
        Folder(**(given | {"files": {name: _raw(changed) for name, changed in given["files"].items()}}))
        for given in yaml.safe_load((ROOT / "tests/training/desk.yml").read_text("utf-8"))
    ]


def _raw(changed: dict[str, Any]) -> bytes:
    return (changed["raw"] if "raw" in changed else record.to_json(sound(**changed))).encode()


Write = Callable[[str, str | bytes], Path]
"""The fixture `write`."""


def told(problems: object) -> list[str]:
    """Problems as `row code`."""
    return [f"{p.place.line} {p.code}" for p in problems]  # type: ignore[attr-defined]
