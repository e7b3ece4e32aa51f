"""How a sheet of a workbook is laid out: where it ends, and which cells are merged into one.

The reader of rows knows neither: it stops where it is told, and gives a merged cell's value to its first row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from openpyxl.utils.cell import range_boundaries

MOST_MERGED_ROWS = 50_000
"""Rows of merged cells that are filled in; more is a sheet for printing, not a table."""
_FILLING = ("v", "is", "f")
"""Elements that a cell has only where something stands in it."""


class SheetLayout:
    """What one pass over a sheet's XML finds.

    Attributes
    ----------
    bottom
        The last row in which something stands; formats alone do not count, and 0 is an empty sheet.
    merged
        Columns (from 0) by row (from 1) whose value stands in the row above, as one cell spans both.
    """

    def __init__(self) -> None:
        self.bottom = 0
        self.merged: dict[int, tuple[int, ...]] = {}
        self._row = 0
        self._ranges: list[str] = []

    def element(self, local: str, attributes: Mapping[str, str]) -> None:
        """Take in the start of an element, by its name without a namespace."""
        if local == "row":
            self._row = int(attributes.get("r", self._row + 1))
        elif local in _FILLING:
            self.bottom = max(self.bottom, self._row)
        elif local == "mergeCell":
            self._ranges.append(attributes.get("ref", ""))

    def settle(self) -> None:
        """Once all was read: merged ranges by row."""
        columns: dict[int, list[int]] = defaultdict(list)
        filled = 0
        for text in self._ranges:
            try:
                left, top, _right, bottom = range_boundaries(text)
            except (ValueError, TypeError):
                continue  # no range: the reader of rows does not look at it either
            if left is None or top is None or bottom is None:
                continue
            filled += bottom - top
            if filled > MOST_MERGED_ROWS:
                break
            for row in range(top + 1, bottom + 1):
                columns[row].append(left - 1)
        self.merged = {row: tuple(sorted(found)) for row, found in columns.items()}
