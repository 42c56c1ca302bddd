"""The structure tree of a document, in elements that mean something.

WeasyPrint has an element for every box of CSS: spans in spans, headings in headings, boxes that only lay out.
Source: ISO 32000-1, 14.7 and 14.8 (structure).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from macros.pdf.items import Part

HEADINGS = frozenset(f"H{level}" for level in range(1, 7))
TEXT = frozenset({"P", "Span", "Lbl", "LBody", "Link", "Caption", "Note", "TD", "TH"}) | HEADINGS
"""Structure types that hold words themselves."""

GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "LBody", "TD", "TH"})
"""Structure types that hold blocks."""

EMPTY = frozenset({"TD", "TH", "Figure"})
"""Structure types that mean something with nothing in them."""


@dataclass(eq=False, slots=True)
class Mark:
    """A piece of marked content: a part of a page."""

    page: int
    part: Part


@dataclass(eq=False, slots=True)
class Annotation:
    """A link, or a place to be filled in."""

    page: int
    entries: bytes
    """What its dictionary says, its place in the structure left out."""


@dataclass(eq=False, slots=True)
class Element:
    """An element of the structure tree."""

    tag: str
    about: bytes = b""
    """Its attributes, as they stand in its dictionary."""
    kids: list[Element | Mark | Annotation] = field(default_factory=list)
    language: str = ""
    """Where it is not that of the document."""

    @property
    def plain(self) -> bool:
        """Whether nothing is said of it but its type."""
        return not self.about and not self.language


def parts(elements: Iterable[Element]) -> Iterator[Part]:
    """What is painted for the elements and all below them, in the order in which it is read."""
    for element in elements:
        for kid in element.kids:
            if isinstance(kid, Mark):
                yield kid.part
            elif isinstance(kid, Element):
                yield from parts([kid])


def blocks(elements: Iterable[Element]) -> Iterator[Element]:
    """The outermost elements that hold words themselves: paragraphs, headings, cells."""
    for element in elements:
        if any(isinstance(kid, Mark) for kid in element.kids):
            yield element
        else:
            yield from blocks(kid for kid in element.kids if isinstance(kid, Element))


def settle(element: Element) -> None:
    """Elements that only lay out give their kids to the one above."""
    for kid in element.kids:
        if isinstance(kid, Element):
            settle(kid)
    element.kids = [each for kid in element.kids for each in _kept(kid, element)]


def _kept(kid: Element | Mark | Annotation, above: Element) -> Iterator[Element | Mark | Annotation]:
    """What is left of a kid below that element."""
    if not isinstance(kid, Element):
        yield kid
    elif _only_lays_out(kid, above):
        for each in kid.kids:
            yield from _kept(each, above)
    elif kid.kids or kid.about or kid.tag in EMPTY:
        yield kid


def _only_lays_out(kid: Element, above: Element) -> bool:
    if not kid.plain:
        return False
    if kid.tag in ("Span", "NonStruct"):
        return above.tag in TEXT or all(isinstance(each, Element) for each in kid.kids)
    if kid.tag == "P":
        return above.tag == "P" or above.tag in HEADINGS
    if kid.tag in HEADINGS:
        return kid.tag == above.tag
    return kid.tag == "Div" and above.tag in GROUPS


def speak(element: Element, second: str, spoken: Callable[[Part], bool]) -> None:
    """Words in the second language say so: as an element, or as a piece of a paragraph."""
    marks = [kid for kid in element.kids if isinstance(kid, Mark)]
    if element.tag == "P" and len(marks) == len(element.kids):
        ours = [mark for mark in marks if spoken(mark.part)]
        if len(ours) == len(marks):
            element.language = second
        else:
            for mark in ours:
                mark.part.language = second
        return
    kids: list[Element | Mark | Annotation] = []
    run: Element | None = None
    for kid in element.kids:
        if isinstance(kid, Mark) and spoken(kid.part):
            if run is None:
                run = Element("Span", language=second)
                kids.append(run)
            run.kids.append(kid)
            continue
        run = None
        if isinstance(kid, Element):
            speak(kid, second, spoken)
        kids.append(kid)
    if len(kids) == 1 and kids[0] is run and not element.language:
        element.language = second
    else:
        element.kids = kids


def wrap(element: Element) -> None:
    """Words stand in a paragraph, a heading, a cell …, not in what only groups those."""
    kids: list[Element | Mark | Annotation] = []
    words: Element | None = None
    for kid in element.kids:
        if isinstance(kid, Element):
            wrap(kid)
        loose = not isinstance(kid, Element) or kid.tag in ("Span", "NonStruct", "Link", "Form")
        if element.tag in TEXT or not loose or element.tag not in GROUPS:
            words = None
            kids.append(kid)
            continue
        if words is None:
            words = Element("P")
            kids.append(words)
        words.kids += _kept(kid, words)
    element.kids = kids


def join(element: Element, order: Sequence[Mapping[int, int]]) -> None:
    """What stands in one element and is painted in a row is one piece of marked content.

    `order`: of each page, where each of its parts (by identity) comes.
    """
    kids: list[Element | Mark | Annotation] = []
    last: Mark | None = None
    end = -1
    for kid in element.kids:
        if isinstance(kid, Mark):
            at = order[kid.page][id(kid.part)]
            if last is not None and _alike(last, kid) and at == end + 1:
                last.part.items += kid.part.items
                kid.part.items = []
                end = at
                continue
            last, end = kid, at
        else:
            last = None
            if isinstance(kid, Element):
                join(kid, order)
        kids.append(kid)
    element.kids = kids


def _alike(mark: Mark, other: Mark) -> bool:
    one, two = mark.part, other.part
    return (mark.page, one.tag, one.language) == (other.page, two.tag, two.language)
