"""Times for a route whose order is given: what lies outside its windows is as little as can be.

VROOM's model of plan mode, as programmes of which each holds what the ones before have reached: least
seconds outside windows in all, then the shortest route, then every start as early as possible, then legs
driven as far as they go before each break. Which of its windows a step goes by is a binary; everything
else then is a network, whose corners are whole.

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
class Halt:
    """One step of the route, its start and end included.

    Attributes
    ----------
    travel_s
        From the step before that stands anywhere; of a break 0, whose leg is the next step's.
    work_s
        From the start of service to being free again.
    windows
        For the start of service; empty for any time.
    earliest, latest
        What cannot be broken; None for no bound.
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
    """When a step starts, and how long before it the vehicle drove since the step before."""

    start: int
    driven_s: int


class NoTimesError(ValueError):
    """The bounds that cannot be broken contradict each other."""


def times_of(halts: Sequence[Halt]) -> tuple[Timed, ...]:
    """Times for every halt.

    Parameters
    ----------
    halts
        From the start to the end of a route.

    Raises
    ------
    NoTimesError
        There are none.
    """
    return _Model(halts).solved()


@dataclass(slots=True)
class _Rows:
    """Linear constraints, gathered row by row."""

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
    """Columns: a start, seconds outside its window and seconds driven per halt; a binary per choice."""

    def __init__(self, halts: Sequence[Halt]) -> None:
        self.halts = halts
        self.count = len(halts)
        moments = [moment for halt in halts for window in halt.windows for moment in window]
        moments = [moment for moment in moments if LONG_AGO < moment < NEVER]
        moments += [m for halt in halts for m in (halt.earliest, halt.latest) if m is not None]
        reach = sum(halt.travel_s + halt.work_s for halt in halts)
        self.base = max(0, min(moments, default=0) - reach)
        self.choices: dict[int, int] = {}
        column = 3 * self.count
        for number, halt in enumerate(halts):
            if len(halt.windows) > 1:
                self.choices[number] = column
                column += len(halt.windows)
        self.columns = column
        self.rows = _Rows()
        self._order()
        for number, halt in enumerate(halts):
            self._windows(number, halt)

    def solved(self) -> tuple[Timed, ...]:
        bounds = self._bounds()
        outside = self._sum(range(self.count, 2 * self.count))
        longest = np.zeros(self.columns)
        longest[self.count - 1], longest[0] = 1.0, -1.0
        objectives = [outside, longest, self._sum(range(self.count))]
        if any(halt.is_break for halt in self.halts):
            objectives.append(self._lateness_of_driving())
        found = np.zeros(self.columns)
        for objective in objectives:
            found = self._best(objective, bounds)
            terms = [(int(column), float(objective[column])) for column in np.flatnonzero(objective)]
            self.rows.add(terms, -np.inf, round(float(objective @ found)))
        chosen = np.arange(self.columns) >= 3 * self.count
        if chosen.any():  # whole starts come of whole choices only
            held = np.where(chosen, np.rint(found), 0.0)
            low = np.where(chosen, held, bounds.lb)
            found = self._best(objectives[-1], Bounds(low, np.where(chosen, held, bounds.ub)))
        whole = np.rint(found).astype(np.int64)
        return tuple(
            Timed(int(whole[k]) + self.base, int(whole[2 * self.count + k])) for k in range(self.count)
        )

    def _order(self) -> None:
        """Each halt after the one before it, and after its share of the leg that breaks may cut."""
        leg: list[int] = []
        for number in range(1, self.count):
            driven = 2 * self.count + number
            leg.append(driven)
            before = self.halts[number - 1]
            self.rows.add([(number, 1.0), (number - 1, -1.0), (driven, -1.0)], before.work_s, np.inf)
            if not self.halts[number].is_break:
                length = self.halts[number].travel_s
                self.rows.add([(column, 1.0) for column in leg], length, length)
                leg = []

    def _windows(self, number: int, halt: Halt) -> None:
        start, outside = (number, 1.0), self.count + number
        if len(halt.windows) == 1:
            low, high = halt.windows[0]
            if low > LONG_AGO:
                self.rows.add([start, (outside, 1.0)], low - self.base, np.inf)
            if high < NEVER:
                self.rows.add([start, (outside, -1.0)], -np.inf, high - self.base)
        elif halt.windows:
            first = self.choices[number]
            columns = range(first, first + len(halt.windows))
            opens = [(c, float(self.base - w[0])) for c, w in zip(columns, halt.windows, strict=True)]
            closes = [(c, float(self.base - w[1])) for c, w in zip(columns, halt.windows, strict=True)]
            self.rows.add([start, (outside, 1.0), *opens], 0, np.inf)
            self.rows.add([start, (outside, -1.0), *closes], -np.inf, 0)
            self.rows.add([(column, 1.0) for column in columns], 1, 1)

    def _bounds(self) -> Bounds:
        low, high = np.zeros(self.columns), np.full(self.columns, np.inf)
        for number, halt in enumerate(self.halts):
            if halt.earliest is not None:
                low[number] = halt.earliest - self.base
            if halt.latest is not None:
                high[number] = halt.latest - self.base
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
        """More for driving after more breaks, so that a leg is driven as far as it goes before each."""
        objective = np.zeros(self.columns)
        breaks = 0
        for number, halt in enumerate(self.halts):
            objective[2 * self.count + number] = breaks
            breaks = breaks + 1 if halt.is_break else 0
        return objective
