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
from macros.render import desk, desk_changed, desk_page, desk_screen
from macros.render.printed import Press
from macros.render.voice import Voice
from macros.render.wording import editions
from macros.render.works import Piece, Work, Works
from macros.training.edition import edition_of, to_json

if TYPE_CHECKING:
    from macros.model import Corpus, Profile
    from macros.pdf.laid import Laid
    from macros.training.changed import Comparison
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


def write_edition(folder: Path, corpus: Corpus) -> None:
    """Write the edition of the text that training is about, as a file to be held against a later one."""
    if (voice := desk.voice_in(corpus, editions()[0])) is not None:
        now = edition_of(voice.book.body)
        folder.mkdir(exist_ok=True)
        (folder / f"{desk_page.edition_file(now.name)}.json").write_text(to_json(now), "utf-8")


def write_changed(folder: Path, corpus: Corpus, comparison: Comparison, profile: Profile | None) -> None:
    """Write what changed between two editions, as pages and as PDFs, in every language and in two.

    Raises `FontMissing` without the font.
    """
    folder.mkdir(exist_ok=True)
    (folder / desk_screen.STYLE).write_text(desk_screen.style(), "utf-8")
    for edition in editions():
        voice = Voice.of(corpus, comparison.new.instrument, edition, profile)
        html = desk_changed.page(voice, comparison)
        name, title = f"{desk_page.CHANGED}.{edition}", voice.line("desk_changed")
        work = Work(name, title, (Piece(name, title, html),), voice.second)
        (folder / f"{name}.html").write_text(desk_screen.changed(voice, comparison), "utf-8")
        (folder / f"{name}.pdf").write_bytes(Printer().print(work, ""))


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
