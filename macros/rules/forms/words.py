"""The words of a form: official ones to the character, translations whole and in the glossary's words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.errors import Problem, did_you_mean, shown
from macros.forms.definition import Box, Form
from macros.forms.wording import pieces
from macros.model import Body, Record, Words
from macros.rules.fidelity import Piece, Stream
from macros.rules.forms.case import FormCase, words_in
from macros.rules.translation import Terms, numbers_in

_MARKUP = re.compile(r"</?p>|<input type=\"checkbox\"/>|\*\*")
"""What the source has around the words of a form beside blanks and list marks."""

HELP = ("purpose", "help")
"""The handbook's own words: in every language of the site."""

FREE = (*HELP, "example")
"""Words that need not say the same in the same words."""


class _Rows(Stream):
    """The source of a form: a row of its table is one line, so that a slip is no ground to skip the line."""

    def take(self, piece: Piece) -> None:
        """Take a piece; where it is not there, stay: the words in its place will be told as left out."""
        self.skip()
        before, faults = self.position, len(self.problems)
        super().take(piece)
        if any(problem.place == piece.place for problem in self.problems[faults:]):
            self.position = before


def wording_verbatim(case: FormCase) -> Iterator[Problem]:
    """What an official form prints is the whole wording of the source, and nothing but it."""
    for form, body in case.grounded():
        if form.wording is None or not body.source_text:
            continue
        span = _span(form, body)
        if isinstance(span, Problem):
            yield span
            continue
        start, end = span
        text = _MARKUP.sub(lambda m: " " * len(m[0]), body.source_text[:end])
        folder = body.instrument.file.rpartition("/")[0]
        stream = _Rows(f"{folder}/{body.instrument.source.document}", text, start)
        for piece in pieces(form, form.language):
            stream.take(Piece(piece.text, piece.place))
        stream.left_out(stream.position, end)
        yield from stream.problems


def _span(form: Form, body: Body) -> tuple[int, int] | Problem:
    """Where in the source the wording begins and ends."""
    wording = form.wording
    assert wording is not None
    rule = "the line stands in the source"
    begin = re.search(rf"^{re.escape(wording.from_)}\s*$", body.source_text, re.MULTILINE)
    if begin is None:
        return Problem(wording.at("from"), "verbatim", rule, shown(wording.from_))
    if wording.until is None:
        return begin.start(), len(body.source_text)
    pattern = re.compile(rf"^{re.escape(wording.until)}\s*$", re.MULTILINE)
    finish = pattern.search(body.source_text, begin.end())
    if finish is None:
        return Problem(wording.at("until"), "verbatim", rule, shown(wording.until))
    return begin.start(), finish.start()


def words_present(case: FormCase) -> Iterator[Problem]:
    """Words are given in every language of the form; the handbook's help in every one of the site."""
    site = tuple(case.case.corpus.vocabulary.languages)
    for form in case.forms:
        for record, path, words in words_in(form):
            wanted = site if path in HELP else form.languages
            yield from _present(record, path, words, wanted)


def _present(record: Record, path: str, words: Words, wanted: tuple[str, ...]) -> Iterator[Problem]:
    for language in wanted:
        if language not in words:
            rule = f"words are given in every language: {language} is missing"
            yield Problem(record.at(path), "untranslated", rule, mend=f"add `{language}: …`")
    for language in words:
        if language not in wanted:
            rule = "words are given in languages that are declared"
            mend = did_you_mean(language, wanted)
            yield Problem(record.at(f"{path}.{language}"), "unknown", rule, language, mend)


def _held(form: Form) -> Iterator[tuple[Record, str, Words]]:
    """The words that are held against their original."""
    for record, path, words in words_in(form):
        if path not in FREE or isinstance(record, Box):  # the example of a box is wording
            yield record, path, words


def numbers_equal(case: FormCase) -> Iterator[Problem]:
    """Translated words state the same numbers as the original, as often."""
    for form in case.forms:
        for record, path, words in _held(form):
            original = numbers_in(words.get(form.language, ""))
            for language in set(words) - {form.language}:
                if numbers_in(words[language]) != original and form.language in words:
                    rule = f"numbers are equal in {form.language} and {language}"
                    yield Problem(record.at(f"{path}.{language}"), "numbers", rule, shown(words[language]))


def terms_consistent(case: FormCase) -> Iterator[Problem]:
    """A term of the glossary is translated by its word, and not by one it must not be confused with."""
    matchers: dict[tuple[str, str], Terms] = {}
    for form in case.forms:
        for language in form.translations:
            key = (form.language, language)
            if key not in matchers:
                matchers[key] = Terms(case.case.corpus.glossary, *key)
            for record, path, words in _held(form):
                if form.language in words and language in words:
                    yield from _terms(record, path, words, matchers[key], key)


def _terms(
    record: Record, path: str, words: Words, matcher: Terms, languages: tuple[str, str]
) -> Iterator[Problem]:
    source, target = languages
    ids = matcher.found(words[source])
    place = record.at(f"{path}.{target}")
    for id_ in ids:
        if not matcher.said(id_, words[target]):
            rule = f"the term {id_} is translated by the word of the glossary"
            yield Problem(place, "term", rule, shown(words[target], 40), f"write {shown(matcher.words[id_])}")
    for id_, word in matcher.avoided(ids, words[target]):
        rule = f"the term {id_} is not translated by “{word}”"
        yield Problem(place, "term", rule, word, f"write {shown(matcher.words[id_])}")
