"""Media types of exported files."""

from __future__ import annotations

from typing import Final

GEOJSON: Final = "application/geo+json"
PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAN_FORMATS: Final = {
    "pdf": PDF,
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "geojson": GEOJSON,
    "gpx": "application/gpx+xml",
}
"""Format of a plan's file → its media type."""
