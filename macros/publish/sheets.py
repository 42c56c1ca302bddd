"""The PDFs of training: laid out once, bound into single sheets and sets, kept between runs.

What was printed before is not printed again, and what lays out is not even loaded then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from macros import kept
from macros.pdf import fonts, layout
from macros.pdf.printable import printable
from macros.render import desk, desk_screen
from macros.render.printed import Press
from macros.render.wording import editions
from macros.render.works import Work, Works

if TYPE_CHECKING:
    from macros.model import Corpus, Profile
    from macros.pdf.laid import Laid
    from macros.training.checklist import Checklist


class Printer:
    """Prints works. What stands in several of them is laid out once.

    Raises `FontMissing` where the font is not on this machine.
    """

    def __init__(self) -> None:
        fonts.find()
        self._laid: dict[tuple[str, str | None], Laid] = {}
        self.missing = ""
        """Characters that no font has: 〓 stands for them in what was laid out."""

    def print(self, work: Work, blank: str) -> bytes:
        """The PDF of a work; `blank` is the HTML of an empty back, put in before a sheet that needs it."""
        told = (work.title, work.second, len(work.pieces) > 1 and blank, [p.html for p in work.pieces])
        name = f"sheet-{hashlib.sha256(f'{layout.basis()} {told!r}'.encode()).hexdigest()[:32]}.pdf"
        if (found := kept.load(name)) is not None:
            return found
        made = self._printed(work, blank)
        kept.keep(name, made)
        return made

    def _printed(self, work: Work, blank: str) -> bytes:
        parts: list[Laid] = []
        for piece in work.pieces:
            if sum(part.count for part in parts) % 2:
                parts.append(self._lay(blank, work.second))
            parts.append(self._lay(piece.html, work.second))
        return layout.bind(parts, work.title)

    def _lay(self, html: str, second: str | None) -> Laid:
        if (html, second) not in self._laid:
            shown, missing = printable(html)
            self.missing = "".join(sorted({*self.missing, *missing}))
            self._laid[html, second] = layout.lay(shown, second)
        return self._laid[html, second]


def write_screens(folder: Path, corpus: Corpus, profile: Profile | None = None) -> None:
    """Write the sheets that are filled in on the screen into `folder`, which is made if need be."""
    made = [page for edition in editions() for page in desk_screen.screens(corpus, edition, profile)]
    if made:
        folder.mkdir(exist_ok=True)
        (folder / desk_screen.STYLE).write_text(desk_screen.style(), "utf-8")
    for name, html in made:
        (folder / f"{name}.html").write_text(html, "utf-8")


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
