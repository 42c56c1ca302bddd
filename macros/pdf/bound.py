"""Laid out documents → one tagged PDF, small: each font once, elements that are alike side by side.

Source: ISO 32000-1, 7.7 (catalogue, pages), 12.3.3 (outline), 14.7 (structure); ISO 14289-1 (PDF/UA-1).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from macros.pdf import operators
from macros.pdf.cuts import Cut, cuts_of
from macros.pdf.items import Part
from macros.pdf.laid import Bookmark, Laid, Page
from macros.pdf.objects import (
    FONT_OBJECTS,
    Objects,
    begun,
    closed,
    digest,
    stream,
    text,
)
from macros.pdf.tree import Annotation, Element, Mark


def bind(parts: Sequence[Laid], title: str = "") -> bytes:
    """The pages of the documents as one PDF, each numbered as it was by itself.

    `title` is that of the whole, by default that of the first; so is the language.
    """
    binding = _Binding()
    cuts, named = cuts_of(parts)
    numbers = {cut.short: binding.new(FONT_OBJECTS) for cut in cuts}
    for cut in cuts:
        binding.objects |= cut.objects(numbers[cut.short])
    named_faces = "".join(f"/{short} {number} 0 R" for short, number in numbers.items())
    faces = binding.add(f"<<{named_faces}>>".encode())
    written = [_Part(binding, part, faces, fonts) for part, fonts in zip(parts, named, strict=True)]
    several = len(parts) > 1
    # What is alike is packed better side by side.
    alike = sorted(((part, each) for part in written for each in part.elements()), key=lambda it: it[1].tag)
    for part, element in alike:
        part.numbers[id(element)] = binding.new()
    top = binding.new() if several else binding.structure
    tree = [number for part in written for number in part.write(top)]
    if several:
        document = f"<</Type/StructElem/S/Document/P {binding.structure} 0 R/K[{_listed(tree)}]>>"
        binding.objects[top], tree = document.encode(), [top]
    binding.close(tree, parts[0], title or parts[0].title)
    return binding.file()


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
        self.keys = 0
        """How many keys of the parent tree are given away."""
        self.nums: list[str] = []
        """Of each key of the parent tree: what it leads to."""
        self.images: dict[bytes, str] = {}
        """Image → the reference to it."""

    def new(self, count: int = 1) -> int:
        """The first of so many new object numbers."""
        self.next += count
        return self.next - count

    def add(self, body: bytes) -> str:
        """Write an object; the reference to it."""
        number = self.new()
        self.objects[number] = body
        return f"{number} 0 R"

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
        own, table = self.new(), self.new()
        head, rows = begun(self.objects, own, table + 1)
        entries = f"/Root {self.root} 0 R/Info {self.info} 0 R"
        return head + closed(rows, entries, digest(head), len(head), small=True)


class _Part:
    """One of the documents on its way into the file: its pages are written first, then its structure."""

    def __init__(self, binding: _Binding, laid: Laid, faces: str, cuts: Mapping[str, Cut]) -> None:
        self.binding, self.laid, self.faces = binding, laid, faces
        self.fonts = {name: (cut.short, cut.codes) for name, cut in cuts.items()}
        self.numbers: dict[int, int] = {}
        """Element (by identity) → its object number."""
        self.page_of: dict[int, int] = {}
        """Part of a page, or annotation (by identity) → object number of its page."""
        self.owner: dict[int, int] = {}
        """Part of a page, or annotation (by identity) → object number of the element that it belongs to."""
        self.annotations: dict[int, int] = {}
        """Annotation (by identity) → its object number."""
        self.begin = len(binding.pages)
        for page in laid.pages:
            self._page(page)

    def elements(self) -> Iterator[Element]:
        """What is written of the structure, each element before those below it."""
        below = [*reversed(self.laid.tree)]
        while below:
            element = below.pop()
            yield element
            below += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]

    def write(self, above: int) -> list[int]:
        """Write the structure; the top elements, which hang on the object `above`."""
        binding, tops = self.binding, []
        binding.bookmarks += [(self.begin, each) for each in self.laid.bookmarks]
        for element in self.laid.tree:
            tag = "Part" if element.tag == "Document" and above != binding.structure else element.tag
            self._element(element, tag, above)
            tops.append(self.numbers[id(element)])
        for page in self.laid.pages:
            marks = (self.owner[id(part)] for part in page.parts if part.mcid is not None)
            binding.nums.append(f"[{_listed(marks)}]")
            binding.nums += [f"{self.owner[id(each)]} 0 R" for each in page.annotations]
        return tops

    def _page(self, page: Page) -> None:
        """Write a page; its annotations have the keys of the parent tree after its own."""
        binding = self.binding
        number, contents = binding.new(), binding.new()
        binding.pages.append(number)
        binding.objects[contents] = stream(operators.write(page.parts, self.fonts))
        self.page_of |= {id(part): number for part in page.parts}
        entries = f"/StructParents {binding.keys}"
        for own_key, each in enumerate(page.annotations, binding.keys + 1):
            self.page_of[id(each)] = number
            own = self.annotations[id(each)] = binding.new()
            binding.objects[own] = b"<<%b/P %d 0 R/StructParent %d>>" % (each.entries, number, own_key)
        binding.keys += 1 + len(page.annotations)
        if page.annotations:
            entries += f"/Tabs/S/Annots[{_listed(self.annotations[id(each)] for each in page.annotations)}]"
        for image in page.images.values():
            if image not in binding.images:
                binding.images[image] = binding.add(image)
        named = "".join(f"/{name} {binding.images[image]}" for name, image in page.images.items())
        resources = f"/Font {self.faces}" + (f"/XObject<<{named}>>" if named else "")
        head = f"<</Type/Page/Parent {binding.list} 0 R/MediaBox[{page.box}]/Resources<<{resources}>>"
        binding.objects[number] = f"{head}/Contents {contents} 0 R{entries}>>".encode()

    def _element(self, element: Element, tag: str, above: int) -> None:
        """Write an element of the structure tree and all below it."""
        number = self.numbers[id(element)]
        page = next((self.page_of[id(_held(kid))] for kid in element.kids if not isinstance(kid, Element)), 0)
        kids: list[str] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                self._element(kid, kid.tag, number)
                kids.append(f"{self.numbers[id(kid)]} 0 R")
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
