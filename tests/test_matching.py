"""The finders that the rules stand on: quotes, cues, terms, numbers."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.grounding import coverage, spans, ties
from macros.model import Corpus
from macros.rules.case import Patterns
from macros.rules.translation import Terms, numbers_in


@given(st.text("ab", max_size=12), st.text("ab", max_size=4))
def test_spans(text: str, quote: str) -> None:
    """Every place of the quote is found, overlapping ones too, and nothing else; the empty one is nowhere."""
    size = len(quote)
    expected = [(n, n + size) for n in range(len(text)) if quote and text[n : n + size] == quote]
    assert spans(text, quote) == expected


def test_coverage_is_what_quotes_cover(corpus: Corpus) -> None:
    """Characters under a quote and the pieces left are together the whole text, for each provision."""
    for body in corpus.bodies:
        for provision in body.index.values():
            tied, whole, pieces = coverage(provision, "ja")
            text = provision.text("ja")
            assert (whole, tied + sum(map(len, pieces))) == (len(text), len(text))
            quotes = [tie.quote for tie in ties(provision, "ja")]
            assert not any(piece in quotes for piece in pieces)
            assert all(piece in text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("遵守しなければならない。", [("なければならない", {"duty"})]),
        ("行ってはならない。", [("てはならない", {"prohibition"})]),
        ("行わないこと。", [("ないこと", {"prohibition"})]),
        ("注意すること。行わないこと。", [("こと", {"duty"}), ("ないこと", {"prohibition"})]),
        ("公表することができるものとする。", [("ことができるものとする", {"power", "permission"})]),
        ("限るものとし、廃棄を行うこと。", [("ものとし", {"duty"}), ("こと", {"duty"})]),
        ("行うことを定める。", []),
    ],
)
def test_cues(corpus: Corpus, text: str, expected: list[tuple[str, set[str]]]) -> None:
    """The longest cue at a spot decides; each says its modality."""
    found = Patterns(corpus.vocabulary).cues(text, "ja")
    assert [(text[start:end], set(tags)) for start, end, tags in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shall not disclose, and shall return", [("shall not", {"prohibition"}), ("shall", {"duty"})]),
        ("may not enter but may ask", [("may not", {"prohibition"}), ("may", {"power", "permission"})]),
    ],
)
def test_cues_in_english(corpus: Corpus, text: str, expected: list[tuple[str, set[str]]]) -> None:
    """`shall` in `shall not` is no duty."""
    found = Patterns(corpus.vocabulary).cues(text, "en")
    assert [(text[start:end], set(tags)) for start, end, tags in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("60 分以内", ["60"]),
        ("３日以内に１名", ["3", "1"]),
        ("平成17年法律第86号", ["2005", "86"]),
        ("令和元年", ["2019"]),
        ("明治45年、大正2年、昭和64年、平成31年", ["1912", "1913", "1989", "2019"]),
        ("(i)(ii)(iii)(iv)(v)(vi)(vii)(viii)(ix)(x)", [str(n) for n in range(1, 11)]),
        ("item (iii)-2 of Article 2", ["3", "2", "2"]),
        ("(a) and (x) of (mix)", ["10"]),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    """Numbers are the same however they are written: full-width, years of eras, roman in parentheses."""
    assert numbers_in(text) == Counter(expected)


def test_terms(corpus: Corpus) -> None:
    """The longest term at a spot counts; a word to avoid is right where another term calls for it."""
    terms = Terms(corpus.glossary, "ja", "en")
    assert terms.found("再委託等の相手方と再委託等") == ["subcontractor", "subcontracting-etc"]
    assert terms.found("機密データと機密データ") == ["confidential-data"]
    assert terms.said("confidential-data", "the confidential data.")
    assert not terms.said("confidential-data", "the confidential database")
    ids = terms.found("直ちに報告し、速やかに")
    assert list(terms.avoided(["immediately"], "promptly")) == [("immediately", "promptly")]
    assert list(terms.avoided(ids, "immediately report, and promptly")) == []
