"""HTML → PDF. The one place that calls WeasyPrint."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from macros import kept
from macros.pdf import fonts

if TYPE_CHECKING:
    from macros.pdf.laid import Laid

VARIANT = "pdf/ua-1"

PRINTED = "BIZ-UD"
"""Part of the name of every font that documents are set in."""

LATIN = "UDPGothic"
"""Part of the name of the font in which nothing but the second language of a document is set."""


class LayoutError(Exception):
    """WeasyPrint found fault with the HTML, or was asked to read something outside it."""


def write(html: str, second: str | None = None) -> bytes:
    """`pages` of what holds nobody's data: kept between runs, and WeasyPrint is not even loaded then."""
    key = hashlib.sha256(f"{basis()} {second} {html}".encode()).hexdigest()
    name = f"laid-{key[:32]}.pdf"
    if (found := kept.load(name)) is None:
        found = pages(html, second)
        kept.keep(name, found)
    return found


def pages(html: str, second: str | None = None) -> bytes:
    """Lay a document out as a tagged PDF (PDF/UA-1), its inputs as places to be filled in, by their names.

    What is set in the proportional face (`LATIN`) is in the language `second`. Nothing is fetched: an address
    in the HTML other than `data:` is a fault. Raises `LayoutError` for it and for whatever WeasyPrint would
    only warn of.
    """
    return bind([lay(html, second)])


def lay(html: str, second: str | None = None) -> Laid:
    """Lay a document out, to be bound, alone or with others. Raises `LayoutError` as `pages` does."""
    from macros.pdf.laid import StrangeFont, take
    from macros.pdf.painted import UnknownOperator

    with _listening():
        # Fonts that a document brings along are its own: those after it would find them, too.
        fonts_ = _fonts.__wrapped__() if "@font-face" in html else _fonts()
        written = _read(html).write_pdf(
            pdf_forms=True, pdf_variant=VARIANT, font_config=fonts_, uncompressed_pdf=True
        )
    try:
        return take(written, PRINTED, second, LATIN)
    except StrangeFont as error:
        rule = f"characters were set in {error}, not in BIZ UDGothic"
        raise LayoutError(f"{rule}: other characters are wanted, or fc-cache has to be run") from None
    except UnknownOperator as error:
        raise LayoutError(f"the page cannot be taken from the layout engine: {error}") from None


def bind(parts: Sequence[Laid], title: str = "") -> bytes:
    """The pages of several documents as one tagged PDF (PDF/UA-1), each numbered as it was by itself.

    `title` is that of the whole, by default that of the first; so is the language.
    """
    from macros.pdf import bound

    return bound.bind(parts, title)


@cache
def basis() -> str:
    """What a document depends on beside its HTML: WeasyPrint, the fonts, our own code."""
    found = hashlib.sha256(version("weasyprint").encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        found.update(path.read_bytes())
    for font in sorted(fonts.find().parent.glob("*.ttf")):
        found.update(f"{font} {font.stat().st_size} {font.stat().st_mtime_ns}".encode())
    return found.hexdigest()


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
