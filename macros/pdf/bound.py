"""Laid out documents → one tagged PDF, small: each font once, cut to what is used, its codes counted from 1.

Source: ISO 32000-1, 7.7 (catalogue, pages), 12.3.3 (outline), 14.7 (structure); ISO 14289-1 (PDF/UA-1).
"""

from __future__ import annotations

import hashlib
import html
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from macros.pdf import operators
from macros.pdf.laid import Bookmark, Font, Laid, Page
from macros.pdf.objects import (
    FONT_OBJECTS,
    FREE_ROW,
    HEADER,
    Objects,
    bundle,
    bundled_row,
    digest,
    font,
    placed,
    row,
    stream,
    table_stream,
    text,
    to_unicode,
)
from macros.pdf.painted import Part, Text
from macros.pdf.tree import Annotation, Element, Mark
from macros.pdf.truetype import Glyph, Measures, truetype

_TITLE = re.compile(r'(<dc:title>.*?"x-default">)[^<]*', re.DOTALL)
"""Where XMP says it."""


def bind(parts: Sequence[Laid], title: str = "") -> bytes:
    """The pages of the documents as one PDF, each numbered as it was by itself.

    `title` is that of the whole, by default that of the first; so is the language.
    """
    binding = _Binding()
    cuts, named = _cuts(parts)
    for cut in cuts:
        cut.number = binding.new(FONT_OBJECTS)
        binding.objects |= cut.objects()
    top = binding.structure if len(parts) == 1 else binding.new()
    faces = "".join(f"/{cut.short} {cut.number} 0 R" for cut in cuts)
    written = (_Part(binding, part, faces, fonts) for part, fonts in zip(parts, named, strict=True))
    tree = [number for part in written for number in part.write(top)]
    if len(parts) > 1:
        document = f"<</Type/StructElem/S/Document/P {binding.structure} 0 R/K[{_listed(tree)}]>>"
        binding.objects[top], tree = document.encode(), [top]
    binding.close(tree, parts[0], title or parts[0].title)
    return binding.file()


@dataclass(slots=True)
class _Cut:
    """A font, and what is used of it in all the documents."""

    name: str
    """Of the font."""
    short: str
    """On the pages."""
    measures: Measures
    missing: Glyph
    glyphs: dict[int, Glyph] = field(default_factory=dict)
    """Glyph id → glyph."""
    texts: dict[int, str] = field(default_factory=dict)
    """Glyph id → the text that it stands for."""
    codes: dict[int, int] = field(default_factory=dict)
    """Glyph id → code."""
    number: int = 0
    """Of its first object."""

    def takes(self, font: Font, used: Set[int]) -> bool:
        """Whether that is the same font, as far as it is used."""
        mine = self.glyphs
        return font.name == self.name and all(mine[g] == font.file.glyph(g) for g in used & mine.keys())

    def add(self, font: Font, used: Set[int]) -> None:
        """Take what a document uses."""
        for glyph in used - self.glyphs.keys():
            self.glyphs[glyph] = font.file.glyph(glyph)
        self.texts |= {glyph: text for glyph, text in font.texts.items() if glyph in used}
        mine, other = self.measures, font.file.measures
        low, high = map(min, mine.box[:2], other.box[:2]), map(max, mine.box[2:], other.box[2:])
        points, contours = max(mine.points, other.points), max(mine.contours, other.contours)
        left, bottom, right, top = *low, *high
        self.measures = Measures(mine.ascent, mine.descent, (left, bottom, right, top), points, contours)

    def objects(self) -> Objects:
        """The font as PDF objects; codes go by the order of the glyphs."""
        self.codes |= {glyph: code for code, glyph in enumerate(sorted(self.glyphs), 1)}
        glyphs = [self.missing, *(self.glyphs[glyph] for glyph in self.codes)]
        file = truetype(glyphs, self.measures)
        widths = {code: glyphs[code].width for code in self.codes.values()}
        texts = {self.codes[glyph]: text for glyph, text in self.texts.items()}
        letters = hashlib.sha256(repr((self.name, texts)).encode()).digest()[:6]
        base = f"{''.join(chr(65 + letter % 26) for letter in letters)}+{self.name}"
        ascent, descent = self.measures.ascent, self.measures.descent
        box = " ".join(str(value) for value in self.measures.box)
        metrics = f"/FontBBox[{box}]/Ascent {ascent}/Descent {descent}/CapHeight {ascent}"
        numbers = range(self.number, self.number + FONT_OBJECTS)
        cmap = zlib.compress(to_unicode(texts), 9)
        return font(numbers, base, metrics, widths, zlib.compress(file, 9), len(file), cmap)


def _cuts(parts: Sequence[Laid]) -> tuple[list[_Cut], list[dict[str, _Cut]]]:
    """The fonts of the file; for each document, the name of a font on its pages → that font."""
    cuts: list[_Cut] = []
    named: list[dict[str, _Cut]] = []
    for laid in parts:
        used: dict[str, set[int]] = {}
        for item in (item for page in laid.pages for part in page.parts for item in part.items):
            if isinstance(item, Text):
                used.setdefault(item.font, set()).update(g for g in item.glyphs if isinstance(g, int))
        named.append({})
        for name, glyphs in used.items():
            of = laid.fonts[name]
            cut = next((cut for cut in cuts if cut.takes(of, glyphs)), None)
            if cut is None:
                cut = _Cut(of.name, f"F{len(cuts)}", of.file.measures, of.file.glyph(0))
                cuts.append(cut)
            cut.add(of, glyphs)
            named[-1][name] = cut
    return cuts, named


class _Binding:
    """The objects of the file, as they come."""

    def __init__(self) -> None:
        self.objects: Objects = {}
        self.next = 1
        self.root, self.info, self.metadata = self.new(), self.new(), self.new()
        self.list, self.structure, self.owners = self.new(), self.new(), self.new()
        self.pages: list[int] = []
        self.bookmarks: list[tuple[int, Bookmark]] = []
        """Where the pages of its document begin, and a bookmark."""
        self.nums: list[str] = []
        """Of each key of the parent tree: what it leads to."""
        self.images: dict[bytes, int] = {}

    def new(self, count: int = 1) -> int:
        """The first of so many new object numbers."""
        self.next += count
        return self.next - count

    def close(self, tree: Sequence[int], first: Laid, title: str) -> None:
        """Write what holds for the whole."""
        nums = " ".join(f"{key} {held}" for key, held in enumerate(self.nums))
        self.objects[self.owners] = f"<</Nums[{nums}]>>".encode()
        structure = f"<</Type/StructTreeRoot/K[{_listed(tree)}]/ParentTree {self.owners} 0 R>>"
        self.objects[self.structure] = structure.encode()
        pages = f"<</Type/Pages/Count {len(self.pages)}/Kids[{_listed(self.pages)}]>>"
        self.objects[self.list] = pages.encode()
        about = {**first.info, "Title": title}
        self.objects[self.info] = b"<<%b>>" % b"".join(
            b"/%b%b" % (k.encode(), text(v)) for k, v in about.items()
        )
        named = html.escape(title, quote=False)
        told = re.sub(
            r'(<rdf:li xml:lang="x-default">)[^<]*', lambda m: m[1] + named, first.metadata.decode()
        )
        metadata = told.encode()
        head = b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n" % len(metadata)
        self.objects[self.metadata] = head + metadata + b"\nendstream"
        root = (
            f"<</Type/Catalog/Pages {self.list} 0 R/Metadata {self.metadata} 0 R"
            f"/StructTreeRoot {self.structure} 0 R/MarkInfo<</Marked true>>"
            f"/ViewerPreferences<</DisplayDocTitle true>>{self.outline()}/Lang "
        )
        self.objects[self.root] = root.encode() + text(first.language) + b">>"

    def outline(self) -> str:
        """Write the bookmarks; the entry of the catalogue."""
        if not self.bookmarks:
            return ""
        top = self.new()
        ends = self._bookmarks(self.bookmarks, top)
        self.objects[top] = b"<</Type/Outlines%b>>" % ends
        return f"/Outlines {top} 0 R"

    def _bookmarks(self, listed: Sequence[tuple[int, Bookmark]], above: int) -> bytes:
        numbers = [self.new() for _ in listed]
        for at, (begin, each) in enumerate(listed):
            entries = f"/Parent {above} 0 R/Dest[{self.pages[begin + each.page]} 0 R/XYZ {each.place} 0]"
            entries += f"/Prev {numbers[at - 1]} 0 R" if at else ""
            entries += f"/Next {numbers[at + 1]} 0 R" if at + 1 < len(numbers) else ""
            below = self._bookmarks([(begin, kid) for kid in each.kids], numbers[at]) if each.kids else b""
            self.objects[numbers[at]] = b"<</Title %b%b%b>>" % (each.title, entries.encode(), below)
        count = sum(each.count for _, each in listed)
        return f"/First {numbers[0]} 0 R/Last {numbers[-1]} 0 R/Count {count}".encode()

    def file(self) -> bytes:
        """The whole file: what is no stream stands in one that is."""
        streams = {key: body for key, body in self.objects.items() if body.endswith(b"endstream")}
        others = {key: body for key, body in self.objects.items() if key not in streams}
        own, table = self.new(), self.new()
        streams[own] = bundle(others)
        body, places = placed(streams, len(HEADER))
        rows = [FREE_ROW] * (table + 1)
        for key, at in places.items():
            rows[key] = row(at)
        for index, key in enumerate(others):
            rows[key] = bundled_row(own, index)
        end = len(HEADER) + len(body)
        rows[table] = row(end)
        entries = f"/Root {self.root} 0 R/Info {self.info} 0 R"
        closing = b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n"
        return HEADER + body + closing % (table, table_stream(rows, entries, digest(body), small=True), end)


class _Part:
    """One of the documents on its way into the file."""

    def __init__(self, binding: _Binding, laid: Laid, faces: str, cuts: Mapping[str, _Cut]) -> None:
        self.binding, self.laid, self.faces = binding, laid, faces
        self.fonts = {name: (cut.short, cut.codes) for name, cut in cuts.items()}
        self.page_of: dict[int, int] = {}
        """Part of a page, or annotation (by identity) → object number of its page."""
        self.owner: dict[int, int] = {}
        """The same → object number of the element that it belongs to."""
        self.annotations: dict[int, int] = {}
        """Annotation (by identity) → its object number."""

    def write(self, above: int) -> list[int]:
        """Write pages and structure; the top elements, which hang on the object `above`."""
        binding = self.binding
        binding.bookmarks += [(len(binding.pages), each) for each in self.laid.bookmarks]
        key = len(binding.nums)
        for page in self.laid.pages:
            self._page(page, key)
            key += 1 + len(page.annotations)
        numbers = []
        for element in self.laid.tree:
            tag = "Part" if element.tag == "Document" and above != binding.structure else element.tag
            numbers.append(binding.new())
            self._element(element, tag, numbers[-1], above)
        for page in self.laid.pages:
            marks = (self.owner[id(part)] for part in page.parts if part.mcid is not None)
            binding.nums.append(f"[{_listed(marks)}]")
            binding.nums += [f"{self.owner[id(each)]} 0 R" for each in page.annotations]
        return numbers

    def _page(self, page: Page, key: int) -> None:
        """Write a page whose first key in the parent tree is `key`; its annotations have those after it."""
        binding = self.binding
        number, contents = binding.new(), binding.new()
        binding.pages.append(number)
        binding.objects[contents] = stream(operators.write(page.parts, self.fonts), level=9)
        self.page_of |= {id(part): number for part in page.parts}
        images = ""
        for name, image in page.images.items():
            if image not in binding.images:
                binding.images[image] = binding.new()
                binding.objects[binding.images[image]] = image
            images += f"/{name} {binding.images[image]} 0 R"
        entries = f"/StructParents {key}"
        for own_key, each in enumerate(page.annotations, key + 1):
            self.page_of[id(each)] = number
            own = self.annotations[id(each)] = binding.new()
            binding.objects[own] = b"<<%b/P %d 0 R/StructParent %d>>" % (each.entries, number, own_key)
        if page.annotations:
            entries += f"/Tabs/S/Annots[{_listed(self.annotations[id(each)] for each in page.annotations)}]"
        resources = f"/Font<<{self.faces}>>" + (f"/XObject<<{images}>>" if images else "")
        head = f"<</Type/Page/Parent {binding.list} 0 R/MediaBox[{page.box}]/Resources<<{resources}>>"
        binding.objects[number] = f"{head}/Contents {contents} 0 R{entries}>>".encode()

    def _element(self, element: Element, tag: str, number: int, above: int) -> None:
        """Write an element of the structure tree and all below it."""
        page = next((self.page_of[id(_held(kid))] for kid in element.kids if not isinstance(kid, Element)), 0)
        kids: list[str] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                own = self.binding.new()
                self._element(kid, kid.tag, own, number)
                kids.append(f"{own} 0 R")
                continue
            held = _held(kid)
            self.owner[id(held)] = number
            where = self.page_of[id(held)]
            at = "" if where == page else f"/Pg {where} 0 R"
            if isinstance(kid, Annotation):
                kids.append(f"<</Type/OBJR{at}/Obj {self.annotations[id(kid)]} 0 R>>")
            else:
                kids.append(f"<</Type/MCR{at}/MCID {kid.part.mcid}>>" if at else str(kid.part.mcid))
        entries = f"/Type/StructElem/S/{tag}/P {above} 0 R" + (f"/Pg {page} 0 R" if page else "")
        if kids:
            entries += f"/K[{' '.join(kids)}]"
        language = b"/Lang " + text(element.language) if element.language else b""
        self.binding.objects[number] = b"<<%b%b%b>>" % (entries.encode(), language, element.about)


def _held(kid: Mark | Annotation) -> Part | Annotation:
    return kid.part if isinstance(kid, Mark) else kid


def _listed(numbers: Iterable[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)
