"""The catalogue of materials: typical mass, volume, service time and handling per unit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from data.catalogue.tables import FOLDER, known, number, read_table, whole_number, word_set
from data.domain.materials import LOAD_TYPES, LoadType, Material

_COLUMNS = (
    "official_no", "name_zh", "name_en", "load_type", "unit", "unit_kg", "unit_l", "service_s",
    "skills", "hazard", "handling_zh", "handling_en",
)  # fmt: skip
UNITS = ("piece", "bag", "bundle", "crate")
_SMALLEST = 0.001


def read_materials(path: Path) -> dict[str, Material]:
    """Read materials by ref from a catalogue file.

    Raises
    ------
    InputError
        S401, S402: see `read_table`.
    """
    return read_table(path, _COLUMNS, _material)


@cache
def materials() -> Mapping[str, Material]:
    """Return the materials shipped with the program, by ref."""
    return read_materials(FOLDER / "materials.csv")


def _material(row: Mapping[str, str]) -> Material:
    if not row["name_zh"].strip() or not row["name_en"].strip():
        raise ValueError("a name is empty")
    return Material(
        ref=row["ref"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        load_type=cast(LoadType, known(row, "load_type", LOAD_TYPES)),
        unit=known(row, "unit", UNITS),
        unit_kg=number(row, "unit_kg", minimum=_SMALLEST),
        unit_l=number(row, "unit_l", minimum=_SMALLEST),
        service_s=whole_number(row, "service_s"),
        skills=word_set(row, "skills"),
        hazard=row["hazard"],
        handling_zh=row["handling_zh"],
        handling_en=row["handling_en"],
        official_no=whole_number(row, "official_no", minimum=1) if row["official_no"] else None,
        source=row["source"],
        status=row["status"],
    )
