"""Words in one reader's language, or in two of which one stands below the other, for sheets to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from macros.forms import dates
from macros.model import Corpus, Profile, Words
from macros.render.book import Book
from macros.render.wording import languages, words_of

Pairs = list[tuple[str, str]]
"""(language, words), the first of them larger; a second that says the same is left out."""

BOTH = "both"

LOCALES = {"ja": "ja-JP-u-ca-japanese", "en": "en-GB"}
"""Language → how a browser calls the way in which sheets write days: 令和8年11月22日, 22 November 2026."""


@dataclass(frozen=True)
class Voice:
    """One instrument in the languages of a sheet."""

    books: tuple[Book, ...]

    @classmethod
    def of(cls, corpus: Corpus, instrument: str, language: str, profile: Profile | None = None) -> Voice:
        """`language` is one of those in which one prints. Raises `LookupError` for an unknown instrument."""
        body = next((b for b in corpus.bodies if b.instrument.id == instrument), None)
        if body is None:
            raise LookupError(instrument)
        tags = languages() if language == BOTH else language.split("-")
        return cls(tuple(Book(corpus, body, tag, words_of(tag), profile) for tag in tags))

    @property
    def second(self) -> str | None:
        """The language below the first."""
        return self.books[1].language if len(self.books) > 1 else None

    @property
    def book(self) -> Book:
        """The book in the first language."""
        return self.books[0]

    @property
    def language(self) -> str:
        """The first language."""
        return self.book.language

    def each(self, say: Callable[[Book], str]) -> Pairs:
        """What `say` gives in each language, each wording once."""
        found: dict[str, str] = {}
        for book in self.books:
            found.setdefault(say(book), book.language)
        return [(language, words) for words, language in found.items()]

    def t(self, key: str, **values: object) -> Pairs:
        """A word of the interface; a value that is a function is asked for each language."""

        def said(book: Book) -> str:
            given = {name: value(book) if callable(value) else value for name, value in values.items()}
            return book.t(key, **given)

        return self.each(said)

    def one(self, key: str, **values: object) -> str:
        """The same in the first language alone."""
        return self.t(key, **values)[0][1]

    def line(self, key: str) -> str:
        """The same in every language on one line: for a title, for the foot of a page."""
        return on_one_line(self.t(key))

    def say(self, words: Words) -> Pairs:
        """Words of the data."""
        return self.each(lambda book: book.say(words).text)

    def label(self, section: str, tag: str) -> Pairs:
        """The label of a tag of the vocabulary."""
        return self.each(lambda book: book.label(section, tag))

    def party(self, tag: str) -> Pairs:
        """A party in the words of the instrument."""
        return self.each(lambda book: book.party(tag))

    @property
    def content(self) -> Pairs:
        """What is taught, if nobody says otherwise."""
        return self.each(what_is_taught)

    def date(self, day: date) -> Pairs:
        """A day: 令和8年11月22日, 22 November 2026."""
        return self.each(lambda book: dates.written(day, book.language))

    @staticmethod
    def cites(ids: Iterable[str]) -> Callable[[Book], str]:
        """The citations of several provisions or obligations, as a value for `t`."""
        several = tuple(ids)
        return lambda book: book.t("list_comma").join(dict.fromkeys(book.cite(id_) for id_ in several))

    @cached_property
    def title(self) -> Pairs:
        """The title of the instrument."""
        return self.say(self.book.body.instrument.title)


def on_one_line(pairs: Pairs) -> str:
    """Words in each language, one behind the other."""
    return " / ".join(words for _, words in pairs)


def what_is_taught(book: Book) -> str:
    """What is taught, if nobody says otherwise: to understand the text and to do what it says."""
    return book.t("desk_content_default", title=book.say(book.body.instrument.title).text)
