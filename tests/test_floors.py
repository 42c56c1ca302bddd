"""Imports run one way, down; few rooms know an engine."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.modules import MODULES, NAMES, PACKAGE, file_of, imported, room_of, tree

FLOORS = (
    {"errors", "kept"},
    {"model"},
    {"source"},
    {"structure"},
    {"corpus", "grounding"},
    {"queries", "forms", "search"},
    {"rules"},
    {"training"},
    {"summary", "schema", "pdf"},
    {"render"},
    {"publish"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
"""The rooms from the ground up: a room uses only those below it. A new room gets its place here."""


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_imports_run_down(path: Path) -> None:
    """A module uses its own room and those on floors below."""
    floor = {room: number for number, rooms in enumerate(FLOORS) for room in rooms} | {"__init__": -1}
    for name in imported(path):
        other = file_of(name)
        if other is not None and room_of(other) != room_of(path):
            assert floor[room_of(other)] < floor[room_of(path)], f"{path.name} imports {name}"


def test_no_circle_inside_a_room() -> None:
    """No module imports one that imports it, over however many others."""
    graph = {path: {f for name in imported(path) if (f := file_of(name)) and f != path} for path in MODULES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_few_rooms_know_the_engines() -> None:
    """Only publish/ imports the site's engine; only pdf/layout.py WeasyPrint, where needed; none the net."""
    for path in MODULES:
        tops = {name.partition(".")[0] for name in imported(path)}
        if room_of(path) != "publish":
            assert not tops & {"mkdocs", "material", "properdocs", "markdown"}, path
        if path.relative_to(PACKAGE).as_posix() != "pdf/layout.py":
            assert "weasyprint" not in tops, path
        assert not tops & {"requests", "httpx", "socket", "ftplib", "http"}, path
        assert "urllib.request" not in set(imported(path)), path
    layout = PACKAGE / "pdf" / "layout.py"
    if layout.exists():
        outside = [n for n in tree(layout).body if isinstance(n, ast.Import | ast.ImportFrom)]
        assert not any("weasyprint" in ast.unparse(node) for node in outside)
