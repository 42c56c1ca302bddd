"""HTML → PDF. The one place that calls WeasyPrint."""

from __future__ import annotations

import logging
from typing import Any, NoReturn


class LayoutError(Exception):
    """WeasyPrint found fault with the HTML, or was asked to read something outside it."""


def write(html: str) -> bytes:
    """Lay the page out as a tagged PDF (PDF/UA-1), its inputs as form fields without a value.

    Nothing is fetched: an address in the HTML other than `data:` is a fault. Raises `LayoutError` for it
    and for whatever WeasyPrint would only warn of.
    """
    return _laid(html, pdf_forms=True, uncompressed_pdf=True)


def pages(html: str) -> bytes:
    """Lay out a document without fields as a tagged PDF (PDF/UA-1). Raises as `write` does."""
    return _laid(html)


def _laid(html: str, **options: bool) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    class Refusing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            return _refuse(url)

    logger = logging.getLogger("weasyprint")
    heard = _Heard()
    logger.addHandler(heard)
    propagate, logger.propagate = logger.propagate, False
    try:
        page = weasyprint.HTML(string=html, url_fetcher=Refusing(), base_url=None)
        written: bytes = page.write_pdf(pdf_variant="pdf/ua-1", font_config=FontConfiguration(), **options)
    finally:
        logger.removeHandler(heard)
        logger.propagate = propagate
    if heard.warnings:
        raise LayoutError("the page cannot be laid out: " + "; ".join(heard.warnings))
    return written


def _refuse(url: str) -> NoReturn:
    raise ValueError(f"nothing is fetched while a form is laid out: {url[:80]}")


class _Heard(logging.Handler):
    """Keeps what WeasyPrint warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.warnings.append(record.getMessage())
