"""The house keeps its order: imports run one way, few rooms touch the world, nothing lies about."""

from __future__ import annotations

import ast
import fnmatch
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.modules import MODULES, NAMES, room_of, tree

ON_TOP = {
    "bench", "clauses", "docs", "forms", "macros", "tests",
    ".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore",
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "mkdocs.yml", "pyproject.toml",
}  # fmt: skip

WRITING = {
    "write_text", "write_bytes", "mkdir", "touch", "unlink", "rmdir", "symlink_to", "hardlink_to", "chmod",
    "copytree", "copy", "copy2", "copyfile", "move", "rmtree", "mkdtemp", "mkstemp",
    "NamedTemporaryFile", "TemporaryDirectory",
}  # fmt: skip
HTML = re.compile(
    r"</?(?:a|abbr|article|aside|b|body|br|button|caption|code|dd|details|div|dl|dt|em|fieldset|footer|form"
    r"|h[1-6]|head|header|hr|html|i|iframe|img|input|label|legend|li|link|main|mark|meta|nav|ol|option|p|pre"
    r"|rt|ruby|script|section|select|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot"
    r"|th|thead|title|tr|ul)(?:\s[^<>]*)?/?>"
)

WRITERS = {"kept.py"}
"""The user's cache folder has one door."""


def test_few_rooms_write() -> None:
    """Only the commands, publish/ and the cache write files; all else is data in, text or bytes out."""
    found = set()
    for path, name in zip(MODULES, NAMES, strict=True):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and writes(node):
                found.add(name)
    elsewhere = {name for name in found if not name.startswith(("cli.py", "commands/", "publish/"))}
    assert elsewhere == WRITERS
    assert "cli.py" in found


def writes(call: ast.Call) -> bool:
    """Whether a call writes to the disk, by the name of what is called or the mode a file is opened with."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "open":
        given = (*call.args, *(keyword.value for keyword in call.keywords))
        modes = [argument.value for argument in given if isinstance(argument, ast.Constant)]
        return any(isinstance(mode, str) and re.fullmatch(r"[rbt+]*[wax+][bt+]*", mode) for mode in modes)
    return name in WRITING and ast.unparse(call.func) != "points.copy"  # a glyph's, in memory


def test_names_of_the_standard_library_stay_its_own() -> None:
    """No module on top of the package hides one of Python's where its folder comes first on the path."""
    names = {room_of(path) for path in MODULES} - {"__init__", "__main__"}
    assert not names & set(sys.stdlib_module_names)


def test_no_html_in_python() -> None:
    """Tags stand in templates; only a pattern that finds them in a text may name some."""
    for path in MODULES:
        apart = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
                apart |= {id(below) for below in ast.walk(node.args[0])}
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
                assert not HTML.search(node.value), f"{path}:{node.lineno}"


def test_nothing_is_read_from_outside() -> None:
    """No file of the project leads out of it, to where it was made or to a folder beside it."""
    beside = re.compile(r"\.\./" + r"shared\b|(?<![\w.])/" + r"work/")
    for path in ours():
        if path.is_file() and b"\0" not in (raw := path.read_bytes()):
            assert not beside.search(raw.decode("utf-8")), path


def ours() -> Iterator[Path]:
    """The files of the project, without what is built, fetched or cached."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()]
    folders = [ROOT]
    while folders:
        for path in folders.pop().iterdir():
            if path.name != ".git" and not any(fnmatch.fnmatch(path.name, p) for p in ignored if p):
                yield path
                if path.is_dir():
                    folders.append(path)


def test_the_top_is_tidy() -> None:
    """On top lies what was agreed on, and nothing else."""
    assert {path.name for path in ours() if path.parent == ROOT} - ON_TOP == set()


def test_no_module_is_long() -> None:
    """A module has at most 350 lines; most have fewer than 120."""
    lines = [len(path.read_text("utf-8").splitlines()) for path in MODULES]
    assert [(name, count) for name, count in zip(NAMES, lines, strict=True) if count > 350] == []
    assert sorted(lines)[len(lines) // 2] <= 120


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_what_is_public_is_explained(path: Path) -> None:
    """Every module, and every class and function that others may use, says what it is."""
    assert ast.get_docstring(tree(path)), path
    for node in public(tree(path)):
        assert ast.get_docstring(node), f"{path}:{node.lineno}: {node.name}"


def public(node: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions and classes without an underscore, at the top or in such a class."""
    for below in node.body:
        if isinstance(below, ast.FunctionDef | ast.ClassDef) and not below.name.startswith("_"):
            yield below
            if isinstance(below, ast.ClassDef):
                yield from public(below)
