"""HTML → PDF. The one place that calls WeasyPrint."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NoReturn

VARIANT = "pdf/ua-1"

LATIN = "UDPGothic"
"""Part of the name of the font in which nothing but the second language of a document is set."""


class LayoutError(Exception):
    """WeasyPrint found fault with the HTML, or was asked to read something outside it."""


def write(html: str) -> bytes:
    """Lay the page out as a tagged PDF (PDF/UA-1), its inputs as form fields without a value.

    Nothing is fetched: an address in the HTML other than `data:` is a fault. Raises `LayoutError` for it
    and for whatever WeasyPrint would only warn of.
    """
    from weasyprint.text.fonts import FontConfiguration

    with _listening():
        written: bytes = _read(html).write_pdf(
            pdf_forms=True, pdf_variant=VARIANT, font_config=FontConfiguration(), uncompressed_pdf=True
        )
    return written


@dataclass(frozen=True)
class Laid:
    """A document without form fields, laid out once and ready to be written as often as wanted."""

    document: Any = field(repr=False)

    @property
    def count(self) -> int:
        """How many pages it has."""
        return len(self.document.pages)


def lay(html: str) -> Laid:
    """Lay out a document without form fields. Raises `LayoutError` as `write` does."""
    with _listening():
        return Laid(_read(html).render(font_config=_fonts(), pdf_variant=VARIANT))


def bind(parts: Sequence[Laid], title: str = "", second: str | None = None) -> bytes:
    """The pages of several documents as one tagged PDF (PDF/UA-1), each numbered as it was by itself.

    `title` is that of the whole, by default that of the first; so is the language. What is set in the
    proportional face (`LATIN`) is named as being in the language `second`.
    """
    import pikepdf

    from macros.pdf.tags import name_language, unread_margins

    first = parts[0].document
    combined = first.copy
    whole = combined([page for part in parts for page in part.document.pages])
    told = first.metadata
    whole.metadata = type(told)(**vars(told) | {"title": title or told.title})
    with _listening():
        written: bytes = whole.write_pdf(pdf_variant=VARIANT, uncompressed_pdf=True)
    with pikepdf.open(io.BytesIO(written)) as pdf:
        unread_margins(pdf)
        if second:
            name_language(pdf, second, LATIN)
        _cut_fonts(pdf)
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
        )
    return out.getvalue()


def pages(html: str, second: str | None = None) -> bytes:
    """A document without form fields as a tagged PDF (PDF/UA-1), fonts cut to what is used."""
    return bind([lay(html)], second=second)


def _cut_fonts(pdf: Any) -> None:
    """Of each font only what a viewer needs stays; a font other than ours means a character it lacks."""
    import pikepdf

    from macros.pdf.truetype import slim

    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/Subtype") == "/Type0":
            if "BIZ-UD" not in (name := str(found.BaseFont)):
                rule = f"characters were set in {name[1:]}, not in BIZ UDGothic"
                raise LayoutError(f"{rule}: other characters are wanted, or fc-cache has to be run")
        elif isinstance(found, pikepdf.Stream) and "/Length1" in found:
            file = slim(found.read_bytes())
            found.write(file)
            found.Length1 = len(file)


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _read(html: str) -> Any:
    import weasyprint

    class Refusing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            return _refuse(url)

    return weasyprint.HTML(string=html, url_fetcher=Refusing(), base_url=None)


@contextmanager
def _listening() -> Iterator[None]:
    logger = logging.getLogger("weasyprint")
    heard = _Heard()
    logger.addHandler(heard)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(heard)
        logger.propagate = propagate
    if heard.warnings:
        raise LayoutError("the page cannot be laid out: " + "; ".join(heard.warnings))


def _refuse(url: str) -> NoReturn:
    raise ValueError(f"nothing is fetched while a document is laid out: {url[:80]}")


class _Heard(logging.Handler):
    """Keeps what WeasyPrint warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.warnings.append(record.getMessage())
