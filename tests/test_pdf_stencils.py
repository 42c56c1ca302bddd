"""What recurs in a PDF is drawn once and used again, and nothing of it is lost: words, places, language."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache

import pikepdf
import pymupdf
import pytest

from macros import corpus
from macros.pdf import layout, operators, stencils
from macros.pdf.cuts import cuts_of
from macros.pdf.items import Item, Part, Stamp, Text
from macros.pdf.laid import Laid, Page
from macros.pdf.tree import Element, Mark
from macros.pdf.tree import parts as read_parts
from macros.render.printed import Press
from macros.render.works import Work, Works
from macros.training import checklists
from tests import pdf_kit as kit
from tests.conftest import ROOT

HAIR = 0.15
"""In points."""


@cache
def work() -> Work:
    """A set in two languages."""
    press = Press(corpus.load(ROOT / "clauses"), ["ja", "en"])
    return next(Works(press, checklists.load(ROOT / "forms")).set_of("trainer"))


@cache
def laid() -> list[Laid]:
    """Its pieces, laid out."""
    return [layout.lay(piece.html, work().second) for piece in work().pieces]


@cache
def bound() -> bytes:
    """It as a file."""
    return layout.bind(laid())


def drawn(pdf: pikepdf.Pdf) -> Counter[str]:
    """Name of a stencil → how often it is used."""
    contents = (page.obj.Contents.read_bytes().decode("latin-1") for page in pdf.pages)
    return Counter(name for content in contents for name in re.findall(r"cm/(X\d+) Do", content))


def characters(data: bytes) -> list[dict[str, list[tuple[float, float]]]]:
    """Of each page, every character with its places."""
    pages = []
    with pymupdf.open(stream=data) as document:
        for page in document:
            found: dict[str, list[tuple[float, float]]] = {}
            lines = (line for b in page.get_text("rawdict")["blocks"] for line in b.get("lines", ()))
            for char in (char for line in lines for span in line["spans"] for char in span["chars"]):
                if char["c"].strip():
                    found.setdefault(char["c"], []).append(char["origin"])
            pages.append(found)
    return pages


def test_it_looks_the_same_as_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every character of a set stands where it would stand if all of it were drawn again on each page."""
    ours = bound()
    monkeypatch.setattr(stencils.Stencil, "saves", False)
    plain = layout.bind(laid())
    assert len(ours) < len(plain)
    with pikepdf.open(io.BytesIO(ours)) as pdf, pikepdf.open(io.BytesIO(plain)) as other:
        assert len(drawn(pdf)) > 3
        assert not drawn(other)
    for here, there in zip(characters(ours), characters(plain), strict=True):
        assert {char: len(places) for char, places in here.items()} == {
            char: len(places) for char, places in there.items()
        }
        far = [
            char
            for char, places in here.items()
            for x, y in places
            if not any(abs(x - v) < HAIR and abs(y - w) < HAIR for v, w in there[char])
        ]
        assert far == []


def test_answers_are_drawn_once() -> None:
    """はい, いいえ … of every item of a set are one drawing, or a few where lines are broken otherwise."""
    items = sum(1 for part in laid() for each in every(part) if each.tag == "LI")
    with pikepdf.open(io.BytesIO(bound())) as pdf:
        (name, count), *_ = drawn(pdf).most_common(1)
        assert count > items / 2
        drawing = next(
            p.obj.Resources.XObject[f"/{name}"] for p in pdf.pages if f"/{name}" in p.obj.Resources.XObject
        )
        content = drawing.read_bytes()
    assert content.count(b"/Span<</Lang(en)>>BDC") == content.count(b"EMC") > 1


def every(part: Laid) -> list[Element]:
    found: list[Element] = []
    below = [*part.tree]
    while below:
        element = below.pop()
        found.append(element)
        below += [kid for kid in element.kids if isinstance(kid, Element)]
    return found


def test_every_piece_of_marked_content_has_one_owner() -> None:
    """The numbers of a page run from 0, each once; the parent tree leads from each to an element with it."""
    with pikepdf.open(io.BytesIO(bound())) as pdf:
        nums = [*pdf.Root.StructTreeRoot.ParentTree.Nums]
        held = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
        for page in pdf.pages:
            content = page.obj.Contents.read_bytes().decode("latin-1")
            marks = [int(mark) for mark in re.findall(r"/MCID (\d+)>>BDC", content)]
            assert marks == [*range(len(marks))]
            owners = held[int(page.obj.StructParents)]
            assert len(owners) == len(marks)
            for mark, owner in enumerate(owners):
                kids = owner.K if isinstance(owner.K, pikepdf.Array) else [owner.K]
                ours = [k for k in kids if not isinstance(k, pikepdf.Dictionary)]
                assert mark in [int(kid) for kid in ours] or owner.Pg.objgen != page.obj.objgen


def test_pages_are_painted_in_the_order_in_which_they_are_read() -> None:
    """The number of an item before its sentence, its answers after it; and each element's words in a row."""
    for part in laid():
        read = [id(each) for each in read_parts(part.tree)]
        painted = [id(each) for page in part.pages for each in page.parts if each.mcid is not None]
        assert [each for each in read if each in {*painted}] == painted


def test_words_in_a_paragraph_say_their_language() -> None:
    """As an element where a whole paragraph or heading is in the second one, else where they are painted."""
    with pikepdf.open(io.BytesIO(bound())) as pdf:
        assert {str(each.Lang) for each in kit.elements(pdf) if "/Lang" in each} == {"en"}
        content = b"".join(page.obj.Contents.read_bytes() for page in pdf.pages)
    said = re.findall(rb"/Span<</Lang\((\w+)\)>>BDC(.*?)EMC", content, re.DOTALL)
    assert {language for language, _ in said} == {b"en"}
    for _, words in said:
        assert b"Tj" in words or b"TJ" in words
        assert b"BDC" not in words


def words(glyph: int, x: int = 0, y: int = 0, language: str = "") -> Text:
    """One glyph."""
    return Text("f", "10", "0 g", (x, y), (glyph,), language=language)


def test_marks_text_objects_and_stamps_are_nested() -> None:
    """BT … ET, BDC … EMC and q … Q are never crossed."""
    fonts = {"f": ("F0", {1: 1, 2: 2})}
    items: list[Item] = [words(1), Stamp("X0", (1000, 2050)), words(2, language="en"), words(1), words(2)]
    content = operators.write(
        [Part(0, "/P", items), Part(1, "/P", [words(1, language="en")])], fonts
    ).decode()
    assert "q 1 0 0 1 10 20.5 cm/X0 Do Q" in content
    opened = []
    for token in re.findall(r"\b(BT|ET|BDC|EMC|Do)\b", content):
        if token in ("BT", "BDC"):
            opened.append(token)
        elif token == "Do":
            assert "BT" not in opened
        else:
            assert opened.pop() == {"ET": "BT", "EMC": "BDC"}[token]
    assert not opened
    alone = operators.draw([words(1), words(2, 500, language="en")], fonts).decode()
    assert alone.splitlines()[:2] == ["BT", "0 g"]  # what holds on the page is not known inside
    assert alone.count("BDC") == alone.count("EMC") == 1


def test_lines_a_hair_apart_are_the_same() -> None:
    """Places are rounded as they are laid out. Elsewhere or in another language it is another drawing."""
    part = laid()[0]
    _, (fonts, *_) = cuts_of([part])
    (name, *_) = fonts
    glyph = next(
        i.glyphs[0] for p in part.pages[0].parts for i in p.items if isinstance(i, Text) and i.font == name
    )
    line = Text(name, "10", "0 g", (0, 0), (glyph,) * 200)

    def alike(*second: Text) -> int:
        runs = [Part(0, "/P", [line, each]) for each in second]
        page = Page("", runs, [])
        tree = [Element("P", kids=[Mark(0, run) for run in runs])]
        found = stencils.find([Laid("ja", "", {}, b"", [page], tree, part.fonts, [])], [fonts])
        return max((len(each.uses) for each in found), default=0)

    near, far = (Text(name, "10", "0 g", (x, -1200), (glyph,)) for x in (7, 70))
    same = Text(name, "10", "0 g", (0, -1200), (glyph,))
    assert alike(same, near) == 2
    assert alike(same, far) == 0
    assert alike(same, Text(name, "10", "0 g", (0, -1200), (glyph,), language="en")) == 0
