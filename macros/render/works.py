"""What is printed for training: sheets, sets, hand-outs, as HTML for the printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from macros.render.handout import Handout
from macros.render.parts import Said
from macros.render.printed import Press
from macros.render.sheets import ANSWERS, Sheet
from macros.render.templates import environment
from macros.render.volumes import named, volumes
from macros.render.wording import words_of
from macros.training.checklist import Checklist


@dataclass(frozen=True)
class Piece:
    """A document to be printed: the name of its file without ending, its title, its HTML."""

    name: str
    title: str
    html: str = field(repr=False)


@dataclass(frozen=True)
class Work:
    """A file to be printed: one piece, or several of which each begins on the front of a paper."""

    name: str
    title: str
    pieces: tuple[Piece, ...]
    second: str | None = None
    """The language beside the first."""


class Works:
    """Everything that is printed in one or two languages."""

    def __init__(self, press: Press, checklists: Sequence[Checklist]) -> None:
        self.press, self.checklists = press, tuple(checklists)
        self.templates = environment()

    def of(self, checklist: Checklist) -> Work:
        """One checklist."""
        piece = self._piece(checklist)
        return Work(piece.name, piece.title, (piece,), self.press.second)

    def set_of(self, role: str) -> Iterator[Work]:
        """Every checklist of a role, in one file, or several where it would be too large."""
        chosen = [each for each in self.checklists if role in each.roles]
        words = {language: words_of(language) for language in self.press.languages}
        entry = self.press.corpus.vocabulary.roles[role]
        title = " / ".join(
            words[each]["sheet_set"].format(role=entry.label.get(each, role)) for each in words
        )
        yield from self._set(f"set-{role}", title, chosen)

    def everything(self) -> Iterator[Work]:
        """All checklists, in one file or several."""
        title = " / ".join(words_of(each)["sheet_all"] for each in self.press.languages)
        yield from self._set("all", title, self.checklists)

    def sets(self) -> Iterator[Work]:
        """The set of each role that has one, then everything."""
        for role in self.press.corpus.vocabulary.roles:
            yield from self.set_of(role)
        yield from self.everything()

    def all(self) -> Iterator[Work]:
        """Everything that `tokki site` prints; what else is printed for training is named here."""
        for checklist in self.checklists:
            yield self.of(checklist)
        yield from self.sets()
        yield from self.handouts()

    def handouts(self) -> Iterator[Work]:
        """The hand-out of each role that has obligations, in one language only."""
        if self.press.second:
            return
        for body in self.press.corpus.bodies:
            for role in self.press.corpus.vocabulary.roles:
                handout = Handout(self.press, body.instrument.id, role)
                if handout.standings:
                    yield self._handout(handout)

    def _handout(self, handout: Handout) -> Work:
        html = self.templates.get_template("sheets/handout.html.j2").render(h=handout)
        title = handout.book.t("handout_title", role=handout.book.label("roles", handout.role))
        return Work(handout.name, title, (Piece(handout.name, title, html),))

    def blank(self) -> str:
        """The back of a paper on which nothing stands."""
        said = [Said(words_of(each)["sheet_blank"], each) for each in self.press.languages]
        return self.templates.get_template("sheets/blank.html.j2").render(said=said)

    def _set(self, name: str, title: str, chosen: Sequence[Checklist]) -> Iterator[Work]:
        press = self.press
        books = [press.books(body.instrument.id)[0] for body in press.corpus.bodies]
        found = volumes(chosen, books, len(press.languages), bool(press.address))
        for number, volume in enumerate(found, 1):
            pieces = tuple(self._piece(each) for each in volume)
            whole = title if len(found) == 1 else f"{title} {number}/{len(found)}"
            yield Work(named(name, press.tag, number, len(found)), whole, pieces, press.second)

    def _piece(self, checklist: Checklist) -> Piece:
        if checklist.id not in self._pieces:
            sheet = Sheet(self.press, checklist.instrument, checklist)
            html = self.templates.get_template("sheets/checklist.html.j2").render(s=sheet, answers=ANSWERS)
            title = " / ".join(said.text for said in sheet.say(checklist.title))
            self._pieces[checklist.id] = Piece(sheet.name, title, html)
        return self._pieces[checklist.id]

    @cached_property
    def _pieces(self) -> dict[str, Piece]:
        return {}
