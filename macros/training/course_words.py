"""The words of the course: whole in every language, quoting what is there, giving no answer away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from macros.errors import Problem, shown
from macros.model import Record, Words
from macros.rules.translation import Terms
from macros.training.course import MARK, Question
from macros.training.course_case import CourseCase, bare, words_of

QUOTED = {"ja": re.compile("「([^「」]+)」"), "en": re.compile("“([^“”]+)”")}
KEPT_APART = frozenset(
    {"approval", "consent", "written-consent", "notification", "report", "consultation"}
    | {"immediately", "promptly"}
)
"""Terms that the course teaches to keep apart: each is called by its word wherever it comes up."""

ASKING = {"ja": re.compile("か[。？]$"), "en": re.compile("[?]”?$")}
OPENING = re.compile("[^。、.,;:]*")
"""What is read first of a choice: よい。 No. …"""

ENOUGH = 12
"""From so many questions on, a habit of where and how long the right answer is gives it away."""
MOST = 0.4


def words_whole(case: CourseCase) -> Iterator[Problem]:
    """Our words stand in every language, cite the same there, and keep the acts apart."""
    wanted = tuple(case.corpus.vocabulary.languages)
    first = case.body.instrument.language if case.body else wanted[0]
    terms = {other: Terms(case.corpus.glossary, first, other) for other in wanted if other != first}
    for record, path, words in words_of(case.lessons.course, *case.lessons.steps):
        for language in wanted:
            if language not in words:
                rule = f"words are given in every language: {language} is missing"
                yield Problem(record.at(path), "untranslated", rule, mend=f"add `{language}: …`")
        for language in words:
            if language not in wanted:
                rule = "words are given in languages that are declared"
                yield Problem(record.at(f"{path}.{language}"), "unknown", rule, language)
            elif language != first and first in words:
                yield from _same(record, path, words, (first, language), terms[language])


def _same(
    record: Record, path: str, words: Words, languages: tuple[str, str], terms: Terms
) -> Iterator[Problem]:
    first, other = languages
    place, text = record.at(f"{path}.{other}"), words[other]
    marks = [sorted(m[1] for m in MARK.finditer(words[language])) for language in languages]
    if marks[0] != marks[1]:
        rule = f"the same provisions are cited in {first} and {other}"
        yield Problem(place, "cited", rule, ", ".join(marks[1]), f"cite {', '.join(marks[0]) or 'none'}")
    for id_ in KEPT_APART.intersection(terms.found(MARK.sub("", words[first]))):
        if not terms.said(id_, MARK.sub("", text)):
            rule = f"the term {id_} is translated by the word of the glossary"
            yield Problem(place, "term", rule, shown(text, 40), f"write {shown(terms.words[id_])}")
    for id_, word in terms.avoided(terms.found(words[first]), text):
        rule = f"the term {id_} is not translated by “{word}”"
        yield Problem(place, "term", rule, word, f"write {shown(terms.words[id_])}")


def quotes_stand(case: CourseCase) -> Iterator[Problem]:
    """What is quoted in an answer are words of the provisions it rests on, or of the question itself."""
    for question in case.lessons.questions:
        asked = [question.stem, *(choice.text for choice in question.choices)]
        for choice in question.choices:
            for language, text in choice.feedback.items():
                own = bare("\n".join(words.get(language, "") for words in asked))
                for quote in QUOTED.get(language, QUOTED["en"]).findall(text):
                    if bare(quote) not in case.printed(question, language) and bare(quote) not in own:
                        rule = "a quote is made of words of the provisions in the basis, or of the question"
                        yield Problem(choice.at(f"feedback.{language}"), "quote", rule, shown(quote))


def stems_ask(case: CourseCase) -> Iterator[Problem]:
    """What stands before the choices asks something, so that it is plain what is to be chosen."""
    for question in case.lessons.questions:
        for language, text in question.stem.items():
            if not ASKING.get(language, ASKING["en"]).search(text):
                rule, mend = "a stem ends with a question", "ask what one does, or what is right"
                yield Problem(question.at(f"stem.{language}"), "stem", rule, shown(text[-30:]), mend)


def nothing_given_away(case: CourseCase) -> Iterator[Problem]:
    """Over the whole course, neither place, length nor opening of the right answer tells which it is."""
    asked = [q for q in case.lessons.questions if not q.many and len(q.answer) == 1]
    if len(asked) < ENOUGH:
        return
    place = case.lessons.course.at("steps")
    most = max(len(q.choices) for q in asked)
    for number in range(most):
        share = sum(q.answer[0] == number for q in asked) / len(asked)
        if share > MOST:
            rule = f"the right choice is at one place in at most 40% of the questions: number {number + 1}"
            yield Problem(place, "giveaway", rule, f"{share:.0%}", "put some of them elsewhere")
    for language in case.corpus.vocabulary.languages:
        for name, extreme in (("longest", max), ("shortest", min)):
            share = sum(_alone(question, language, extreme) for question in asked) / len(asked)
            if share > MOST:
                rule = f"the right choice is the {name} in at most 40% of the questions: {language}"
                yield Problem(
                    place, "giveaway", rule, f"{share:.0%}", "lengthen some choices, shorten others"
                )
        odd = [_odd(q, language) == q.answer[0] for q in asked if _odd(q, language) is not None]
        if len(odd) >= ENOUGH and sum(odd) / len(odd) > MOST:
            rule = f"the right choice is the only one that opens unlike the others in at most 40%: {language}"
            mend = "let a wrong choice open like the right one (No, for a wrong reason)"
            yield Problem(place, "giveaway", rule, f"{sum(odd) / len(odd):.0%}", mend)


def _odd(question: Question, language: str) -> int | None:
    """The number of the only choice that opens unlike all others, which open alike."""
    opening = [OPENING.match(choice.text.get(language, "")) for choice in question.choices]
    words = [bare(match[0]) if match else "" for match in opening]
    alone = [number for number, word in enumerate(words) if words.count(word) == 1]
    return alone[0] if len(alone) == 1 and len(set(words)) == 2 else None


def _alone(question: Question, language: str, extreme: Callable[[Iterable[int]], int]) -> bool:
    lengths = [len(choice.text.get(language, "")) for choice in question.choices]
    right = lengths[question.answer[0]]
    return right == extreme(lengths) and lengths.count(right) == 1
