"""Files → the course, all problems of reading collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from macros.corpus import locate, read_record
from macros.errors import Problem, ProjectFault
from macros.structure import FAULTY
from macros.training.course import Course, Lessons, Step

FOLDER = "course"
"""Below the folder of forms."""
MAIN = "course.yml"


@dataclass
class Reading:
    """What came of reading the course."""

    course: Course | None = None
    steps: Mapping[str, Step] = field(default_factory=dict)
    """Name of the file → step, also of those that the course does not name."""
    problems: list[Problem] = field(default_factory=list)
    """Still to be located (`corpus.locate`)."""
    whole: bool = True
    """Whether every file could be read."""

    @property
    def lessons(self) -> Lessons | None:
        """The course with those of its steps that there are; `None` without a course."""
        if self.course is None:
            return None
        named = dict.fromkeys(self.course.steps)
        return Lessons(self.course, tuple(self.steps[id_] for id_ in named if id_ in self.steps))


def read(forms: Path, shown_as: str = "forms") -> Reading:
    """Read the course in a folder of forms. Without one, what comes of it is empty and has no problems."""
    folder, problems = forms / FOLDER, list[Problem]()
    if not (folder / MAIN).is_file():
        return Reading()
    course = read_record(folder / MAIN, f"{shown_as}/{FOLDER}/{MAIN}", Course, problems)
    steps, whole = {}, course is not FAULTY
    for path in sorted(folder.glob("*.yml")):
        if path.name == MAIN:
            continue
        step = read_record(path, f"{shown_as}/{FOLDER}/{path.name}", Step, problems)
        whole = whole and step is not FAULTY
        if step is not FAULTY:
            steps[path.stem] = step
    return Reading(None if course is FAULTY else course, steps, problems, whole)


def load(forms: Path, shown_as: str = "forms") -> Lessons | None:
    """The course in a folder of forms, `None` without one. Raises `DataError`."""
    reading = read(forms, shown_as)
    if reading.problems:
        raise ProjectFault(locate(reading.problems, forms, shown_as))
    return reading.lessons
