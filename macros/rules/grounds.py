"""Every annotation rests on words, and every word that binds is annotated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping

from macros.errors import Problem, did_you_mean, shown
from macros.grounding import Tie, quotings, spans, ties
from macros.model import Deadline, Grounded, Obligation, Provision, Vocabulary
from macros.queries import Standing
from macros.rules.case import Case, Patterns

TIMED = frozenset(
    {"deadline", "frequency", "manner", "condition", "trigger", "scope", "action", "where", "exception"}
    | {"effect", "reference", "statement"}
)
"""The parts of an annotation in which a time phrase can be at home."""


Find = Callable[[Patterns, str, str], list[tuple[int, int, frozenset[str]]]]


def one_ground_each(case: Case) -> Iterator[Problem]:
    """Each part of an obligation has exactly one ground: words, as_in or implied. The cue likewise."""
    for _, provision in case.provisions():
        for obligation in provision.obligations:
            if (obligation.cue is None) == (obligation.implied is None):
                rule = "an obligation has a `cue`, or says why it is `implied`"
                yield Problem(obligation.at(), "ground", rule)
            for name, element in obligation.elements():
                given = [k for k in ("words", "as_in", "implied") if getattr(element, k) is not None]
                if len(given) != 1:
                    rule = f"`{name}` rests on exactly one of words, as_in, implied"
                    yield Problem(element.at(), "ground", rule, ", ".join(given) or "none")


def quotes_exact(case: Case) -> Iterator[Problem]:
    """A quote is in the provision's own words exactly once; in a translation it is there."""
    for body, provision in case.provisions():
        for language in body.instrument.languages:
            text = provision.text(language)
            original = language == body.instrument.language
            for tie in ties(provision, language):
                found = len(spans(text, tie.quote))
                if found == 0:
                    rule = f"a quote is an exact part of the words of {provision.id} in {language}"
                    mend = _nearest(tie.quote, text)
                    yield Problem(tie.record.at(tie.path(language)), "quote", rule, shown(tie.quote), mend)
                elif found > 1 and original:
                    rule = "a quote stands once in the words of its provision"
                    got = f"{shown(tie.quote)} {found} times"
                    place = tie.record.at(tie.path(language))
                    yield Problem(place, "ambiguous", rule, got, "quote more of the words around it")
        yield from _languages_of_quotes(provision, body.instrument.languages)
    for body in case.corpus.bodies:
        for parameter in body.instrument.parameters:
            at = body.index.get(parameter.provision or "")
            for language, quotes in (parameter.words or {}).items():
                for quote in quotes if at else ():
                    if at is not None and not spans(at.text(language), quote):
                        rule = f"a quote is an exact part of the words of {at.id} in {language}"
                        mend = _nearest(quote, at.text(language))
                        yield Problem(parameter.at(f"words.{language}"), "quote", rule, shown(quote), mend)


def _languages_of_quotes(provision: Provision, languages: tuple[str, ...]) -> Iterator[Problem]:
    for quoting in quotings(provision):
        place = quoting.record.at(quoting.field)
        for language in languages:
            if language not in quoting.quotes and provision.text(language):
                rule = f"a quote is given in every language of the text: {language} is missing"
                yield Problem(place, "untranslated", rule, mend=f"add `{language}: …`")
        for language in quoting.quotes:
            if language not in languages:
                rule = "words are given in languages that are declared"
                place = quoting.record.at(f"{quoting.field}.{language}")
                yield Problem(place, "unknown", rule, language, did_you_mean(language, languages))


def _nearest(quote: str, text: str) -> str:
    """The stretch of `text` most like `quote`, as a mend."""
    if not text:
        return "the provision has no words of its own here"
    size = len(quote)
    windows = {text[n : n + size] for n in range(max(1, len(text) - size + 1))}
    mend = did_you_mean(quote, windows) if len(windows) < 2000 else ""
    return mend if mend.startswith("did you mean") else ""


def grounds_lead_to_words(case: Case) -> Iterator[Problem]:
    """`as_in` leads to an obligation that has that part, and in the end to words; never in a circle."""
    for body in case.corpus.bodies:
        obligations = case.selections[body.instrument.id].obligation
        for standing in obligations.values():
            for name, element in standing.obligation.elements():
                yield from _follow(obligations, standing.obligation, name, element)


def _follow(
    obligations: Mapping[str, Standing], first: Obligation, name: str, element: Grounded
) -> Iterator[Problem]:
    place, seen, current = element.at("as_in"), {first.id}, element
    while current.as_in is not None:
        if current.as_in in seen:
            yield Problem(place, "ground", "`as_in` does not lead in a circle", current.as_in)
            return
        seen.add(current.as_in)
        target = obligations.get(current.as_in)
        if target is None:
            return  # an unknown id is reported by the rule on names
        following: Grounded | None = getattr(target.obligation, name)
        if following is None:
            rule = f"`as_in` leads to an obligation that has a `{name}`"
            yield Problem(place, "ground", rule, current.as_in)
            return
        mine, theirs = getattr(element, "party", None), getattr(following, "party", None)
        if mine != theirs and not set(mine or ()) <= set(theirs or ()):
            rule = "`as_in` leads to the same party"
            yield Problem(place, "ground", rule, current.as_in)
            return
        current = following


def party_named(case: Case) -> Iterator[Problem]:
    """Words that are to name a party hold the word this text has for it."""
    for body, provision in case.provisions():
        for obligation in provision.obligations:
            for element in (obligation.bearer, obligation.counterparty):
                if element is None or element.words is None:
                    continue
                for language in body.instrument.languages:
                    quoted = " ".join(element.words.get(language, ()))
                    for tag in element.party:
                        word = body.instrument.parties.get(tag, {}).get(language, "")
                        if quoted and word and word.casefold() not in quoted.casefold():
                            rule = f"the words for the {tag} hold “{word}”"
                            place = element.at(f"words.{language}")
                            mend = "use as_in or implied where the words do not name the party"
                            yield Problem(place, "party", rule, shown(quoted), mend)


def cues_say_modality(case: Case) -> Iterator[Problem]:
    """The cue words of an obligation really say its modality, in every language."""
    for body, provision in case.provisions():
        for obligation in provision.obligations:
            for language in body.instrument.languages:
                cues = case.patterns.cues(provision.text(language), language)
                for quote in (obligation.cue or {}).get(language, ()):
                    said: set[str] = set()
                    for start, end in spans(provision.text(language), quote):
                        said |= case.patterns.cue_exactly(
                            provision.text(language), language, (start, end)
                        ) or {t for s, e, tags in cues if s < end and start < e for t in tags}
                    if obligation.modality not in said:
                        got = f"{shown(quote)} says {' or '.join(sorted(said)) or 'no modality'}"
                        rule = f"the cue says the modality: {obligation.modality}"
                        yield Problem(obligation.at(f"cue.{language}"), "modality", rule, got)


def cues_claimed(case: Case) -> Iterator[Problem]:
    """Every cue in the text is claimed by an obligation of that modality (or by an effect)."""
    yield from _claimed(
        case, Patterns.cues, {"cue", "effect"}, "cue", "every cue of the text belongs to an obligation"
    )


def times_claimed(case: Case) -> Iterator[Problem]:
    """Every time phrase in the text is part of an annotation that has a time."""
    yield from _claimed(
        case, Patterns.times, TIMED, "time", "every time phrase belongs to a deadline, condition or effect"
    )


def exceptions_claimed(case: Case) -> Iterator[Problem]:
    """Every ただし, を除き, この限りではない is part of an exception (or of an effect)."""
    yield from _claimed(
        case,
        Patterns.exceptions,
        {"exception", "effect"},
        "exception",
        "every word of exception belongs to the exception of an obligation",
    )


def references_claimed(case: Case) -> Iterator[Problem]:
    """Every phrase that points elsewhere is a reference."""
    yield from _claimed(
        case, Patterns.references, {"reference"}, "reference", "every reference in the text is given"
    )


def _claimed(case: Case, find: Find, kinds: Collection[str], code: str, rule: str) -> Iterator[Problem]:
    """Matches in the prevailing language that no quote of the given kinds overlaps."""
    for body, provision in case.provisions():
        language = body.instrument.language
        text = provision.text(language)
        if not text:
            continue
        quoted = [
            (start, end, tie)
            for tie in ties(provision, language)
            if tie.kind in kinds
            for start, end in spans(text, tie.quote)[:1]
        ]
        for start, end, tags in find(case.patterns, text, language):
            if not any(s < end and start < e and _fits(tie, tags) for s, e, tie in quoted):
                place = provision.at(_sentence_path(provision, language, start))
                around = text[max(0, start - 8) : end + 2].replace("\n", " ")
                got = f"{shown(text[start:end])} in {shown(around)}"
                yield Problem(place, code, rule, got, f"claim it in {provision.id}")


def _fits(tie: Tie, tags: Collection[str]) -> bool:
    """A cue is claimed only by an obligation of its modality; an incident 'duty' inside a power fits both."""
    return not isinstance(tie.owner, Obligation) or tie.kind != "cue" or tie.owner.modality in tags


def _sentence_path(provision: Provision, language: str, position: int) -> str:
    end = 0
    for number, sentence in enumerate(provision.sentences):
        end += len(sentence.words.get(language, "")) + 1
        if position < end:
            return f"sentences[{number}].words.{language}"
    return "sentences"


def deadlines_say_grade(case: Case) -> Iterator[Problem]:
    """The words of a deadline say its grade; a duration is an ISO 8601 duration of that many units."""
    for body, provision in case.provisions():
        language = body.instrument.language
        for obligation in provision.obligations:
            deadline = obligation.deadline
            if deadline is None:
                continue
            quoted = " ".join((deadline.words or {}).get(language, ()))
            said = {t for _, _, tags in case.patterns.times(quoted, language) for t in tags}
            if quoted and deadline.grade not in said:
                got = f"{shown(quoted)} says {' or '.join(sorted(said)) or 'no time'}"
                rule = f"the words of a deadline say its grade: {deadline.grade}"
                yield Problem(deadline.at(f"words.{language}"), "grade", rule, got)
            yield from _duration(deadline, quoted, case.corpus.vocabulary, language)
            if (deadline.grade == "within") != (deadline.duration is not None):
                rule = "a deadline of grade `within` has a duration, and no other has"
                yield Problem(deadline.at("grade"), "grade", rule, deadline.grade)


def _duration(deadline: Deadline, quoted: str, vocabulary: Vocabulary, language: str) -> Iterator[Problem]:
    if deadline.duration is None:
        return
    place, said = deadline.at("duration"), unicodedata.normalize("NFKC", quoted)
    match = re.fullmatch(r"P(?:(\d+)[YMWD])?(?:T(\d+)[HMS])?", deadline.duration)
    digits = [d for d in (match.groups() if match else ()) if d]
    if not digits:
        rule = "a duration is written after ISO 8601, such as PT60M"
        yield Problem(place, "duration", rule, deadline.duration)
    elif (numbers := re.findall("[0-9]+", said)) and numbers != digits:
        rule = "a duration is the number in the words"
        yield Problem(place, "duration", rule, f"{deadline.duration} for {shown(quoted)}")
    elif deadline.length is not None and numbers:
        count, unit = deadline.length
        patterns = vocabulary.units.get(unit, {}).get(language, ())  # type: ignore[call-overload]
        if patterns and not re.search(rf"{count} ?(?:{'|'.join(patterns)})", said, re.IGNORECASE):
            rule = f"the words of a duration name its unit: {unit}"
            yield Problem(place, "duration", rule, f"{deadline.duration} for {shown(quoted)}")
