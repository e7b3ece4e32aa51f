"""Mixed-integer linear models as plain arrays, independent of solvers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FREE = float("inf")


@dataclass(slots=True)
class LinearModel:
    """Variables and rows, added in blocks.

    Attributes
    ----------
    maximise
        Whether the objective is maximised.
    offset
        Constant of the objective.
    """

    maximise: bool = False
    offset: float = 0.0
    variables: int = 0
    rows: int = 0
    _lower: list[Floats] = field(default_factory=list)
    _upper: list[Floats] = field(default_factory=list)
    _price: list[Floats] = field(default_factory=list)
    _whole: list[NDArray[np.bool_]] = field(default_factory=list)
    _row_lower: list[Floats] = field(default_factory=list)
    _row_upper: list[Floats] = field(default_factory=list)
    _entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)

    def add_variables(
        self,
        count: int,
        *,
        price: ArrayLike = 0.0,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = 1.0,
        whole: bool = True,
    ) -> Ints:
        """Add variables between `lower` and `upper`; returns their numbers, int64 (count,)."""
        for kept, value in ((self._lower, lower), (self._upper, upper), (self._price, price)):
            kept.append(np.broadcast_to(np.asarray(value, np.float64), (count,)).copy())
        self._whole.append(np.full(count, whole))
        first, self.variables = self.variables, self.variables + count
        return np.arange(first, self.variables)

    def add_rows(
        self,
        count: int,
        row: ArrayLike,
        variable: ArrayLike,
        coefficient: ArrayLike = 1.0,
        *,
        lower: ArrayLike = -FREE,
        upper: ArrayLike = FREE,
    ) -> None:
        """Add rows `lower` <= sum of coefficient * variable <= `upper`; `row` counts from 0 in this block."""
        rows = np.asarray(row, np.int64)
        values = np.broadcast_to(np.asarray(coefficient, np.float64), rows.shape)
        self._entries.append((rows + self.rows, np.asarray(variable, np.int64), values))
        for kept, value in ((self._row_lower, lower), (self._row_upper, upper)):
            kept.append(np.broadcast_to(np.asarray(value, np.float64), (count,)).copy())
        self.rows += count

    def add_row(
        self, variable: ArrayLike, coefficient: ArrayLike = 1.0, *, lower: float = -FREE, upper: float = FREE
    ) -> None:
        """Add one row."""
        variables = np.asarray(variable, np.int64)
        self.add_rows(1, np.zeros(len(variables)), variables, coefficient, lower=lower, upper=upper)

    def append(self, other: LinearModel, *, scale: float = 1.0) -> int:
        """Append another model, its objective scaled; returns the number of its first variable."""
        first = self.variables
        for kept, added in ((self._lower, other._lower), (self._upper, other._upper)):
            kept.extend(added)
        self._price.extend(scale * price for price in other._price)
        self._whole.extend(other._whole)
        self._row_lower.extend(other._row_lower)
        self._row_upper.extend(other._row_upper)
        self._entries.extend(
            (row + self.rows, variable + first, value) for row, variable, value in other._entries
        )
        self.variables += other.variables
        self.rows += other.rows
        self.offset += scale * other.offset
        return first

    def columns(self) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
        """Lower and upper bounds, prices, and which are whole numbers; each (variables,)."""
        return _joined(self._lower), _joined(self._upper), _joined(self._price), np.concatenate(self._whole)

    def row_bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper bounds of the rows; each (rows,)."""
        return _joined(self._row_lower), _joined(self._row_upper)

    def entries(self) -> tuple[Ints, Ints, Floats]:
        """Row, variable and coefficient of every entry, by row, then variable."""
        if not self._entries:
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
        row, variable, value = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        order = np.lexsort((variable, row))
        return row[order], variable[order], value[order]


@dataclass(frozen=True, slots=True, eq=False)
class LinearAnswer:
    """Result of a solver.

    Attributes
    ----------
    values
        float64 (variables,); None where no solution is known.
    bound
        On the objective; None where nothing is proved.
    is_infeasible
        Proved to have no solution.
    is_optimal
        The values are proved to be the best, within the solver's tolerances.
    """

    values: Floats | None
    bound: float | None
    is_infeasible: bool = False
    is_optimal: bool = False


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.empty(0)
