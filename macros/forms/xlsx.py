"""XLSX → cells as text, row by row. The only module that knows openpyxl."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Generator
from datetime import date, datetime, time
from typing import IO, Any, BinaryIO
from xml.parsers import expat

from macros.errors import DataError, Place, Problem, shown

MAX_UNPACKED = 300_000_000
MAX_PARTS = 2_000
MAX_MERGED = 20_000
MAX_ROWS = 1_048_576
"""What Excel has; a file can name any row, and all before it would be counted."""


class _Begun(Exception):
    """The root element has begun: no document type can follow."""


def cells(file: BinaryIO, name: str) -> Generator[tuple[int, int, list[str | Problem]], None, None]:
    """Row number, no line, cells of the first sheet that is not hidden.

    Raises `DataError` where the file is no sound XLSX.
    """
    _sound(file, name)
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl leaves out are no concern
        try:
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            sheet = _seen(book)[0]
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(), 1):
                if number > MAX_ROWS:
                    raise _fault(name, f"a sheet has at most {MAX_ROWS:,} rows")
                yield number, 0, [_text(cell.value, cell.data_type) for cell in row]
            book.close()
        except (InvalidFileException, zipfile.BadZipFile, expat.ExpatError) as error:
            raise _fault(name, str(error)) from None
        except (KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
            raise _fault(name, f"{type(error).__name__}: {error}") from None


Merged = tuple[tuple[int, int, int, int], ...]


def layout(file: BinaryIO, name: str) -> tuple[Merged, tuple[str, ...], tuple[int, ...]]:
    """The merged cells of the sheet that `cells` reads, the names of the others that are not hidden, its rows
    that are not shown.

    Raises `DataError` as `cells` does.
    """
    _sound(file, name)
    from openpyxl import load_workbook
    from openpyxl.utils.cell import range_boundaries

    found: list[str] = []
    hidden: list[int] = []

    def begun(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row" and attributes.get("hidden") in ("1", "true") and attributes.get("r", "").isdecimal():
            hidden.append(int(attributes["r"]))
        if tag == "mergeCell":
            found.append(attributes.get("ref", ""))
            if len(found) > MAX_MERGED:
                raise _fault(name, f"it has more than {MAX_MERGED:,} merged cells")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(file, read_only=True, keep_links=False)
            read, *others = _seen(book)
            path = getattr(read, "_worksheet_path")  # noqa: B009 — nothing public says it
            parser = expat.ParserCreate()
            parser.StartElementHandler = begun
            with zipfile.ZipFile(file) as archive, archive.open(path) as xml:
                parser.ParseFile(xml)
            merged = tuple(
                (up or 1, left or 1, down or 1, right or 1)
                for left, up, right, down in map(range_boundaries, found)
            )
        except DataError:
            raise
        except Exception:  # `cells` reads the sheet once more and tells its faults
            return (), (), ()
        finally:
            file.seek(0)
    return merged, tuple(sheet.title for sheet in others), tuple(hidden)


def _seen(book: Any) -> list[Any]:
    """The sheets that a person sees; all, where all are hidden."""
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets


def _fault(name: str, mend: str) -> DataError:
    return DataError([Problem(Place(name, 1, 1), "table", "the file must be XLSX", mend=mend)])


def _sound(file: BinaryIO, name: str) -> None:
    """Refuse what unpacks to far more than it is, and XML that declares a document type (entities)."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise _fault(name, f"it unpacks to more than {MAX_UNPACKED:,} bytes")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as xml:
                        _no_doctype(xml, name)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise _fault(name, str(error)) from None
    file.seek(0)


def _no_doctype(xml: IO[bytes], name: str) -> None:
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise _fault(name, "its XML declares a document type")

    def begun(*_: object) -> None:
        raise _Begun

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = begun
    try:
        parser.ParseFile(xml)
    except _Begun:
        return
    except expat.ExpatError as error:
        raise _fault(name, str(error)) from None


def _text(value: object, kind: str) -> str | Problem:
    """A cell as text. A formula is a problem, and so is an error: what it comes to nobody has written."""
    from openpyxl.utils.escape import unescape  # Excel's line ends may be _x000D_ and LF

    if value is None:
        return ""
    if kind == "f":
        rule = "a cell holds a value, not a formula"
        return Problem(Place(""), "formula", rule, shown(value, 40), "paste it as a value")
    if kind == "e":
        return Problem(Place(""), "formula-error", "a cell holds a value, not an error", shown(value, 40))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unescape(value) if isinstance(value, str) else str(value)
