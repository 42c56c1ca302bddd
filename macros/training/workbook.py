"""Tables → XLSX. Every cell is text or a number: nothing in it is computed, whatever it begins with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from macros.forms.table import FORMULA

Sheet = tuple[str, Sequence[Sequence[Any]]]
"""Title, and rows; the first row is set bold."""

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLE = re.compile(r"[\\/*?:\[\]]")
_LONGEST = 32_767
_WIDEST = 60
PORTRAIT = 95
"""Characters that stand on an upright A4 side by side."""


def xlsx(sheets: Iterable[Sheet], made: datetime | None = None) -> bytes:
    """The workbook. `made` is the moment written into it."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(_NOT_IN_TITLE.sub(" ", title)[:31])
        widths: dict[int, int] = {}
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column, _safe(value))
                if isinstance(value, str):
                    cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if number == 1:
                    cell.font = Font(bold=True)
                width = sum(2 if ord(c) > 0xFF else 1 for c in str(value))
                widths[column] = min(_WIDEST, max(widths.get(column, 0), width + 2))
        for column, width in widths.items():
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = "A2"
        _for_paper(sheet, sum(widths.values()))
    made = (made or datetime.now(UTC)).replace(tzinfo=None)
    book.properties.created = book.properties.modified = made
    book.properties.creator = "tokki"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _for_paper(sheet: Any, width: int) -> None:
    """A4 as wide as the sheet, the headings on each page, with page numbers."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if width > PORTRAIT else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"


def _safe(value: Any) -> Any:
    """A cell's value; text that a spreadsheet might compute has a `'` in front."""
    if not isinstance(value, str):
        return value
    text = _NOT_IN_XML.sub("�", value)[:_LONGEST]
    return f"'{text}"[:_LONGEST] if text.lstrip("'").startswith(FORMULA) else text
