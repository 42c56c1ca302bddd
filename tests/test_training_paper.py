"""The attachment of the report on paper: where its tables break."""

from __future__ import annotations

import re
from dataclasses import replace

import pymupdf
import pytest

from macros.model import Corpus
from macros.pdf.layout import pages
from macros.render import desk_report
from macros.render.desk import Given
from macros.render.voice import Voice
from macros.training.people import Person
from macros.training.report import Report
from tests.test_training_report import collected, read, seat
from tests.training_cases import TODAY


def report(corpus: Corpus, classes: int, missing: int) -> Report:
    """A person with ten weak points who was in many classes, and others who are absent."""
    weak = list(Voice.of(corpus, "joho-security", "ja").book.query.obligation)[:10]
    staff = (Person("特記 花子", "業務部"), *(Person(f"社員 {n:03}", "総務部") for n in range(missing)))
    seats = tuple(replace(seat("特記 花子", line=n + 2), instructor=f"講師{n}") for n in range(classes))
    return collected([read("a.json", weak=weak)], seats, staff)


def laid(corpus: Corpus, language: str, classes: int, missing: int, names: bool) -> list[str]:
    """The words of each page, without blanks."""
    voice = Voice.of(corpus, "joho-security", language)
    html = desk_report.attachment(voice, report(corpus, classes, missing), Given(), TODAY, names)
    with pymupdf.open(stream=pages(html, voice.second)) as document:
        return [re.sub(r"\s", "", page.get_text()) for page in document]


@pytest.mark.parametrize("language", ["ja", "both"])
def test_a_table_breaks_between_rows(corpus: Corpus, language: str) -> None:
    """The mistakes go on over the page, with the headings and two rows each time; the caption stays."""
    book = Voice.of(corpus, "joho-security", "ja").book
    plain = [
        re.sub(r"\s", "", book.say(it.obligation.help.plain).text)
        for it in list(book.query.obligation.values())[:10]
    ]
    parted = 0
    for classes in range(0, 16, 2):
        counts = [
            (sum(words in page for words in plain), page)
            for page in laid(corpus, language, classes, 0, names=False)
        ]
        assert sum(count for count, _ in counts) == 10
        for count, page in counts:
            assert count != 1
            assert ("内容（手引の要約）" in page) == (count > 0)
        first = next(page for count, page in counts if count)
        assert "間違いの多かった規定" in first
        if language == "both":
            assert "Provisionswithmostmistakes" in first
        parted += sum(count > 0 for count, _ in counts) > 1
    assert parted


@pytest.mark.parametrize(
    ("language", "missing"), [("ja", 16), ("ja", 17), ("ja", 30), ("both", 15), ("both", 16), ("both", 38)]
)
def test_a_list_of_people_stands_with_its_heading(corpus: Corpus, language: str, missing: int) -> None:
    """Heading and note are not left alone at the foot of a page, nor is a part of the note."""
    found = laid(corpus, language, 0, missing, names=True)
    page = next(page for page in found if "受講者一覧" in page)
    assert page.partition("個人情報を含みます")[2].count("部") > 1
    assert ("Containspersonaldata" in page) == (language == "both")
