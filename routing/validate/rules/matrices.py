"""Travel matrices: one size, integers, the same pairs unreachable in both tables."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.domain.errors import Fault
from data.domain.matrix import UNREACHABLE, TravelMatrices

_SHOWN = 5
"""Cells reported per table; the rest is counted."""


def matrices(travel: TravelMatrices) -> Iterator[Fault]:
    """R112: no matrix, different sizes, or invalid cells."""
    if not travel:
        yield Fault("R112", "There is no travel matrix.", "Add one per vehicle profile.", "matrix")
        return
    sizes = {name: matrix.size for name, matrix in travel.items()}
    if len(set(sizes.values())) > 1:
        shown = ", ".join(f"{name}: {size}" for name, size in sorted(sizes.items()))
        yield Fault(
            "R112", f"The matrices differ in size ({shown}).", "Give all the same places.", "matrices"
        )
    for name, matrix in travel.items():
        tables = {"duration_s": matrix.duration_s, "distance_m": matrix.distance_m}
        for key, table in tables.items():
            yield from _cells(f"matrices.{name}.{key}", np.asarray(table))
        differs = (matrix.duration_s == UNREACHABLE) != (matrix.distance_m == UNREACHABLE)
        yield from _named(
            f"matrices.{name}",
            differs,
            "has a duration or a distance, and not both",
            "Give both, or -1 in both.",
        )


def _cells(path: str, table: np.ndarray) -> Iterator[Fault]:
    if not np.issubdtype(table.dtype, np.integer):
        bad = ~np.isfinite(table) | (table != np.floor(table))
        yield from _named(path, bad, "is no whole number", "Round it; write -1 where there is no path.")
    with np.errstate(invalid="ignore"):
        yield from _named(path, table < UNREACHABLE, "is negative", "Write -1 where there is no path.")


def _named(path: str, bad: np.ndarray, what: str, action: str) -> Iterator[Fault]:
    rows, columns = np.nonzero(bad)
    for i, j in list(zip(rows, columns, strict=True))[:_SHOWN]:
        yield Fault("R112", f"The way from place {i} to place {j} {what}.", action, f"{path}[{i}][{j}]")
    if len(rows) > _SHOWN:
        yield Fault("R112", f"The same holds for {len(rows) - _SHOWN} more cells.", action, path)
