"""Scan an XLSX file's XML before it is parsed: bound its size, and find the layout of each sheet.

A few kilobytes may unpack to gigabytes of text, and a few megabytes of text to gigabytes of objects:
a million empty cells in one row take four bytes each, and hundreds once they are parsed.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Mapping
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_ELEMENTS = 5_000_000
"""Of all parts together; 20 000 rows of 50 filled cells have two million."""
MOST_ELEMENTS_IN_A_ROW = 8 * 16_384
"""A spreadsheet has 16 384 columns, and a cell few parts."""
_CHUNK_BYTES = 1024 * 1024
MOST_MERGED_ROWS = 50_000
"""Rows of merged cells that are filled in; more is a sheet for printing, not a table."""
_FILLING = ("v", "is", "f")
"""Elements that a cell has only where something stands in it."""


class TooLargeError(Exception):
    """The file exceeds a limit, named by the message."""


def scan_workbook(archive: zipfile.ZipFile) -> dict[str, SheetLayout]:
    """Read every XML part once and count its elements; return the layout of each sheet by part name.

    Raises
    ------
    TooLargeError
        The file unpacks to too many bytes, or to too many elements at all or in one row.
    expat.ExpatError, zipfile.BadZipFile, zlib.error
        A part is damaged.
    """
    if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
        raise TooLargeError(f"it unpacks to more than {MOST_UNPACKED_BYTES // 1024**2} MB")
    scan = _Scan()
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels")):
            scan.read(archive, entry)
    return scan.layouts


class SheetLayout:
    """The last row and the merged cells of a sheet, collected element by element.

    Attributes
    ----------
    bottom
        The last row with content; formats do not count; 0 for an empty sheet.
    merged
        Columns (from 0) by row (from 1) whose value is in the row above, by a merged cell.
    """

    def __init__(self) -> None:
        self.bottom = 0
        self.merged: dict[int, tuple[int, ...]] = {}
        self._row = 0
        self._ranges: list[str] = []

    def element(self, local: str, attributes: Mapping[str, str]) -> None:
        """Process the start of an element, by its name without a namespace."""
        if local == "row":
            self._row = int(attributes.get("r", self._row + 1))
        elif local in _FILLING:
            self.bottom = max(self.bottom, self._row)
        elif local == "mergeCell":
            self._ranges.append(attributes.get("ref", ""))

    def finish(self) -> None:
        """Complete `merged` once the whole sheet has been read."""
        columns: dict[int, list[int]] = defaultdict(list)
        filled = 0
        for text in self._ranges:
            try:
                left, top, _right, bottom = range_boundaries(text)
            except (ValueError, TypeError):
                continue  # not a range; the row reader ignores it too
            if left is None or top is None or bottom is None:
                continue
            filled += bottom - top
            if filled > MOST_MERGED_ROWS:
                break
            for row in range(top + 1, bottom + 1):
                columns[row].append(left - 1)
        self.merged = {row: tuple(sorted(found)) for row, found in columns.items()}


class _Scan:
    """Counts XML elements, overall and in the current row, and collects the layout of each sheet."""

    def __init__(self) -> None:
        self._all = 0
        self._in_row = 0
        self._layout = SheetLayout()
        self.layouts: dict[str, SheetLayout] = {}

    def read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        """Count the elements of one part."""
        is_sheet = entry.filename.lower().startswith("xl/worksheets/")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._in_sheet if is_sheet else self._elsewhere
        self._in_row, self._layout = 0, SheetLayout()
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK_BYTES):
                parser.Parse(chunk)
        parser.Parse(b"", True)
        if is_sheet:
            self._layout.finish()
            self.layouts[entry.filename] = self._layout

    def _elsewhere(self, _name: str, _attributes: object) -> None:
        self._all += 1
        if self._all > MOST_ELEMENTS:
            raise TooLargeError("it holds millions of cells or formats")

    def _in_sheet(self, name: str, attributes: Mapping[str, str]) -> None:
        self._elsewhere(name, attributes)
        local = name.rpartition(" ")[2]
        self._layout.element(local, attributes)
        self._in_row = 0 if local == "row" else self._in_row + 1
        if self._in_row > MOST_ELEMENTS_IN_A_ROW:
            raise TooLargeError("a row holds more cells than a spreadsheet has columns")
