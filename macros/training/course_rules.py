"""The rules that a sound course keeps, and how the one in a folder of forms is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from macros.corpus import locate_among
from macros.errors import Place, Problem, did_you_mean, shown
from macros.model import Corpus
from macros.rules.names import declared_in, unknown_in
from macros.training import course_words
from macros.training.course import Lessons, Question, Step, cited
from macros.training.course_case import CourseCase, bare, words_of
from macros.training.courses import FOLDER, read

ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

Rule = Callable[[CourseCase], Iterator[Problem]]


def steps_there(case: CourseCase) -> Iterator[Problem]:
    """The course names every step once, and every step is named like its file."""
    course, there = case.lessons.course, case.reading.steps
    seen: set[str] = set()
    for number, id_ in enumerate(course.steps):
        place = course.at(f"steps[{number}]")
        if id_ in seen:
            yield Problem(place, "duplicate", "a step is gone through once", id_)
        elif id_ not in there and case.reading.whole:
            rule = f"a step has its file: forms/{FOLDER}/<step>.yml"
            yield Problem(place, "unknown", rule, id_, did_you_mean(id_, there))
        seen.add(id_)
    for name, step in there.items():
        if step.id != name:
            rule = "a step is named like its file"
            yield Problem(step.at("id"), "id", rule, step.id, f"write {name}")
        if name not in seen:
            mend = "name it under `steps` in course.yml, or remove the file"
            yield Problem(step.at("id"), "unlisted", "a step belongs to the course", name, mend)


def ids_fit(case: CourseCase) -> Iterator[Problem]:
    """Ids of questions are well formed, and each stands once in the course."""
    seen: dict[str, Place] = {}
    for question in case.lessons.questions:
        place = question.at("id")
        if not ID.fullmatch(question.id) or not question.id.startswith("q-"):
            rule = "the id of a question is q- and small letters, digits and hyphens"
            yield Problem(place, "id", rule, question.id)
        if question.id in seen:
            rule, mend = "the id of a question stands once", f"also in {seen[question.id].file}"
            yield Problem(place, "duplicate", rule, question.id, mend)
        seen.setdefault(question.id, place)


def names_known(case: CourseCase) -> Iterator[Problem]:
    """Every tag and id that is used is declared; what a text cites stands in the basis of its question."""
    course = case.lessons.course
    bodies = {body.instrument.id: body for body in case.corpus.bodies}
    if case.body is None and course.instrument in case.case.unread:
        return
    if case.body is None:
        mend = did_you_mean(course.instrument, bodies)
        yield Problem(course.at("instrument"), "unknown", "unknown instrument", course.instrument, mend)
        return
    shared = {"instruments": bodies, "roles": case.corpus.vocabulary.roles}
    known = {**shared, **declared_in(case.body, case.case)}
    for record in (course, *case.lessons.steps):
        yield from unknown_in(record, known, case.case.unread)
    for question in case.lessons.questions:
        if question.near is not None and question.near not in course.near:
            rule, mend = "unknown near-pair", did_you_mean(question.near, course.near)
            yield Problem(question.at("near"), "unknown", rule, question.near, mend)
        if not set(question.basis) <= set(known["id"]):
            continue  # told above, or where it could not be read
        basis = {case.provision(id_) for id_ in question.basis}
        for record, path, words in words_of(question):
            for language, id_ in cited(words):
                if id_ in known["id"] and case.provision(id_) not in basis:
                    rule, mend = "what is cited stands in the basis of the question", f"add {id_} to `basis`"
                    yield Problem(record.at(f"{path}.{language}"), "basis", rule, id_, mend)
    for record, path, words in words_of(course, *case.lessons.steps):
        for language, id_ in cited(words):
            if id_ not in known["id"] and id_ not in case.case.unread:
                rule, mend = "unknown id in a citation", did_you_mean(id_, known["id"])
                yield Problem(record.at(f"{path}.{language}"), "unknown", rule, id_, mend)


def choices_sound(case: CourseCase) -> Iterator[Problem]:
    """A question has three to six choices, exactly one of them right unless it asks for many."""
    for question in case.lessons.questions:
        place, right = question.at("choices"), len(question.answer)
        if not 3 <= len(question.choices) <= 6:
            yield Problem(place, "choices", "a question has three to six choices", str(len(question.choices)))
        if not question.many and right != 1:
            rule = "exactly one choice is right, unless the question has `many: true`"
            yield Problem(place, "right", rule, f"{right} right")
        if question.many and not 1 < right < len(question.choices):
            rule = "a question that asks for many has several right choices, and a wrong one"
            yield Problem(place, "right", rule, f"{right} of {len(question.choices)} right")
        seen: dict[tuple[str, str], int] = {}
        for number, choice in enumerate(question.choices):
            for language, text in choice.text.items():
                if seen.setdefault((language, bare(text)), number) != number:
                    rule = "no two choices of a question say the same"
                    yield Problem(choice.at(f"text.{language}"), "duplicate", rule, shown(text))


def covered(case: CourseCase) -> Iterator[Problem]:
    """Every obligation of the role stands in one step, and has a question whose right answer cites it."""
    if not case.reading.whole:
        return  # it may stand in a file that could not be read
    course = case.lessons.course
    for _, selections in case.grounds:
        shown_in: dict[str, Step] = {}
        for step in case.lessons.steps:
            for number, id_ in enumerate(step.obligations):
                if id_ in shown_in:
                    rule, mend = "an obligation stands in one step", f"also in {shown_in[id_].id}"
                    yield Problem(step.at(f"obligations[{number}]"), "duplicate", rule, id_, mend)
                shown_in.setdefault(id_, step)
        asked = {id_ for question in case.lessons.questions for id_ in asked_in(case, question)}
        for standing in selections.of_role(course.role):
            id_ = standing.obligation.id
            if id_ not in shown_in:
                rule = f"every obligation of the role {course.role} stands in a step"
                yield Problem(course.at("steps"), "uncovered", rule, id_, "add it to `obligations` of a step")
            if id_ not in asked:
                rule = f"every obligation of the role {course.role} has a question that rests on it"
                mend = "add it to `basis` of a question whose right answer cites its provision"
                yield Problem(course.at("steps"), "uncovered", rule, id_, mend)


def asked_in(case: CourseCase, question: Question) -> set[str]:
    """Those of the basis that a question asks about: their provision is cited where an answer is right."""
    right = [choice for choice in question.choices if choice.right] or question.choices
    told = {id_ for choice in right for _, id_ in cited(choice.feedback)}
    return {id_ for id_ in question.basis if case.provision(id_) in told}


SHAPE: tuple[Rule, ...] = (steps_there, ids_fit, names_known)
RULES: tuple[Rule, ...] = (
    choices_sound,
    course_words.words_whole,
    course_words.stems_ask,
    course_words.nothing_given_away,
)
GROUNDED: tuple[Rule, ...] = (covered, course_words.quotes_stand)
"""Those that look into the clauses: nobody knows while some cannot be read."""


def check(
    forms: Path,
    corpus: Corpus | None,
    clauses: Path,
    shown_as: str = "forms",
    clauses_as: str = "clauses",
    unread: frozenset[str] = frozenset(),
) -> tuple[Lessons | None, list[Problem]]:
    """Read the course in a folder of forms and check it against the corpus, read from `clauses`.

    `corpus`: none where it could not be read; then only what reading the course tells is told. `unread`: ids
    in clauses that could not be read, and are told. Returns what was read (`None` without a course) and every
    problem, located and sorted.
    """
    reading = read(forms, shown_as)
    problems = list(reading.problems)
    lessons = reading.lessons
    if lessons is not None and corpus is not None:
        case = CourseCase(lessons, reading, corpus, unread)
        faults = [problem for rule in SHAPE for problem in rule(case)]
        problems += faults
        if not faults:  # what names what is not there cannot be held against it
            rules = RULES if unread else (*RULES, *GROUNDED)
            problems += [problem for rule in rules for problem in rule(case)]
    return lessons, locate_among(problems, (forms, shown_as), (clauses, clauses_as))
