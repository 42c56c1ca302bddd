"""What is tagged is read in order, by its owner, in its language; words do not run together."""

from __future__ import annotations

import io
import re
from functools import cache

import pikepdf
import pytest

from macros import corpus
from macros.pdf import layout, operators
from macros.pdf.items import Drawing, Part, Text
from macros.pdf.laid import Laid
from macros.pdf.spoken import set_blanks
from macros.pdf.tree import Element
from macros.pdf.tree import parts as read_parts
from macros.render.printed import Press
from macros.render.sheets import Sheet
from macros.render.works import Work, Works
from macros.training import checklists
from tests import pdf_kit as kit
from tests.conftest import ROOT

CORPUS, LISTS = corpus.load(ROOT / "clauses"), checklists.load(ROOT / "forms")


@cache
def work() -> Work:
    """A set in two languages."""
    return next(Works(Press(CORPUS, ["ja", "en"]), LISTS).set_of("trainer"))


@cache
def laid() -> list[Laid]:
    """Its pieces, laid out."""
    return [layout.lay(piece.html, work().second) for piece in work().pieces]


@cache
def bound() -> bytes:
    """It as a file."""
    return layout.bind(laid())


def test_every_piece_of_marked_content_has_one_owner() -> None:
    """The numbers of a page run from 0, each once; the parent tree leads from each to an element with it."""
    with pikepdf.open(io.BytesIO(bound())) as pdf:
        nums = [*pdf.Root.StructTreeRoot.ParentTree.Nums]
        held = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
        for page in pdf.pages:
            content = page.obj.Contents.read_bytes().decode("latin-1")
            marks = [int(mark) for mark in re.findall(r"/MCID (\d+)\b", content)]
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
    """As an element where a whole paragraph or heading is in the second one, else as a piece of it."""
    with pikepdf.open(io.BytesIO(bound())) as pdf:
        assert {str(each.Lang) for each in kit.elements(pdf) if "/Lang" in each} == {"en"}
        content = b"".join(page.obj.Contents.read_bytes() for page in pdf.pages)
    said = re.findall(rb"/Span<</MCID \d+/Lang\((\w+)\)>>BDC(.*?)EMC", content, re.DOTALL)
    assert len(said) > 20
    assert {language for language, _ in said} == {b"en"}
    for _, words in said:
        assert b"Tj" in words or b"TJ" in words


@pytest.mark.parametrize(
    ("line", "next_", "apart"),
    [
        ("Confidential", "Data", True),
        ("the Work. ", "Then", False),
        ("well-", "known", False),
        ("生成AI", "等", False),
        ("データ", "AI", False),
        ("Article 14(2)", "and", True),
        ("https://handbook.example.jp/", "tokki", False),
        ("https://handbook.example", ".jp/joho-security", False),
        ("5e2a46595f342297ee647113080", "d39ff6ea362b", False),
        ("SP-3", "o1", True),
        ("the Ordering Party\xa0immediately.", "Article 14(2)", True),
        ("", "x", False),
    ],
)
def test_a_blank_ends_a_line_where_words_do(line: str, next_: str, apart: bool) -> None:
    """Not in Japanese, not behind a hyphen, not inside an address or a digest."""
    texts = {glyph: chr(glyph) for glyph in range(0x10000)}

    def on(words: str, y: int, x: float = 0) -> Text:
        return Text("f", "10", "0 g", (round(100 * x), y), tuple(map(ord, words)))

    def wide(words: Text) -> float:
        return 5.0 * len(words.glyphs)

    whole = Part(0, "/P", [on(line, 1200), on(next_, 0)])
    pieces = [Part(0, "/P", [on(line, 1200)]), Part(1, "/P", [on(next_, 0)], "en")]
    for parts in ([whole], pieces):
        set_blanks(parts, {"f": texts}, wide)
        first, second = (item for part in parts for item in part.items)
        assert isinstance(first, Text)
        assert first.glyphs == (*map(ord, line), *((32,) if apart else ()))
        assert second == on(next_, 0)
    one = Part(0, "/P", [on(line, 0), on(next_, 0)])
    set_blanks([one], {"f": texts}, wide)
    assert one.items == [on(line, 0), on(next_, 0)]
    for gap in (0, 3):  # points, on one line
        pieces = [Part(0, "/P", [on(line, 0)]), Part(1, "/P", [on(next_, 0, wide(on(line, 0)) + gap)])]
        set_blanks(pieces, {"f": texts}, wide)
        item = pieces[0].items[0]
        assert isinstance(item, Text)
        assert (item != on(line, 0)) == (apart and gap > 0)


def every(part: Laid) -> list[Element]:
    """All its elements."""
    found: list[Element] = []
    below = [*part.tree]
    while below:
        element = below.pop()
        found.append(element)
        below += [kid for kid in element.kids if isinstance(kid, Element)]
    return found


def said(part: Laid, element: Element) -> str:
    """The words of an element and all below it."""
    words = (i for each in read_parts([element]) for i in each.items if isinstance(i, Text))
    return "".join(part.fonts[i.font].texts.get(g, "") for i in words for g in i.glyphs if isinstance(g, int))


def test_words_are_read_apart() -> None:
    """Of every item, its sentence in English as it is written, and what stands behind it apart from it."""
    press = Press(CORPUS, ["ja", "en"])
    for part, checklist in zip(laid(), (each for each in LISTS if "trainer" in each.roles), strict=True):
        sheet = Sheet(press, checklist.instrument, checklist)
        elements = {said(part, element).replace("\xa0", " ").strip() for element in every(part)}
        for pause in sheet.pauses:
            for item in pause.items:
                assert item.words["en"] in elements
                sources = {each for each in elements if each.endswith(f" {item.id}")}
                assert len(sources) >= 1, item.id


def test_marks_and_text_objects_are_nested() -> None:
    """BT … ET and BDC … EMC are never crossed; marked content never holds another."""
    words = [Text("f", "10", "0 g", (0, 100 * y), (y,)) for y in (1, 2)]
    line = Drawing("0 0 9 1 re f", "0.5 g")
    parts = [
        Part(None, items=[line, words[0], line]),
        Part(0, "/P", [words[0]]),
        Part(1, "/P", [words[1]], "en"),
        Part(2, "/P", [line, words[0]]),
    ]
    content = operators.write(parts, {"f": ("F0", {1: 1, 2: 2})}).decode()
    opened: list[str] = []
    for token in re.findall(r"\b(BT|ET|BDC|BMC|EMC|re)\b", content):
        if token in ("BT", "BDC", "BMC"):
            opened.append(token)
        elif token == "re":
            assert "BT" not in opened
        else:
            assert opened.pop() in {"ET": ("BT",), "EMC": ("BDC", "BMC")}[token]
        assert len([each for each in opened if each != "BT"]) <= 1
    assert not opened
    assert content.count("/Lang(en)") == 1


def test_japanese_in_english_says_so() -> None:
    """What prevails is quoted in Japanese: a voice must know, in a paragraph of its own or inside one."""
    words = "<p>日本語の条文。</p><p>It is <span>届出書</span>, the form.</p>"
    style = '<style>body { font-family: "BIZ UDGothic" }</style>'
    html = f'<html lang="en"><title>x</title>{style}<body>{words}'
    part = layout.lay(html)
    assert {each.language for each in every(part) if each.tag == "P"} == {"ja", ""}
    pieces = [(each.language, each.mcid) for page in part.pages for each in page.parts if each.language]
    assert pieces == [("ja", 2)]
    assert all(not each.language for each in every(layout.lay(html.replace('lang="en"', 'lang="ja"'))))
