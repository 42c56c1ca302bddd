"""The translation says what the original says, in the words of the glossary, and is not older than it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from macros.errors import Problem, did_you_mean, shown
from macros.model import Body, Glossary, Provision, Record, Sentence, digest_of
from macros.rules.case import Case


def present(case: Case) -> Iterator[Problem]:
    """All words of an instrument are there in each of its languages; help is there in all of the site's."""
    site = tuple(case.corpus.vocabulary.languages)
    for body in case.corpus.bodies:
        languages = body.instrument.languages
        for _, sentence, _ in _sentences(body):
            yield from _missing(sentence, "words", sentence.words, languages)
        for provision in body.index.values():
            yield from _missing(provision, "label", provision.label, languages)
            yield from _missing(provision, "cite", provision.cite, languages)
            yield from _missing(provision, "heading", provision.heading, languages)
            for obligation in provision.obligations:
                yield from _missing(obligation.help, "plain", obligation.help.plain, site)
                yield from _missing(obligation.help, "note", obligation.help.note, site)
                for number, evidence in enumerate(obligation.help.evidence):
                    yield from _missing(obligation.help, f"evidence[{number}]", evidence, site)
                yield from _missing(obligation, "implied", obligation.implied, site)
                for _, element in obligation.elements():
                    yield from _missing(element, "implied", element.implied, site)
                    yield from _missing(element, "note", element.note, site)
            for definition in provision.definitions:
                yield from _missing(definition, "note", definition.note, site)
            for number, silence in enumerate(provision.silences):
                yield from _missing(provision, f"silences[{number}]", silence, site)
        for tension in body.tensions:
            yield from _missing(tension, "note", tension.note, site)
        for parameter in body.instrument.parameters:
            yield from _missing(parameter, "label", parameter.label, site)
            yield from _missing(parameter, "words", parameter.words, languages)
        for number, silence in enumerate(body.instrument.silences):
            yield from _missing(body.instrument, f"silences[{number}]", silence, site)
        yield from _missing(body.instrument, "title", body.instrument.title, languages)
        for part in body.instrument.parts:
            yield from _missing(part, "title", part.title, languages)
            yield from _missing(part, "cite", part.cite, languages)
            for chapter in part.chapters:
                yield from _missing(chapter, "label", chapter.label, languages)
                yield from _missing(chapter, "heading", chapter.heading, languages)
        for row in body.crosswalk.rows if body.crosswalk is not None else ():
            yield from _missing(row, "note", row.note, site)
        frameworks = body.crosswalk.frameworks if body.crosswalk is not None else {}
        for table in (body.instrument.documents, body.instrument.forms, frameworks):
            for document in table.values():
                yield from _missing(document, "title", document.title, site)
                yield from _missing(document, "note", document.note, site)
        for tag, party in body.instrument.parties.items():
            yield from _missing(body.instrument, f"parties.{tag}", party, languages)
    for term in case.corpus.glossary.terms:
        yield from _missing(term, "words", term.words, site)
        yield from _missing(term, "definition", term.definition, site)


def _missing(
    record: Record, path: str, words: Mapping[str, object] | None, languages: tuple[str, ...]
) -> Iterator[Problem]:
    if words is None:
        return
    for language in languages:
        if language not in words:
            rule = f"words are given in every language: {language} is missing"
            yield Problem(record.at(path), "untranslated", rule, mend=f"add `{language}: …`")
    for language in words:
        if language not in languages:
            rule = "words are given in languages that are declared"
            mend = did_you_mean(language, languages)
            yield Problem(record.at(f"{path}.{language}"), "unknown", rule, language, mend)


def _sentences(body: Body) -> Iterator[tuple[str, Sentence, Provision]]:
    for provision in body.index.values():
        for number, sentence in enumerate(provision.sentences):
            yield f"sentences[{number}]", sentence, provision


def fresh(case: Case) -> Iterator[Problem]:
    """A translation was made from the original as it stands now (its digest is recorded beside it)."""
    for body in case.corpus.bodies:
        for _, sentence, _ in _sentences(body):
            original = sentence.words.get(body.instrument.language)
            if original is None:
                continue
            now = digest_of(original)
            for language in body.instrument.translations:
                if language not in sentence.words:
                    continue
                made_from = sentence.translated_from.get(language)
                if made_from != now:
                    rule = f"the {language} translation was made from the words as they are now"
                    mend = f'read the translation against them, then write "{now}"'
                    place = sentence.at(f"translated_from.{language}")
                    yield Problem(place, "stale", rule, made_from or "nothing", mend)


_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_NUMBER = re.compile(r"[0-9]+")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def numbers_in(text: str) -> Counter[str]:
    """The numbers a text states: years of eras as years, roman numerals in parentheses as digits."""
    text = text.translate(_WIDE)
    eras = "|".join(_ERAS)
    text = re.sub(
        rf"({eras})([0-9]+|元)年",
        lambda m: f" {_ERAS[m[1]] + (1 if m[2] == '元' else int(m[2]))} ",
        text,
    )
    text = re.sub(r"\(([ivx]+)\)", lambda m: f" {_ROMAN.get(m[1], m[1])} ", text)
    return Counter(_NUMBER.findall(text))


def numbers_equal(case: Case) -> Iterator[Problem]:
    """A translated sentence states the same numbers as the original, as often."""
    for body in case.corpus.bodies:
        for _, sentence, _ in _sentences(body):
            original = numbers_in(sentence.words.get(body.instrument.language, ""))
            for language in body.instrument.translations:
                if language not in sentence.words:
                    continue
                translated = numbers_in(sentence.words[language])
                if translated != original:
                    lost = sorted((original - translated).elements())
                    added = sorted((translated - original).elements())
                    got = ", ".join([f"{n} lost" for n in lost] + [f"{n} added" for n in added])
                    rule = f"numbers are equal in {body.instrument.language} and {language}"
                    yield Problem(sentence.at(f"words.{language}"), "numbers", rule, got)


class Terms:
    """The glossary as a matcher of terms in one language and their words in another."""

    def __init__(self, glossary: Glossary, source: str, target: str) -> None:
        self._ids: dict[str, str] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        self._avoid: dict[str, tuple[str, ...]] = {}
        self.words: dict[str, str] = {}
        for term in glossary.terms:
            if source not in term.words or target not in term.words:
                continue
            for spelling in (term.words[source], *term.also.get(source, ())):
                self._ids[spelling] = term.id
            self._forms[term.id] = (term.words[target], *term.also.get(target, ()))
            self._avoid[term.id] = term.avoid.get(target, ())
            self.words[term.id] = term.words[target]
        ordered = sorted(self._ids, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered)) or r"(?!)")

    def found(self, text: str) -> list[str]:
        """Ids of the terms in a text of the source language, the longest at each spot; each once."""
        return list(dict.fromkeys(self._ids[m[0]] for m in self._pattern.finditer(text)))

    def said(self, id_: str, text: str) -> bool:
        """Whether a text of the target language has the term in one of its forms."""
        return _has_any(self._forms[id_], text.lower())

    def avoided(self, ids: list[str], text: str) -> Iterator[tuple[str, str]]:
        """Words a term must not be called by (term, word), unless another term found has them rightly."""
        for id_ in ids:
            for word in self._avoid[id_]:
                if _has_any((word,), text.lower()) and not any(
                    self.said(other, word) for other in ids if other != id_
                ):
                    yield id_, word


def _has_any(forms: tuple[str, ...], text: str) -> bool:
    """Whether one of some forms stands in a text, given in small letters, as words of its own."""
    for form in map(str.lower, forms):
        at = text.find(form)
        while at >= 0:
            around = text[at - 1 : at] + text[at + len(form) : at + len(form) + 1]
            if not any(letter.isalnum() or letter == "_" for letter in around):
                return True
            at = text.find(form, at + 1)
    return False


def terms_consistent(case: Case) -> Iterator[Problem]:
    """A term of the glossary is translated by its word, and not by one it must not be confused with."""
    matchers: dict[tuple[str, str], Terms] = {}
    for body in case.corpus.bodies:
        language = body.instrument.language
        for target in body.instrument.translations:
            if (language, target) not in matchers:
                matchers[language, target] = Terms(case.corpus.glossary, language, target)
            matcher = matchers[language, target]
            for _, sentence, _ in _sentences(body):
                if language in sentence.words and target in sentence.words:
                    yield from _terms(sentence, matcher, language, target)


def _terms(sentence: Sentence, matcher: Terms, language: str, target: str) -> Iterator[Problem]:
    text = sentence.words[target]
    ids = matcher.found(sentence.words[language])
    for id_ in ids:
        if not matcher.said(id_, text):
            rule = f"the term {id_} is translated by the word of the glossary"
            mend = f"write {shown(matcher.words[id_])}"
            yield Problem(sentence.at(f"words.{target}"), "term", rule, shown(text, 40), mend)
    for id_, word in matcher.avoided(ids, text):
        rule = f"the term {id_} is not translated by “{word}”"
        mend = f"write {shown(matcher.words[id_])}"
        yield Problem(sentence.at(f"words.{target}"), "term", rule, word, mend)
