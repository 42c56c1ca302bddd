"""The PDFs of training: laid out once, bound into single sheets and sets, kept between runs.

What was printed before is not printed again, and what lays out is not even loaded then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from macros import kept
from macros.pdf import fonts
from macros.render import desk
from macros.render.printed import Press
from macros.render.wording import editions
from macros.render.works import Work, Works

if TYPE_CHECKING:
    from macros.model import Corpus, Profile
    from macros.pdf.layout import Laid
    from macros.training.checklist import Checklist

PACKAGE = Path(__file__).parent.parent
SOURCES = ("pdf/layout.py", "pdf/tags.py")
"""Our files that a PDF depends on, beside its HTML."""


class Printer:
    """Prints works. What stands in several of them is laid out once.

    Raises `FontMissing` where the font is not on this machine.
    """

    def __init__(self) -> None:
        fonts.find()
        self._laid: dict[str, Laid] = {}

    def print(self, work: Work, blank: str) -> bytes:
        """The PDF of a work; `blank` is the HTML of an empty back, put in before a sheet that needs it."""
        told = (work.title, work.second, len(work.pieces) > 1 and blank, [p.html for p in work.pieces])
        name = f"sheet-{hashlib.sha256(f'{_code()} {told!r}'.encode()).hexdigest()[:32]}.pdf"
        if (found := kept.load(name)) is not None:
            return found
        made = self._printed(work, blank)
        kept.keep(name, made)
        return made

    def _printed(self, work: Work, blank: str) -> bytes:
        from macros.pdf.layout import bind

        parts: list[Laid] = []
        for piece in work.pieces:
            if sum(part.count for part in parts) % 2:
                parts.append(self._lay(blank))
            parts.append(self._lay(piece.html))
        return bind(parts, work.title, work.second)

    def _lay(self, html: str) -> Laid:
        from macros.pdf.layout import lay

        if html not in self._laid:
            self._laid[html] = lay(html)
        return self._laid[html]


def print_all(
    folder: Path,
    corpus: Corpus,
    lists: Sequence[Checklist],
    site_url: str = "",
    profile: Profile | None = None,
) -> None:
    """Write every PDF of training into `folder`, in every language and in two side by side.

    Raises `FontMissing` without the font, `ValueError` for a `site_url` that is no address.
    """
    if not lists:
        return
    folder.mkdir()
    for edition in editions():
        works, printer = Works(Press(corpus, edition.split("-"), site_url, profile), lists), Printer()
        blank = works.blank()
        for work in (*works.all(), *desk.blanks(corpus, edition, profile)):
            (folder / f"{work.name}.pdf").write_bytes(printer.print(work, blank))


@cache
def _code() -> str:
    """What a PDF depends on beside its HTML: our code, WeasyPrint, the fonts."""
    found = hashlib.sha256(version("weasyprint").encode())
    for name in SOURCES:
        found.update((PACKAGE / name).read_bytes())
    for font in sorted(fonts.find().parent.glob("*.ttf")):
        found.update(f"{font} {font.stat().st_size} {font.stat().st_mtime_ns}".encode())
    return found.hexdigest()
