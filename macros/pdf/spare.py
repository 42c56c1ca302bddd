"""A template with spare 別紙 pages, of which a browser leaves out those that it does not need.

A browser cannot lay out. So the 別紙 pages are laid out beforehand, as many as there may be, and an update
says anew what hangs on them: the list of pages, of fields, and the elements of the structure tree that reach
from page to page. The numbers of the pages are left to the update too.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pikepdf

from macros.forms.definition import Form, entries, groups
from macros.pdf.sheet import Sheet, sheet
from macros.pdf.template import Template

MOST = 20
"""So many blocks of each group stand on the sheet and its 別紙 at most."""

TALL = 6
"""The same on the sheet with high fields, for text that has no room in the usual ones."""

_FOOT = re.compile(r"@bottom-center \{ content: counter\(page\)[^}]*\}")
_FOLLOWS = ("以降は、別紙のとおり。", "以降があるときは、別紙のとおり。")
"""Whether any do follow is not known yet."""


def spare_sheet(form: Form, second: str | None, *, tall: bool = False) -> Sheet:
    """The sheet with all blocks that there may be; `tall`: with room for the longest text in each field."""
    most = TALL if tall else MOST
    blocks = {name: min(most, group.most) for name, group in groups(form).items()}
    made = sheet(form, blocks, _heights(form, blocks) if tall else {}, second, wide=tall)
    html, feet = _FOOT.subn("", made.html)
    if feet != 1:
        raise ValueError("the sheet's style does not number its pages as it did")
    return replace(made, html=html.replace(*_FOLLOWS))


def _heights(form: Form, blocks: Mapping[str, int]) -> dict[str, int]:
    """Field → lines: as many characters as it takes fit in small type, and some line breaks."""
    found = {}
    for entry in entries(form):
        field = entry.field
        if field.kind in ("text", "multiline"):
            for number in range(1, blocks[entry.group.name] + 1 if entry.group else 2):
                more = field.lines + 3 if field.kind == "multiline" else 2 if field.width == 100 else 1
                found[entry.key(number)] = field.lines + more
    return found


def parts(template: Template, form: Form) -> dict[str, Any]:
    """What an update has to say of pages, fields and structure; see `theme/assets/forms/pdf-pages.js`."""
    with pikepdf.open(io.BytesIO(template.blank)) as pdf:
        numbers = {page.obj.objgen[0]: n for n, page in enumerate(pdf.pages)}
        pages = list(_pages(pdf, form, template.resources))
        spare = {n for n, page in enumerate(pages) if page["group"]}
        tree = _Tree(numbers, spare)
        tree.walk(pdf.Root.StructTreeRoot, None)
        form_object = pdf.Root.AcroForm
        root = pdf.Root.Pages
        return {
            "pages": pages,
            "tree": [root.objgen[0], _without(root, "/Kids", "/Count")],
            "form": [form_object.objgen[0], _without(form_object, "/Fields")],
            "fields": [[_ref(field), numbers[_page_of(field)]] for field in form_object.Fields],
            "elements": tree.found,
        }


def _ref(thing: Any) -> str:
    return f"{thing.objgen[0]} 0 R"


def _without(thing: Any, *keys: str) -> str:
    """The dictionary without these entries, and without its end."""
    copy = pikepdf.Dictionary({key: value for key, value in thing.items() if key not in keys})
    source: str = copy.unparse(resolved=True).decode("latin-1").strip()
    return source.removesuffix(">>")


def _page_of(field: Any) -> int:
    widget = field.Kids[0] if "/Kids" in field else field
    number: int = widget.P.objgen[0]
    return number


def _pages(pdf: pikepdf.Pdf, form: Form, resources: str) -> Iterator[dict[str, Any]]:
    """Each page: its object without content, and from which block of which group on it is needed."""
    names = "|".join(map(re.escape, groups(form)))
    of_block = re.compile(rf"({names})_([0-9]+)_")
    font = pdf.get_object((int(resources.split()[1]), 0))
    group, first = "", 0
    for page in pdf.pages:
        numbers: dict[str, list[int]] = {}
        for annot in page.obj.get("/Annots", []):
            key = str(annot.get("/T") or annot.Parent.T)
            found = of_block.match(key)
            if found is None:
                numbers = {}
                break
            numbers.setdefault(found[1], []).append(int(found[2]))
        if len(numbers) == 1:
            name, blocks = next(iter(numbers.items()))
            if min(blocks) > groups(form)[name].fits:
                group, first = name, min(blocks)
        copy = pikepdf.Dictionary(dict(page.obj.items()))
        held = pikepdf.Dictionary(dict(page.obj.Resources.items()))
        held["/Font"] = pikepdf.Dictionary({**dict(held.get("/Font", {}).items()), "/Ud": font})
        copy["/Resources"] = held
        about = {"object": page.obj.objgen[0], "source": _without(copy, "/Contents"), "group": group}
        yield about | {"contents": _ref(page.obj.Contents), "from": first}


class _Tree:
    """Finds the elements of the structure tree that a page which is left out takes something from."""

    def __init__(self, numbers: Mapping[int, int], spare: set[int]) -> None:
        self.numbers, self.spare = numbers, spare
        self.found: list[list[Any]] = []
        """Object, its source without kids, its kids: each with the pages it is on."""

    def walk(self, element: Any, page: int | None) -> set[int]:
        """The pages on which an element or anything below it stands."""
        if isinstance(element, int):
            return set() if page is None else {page}
        if element.get("/Type") == "/OBJR":
            return {self.numbers[element.Obj.P.objgen[0]]}
        if "/Pg" in element:
            page = self.numbers[element.Pg.objgen[0]]
        if "/MCID" in element:
            return set() if page is None else {page}
        kids = element.get("/K")
        listed = list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]
        below = [self.walk(kid, page) for kid in listed]
        own = set().union(*below)
        if len(own) > 1 and any(pages and pages <= self.spare for pages in below):
            said = [[_source(kid), sorted(pages)] for kid, pages in zip(listed, below, strict=True)]
            self.found.append([element.objgen[0], _without(element, "/K"), said])
        return own


def _source(kid: Any) -> str:
    if isinstance(kid, int):
        return str(kid)
    if kid.is_indirect:
        return _ref(kid)
    source: str = kid.unparse(resolved=True).decode("latin-1")
    return source
