"""Shared parts of the benchmark formats: points in the plane, rounding conventions, uniform fleets.

Their objective is distance, and travel time equals distance. Lengths and times are integers in 1/scale
of the file's unit; prices are divided by the scale, so that costs are in the file's units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, InputError
from data.domain.matrix import TravelMatrix
from data.domain.problem import Amounts, Vehicle, VehicleCost, Window
from routing.formats.native.fields import MAX_PLACES

Distance = Literal["rounded", "truncated", "exact"]
DISTANCES: dict[Distance, int] = {"rounded": 1, "truncated": 10, "exact": 1000}
"""Convention → scale. Rounded: to whole units. Truncated: to one decimal. Exact: rounded to three."""

MAX_VEHICLES = 10_000
MOST = 1_000_000_000
"""Largest whole length or time kept; sums along a route must stay inside 32 bits with room."""


@dataclass(frozen=True, slots=True)
class Convention:
    """How a benchmark's real numbers are converted to integers."""

    name: Distance

    @property
    def scale(self) -> int:
        """Integer units per unit of the file."""
        return DISTANCES[self.name]

    def whole(self, values: float | Sequence[float] | NDArray[np.float64]) -> NDArray[np.int64]:
        """Scale, then round or truncate."""
        with np.errstate(over="ignore", invalid="ignore"):
            scaled = np.asarray(values, dtype=np.float64) * self.scale
        if not np.all(np.isfinite(scaled)) or np.any(np.abs(scaled) > MOST):
            refuse("F204", f"A length or time is over {MOST // self.scale:,}, or no number.")
        cut: NDArray[np.float64] = np.trunc(scaled) if self.name == "truncated" else np.rint(scaled)
        return cut.astype(np.int64)

    def unit_cost(self, price: float = 1.0) -> VehicleCost:
        """Return the price of one unit of the file as a price per 1000 integer units."""
        return VehicleCost(per_km=1000 * price / self.scale)


def convention(requested: Distance | None, *, with_windows: bool) -> Convention:
    """Return the requested convention; by default rounding, or truncation with time windows."""
    return Convention(requested or ("truncated" if with_windows else "rounded"))


def travel(points: NDArray[np.float64], by: Convention, *, speed: float = 1.0) -> TravelMatrix:
    """Compute Euclidean distances between points and their travel times.

    Parameters
    ----------
    points
        (n, 2).
    """
    if len(points) > MAX_PLACES:
        refuse("F109", f"{len(points):,} places; at most {MAX_PLACES:,} are allowed.")
    lengths = euclidean(points)
    distance_m = by.whole(lengths).astype(np.int32)
    duration_s = distance_m if speed == 1.0 else by.whole(lengths / speed).astype(np.int32)
    return TravelMatrix(duration_s=duration_s, distance_m=distance_m)


def euclidean(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute distances between points, shape (n, n); exact for integers, so that truncation is safe."""
    with np.errstate(over="ignore", invalid="ignore"):  # out-of-range values are refused later
        across = points[:, None, :] - points[None, :, :]
        lengths: NDArray[np.float64] = np.sqrt(across[..., 0] ** 2 + across[..., 1] ** 2)
    return lengths


def horizon_s(matrix: TravelMatrix, work_s: int) -> int:
    """Return a time by which any route through all places has ended, for files that state no shift."""
    longest = int(matrix.duration_s.max(axis=1, initial=0).sum())
    return min(2 * longest + work_s + 1, MOST)


def fleet(
    count: int, *, start: int, shift: Window, capacity: Amounts, cost: VehicleCost
) -> tuple[Vehicle, ...]:
    """Return `count` equal vehicles, named from 1."""
    check_fleet(count)
    return tuple(
        Vehicle(id=str(number), start=start, end=start, shift=shift, capacity=capacity, cost=cost)
        for number in range(1, count + 1)
    )


def check_fleet(count: int) -> None:
    """Refuse an implausible number of vehicles."""
    if count > MAX_VEHICLES:
        refuse("F109", f"{count:,} vehicles; at most {MAX_VEHICLES:,} are allowed.")


def enough_vehicles(demands: Sequence[int], capacity: int, *, with_windows: bool) -> int:
    """Return the number of vehicles that represents an unlimited fleet.

    Without time windows two half-empty routes can be joined and get no longer, so some best plan has
    at most one route that is not more than half full. With windows it may take one per task.
    """
    if with_windows or capacity <= 0:
        return len(demands)
    return max(1, min(len(demands), 2 * -(-sum(demands) // capacity)))


def refuse(code: str, cause: str, where: str = "document", action: str = "Correct the file.") -> NoReturn:
    """Raise `InputError` with one fault."""
    raise InputError(Fault(code, cause, action, where))


def numbers(line: str) -> list[float] | None:
    """Return the numbers of a line, or None if it contains anything else."""
    try:
        return [float(word) for word in line.split()]
    except ValueError:
        return None


def whole_number(value: float, what: str, where: str) -> int:
    """Read a non-negative whole number."""
    if not np.isfinite(value) or value != int(value) or value < 0:
        refuse("F202", f"{what} is {value:g}; it must be a whole number, 0 or more.", where)
    return int(value)
