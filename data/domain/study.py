"""A siting study: places with demand, columns where a point could stand, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

SitingModel = Literal["set_cover", "max_cover", "p_median", "p_center"]
MODELS: tuple[SitingModel, ...] = ("set_cover", "max_cover", "p_median", "p_center")
Measure = Literal["duration_s", "distance_m"]
Status = Literal["optimal", "feasible", "infeasible"]


@dataclass(frozen=True, slots=True, eq=False)
class SitingStudy:
    """A question about n places and m columns (candidate and existing points).

    What each model makes of it is written out in ``docs/explanation/siting.md``.

    Attributes
    ----------
    cost
        float64 (n, m): from place to column, in any one unit; ``inf`` where there is no way.
    weights
        float64 (n,): demand of each place; None where every place counts the same.
    radius
        In the unit of `cost`; a place is covered by a column at `cost` <= `radius`.
    p
        How many columns are open in the end, existing ones included; None: as many as it takes.
    capacity
        float64 (m,), in the unit of `weights` (places, where there are none); ``inf`` for no limit.
        With it every place is served whole by one column, no longer by the nearest.
    fixed
        float64 (m,): what it costs to have a column open.
    handling
        float64 (m,): what it costs to take in one unit of weight at a column; p-median only.
    transport
        Price of one unit of weight over one unit of cost; p-median only.
    existing
        Columns that stay open.
    one_of
        Sets of columns of which exactly one is open: a movable point, and where it may move to.
    budget
        At most so much `fixed` in sum.
    backup
        How many open columns must lie within the radius of a place for it to count as covered.
    share
        Least share of all weight to be covered, in set cover; 1 covers every place.
    groups
        A name per place, such as its county; empty where there are none.
    least_share
        Group → least share of its weight to be covered, in both covering models.
    site_groups, least_points
        A name per column, and group → least number of open columns in it.
    """

    model: SitingModel
    cost: NDArray[np.float64]
    weights: NDArray[np.float64] | None = None
    radius: float | None = None
    p: int | None = None
    capacity: NDArray[np.float64] | None = None
    fixed: NDArray[np.float64] | None = None
    handling: NDArray[np.float64] | None = None
    transport: float = 1.0
    existing: tuple[int, ...] = ()
    one_of: tuple[tuple[int, ...], ...] = ()
    budget: float | None = None
    backup: int = 1
    share: float = 1.0
    groups: tuple[str, ...] = ()
    least_share: Mapping[str, float] = field(default_factory=dict)
    site_groups: tuple[str, ...] = ()
    least_points: Mapping[str, int] = field(default_factory=dict)

    @property
    def places(self) -> int:
        """Number of places n."""
        return int(self.cost.shape[0])

    @property
    def columns(self) -> int:
        """Number of columns m."""
        return int(self.cost.shape[1])

    @property
    def demand(self) -> NDArray[np.float64]:
        """Weights of the places, or ones: float64, shape (n,)."""
        return np.ones(self.places) if self.weights is None else self.weights

    @property
    def is_plain(self) -> bool:
        """Whether nothing but p and existing points restrict which columns may be open together."""
        return not (self.one_of or self.least_points) and self.budget is None and self.capacity is None


@dataclass(frozen=True, slots=True)
class SitingAnswer:
    """Which columns are open, and how good that is.

    Attributes
    ----------
    objective, bound
        Of the model, and the proven limit that no choice can pass; None where there is no choice.
    open
        Column numbers, ascending.
    assignment
        The column that serves each place; None where it is not covered.
    seconds
        Of search.
    reason, code
        Why nothing can be found, in a sentence; and the kind of that (``docs/reference/errors.md``, C4).
    least_radius
        The smallest radius at which everything asked for can be had, where the one given is too small.
    """

    status: Status
    objective: float | None
    bound: float | None
    open: tuple[int, ...] = ()
    assignment: tuple[int | None, ...] = ()
    seconds: float = 0.0
    reason: str = ""
    least_radius: float | None = None
    code: str = ""

    @property
    def gap(self) -> float | None:
        """(objective − bound) relative to the objective, as a share; None where there is no bound."""
        if self.objective is None or self.bound is None:
            return None
        return abs(self.objective - self.bound) / max(abs(self.objective), 1e-12)
