"""Faithful to the source: nothing lost, nothing invented, every character in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from macros.errors import Place, Problem, shown
from macros.model import Body, Part, Provision
from macros.rules.case import Case

_MARKUP = re.compile(r"(?:\s|(?<![^\n])#{1,6} |(?<![^\n])[ \t]*[-*] )*")
"""What Markdown adds around the words: blank space, heading and list marks at the start of a line."""


def digest_holds(case: Case) -> Iterator[Problem]:
    """The source file is the one the instrument was made from."""
    for body in case.corpus.bodies:
        source = body.instrument.source
        if body.source_sha256 and body.source_sha256 != source.sha256:
            rule = "the source's SHA-256 is the one recorded: the text has changed since"
            mend = f"check every change, then write {body.source_sha256}"
            yield Problem(source.at("sha256"), "digest", rule, source.sha256[:16] + "…", mend)


def captions_whole(case: Case) -> Iterator[Problem]:
    """What the head of a provision is made from names the label, and the heading where it prints one."""
    for body in case.corpus.bodies:
        for part in body.instrument.parts:
            for path, pattern, wanted in (
                ("caption", part.caption, ("{label}", "{heading}")),
                *((f"cite.{language}", cite, ("{label}",)) for language, cite in part.cite.items()),
            ):
                rest = pattern
                for name in wanted:
                    rest = rest.replace(name, "")
                if any(name not in pattern for name in wanted) or "{" in rest:
                    rule = (
                        f"`{path.partition('.')[0]}` holds {' and '.join(wanted)} and no other name in braces"
                    )
                    yield Problem(part.at(path), "caption", rule, pattern)


@dataclass(frozen=True)
class Piece:
    """Words that must stand in the source, with the place in the data they come from."""

    text: str
    place: Place


@dataclass
class Stream:
    """The source read from front to back, piece by piece."""

    file: str
    text: str
    position: int = 0
    problems: list[Problem] = field(default_factory=list)

    def skip(self) -> None:
        """Go over blank space and marks of Markdown."""
        match = _MARKUP.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def take(self, piece: Piece) -> None:
        """Go over the words of `piece`; report what stands before them, or that they are not there."""
        self.skip()
        if self.text.startswith(piece.text, self.position):
            self.position += len(piece.text)
            return
        found = self.text.find(piece.text, self.position)
        if found >= 0:
            self.left_out(self.position, found)
            self.position = found + len(piece.text)
            return
        here = self.text[self.position : self.position + len(piece.text) + 20].split("\n")[0]
        same = next((n for n, (a, b) in enumerate(zip(piece.text, here, strict=False)) if a != b), 0)
        start = max(0, same - 8)
        elsewhere = piece.text in self.text
        rule = (
            "the provisions stand in the order of the source"
            if elsewhere
            else "the words are those of the source, to the character"
        )
        mend = "move it" if elsewhere else f"the source has {shown(here[start : start + 30])}"
        got = shown(piece.text[start : start + 30])
        self.problems.append(Problem(piece.place, "verbatim", rule, got, mend))
        if same >= 4:  # the same sentence with a slip in it: go on behind it
            end = self.text.find("\n", self.position)
            self.position = end if end >= 0 else len(self.text)

    def left_out(self, start: int, end: int) -> None:
        """Report source words between two positions that no piece has taken."""
        for match in re.finditer(r"[^\n]+", self.text[start:end]):
            words = _MARKUP.sub("", match[0], count=1).strip()
            if words:
                at = start + match.start()
                line = self.text.count("\n", 0, at) + 1
                column = at - self.text.rfind("\n", 0, at)
                rule = "every word of the source is in the data"
                place = Place(self.file, line, column, "source")
                self.problems.append(Problem(place, "left-out", rule, shown(words), "add it"))


def text_verbatim(case: Case) -> Iterator[Problem]:
    """Titles, labels, headings and sentences, in order, are the whole source and nothing but the source."""
    for body in case.corpus.bodies:
        if not body.source_text:
            continue
        source = body.instrument.source
        file = f"{body.instrument.file.rpartition('/')[0]}/{source.document}"
        text = body.source_text
        if source.until:
            match = re.search(rf"^{re.escape(source.until)}\s*$", text, re.MULTILINE)
            if match is None:
                rule = "the line that ends the provisions stands in the source"
                yield Problem(source.at("until"), "verbatim", rule, source.until)
            else:
                text = text[: match.start()]
        stream = Stream(file, text)
        for piece in _pieces(body):
            stream.take(piece)
        unread = any(id_.split("-")[0] in {p.id for p in body.instrument.parts} for id_ in case.unread)
        if not unread:
            stream.left_out(stream.position, len(text))
            yield from stream.problems
        else:  # a provision that could not be read would be reported as left out
            yield from (p for p in stream.problems if p.code != "left-out")


def _pieces(body: Body) -> Iterator[Piece]:
    language = body.instrument.language
    for part in body.instrument.parts:
        if language in part.title:
            yield Piece(part.title[language], part.at(f"title.{language}"))
        chapters = {chapter.before: chapter for chapter in part.chapters}
        for top in body.provisions[part.id]:
            chapter = chapters.get(top.id)
            if chapter is not None:
                yield Piece(chapter.label.get(language, ""), chapter.at("label"))
                yield Piece(chapter.heading.get(language, ""), chapter.at("heading"))
            yield from _pieces_of(top, language, part)


def _pieces_of(provision: Provision, language: str, part: Part | None = None) -> Iterator[Piece]:
    label = Piece(provision.label.get(language, ""), provision.at(f"label.{language}"))
    if provision.heading and language in provision.heading:
        heading = provision.heading[language]
        caption = part.caption if part else "{label} {heading}"
        for pattern in caption.split():
            words = pattern.replace("{label}", label.text).replace("{heading}", heading)
            at_heading = provision.at(f"heading.{language}")
            yield Piece(words, at_heading if "{heading}" in pattern else label.place)
    else:
        yield label
    for number, sentence in enumerate(provision.sentences):
        if language in sentence.words:
            yield Piece(sentence.words[language], provision.at(f"sentences[{number}].words.{language}"))
    for child in provision.provisions:
        yield from _pieces_of(child, language)
