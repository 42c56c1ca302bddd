"""Clauses that cannot be read are told once: what names them elsewhere is not called unknown."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_check import check

Spoil = Callable[[bytes], bytes]

WAYS: dict[str, Spoil] = {
    "a tab": lambda raw: raw.replace(b"\nlabel:", b"\n\tlabel:", 1),
    "a quote that does not end": lambda raw: raw.replace(b"\nlabel: ", b"\nlabel: '", 1),
    "a key twice": lambda raw: raw + b"\nlabel: {}\n",
    "a key that there is not": lambda raw: raw + b"\nwhat: ever\n",
    "an anchor": lambda raw: raw.replace(b"\nlabel: {", b"\nlabel: &a {", 1) + b"\nwhat: *a\n",
    "a choice that there is not": lambda raw: raw.replace(b"modality: duty", b"modality: [duty]", 1),
    "a byte that is not UTF-8": lambda raw: raw.replace(b"\nlabel:", b"\n# \xff\nlabel:", 1),
    "another encoding": lambda raw: raw.decode().encode("utf-16"),
}


@pytest.fixture
def project(clauses: Path, root: Path) -> Path:
    """A copy of the whole data for one test to spoil."""
    shutil.copytree(root / "forms", clauses.parent / "forms")
    return clauses


def files_told(project: Path) -> set[str]:
    """The files in which `tokki check` finds a fault."""
    return {line.partition(":")[0] for line in check(project).stdout.splitlines() if ": " in line}


@pytest.mark.parametrize("spoil", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("name", ["besshi/9.yml", "besshi/2.yml", "tokki/09.yml"])
def test_a_clause_is_told_where_it_is(project: Path, name: str, spoil: Spoil) -> None:
    """Checklists, course, forms and other clauses name what is in it; all the faults are its own."""
    path = project / "joho-security" / name
    sound = path.read_bytes()
    path.write_bytes(spoil(sound))
    assert path.read_bytes() != sound
    assert files_told(project) == {f"clauses/joho-security/{name}"}


def test_an_instrument_is_told_where_it_is(project: Path) -> None:
    """What is made for an instrument that cannot be read is not said to lack one; there must be another."""
    shutil.copytree(ROOT / "tests" / "instruments" / "itaku", project / "itaku")
    assert check(project).exit_code == 0
    path = project / "joho-security" / "instrument.yml"
    path.write_bytes(path.read_bytes() + b"\nwhat: ever\n")
    assert files_told(project) == {"clauses/joho-security/instrument.yml"}


def test_what_is_unknown_all_the_same_is_told(project: Path) -> None:
    """An id that no file has, beside a clause that cannot be read."""
    path, forms = project / "joho-security" / "besshi" / "9.yml", project.parent / "forms"
    path.write_bytes(WAYS["a key that there is not"](path.read_bytes()))
    others = {"forms/course/paper.yml", "forms/checklists/inspection.yml", "forms/ippo/form.yml"}
    for name in others:
        file = forms.parent / name
        file.write_text(file.read_text("utf-8").replace("AN-", "AM-", 1), "utf-8")
    assert files_told(project) == {"clauses/joho-security/besshi/9.yml", *others}


SHARED = ("glossary.yml", "vocabulary.yml", "joho-security/instrument.yml")
"""Files on which all others rest."""

BREAKS: dict[str, Spoil] = {
    "a tab": lambda raw: raw + b"\n\twhat: ever\n",
    "a key twice": lambda raw: raw + b"\n" + re.findall(rb"^\w+:", raw, re.MULTILINE)[0] + b" x\n",
    "a byte that is not UTF-8": lambda raw: raw + b"# \xff\n",
    "another encoding": WAYS["another encoding"],
}

FAULTS: dict[str, Spoil] = {
    "clauses/joho-security/tokki/03.yml": WAYS["a key twice"],
    "clauses/joho-security/tensions.yml": WAYS["a key that there is not"],
    "forms/checklists/worker-paper.yml": lambda raw: raw.replace(b"\nphase:", b"\nphaze:", 1),
    "forms/course/paper.yml": lambda raw: raw + b"# \xff\n",
    "forms/ippo/form.yml": WAYS["a key that there is not"],
}
"""Faults that can be told whatever else is read."""


@pytest.mark.parametrize("spoil", BREAKS.values(), ids=BREAKS)
@pytest.mark.parametrize("name", SHARED)
def test_what_all_rest_on_hides_no_other_fault(project: Path, name: str, spoil: Spoil) -> None:
    """Nobody mends one file only to be told of the next: what reading tells is told at once."""
    faults = {**FAULTS, f"clauses/{name}": spoil}
    for file, way in faults.items():
        path = project.parent / file
        sound = path.read_bytes()
        path.write_bytes(way(sound))
        assert path.read_bytes() != sound
    assert files_told(project) == {*faults}


def test_a_glossary_is_told_where_it_is(project: Path) -> None:
    """Its terms are not called unknown, and what names no term is checked as ever."""
    glossary, clause = project / "glossary.yml", project / "joho-security" / "tokki" / "09.yml"
    glossary.write_bytes(glossary.read_bytes() + b"\nterms: []\n")
    assert files_told(project) == {"clauses/glossary.yml"}
    clause.write_text(clause.read_text("utf-8").replace("party: contractor", "party: contracter"), "utf-8")
    assert files_told(project) == {"clauses/glossary.yml", "clauses/joho-security/tokki/09.yml"}
