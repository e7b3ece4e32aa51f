"""Schedule a route of fixed order with the least time outside its windows.

VROOM's plan mode as a sequence of lexicographic mixed-integer programmes: minimize the seconds outside
windows, then the duration of the route, then every start time, then the driving left over after each break.
The window of a step is a binary choice; for fixed choices the matrix is a network matrix, so that vertices
are integer.

References
----------
VROOM, src/algorithms/validation/mip.tex (the model; not its code).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from data.domain.problem import Window

LONG_AGO, NEVER = -(2**42), 2**42
"""Ends of a window that is open on one side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedStop:
    """One step of the route, the start and the end included.

    Attributes
    ----------
    travel_s
        From the previous step that has a place; 0 for a break, whose leg belongs to the next step.
    work_s
        From the start to the end of service.
    windows
        For the start of service; empty for any time.
    earliest, latest
        Hard bounds; None for no bound.
    is_break
        Whether it may fall inside a leg.
    """

    travel_s: int = 0
    work_s: int = 0
    windows: tuple[Window, ...] = ()
    earliest: int | None = None
    latest: int | None = None
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Timed:
    """Scheduled start of a step, and the driving time between the previous step and it."""

    start: int
    driven_s: int


class NoTimesError(ValueError):
    """The hard bounds contradict each other."""


def times_of(stops: Sequence[TimedStop]) -> tuple[Timed, ...]:
    """Compute start times for the stops of a route.

    Parameters
    ----------
    stops
        From the start to the end of a route.

    Raises
    ------
    NoTimesError
        The hard bounds cannot all be kept.
    """
    return _Model(stops).solve()


@dataclass(slots=True)
class _Rows:
    """Linear constraints, collected row by row."""

    cells: list[tuple[int, int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, terms: Sequence[tuple[int, float]], low: float, high: float) -> None:
        self.cells += [(len(self.low), column, factor) for column, factor in terms]
        self.low.append(low)
        self.high.append(high)

    def constraint(self, columns: int) -> LinearConstraint:
        rows, places, factors = zip(*self.cells, strict=True)
        matrix = coo_array((factors, (rows, places)), shape=(len(self.low), columns))
        return LinearConstraint(matrix.tocsr(), self.low, self.high)


class _Model:
    """Columns per stop: start, seconds outside its window, seconds driven; a binary per choice of window."""

    def __init__(self, stops: Sequence[TimedStop]) -> None:
        self.stops = stops
        self.count = len(stops)
        moments = [moment for stop in stops for window in stop.windows for moment in window]
        moments = [moment for moment in moments if LONG_AGO < moment < NEVER]
        moments += [m for stop in stops for m in (stop.earliest, stop.latest) if m is not None]
        reach = sum(stop.travel_s + stop.work_s for stop in stops)
        self.base = max(0, min(moments, default=0) - reach)
        self.choices: dict[int, int] = {}
        column = 3 * self.count
        for number, stop in enumerate(stops):
            if len(stop.windows) > 1:
                self.choices[number] = column
                column += len(stop.windows)
        self.columns = column
        self.rows = _Rows()
        self._order()
        for number, stop in enumerate(stops):
            self._windows(number, stop)

    def solve(self) -> tuple[Timed, ...]:
        bounds = self._bounds()
        outside = self._sum(range(self.count, 2 * self.count))
        longest = np.zeros(self.columns)
        longest[self.count - 1], longest[0] = 1.0, -1.0
        objectives = [outside, longest, self._sum(range(self.count))]
        if any(stop.is_break for stop in self.stops):
            objectives.append(self._lateness_of_driving())
        found = np.zeros(self.columns)
        for objective in objectives:
            found = self._best(objective, bounds)
            terms = [(int(column), float(objective[column])) for column in np.flatnonzero(objective)]
            self.rows.add(terms, -np.inf, round(float(objective @ found)))
        chosen = np.arange(self.columns) >= 3 * self.count
        if chosen.any():  # integer starts follow from integer choices
            held = np.where(chosen, np.rint(found), 0.0)
            low = np.where(chosen, held, bounds.lb)
            found = self._best(objectives[-1], Bounds(low, np.where(chosen, held, bounds.ub)))
        whole = np.rint(found).astype(np.int64)
        return tuple(
            Timed(int(whole[k]) + self.base, int(whole[2 * self.count + k])) for k in range(self.count)
        )

    def _order(self) -> None:
        """Constrain each stop to start after the previous one and its part of the leg."""
        leg: list[int] = []
        for number in range(1, self.count):
            driven = 2 * self.count + number
            leg.append(driven)
            before = self.stops[number - 1]
            self.rows.add([(number, 1.0), (number - 1, -1.0), (driven, -1.0)], before.work_s, np.inf)
            if not self.stops[number].is_break:
                length = self.stops[number].travel_s
                self.rows.add([(column, 1.0) for column in leg], length, length)
                leg = []

    def _windows(self, number: int, stop: TimedStop) -> None:
        start, outside = (number, 1.0), self.count + number
        if len(stop.windows) == 1:
            low, high = stop.windows[0]
            if low > LONG_AGO:
                self.rows.add([start, (outside, 1.0)], low - self.base, np.inf)
            if high < NEVER:
                self.rows.add([start, (outside, -1.0)], -np.inf, high - self.base)
        elif stop.windows:
            first = self.choices[number]
            columns = range(first, first + len(stop.windows))
            opens = [(c, float(self.base - w[0])) for c, w in zip(columns, stop.windows, strict=True)]
            closes = [(c, float(self.base - w[1])) for c, w in zip(columns, stop.windows, strict=True)]
            self.rows.add([start, (outside, 1.0), *opens], 0, np.inf)
            self.rows.add([start, (outside, -1.0), *closes], -np.inf, 0)
            self.rows.add([(column, 1.0) for column in columns], 1, 1)

    def _bounds(self) -> Bounds:
        low, high = np.zeros(self.columns), np.full(self.columns, np.inf)
        for number, stop in enumerate(self.stops):
            if stop.earliest is not None:
                low[number] = stop.earliest - self.base
            if stop.latest is not None:
                high[number] = stop.latest - self.base
        high[3 * self.count :] = 1.0
        return Bounds(low, high)

    def _best(self, objective: NDArray[np.float64], bounds: Bounds) -> NDArray[np.float64]:
        if bool((bounds.lb > bounds.ub).any()):
            raise NoTimesError
        integral = np.zeros(self.columns, np.int64)
        integral[3 * self.count :] = 1
        answer = milp(
            objective,
            integrality=integral,
            bounds=bounds,
            constraints=self.rows.constraint(self.columns),
        )
        if answer.x is None:
            raise NoTimesError
        return np.asarray(answer.x, np.float64)

    def _sum(self, columns: range) -> NDArray[np.float64]:
        objective = np.zeros(self.columns)
        objective[columns] = 1.0
        return objective

    def _lateness_of_driving(self) -> NDArray[np.float64]:
        """Weight driving by the number of breaks before it, so that legs are driven early."""
        objective = np.zeros(self.columns)
        breaks = 0
        for number, stop in enumerate(self.stops):
            objective[2 * self.count + number] = breaks
            breaks = breaks + 1 if stop.is_break else 0
        return objective
