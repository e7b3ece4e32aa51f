"""The catalogue of yields: kilograms of a material per person and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.catalogue.tables import FOLDER, number, read_table

PERSONS_PER_HOUSEHOLD = 2.62
"""Mean of the 7th national census, 2020 (bulletin no. 2); used where only households are known."""


@dataclass(frozen=True, slots=True)
class Yield:
    """Mass of a material that one person discards per year, with its source."""

    ref: str
    name_zh: str
    name_en: str
    kg_per_person_year: float
    source: str
    status: str


def read_yields(path: Path) -> dict[str, Yield]:
    """Read yields by ref from a catalogue file.

    Raises
    ------
    InputError
        S401, S402: see `read_table`.
    """
    return read_table(path, ("name_zh", "name_en", "kg_per_person_year"), _yield)


@cache
def yields() -> Mapping[str, Yield]:
    """Return the yields shipped with the program, by ref."""
    return read_yields(FOLDER / "yields.csv")


def _yield(row: Mapping[str, str]) -> Yield:
    kg = number(row, "kg_per_person_year", minimum=0.001)
    return Yield(row["ref"], row["name_zh"], row["name_en"], kg, row["source"], row["status"])
