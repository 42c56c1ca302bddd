"""What is written anew is what was laid out: the same picture, the same text, tags that mean something."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageFilter

from macros.corpus import load as load_corpus
from macros.pdf import fonts, items, layout, painted
from macros.pdf.boxes import Box, seen
from macros.pdf.outlines import Outlines, Subset
from macros.pdf.printable import printable
from macros.pdf.sheet import sheet
from macros.pdf.tree import Element
from macros.render.printed import Press
from macros.render.works import Works
from macros.training.checklists import load
from tests import pdf_kit as kit

ROOT = Path(__file__).parent.parent
ADDRESS = "https://handbook.example.jp/tokki"
NAMES = "山田𠮷太郎、Nguyễn Văn Đức、佐藤 q\u0301 イ\u0301"
"""Set in several fonts on one line, with marks above the line."""

SEEN = 40
"""Of 255 after a blur: an area, a code or a word too many or too few shows more; lines are counted."""


def documents() -> Iterator[tuple[str, str, str | None]]:
    """Name, HTML and second language of a document of each kind: forms, sheets, a hand-out."""
    for id_, form in sorted(kit.forms().items()):
        second = "en" if id_ != "todokede" else None
        yield f"form-{id_}", sheet(form, {}, {}, second).html, second
    corpus, lists = load_corpus(ROOT / "clauses"), load(ROOT / "forms")
    for edition, chosen in (("ja", 0), ("en", 4), ("ja-en", -1)):
        works = Works(Press(corpus, edition.split("-"), ADDRESS), lists)
        work = works.of(lists[chosen])
        yield work.name, work.pieces[0].html, work.second
    yield next((w.name, w.pieces[0].html, w.second) for w in Works(Press(corpus, ["ja"]), lists).handouts())
    for name, words in {"lent": NAMES, "others-lent": "ễ 𠮷 שם 😀"}.items():
        page = f'<style>p {{ font: 12pt "BIZ UDGothic"; border: 1pt dashed }}</style><p>{words}</p>'
        yield name, printable(f'<html lang="ja"><title>{name}</title>{page}</html>')[0], None


DOCUMENTS = {name: (html, second) for name, html, second in documents()}


def by_the_engine(html: str) -> bytes:
    """As WeasyPrint itself writes it."""
    data: bytes = layout._read(html).write_pdf(pdf_variant=layout.VARIANT, font_config=layout._fonts())
    return data


def pictures(data: bytes) -> list[Image.Image]:
    """Its pages as mupdf draws them, softened: half a pixel is no difference."""
    with pymupdf.open(stream=data) as pdf:
        drawn = [page.get_pixmap(dpi=110, colorspace=pymupdf.csGRAY, annots=False) for page in pdf]
    soft = ImageFilter.GaussianBlur(2)
    return [Image.frombytes("L", (pic.width, pic.height), pic.samples).filter(soft) for pic in drawn]


def levels(image: Image.Image) -> list[int]:
    """The shades that a picture has, from black."""
    return [shade for shade, count in enumerate(image.histogram()) if count]


Places = dict[str, list[tuple[float, float]]]


def written(data: bytes) -> list[Places]:
    """Of each page, where every character stands."""
    pages: list[Places] = []
    with pymupdf.open(stream=data) as pdf:
        for page in pdf:
            places: Places = {}
            for block in page.get_text("rawdict")["blocks"]:
                for span in (span for line in block.get("lines", ()) for span in line["spans"]):
                    for char in span["chars"]:
                        if char["c"].strip():
                            places.setdefault(char["c"], []).append(char["origin"])
            pages.append(places)
    return pages


def astray(ours: Places, theirs: Places) -> list[str]:
    """The characters that do not stand, to half a point, where they were laid out; or not as often."""
    found = []
    for character in {*ours, *theirs}:
        here, there = ours.get(character, []), theirs.get(character, [])
        near = all(any(abs(x - v) < 0.5 and abs(y - w) < 0.5 for v, w in there) for x, y in here)
        if len(here) != len(there) or not near:
            found.append(character)
    return found


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_kind_of_document_looks_and_reads_as_it_was_laid_out(name: str) -> None:
    """Page by page: no line, area, code or word is lost, moved or covered."""
    html, second = DOCUMENTS[name]
    theirs, ours = by_the_engine(html), layout.pages(html, second)
    assert len(ours) < len(theirs)
    for here, there in zip(written(ours), written(theirs), strict=True):
        assert len(here) > 3
        assert astray(here, there) == []
    for one, other in zip(pictures(ours), pictures(theirs), strict=True):
        assert levels(ImageChops.difference(one, other))[-1] < SEEN
    assert levels(pictures(ours)[0])[0] < 200  # not two empty pages


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_tags_mean_something(name: str) -> None:
    """No element that only lays out, none in one of its own kind, no words beside paragraphs."""
    html, second = DOCUMENTS[name]

    def walk(element: Element) -> Iterator[tuple[Element, Element]]:
        for kid in element.kids:
            if isinstance(kid, Element):
                yield element, kid
                yield from walk(kid)

    found = [pair for top in layout.lay(html, second).tree for pair in walk(top)]
    assert found
    for above, element in found:
        assert element.kids or element.tag in ("TD", "TH"), element.tag
        assert not (element.tag == "Span" and element.plain)
        assert not (element.tag == above.tag and element.tag in {"P", "H1", "H2", "H3"})
        if above.tag in ("Document", "Sect"):
            assert element.tag not in ("Span", "Link", "Form")
    if second:
        assert any(element.language == second for _, element in found)


def test_a_line_too_few_is_seen() -> None:
    """Every line and area of a form and of a sheet is in what is written, once, in black or grey."""
    for name in ("form-todokede", "worker-before-start.ja"):
        html, second = DOCUMENTS[name]
        found = layout.lay(html, second)
        with pikepdf.open(io.BytesIO(layout.bind([found]))) as pdf:
            for page, laid_out in zip(pdf.pages, found.pages, strict=True):
                content = page.obj.Contents.read_bytes().decode("latin-1")
                drawings = [i for part in laid_out.parts for i in part.items if isinstance(i, items.Drawing)]
                assert drawings
                for drawing in drawings:
                    assert drawing.operators in content
                    assert not drawing.state or drawing.state in content


def test_the_same_document_twice_has_two_structures() -> None:
    """Every page has its own owners: an empty back stands in a set more than once."""
    html, second = DOCUMENTS["form-todokede"]
    part = layout.lay(html, second)
    count = part.count
    with pikepdf.open(io.BytesIO(layout.bind([part, part], "二部"))) as pdf:
        assert pdf.docinfo["/Title"] == "二部"
        assert len(pdf.pages) == 2 * count
        tree = pdf.Root.StructTreeRoot
        assert [str(kid.S) for kid in tree.K[0].K] == ["/Part", "/Part"]
        owners = {}
        nums = list(tree.ParentTree.Nums)
        for key, held in zip(nums[::2], nums[1::2], strict=True):
            owners[int(key)] = (
                [each.objgen for each in held] if isinstance(held, pikepdf.Array) else held.objgen
            )
        first, again = (owners[int(pdf.pages[n].obj.StructParents)] for n in (0, count))
        assert len(first) == len(again)
        assert not set(first) & set(again)


def test_what_the_engine_never_did_before_is_told() -> None:
    """An upgrade that paints otherwise is a fault here, not a page that lacks something."""
    for content in (b"0 0 m 1 1 l B", b"1 0 1 1 0 0 cm", b"/a0.5 gs", b"/X sh"):
        with pytest.raises(painted.UnknownOperator, match="not among what it used before"):
            painted.read(content)
    with pytest.raises(layout.LayoutError, match="cannot be taken from the layout engine"):
        layout.pages('<html lang="ja"><title>x</title><p style="transform:rotate(3deg)">文</p></html>')


@pytest.mark.parametrize("language", ["C.UTF-8", "ja_JP.UTF-8"])
def test_the_second_language_is_named_whatever_the_system_speaks(language: str, tmp_path: Path) -> None:
    """fontconfig gives fonts the names of the system's language: BIZ UDPゴシック."""
    out = tmp_path / "blank.pdf"
    words = ["form", "blank", "ippo", "--second", "en", "--out", str(out)]
    where = {**os.environ, "LC_ALL": language, "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "macros", *words]
    subprocess.run(command, check=True, capture_output=True, env=where, cwd=ROOT)
    with pikepdf.open(out) as pdf:
        assert any(element.get("/Lang") == "en" for element in kit.elements(pdf))
        for page in pdf.pages:
            assert all(str(font.BaseFont).isascii() for font in page.obj.Resources.Font.values())


BOX: Box = (0, 0, 10, 10)


@pytest.mark.parametrize(
    ("boxes", "rule", "clips", "wanted"),
    [
        ([BOX], "f", [], (BOX,)),
        ([BOX], "f", [[(5, 5, 20, 20)]], ((5, 5, 10, 10),)),
        ([BOX], "f", [[(20, 20, 30, 30)]], ()),
        ([BOX], "f", [[]], None),
        ([(1, 1, 9, 9), BOX], "f*", [[(0, 0, 10, 1)]], ((0, 0, 10, 1),)),
        ([(1, 1, 9, 9), BOX], "f*", [[(0, 0, 10, 2)]], None),
        ([(1, 1, 9, 9), BOX], "f*", [], None),
        ([(5, 5, 15, 15), BOX], "f*", [[BOX]], None),
    ],
)
def test_the_edge_of_a_box_is_a_box(
    boxes: list[Box], rule: str, clips: list[list[Box]], wanted: tuple[Box, ...] | None
) -> None:
    """A frame seen through a slot is one side of it; what is no box stays what it is."""
    assert seen(boxes, rule, clips) == wanted


def test_glyphs_of_a_subset_are_those_of_the_font() -> None:
    """Read from the tables or with the whole font opened: the same outlines and widths."""
    file = fonts.find().read_bytes()
    subset, whole = Subset(file), Outlines(TTFont(io.BytesIO(file)))
    ids = range(0, len(subset.places) - 1, 97)
    assert len(ids) > 100
    for number in ids:
        assert subset.glyph(number) == whole[whole.source.getGlyphName(number)]
