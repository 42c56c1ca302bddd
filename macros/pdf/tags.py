"""The tags of a PDF: what owns a piece of content, and what stands below an element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary


def owners(pdf: pikepdf.Pdf) -> dict[int, Any]:
    """Key of the parent tree → what it holds: for a page, the element of each piece of its content."""
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}


def below(kids: Any) -> Iterator[Any]:
    """The elements of the structure tree below some kids, at every depth."""
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from below(kid.get("/K", Array()))
