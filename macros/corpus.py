"""Files → the corpus, all problems of reading collected. Nothing outside the given folder is read."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from macros import source
from macros.errors import DataError, Place, Problem, ProjectFault, did_you_mean
from macros.model import (
    Body,
    Corpus,
    Crosswalk,
    Glossary,
    Instrument,
    Profile,
    Provision,
    Record,
    Synonyms,
    Tension,
    Tensions,
    Vocabulary,
)
from macros.structure import FAULTY, Reader


@dataclass
class Reading:
    """What came of reading a folder of clauses."""

    corpus: Corpus | None
    """`None` where the vocabulary or every instrument could not be read. An unread glossary has no terms."""
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Ids in files that could not be read: not to be called unknown."""


def natural(path: Path) -> tuple[tuple[int, str], ...]:
    """Sort key that puts 2.yml before 10.yml."""
    pieces = re.findall(r"\d+|\D+", path.name)
    return tuple((int(p), "") if p.isdecimal() else (-1, p) for p in pieces)


class _Folder:
    def __init__(self, root: Path, shown_as: str) -> None:
        self.root, self.shown_as = root, shown_as
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def name(self, path: Path) -> str:
        return f"{self.shown_as}/{path.relative_to(self.root).as_posix()}"

    def read(self, path: Path, wanted: type[Record]) -> Any:
        name = self.name(path)
        text, problems = source.read_text(path, name)
        if text is None:
            self.problems += problems
            with contextlib.suppress(OSError):
                self.unread.update(_ids_in(path.read_bytes().replace(b"\0", b"").decode("ascii", "ignore")))
            return FAULTY
        node, problems = source.parse(text, name)
        self.problems += problems
        if node is None or any(problem.code in ("yaml-alias", "yaml-key") for problem in problems):
            self.unread.update(_ids_in(text))
            return FAULTY
        reader = Reader(name)
        record = reader.record(wanted, node)
        seen = {problem.place for problem in problems}
        self.problems += [p for p in reader.problems if p.place not in seen]
        if record is FAULTY or problems:
            self.unread.update(_ids(node))
            return FAULTY if record is FAULTY else record
        return record

    def body(self, folder: Path) -> Body | None:
        self._unread(folder)
        instrument = self.read(folder / "instrument.yml", Instrument)
        if instrument is FAULTY:
            for file in sorted(folder.glob("*/*.yml"), key=natural):
                self.read(file, Provision)
            self._beside(folder)
            return None
        if instrument.id != folder.name:
            rule = "an instrument is named like its folder"
            self.problems.append(
                Problem(instrument.at("id"), "id", rule, instrument.id, f"write {folder.name}")
            )
        provisions = {}
        for part in instrument.parts:
            place = self._inside(folder, part.folder, part.at("folder"))
            files: list[Path] = []
            with contextlib.suppress(OSError):  # a name that no file can have
                files = sorted(place.glob("*.yml"), key=natural) if place and place.is_dir() else []
                self._unread(place)
            if not files:
                rule = "the folder of a part holds its provisions"
                self.problems.append(Problem(part.at("folder"), "file", rule, part.folder))
            read = (self.read(file, Provision) for file in files)
            provisions[part.id] = tuple(p for p in read if p is not FAULTY)
        tensions, crosswalk = self._beside(folder)
        text, digest = self._text(folder, instrument)
        return Body(instrument, provisions, tensions, crosswalk, text, digest)

    def _beside(self, folder: Path) -> tuple[tuple[Tension, ...], Crosswalk | None]:
        tensions: tuple[Tension, ...] = ()
        if (folder / "tensions.yml").exists():
            record = self.read(folder / "tensions.yml", Tensions)
            tensions = () if record is FAULTY else record.tensions
        crosswalk = None
        if (folder / "crosswalk.yml").exists():
            record = self.read(folder / "crosswalk.yml", Crosswalk)
            crosswalk = None if record is FAULTY else record
        return tensions, crosswalk

    def _unread(self, folder: Path | None) -> None:
        """Tell of files that look like data and would be passed over."""
        for path in sorted(folder.glob("*.[yY]*")) if folder and folder.is_dir() else ():
            if path.suffix.lower() in (".yaml", ".yml") and path.suffix != ".yml":
                rule, mend = "data is read from files that end in .yml", f"name it {path.stem}.yml"
                self.problems.append(Problem(Place(self.name(path)), "file", rule, path.name, mend))

    def _inside(self, folder: Path, name: str, place: Place) -> Path | None:
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()):
            return folder / name
        self.problems.append(Problem(place, "file", "a path stays inside its folder", name))
        return None

    def _text(self, folder: Path, instrument: Instrument) -> tuple[str, str]:
        path = self._inside(folder, instrument.source.document, instrument.source.at("document"))
        if path is None:
            return "", ""
        text, problems = source.read_text(path, self.name(path))
        self.problems += problems
        if text is None:
            return "", ""
        return text.replace("\r\n", "\n"), hashlib.sha256(path.read_bytes()).hexdigest()


def _ids_in(text: str) -> list[str]:
    """Ids in a text that is not YAML, or not known to be: good enough not to call them unknown."""
    return re.findall(r"(?:^|[\s{,])[\"']?id[\"']?: *[\"']?([^\s#,}\"']+)", text, re.MULTILINE)


def _ids(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "id" and isinstance(value, yaml.ScalarNode):
                yield value.value
            yield from _ids(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _ids(item)


def read_record(path: Path, name: str, wanted: type[Record], problems: list[Problem]) -> Any:
    """A file of one record; `FAULTY` where it could not be read. Adds what is wrong with it to `problems`."""
    text, faults = source.read_text(path, name)
    if text is None:
        problems += faults
        return FAULTY
    node, faults = source.parse(text, name)
    problems += faults
    if node is None or any(fault.code in ("yaml-alias", "yaml-key") for fault in faults):
        return FAULTY
    reader = Reader(name)
    record = reader.record(wanted, node)
    seen = {fault.place for fault in faults}
    problems += [problem for problem in reader.problems if problem.place not in seen]
    return record


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Spare Python the search for cycles: what is read holds none, and there is much of it."""
    active = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if active:
            gc.enable()


@_collector_at_rest()
def read(root: Path, shown_as: str = "clauses") -> Reading:
    """Read a folder of clauses. Problems are named by files under `shown_as`; they are not yet located."""
    folder = _Folder(root, shown_as)
    vocabulary = folder.read(root / "vocabulary.yml", Vocabulary)
    glossary = folder.read(root / "glossary.yml", Glossary)
    synonyms = folder.read(root / "synonyms.yml", Synonyms) if (root / "synonyms.yml").exists() else None
    homes = sorted(p.parent for p in root.glob("*/instrument.yml"))
    if not homes:
        rule = "there must be an instrument: a folder with instrument.yml"
        folder.problems.append(Problem(Place(shown_as, 1, 1), "file", rule))
    bodies = tuple(body for home in homes if (body := folder.body(home)) is not None)
    if glossary is FAULTY:
        glossary = Glossary(file=folder.name(root / "glossary.yml"), path="", terms=())
    found = synonyms if synonyms is not FAULTY else None
    corpus = Corpus(vocabulary, glossary, bodies, found) if vocabulary is not FAULTY and bodies else None
    return Reading(corpus, folder.problems, folder.unread)


def locate(problems: Iterable[Problem], root: Path, shown_as: str = "clauses") -> list[Problem]:
    """Look up line and column of problems that know only their file and path; sorted, each once."""
    trees: dict[str, yaml.Node | None] = {}
    located = set()
    for problem in problems:
        place = problem.place
        if not place.line:
            if place.file not in trees:
                path = root / place.file.removeprefix(f"{shown_as}/")
                text, _ = source.read_text(path, place.file)
                trees[place.file] = source.parse(text, place.file)[0] if text is not None else None
            tree = trees[place.file]
            found = source.find(tree, place.file, place.path) if tree is not None else place
            place = replace(found, path=place.path, line=found.line or 1, column=found.column or 1)
        located.add(replace(problem, place=place))
    return sorted(located)


def locate_among(
    problems: Iterable[Problem], folder: tuple[Path, str], rest: tuple[Path, str]
) -> list[Problem]:
    """`locate` where problems are of two folders, with how each is shown: one, and whatever is not in it."""
    given = [*problems]
    ours = [problem for problem in given if problem.place.file.startswith(f"{folder[1]}/")]
    others = [problem for problem in given if not problem.place.file.startswith(f"{folder[1]}/")]
    return sorted([*locate(ours, *folder), *locate(others, *rest)])


def load(root: Path, shown_as: str = "clauses") -> Corpus:
    """The corpus in `root`. Raises `DataError` with every problem of reading where there is one."""
    reading = read(root, shown_as)
    if reading.problems or reading.corpus is None:
        raise ProjectFault(locate(reading.problems, root, shown_as))
    return reading.corpus


def load_profile(path: Path, corpus: Corpus) -> Profile:
    """A contract profile, checked against the parameters of its instrument. Raises `DataError`."""
    folder = _Folder(path.parent, path.parent.as_posix())
    profile = folder.read(path, Profile)
    if profile is FAULTY:
        raise DataError(folder.problems)
    bodies = {body.instrument.id: body for body in corpus.bodies}
    if profile.instrument not in bodies:
        rule = "a profile is for an instrument there is"
        mend = did_you_mean(profile.instrument, bodies)
        place = profile.at("instrument")
        folder.problems.append(Problem(place, "unknown", rule, profile.instrument, mend))
    else:
        known = {p.id for p in bodies[profile.instrument].instrument.parameters}
        folder.problems += [
            Problem(
                profile.at(f"parameters.{name}"),
                "unknown",
                "a profile sets the parameters of its instrument",
                name,
                did_you_mean(name, known),
            )
            for name in profile.parameters
            if name not in known
        ]
    if folder.problems:
        raise DataError(locate(folder.problems, path.parent, path.parent.as_posix()))
    read: Profile = profile
    return read
