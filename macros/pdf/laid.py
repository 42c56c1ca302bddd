"""A document that WeasyPrint has laid out, taken apart: pages, structure, fonts, links, bookmarks.

Margins, which WeasyPrint tags but hangs on no branch of the structure tree, become artifacts.
Source: ISO 32000-1, 14.7 (structure), 12.3.3 (bookmarks), 12.5 (annotations).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from macros.pdf import painted, tree
from macros.pdf.items import Part, Text
from macros.pdf.objects import stream
from macros.pdf.outlines import Subset
from macros.pdf.spoken import Texts, ended, japanese, set_blanks
from macros.pdf.tree import Annotation, Element, Mark
from macros.pdf.truetype import EM

JAPANESE = "ja"

ABOUT = ("/A", "/Alt", "/ActualText", "/ID")
"""What an element can say beside its type, page and kids."""


@dataclass(slots=True)
class Page:
    """A page."""

    box: str
    parts: list[Part]
    annotations: list[Annotation]
    images: dict[str, bytes] = field(default_factory=dict)
    """Name → object."""


@dataclass(slots=True)
class Font:
    """A font as it is used."""

    name: str
    file: Subset
    texts: dict[int, str]
    """Glyph id → the text that it stands for."""

    def wide(self, words: Text) -> float:
        """How wide words are that are set in it, in points."""
        moves = (
            self.file.glyph(each).width / EM if isinstance(each, int) else -float(each) / 1000
            for each in words.glyphs
        )
        return float(words.size) * sum(moves)


@dataclass(slots=True)
class Bookmark:
    """An entry of the outline."""

    title: bytes
    page: int
    place: str
    kids: list[Bookmark]

    @property
    def count(self) -> int:
        """How many entries it is, with all below it."""
        return 1 + sum(kid.count for kid in self.kids)


@dataclass(slots=True)
class Laid:
    """A document, laid out."""

    language: str
    title: str
    info: dict[str, str]
    metadata: bytes
    pages: list[Page]
    tree: list[Element]
    fonts: dict[str, Font]
    """Name in the parts of the pages → font."""
    bookmarks: list[Bookmark]

    @property
    def count(self) -> int:
        """How many pages it has."""
        return len(self.pages)


class StrangeFont(ValueError):
    """Words were set in another font than they should be: it has what the others lack."""


def take(data: bytes, wanted: str, second: str | None = None, second_font: str = "") -> Laid:
    """The document in a PDF that WeasyPrint has written.

    `wanted`: part of the name of every font it may be set in. `second`: the language of what is set in a font
    with `second_font` in its name (WeasyPrint drops `lang`); Japanese in another language is known by its
    letters. Raises `StrangeFont`, and `UnknownOperator` for what WeasyPrint did not use to do.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = _fonts(pdf, wanted)
        texts = {name: font.texts for name, font in fonts.items()}
        pages, top = _structure(pdf, texts)
        for element in top:
            tree.settle(element)
        read = {id(part): at for at, part in enumerate(tree.parts(top))}
        for page in pages:
            page.parts = _compact(sorted(page.parts, key=lambda part: read.get(id(part), -1)))
        order = [{id(part): at for at, part in enumerate(page.parts)} for page in pages]
        latin = {name for name, font in fonts.items() if second_font in font.name}
        language = str(pdf.Root.Lang)
        for element in top:
            if second:
                tree.speak(element, second, lambda part: bool(part.fonts & latin))
            elif language != JAPANESE:
                tree.speak(element, JAPANESE, lambda part: japanese(part.items, texts))
            tree.wrap(element)
            tree.join(element, order)
        for page in pages:
            page.parts = _compact(page.parts)
        for block in tree.blocks(top):
            set_blanks([*tree.parts([block])], texts, lambda words: fonts[words.font].wide(words))
        info = {key[1:]: str(value) for key, value in pdf.docinfo.items()}
        return Laid(
            language,
            info.get("Title", ""),
            info,
            pdf.Root.Metadata.read_bytes(),
            pages,
            top,
            fonts,
            list(_bookmarks(pdf)),
        )


# --- pages and structure ---------------------------------------------------------------------------------


def _structure(pdf: pikepdf.Pdf, texts: Texts) -> tuple[list[Page], list[Element]]:
    pages: list[Page] = []
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found: dict[tuple[int, int], Annotation] = {}
    taken: set[tuple[int, int]] = set()
    linked: set[tuple[int, str]] = set()
    before: list[Part] = []
    """What was painted last; a piece that paints nothing is the blank behind it."""
    for number, page in enumerate(pdf.pages):
        parts = painted.read(page.obj.Contents.read_bytes())
        annotations = []
        for annot in page.obj.get("/Annots", []):
            found[annot.objgen] = Annotation(number, _entries(annot))
            annotations.append(found[annot.objgen])
            if "/A" in annot:
                linked.add((number, str(annot.A.get("/URI"))))
        box = " ".join(str(side) for side in page.obj.MediaBox)
        pages.append(Page(box, parts, annotations, dict(_images(page.obj))))
    marked = {(n, p.mcid): p for n, page in enumerate(pages) for p in page.parts if p.mcid is not None}

    def element(given: Any) -> Element:
        about = (key.encode() + b" " + _written(given[key]) for key in ABOUT if key in given)
        made = Element(str(given.S)[1:], b"".join(about))
        page = numbers[given.Pg.objgen] if "/Pg" in given else 0
        kids = given.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if not isinstance(kid, Dictionary):
                part = marked.pop((page, int(kid)), None)
                if part is not None and part.items:
                    made.kids.append(Mark(page, part))
                    before[:] = [part]
                elif part is not None and before:
                    before[0].items = ended(before[0].items, texts)
            elif kid.get("/Type") == "/StructElem":
                # A code that says no more than a link beside it is an ornament: nobody wants to hear it.
                if kid.S != "/Figure" or (numbers[kid.Pg.objgen], str(kid.get("/Alt"))) not in linked:
                    made.kids.append(element(kid))
            elif kid.get("/Type") == "/OBJR":
                made.kids.append(found[kid.Obj.objgen])
                taken.add(kid.Obj.objgen)
            else:
                raise painted.UnknownOperator("such a kid of an element is not among what it used before")
        return made

    kids = pdf.Root.StructTreeRoot.K
    tree = [element(kid) for kid in (kids if isinstance(kids, Array) else [kids])]
    if len(taken) < len(found):
        raise painted.UnknownOperator("a link in a margin is not among what it used before")
    for part in marked.values():  # on no branch: margins and ornaments
        part.mcid = None
    return pages, tree


def _written(value: Any) -> bytes:
    return value.unparse(resolved=True) if isinstance(value, pikepdf.Object) else pikepdf.unparse(value)


def _entries(annot: Any) -> bytes:
    """A link with its address, or a place with its name; rectangles upright."""
    x0, y0, x1, y1 = (float(side) for side in annot.Rect)
    sides = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    rect = b"/Rect[%b]" % " ".join(f"{side:.6f}" for side in sides).encode()
    if annot.Subtype == "/Link":
        if "/A" not in annot or "/URI" not in annot.A:
            raise painted.UnknownOperator("a link inside the document is not among what it used before")
        target = b"/A<</S/URI/URI %b>>" % _written(annot.A.URI)
        said = _written(annot.Contents)
        return b"/Type/Annot/Subtype/Link/F 4/Border[0 0 0]%b%b/Contents %b" % (rect, target, said)
    return b"/Type/Annot/Subtype/Widget%b/T %b" % (rect, _written(annot.T))


def _images(page: Any) -> Iterator[tuple[str, bytes]]:
    for name, image in page.Resources.get("/XObject", {}).items():
        if image.get("/Subtype") == "/Image" and name.encode() in page.Contents.read_bytes():
            yield name[1:], _image(image)


def _image(image: Any) -> bytes:
    """A code in black and white takes a bit for each point, not three bytes; what is white is not painted."""
    plain = image.ColorSpace == Name.DeviceRGB and image.Filter == Name.FlateDecode and "/SMask" not in image
    data = image.read_bytes() if plain else b""
    width, height = int(image.Width), int(image.Height)
    if not plain or set(data) - {0, 255} or not data[::3] == data[1::3] == data[2::3]:
        raise painted.UnknownOperator("an image that is no code is not among what it used before")
    rows = []
    for at in range(0, len(data), 3 * width):
        bits = "".join("1" if value else "0" for value in data[at : at + 3 * width : 3])
        rows.append(int(bits.ljust(-(-width // 8) * 8, "0"), 2).to_bytes(-(-width // 8), "big"))
    return stream(b"".join(rows), f"/Subtype/Image/Width {width}/Height {height}/ImageMask true")


def _compact(parts: list[Part]) -> list[Part]:
    """Lines and areas first, as one artifact: words stand on them, none is covered. Then what is tagged."""
    ground = Part(None, items=[item for part in parts if part.mcid is None for item in part.items])
    tagged = [part for part in parts if part.mcid is not None and part.items]
    for number, part in enumerate(tagged):
        part.mcid = number
    return [ground, *tagged] if ground.items else tagged


# --- fonts and bookmarks ---------------------------------------------------------------------------------

_PAIR = re.compile(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>")


def _fonts(pdf: pikepdf.Pdf, wanted: str) -> dict[str, Font]:
    found: dict[str, Font] = {}
    for page in pdf.pages:
        for name, font in page.obj.Resources.get("/Font", {}).items():
            if name[1:] in found:
                continue
            descriptor = font.DescendantFonts[0].FontDescriptor
            plain = str(descriptor.FontName)[1:].split("+")[-1]
            plain = plain.replace("ゴシック", "Gothic")  # fontconfig speaks the language of the system
            if wanted not in plain:
                raise StrangeFont(plain)
            pairs = _PAIR.findall(font.ToUnicode.read_bytes().partition(b"endcodespacerange")[2])
            texts = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
            found[name[1:]] = Font(plain, Subset(descriptor.FontFile2.read_bytes()), texts)
    return found


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[Bookmark]:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def below(entry: Any) -> Iterator[Bookmark]:
        each = entry.get("/First")
        while each is not None:
            place = " ".join(f"{float(value):.2f}" for value in list(each.Dest)[2:4])
            yield Bookmark(_written(each.Title), numbers[each.Dest[0].objgen], place, list(below(each)))
            each = each.get("/Next")

    if "/Outlines" in pdf.Root:
        yield from below(pdf.Root.Outlines)
