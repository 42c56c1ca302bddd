"""What everything printed for training shares: words in one or two languages, citations, addresses, codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import urlsplit

from macros.model import Corpus, Profile, Words
from macros.render.book import Book
from macros.render.parts import Said
from macros.render.wording import words_of

CONTRACT = "contract-name"
"""The parameter that says which contract a sheet is for."""


def address_of(site_url: str) -> str:
    """The address under which the handbook is read, without a slash at its end; "" where it has none yet.

    A path alone is none: nobody can open it from paper. Raises `ValueError` for what is no address.
    """
    if "://" not in site_url:
        return ""
    parts = urlsplit(site_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s<>\"]", site_url):
        raise ValueError("an address begins with https:// or http:// and names a host")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


@cache
def _code(link: str) -> str:
    import segno

    return str(segno.make(link, error="m", micro=False).png_data_uri(scale=1, border=4))


class Press:
    """The books and words in one or two languages, for everything that is printed in them."""

    def __init__(
        self,
        corpus: Corpus,
        languages: Sequence[str],
        site_url: str = "",
        profile: Profile | None = None,
    ) -> None:
        self.corpus, self.languages, self.profile = corpus, tuple(languages), profile
        self.address = address_of(site_url)
        self._books: dict[tuple[str, str], Book] = {}

    @property
    def tag(self) -> str:
        """How files in these languages are named: `ja`, `ja-en`."""
        return "-".join(self.languages)

    @property
    def language(self) -> str:
        """The first language."""
        return self.languages[0]

    @property
    def second(self) -> str | None:
        """The language printed beside it."""
        return self.languages[1] if len(self.languages) > 1 else None

    def books(self, instrument: str) -> tuple[Book, ...]:
        """The book of an instrument, in each language."""
        return tuple(self._book(instrument, language) for language in self.languages)

    def _book(self, instrument: str, language: str) -> Book:
        key = instrument, language
        if key not in self._books:
            body = next(b for b in self.corpus.bodies if b.instrument.id == instrument)
            self._books[key] = Book(self.corpus, body, language, words_of(language), self.profile)
        return self._books[key]


@dataclass(frozen=True)
class Printed:
    """What every printed sheet has: its words in one or two languages, links and codes."""

    press: Press
    instrument: str

    @cached_property
    def books(self) -> tuple[Book, ...]:
        """The book, in each language of the sheet."""
        return self.press.books(self.instrument)

    @property
    def book(self) -> Book:
        """The book in the first language."""
        return self.books[0]

    def t(self, key: str, **values: object) -> list[Said]:
        """A word of the interface in each language of the sheet."""
        return [Said(book.t(key, **values), book.language) for book in self.books]

    def say(self, words: Words | None) -> list[Said]:
        """Words in each language of the sheet, each once."""
        return list(dict.fromkeys(book.say(words) for book in self.books)) if words else []

    def label(self, section: str, tag: str) -> list[Said]:
        """The label of a tag in each language."""
        return [Said(book.label(section, tag), book.language) for book in self.books]

    def cite(self, id_: str) -> list[Said]:
        """A citation in each language."""
        return [Said(book.cite(id_), book.language) for book in self.books]

    def link(self, id_: str) -> str:
        """The full address of a provision or obligation; "" where the handbook has none yet."""
        page = f"{self.press.language}/{self.book.path(id_)}.html"
        return f"{self.press.address}/{page}#{id_}" if self.press.address else ""

    def code(self, id_: str) -> str:
        """The QR code of that address as an image; "" where there is none."""
        return self.code_of(self.link(id_))

    def code_of(self, link: str) -> str:
        """The QR code of an address as an image; "" where there is none."""
        return _code(link) if link else ""

    @property
    def contract(self) -> str:
        """The name of the contract, where the profile says it."""
        given = {blank.id: blank.value for blank in self.book.blanks()}
        return given.get(CONTRACT) or ""

    @property
    def edition(self) -> str:
        """The short name of the text's edition."""
        return self.book.edition

    @property
    def digest(self) -> str:
        """The whole digest of the text."""
        return self.book.body.source_sha256
