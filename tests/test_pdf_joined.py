"""A form and its attachment as one document: pages, bookmarks, structure, what can be filled in."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from macros.forms.definition import Answers
from macros.pdf.joined import joined
from macros.pdf.layout import pages
from tests import pdf_kit as kit

STYLE = '<style>body { font-family: "BIZ UDGothic" } h1, h2 { break-before: page }</style>'
BEHIND = f'<html lang="ja"><title>別紙</title>{STYLE}<h1>受講者</h1><p>一覧</p><h2>欠席者</h2><p>なし</p>'


def test_nothing_of_either_is_lost() -> None:
    """Pages of both in order; bookmarks lead to the pages that they led to; fields stay fields."""
    first = kit.press("kyoiku-hokoku").editable(Answers("kyoiku-hokoku")).data
    with kit.opened(joined(first, pages(BEHIND))) as pdf, pikepdf.open(io.BytesIO(first)) as form:
        count = len(form.pages)
        assert len(pdf.pages) == count + 2
        assert len([*kit.fields(pdf)]) == len([*kit.fields(form)]) > 5
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

        def led(item: Any) -> tuple[str, int]:
            return item.title, numbers[item.destination[0].objgen]

        with pdf.open_outline() as outline, form.open_outline() as before:
            *ours, behind = outline.root
            assert [item.title for item in ours] == [item.title for item in before.root]
            assert led(behind) == ("受講者", count)
            assert [led(item) for item in behind.children] == [("欠席者", count + 1)]
        tags = [str(element.S) for element in kit.elements(pdf)]
        assert tags.count("/Document") == 1
        assert "/Part" in tags
