"""How much an XLSX file makes of itself, measured before anything of it is kept in memory.

A few kilobytes may unpack to gigabytes of text, and a few megabytes of text to gigabytes of objects:
a million empty cells in one row take four bytes each, and hundreds once they are parsed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from xml.parsers import expat

from app.imports.sheet_layout import SheetLayout

MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_ELEMENTS = 5_000_000
"""Of all parts together; 20 000 rows of 50 filled cells have two million."""
MOST_ELEMENTS_IN_A_ROW = 8 * 16_384
"""A spreadsheet has 16 384 columns, and a cell few parts."""
_CHUNK_BYTES = 1024 * 1024


class TooLargeError(Exception):
    """A file over a bound; the message says which."""


def require_bounded(archive: zipfile.ZipFile) -> dict[str, SheetLayout]:
    """Read every XML part once, counting; the layout of each sheet by its part of the archive.

    Raises
    ------
    TooLargeError
        The file unpacks to too many bytes, or to too many elements at all or in one row.
    expat.ExpatError, zipfile.BadZipFile, zlib.error
        A part is damaged.
    """
    if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
        raise TooLargeError(f"it unpacks to more than {MOST_UNPACKED_BYTES // 1024**2} MB")
    count = _Count()
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels")):
            count.read(archive, entry)
    return count.layouts


class _Count:
    """Elements seen, at all and since the last row began."""

    def __init__(self) -> None:
        self._all = 0
        self._in_row = 0
        self._layout = SheetLayout()
        self.layouts: dict[str, SheetLayout] = {}

    def read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        """Count one part."""
        is_sheet = entry.filename.lower().startswith("xl/worksheets/")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._in_sheet if is_sheet else self._elsewhere
        self._in_row, self._layout = 0, SheetLayout()
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK_BYTES):
                parser.Parse(chunk)
        parser.Parse(b"", True)
        if is_sheet:
            self._layout.settle()
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
