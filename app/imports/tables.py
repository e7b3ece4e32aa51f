"""A CSV or XLSX file as rows of text, whatever encoding and separator its program chose."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from app.imports.sheet_bounds import TooLargeError, require_bounded
from data.domain.errors import Fault, InputError

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CELL_LENGTH = 1_000
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it; `number` of a row is the one its program shows."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(content: bytes, file_name: str) -> Table:
    """Read the first sheet of an XLSX file, or a CSV file.

    Parameters
    ----------
    content
        The file; text as UTF-8 (with or without a mark), GB18030 or marked UTF-16, separated by
        commas, semicolons or tabs.

    Raises
    ------
    InputError
        I201: it is neither, or damaged. I202: it has too many rows, columns, or unpacks too large.
        I203: it has no header.
    """
    is_zip = content[:4] == b"PK\x03\x04"
    lines = _xlsx_lines(content, file_name) if is_zip else _csv_lines(content, file_name)
    header: tuple[str, ...] | None = None
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if header is None:
            header = _header(cells, file_name)
            continue
        if len(rows) >= MOST_ROWS:
            raise _too_large(file_name, f"it has more than {MOST_ROWS} rows")
        rows.append((number, cells))
    if header is None:
        raise InputError(
            Fault("I203", "The file is empty.", "Give a header and at least one row.", file_name)
        )
    return Table(header, tuple(rows))


def _header(cells: tuple[str, ...], file_name: str) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS:
        raise _too_large(file_name, f"it has more than {MOST_COLUMNS} columns")
    return cells


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


def _xlsx_lines(content: bytes, file_name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            require_bounded(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # A sheet may declare a million formatted rows; what is read is bounded by what is filled.
        limits = {"max_row": MOST_ROWS * 2, "max_col": MOST_COLUMNS + 1}
        for number, cells in enumerate(sheet.iter_rows(values_only=True, **limits), start=1):
            yield number, _trimmed(_text(cell) for cell in cells)
        book.close()
    except TooLargeError as error:
        raise _too_large(file_name, str(error)) from error
    except Exception as error:
        # A damaged file breaks the parsers below in whatever way the damage leads them to.
        raise _unreadable(file_name, f"it is no whole XLSX file ({error})") from error


def _text(cell: object) -> str:
    """A cell as it would be typed: whole numbers without a point, dates and times in ISO order."""
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
