"""Read a CSV or XLSX file into rows of text, in any common encoding and with any common separator."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from app.imports.workbook_scan import SheetLayout, TooLargeError, scan_workbook
from data.domain.errors import Fault, InputError

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CELL_LENGTH = 1_000
_TITLES_ABOVE = 10
"""Lines among which the header is found; titles above it are skipped."""
_HEADER_AMONG = 50
"""Rows of each sheet among which a header is found when the best sheet is chosen."""
_ENCODINGS = ("utf-8-sig", "gb18030")
_OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": "it is an old Excel file (.xls), or one with a password",
    b"%PDF": "it is a PDF",
    b"\x89PNG": "it is a picture",
    b"\xff\xd8\xff": "it is a picture",
}
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, with the row numbers of a spreadsheet program."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(
    content: bytes,
    file_name: str,
    sheet: str | None = None,
    *,
    best: Callable[[Sequence[str]], int] | None = None,
) -> Table:
    """Read a sheet of an XLSX file, or a CSV file.

    Parameters
    ----------
    content
        The file; text as UTF-8 (with or without a byte order mark), GB18030 or UTF-16 with a mark, separated
        by commas, semicolons or tabs.
    sheet
        Name of a workbook's sheet; None takes the first, or the best.
    best
        Score of a line as a header: the first best of the first lines and of the sheets is taken; by default
        the first line.

    Raises
    ------
    InputError
        I201: it is neither, or damaged. I202: it has too many rows, columns, or unpacks too large.
        I203: it has no header.
    """
    is_book = is_workbook(content)
    other = next((what for mark, what in _OTHER_FILES.items() if content.startswith(mark)), "")
    if other:
        raise _unreadable(file_name, other)
    lines = _xlsx_lines(content, file_name, sheet, best) if is_book else _csv_lines(content, file_name)
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if len(rows) > MOST_ROWS:
            raise _too_large(file_name, f"it has more than {MOST_ROWS} rows")
        rows.append((number, cells))
    if not rows:
        raise InputError(
            Fault("I203", "The file is empty.", "Give a header and at least one row.", file_name)
        )
    at = _header_at([cells for _number, cells in rows[:_TITLES_ABOVE]], best)
    header = rows[at][1]
    if len(header) > MOST_COLUMNS:
        raise _too_large(file_name, f"it has more than {MOST_COLUMNS} columns")
    return Table(header, tuple(rows[at + 1 :]))


def _header_at(lines: Sequence[tuple[str, ...]], best: Callable[[Sequence[str]], int] | None) -> int:
    """Return the position of the header among the first lines: the best one, or the first of equals."""
    if best is None:
        return 0
    return max(range(len(lines)), key=lambda at: (best(lines[at]), -at))


def is_workbook(content: bytes) -> bool:
    """Return whether the file is a workbook, by its first bytes."""
    return content[:4] == b"PK\x03\x04"


def sheet_names(content: bytes, file_name: str) -> tuple[str, ...]:
    """List the sheets of a workbook, none for a CSV file.

    Raises
    ------
    InputError
        I201: it is damaged. I202: it unpacks too large.
    """
    if not is_workbook(content):
        return ()
    with _open_book(content, file_name) as (book, _layouts):
        return tuple(sheet.title for sheet in book.worksheets)


def _csv_lines(content: bytes, file_name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = _decoded(content, file_name)
    if "\x00" in text:
        raise _unreadable(file_name, "it is no text")
    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, _trimmed(cells)
    except csv.Error as error:
        raise _unreadable(file_name, f"line {reader.line_num}: {error}") from error


def _decoded(content: bytes, file_name: str) -> str:
    encodings = ("utf-16",) if content[:2] in _UTF16_MARKS else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(file_name, "its text is neither UTF-8 nor GB18030")


@contextmanager
def _open_book(content: bytes, file_name: str) -> Iterator[tuple[Any, dict[str, SheetLayout]]]:
    """Open a workbook and scan its sheets' layouts; any error of the parsers becomes I201."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            layouts = scan_workbook(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield book, layouts
        book.close()
    except InputError:
        raise
    except TooLargeError as error:
        raise _too_large(file_name, str(error)) from error
    except Exception as error:
        raise _unreadable(file_name, f"it is no whole XLSX file ({error})") from error


def _xlsx_lines(
    content: bytes, file_name: str, wanted: str | None, best: Callable[[Sequence[str]], int] | None
) -> Iterator[tuple[int, tuple[str, ...]]]:
    with _open_book(content, file_name) as (book, layouts):
        sheet = _sheet_of(book, file_name, wanted, best)
        # openpyxl has no public attribute for a read-only sheet's part of the archive.
        layout = layouts[str(sheet._worksheet_path)]
        # A sheet may declare a million formatted rows; the last filled one bounds what is read.
        if layout.bottom > MOST_ROWS * 2:
            where = f"something stands in row {layout.bottom}, and rows to {MOST_ROWS * 2} are read"
            raise _too_large(file_name, where)
        above: list[str] = []
        limits = {"max_row": layout.bottom or 1, "max_col": MOST_COLUMNS + 1}
        for number, cells in enumerate(sheet.iter_rows(values_only=True, **limits), start=1):
            line = [_text(cell) for cell in cells]
            for column in layout.merged.get(number, ()):
                if column < min(len(line), len(above)) and not line[column]:
                    line[column] = above[column]
            above = line
            yield number, _trimmed(line)


def _sheet_of(
    book: Any, file_name: str, wanted: str | None, best: Callable[[Sequence[str]], int] | None
) -> Any:
    sheets = book.worksheets
    if wanted is not None:
        named = next((sheet for sheet in sheets if sheet.title == wanted), None)
        if named is None:
            known = ", ".join(sheet.title for sheet in sheets)
            raise InputError(
                Fault("I203", f"The workbook has no sheet {wanted!r}.", f"Choose one of {known}.", file_name)
            )
        return named
    if best is None or len(sheets) == 1:
        return sheets[0]
    return max(sheets, key=lambda sheet: best(_first_line(sheet, best)))


def _first_line(sheet: Any, best: Callable[[Sequence[str]], int]) -> tuple[str, ...]:
    """Find the header of a sheet among its first rows."""
    lines = []
    for cells in sheet.iter_rows(values_only=True, max_row=_HEADER_AMONG, max_col=MOST_COLUMNS + 1):
        line = _trimmed(_text(cell) for cell in cells)
        if any(line):
            lines.append(line)
    return lines[_header_at(lines[:_TITLES_ABOVE], best)] if lines else ()


def _text(cell: object) -> str:
    """Return a cell as it would be typed: integers without a point, dates and times in ISO order."""
    if cell is None:
        return ""
    if isinstance(cell, bool) or (isinstance(cell, float) and cell.is_integer()):
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return str(cell)


def _trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    kept = [cell.strip().strip("\ufeff")[: MOST_CELL_LENGTH + 1] for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _unreadable(file_name: str, why: str) -> InputError:
    return InputError(
        Fault(
            "I201",
            f"The file cannot be read: {why}.",
            "Save it as CSV (UTF-8) or XLSX and try again.",
            file_name,
        )
    )


def _too_large(file_name: str, why: str) -> InputError:
    return InputError(
        Fault("I202", f"The file is too large: {why}.", "Split it and import the parts.", file_name)
    )
