"""A siting study: demand places, candidate and existing points, and the model's parameters."""

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
    """A siting problem with n places and m columns (candidate and existing points).

    The models are defined in ``docs/explanation/siting.md``.

    Attributes
    ----------
    cost
        float64 (n, m): travel cost from place to column, in one unit; ``inf`` if unreachable.
    weights
        float64 (n,): demand of each place; None for equal demand.
    radius
        In the unit of `cost`; a place is covered by a column at `cost` <= `radius`.
    p
        Number of open columns, existing ones included; None leaves it to the model.
    capacity
        float64 (m,), in the unit of `weights` (or in places); ``inf`` for no limit. With capacities, every
        place is assigned to one column, not necessarily the nearest.
    fixed
        float64 (m,): fixed cost of an open column.
    handling
        float64 (m,): cost per unit of weight at a column; p-median only.
    transport
        Price per unit of weight and unit of travel cost; p-median only.
    existing
        Columns that must be open.
    one_of
        Sets of columns of which exactly one is open: a movable point and its possible positions.
    budget
        Maximum sum of `fixed` over the open columns.
    backup
        Number of open columns required within the radius of a covered place.
    share
        Minimum share of the total weight to be covered, in set cover; 1 covers every place.
    groups
        Group of each place, such as its county; empty without groups.
    least_share
        Group → minimum share of its weight to be covered, in both covering models.
    site_groups, least_points
        Group of each column, and group → minimum number of its open columns.
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
        """Whether only p and existing points restrict which columns may be open together."""
        return not (self.one_of or self.least_points) and self.budget is None and self.capacity is None


@dataclass(frozen=True, slots=True)
class SitingAnswer:
    """Open columns, and the quality of the solution.

    Attributes
    ----------
    objective, bound
        Objective of the model, and its proven bound; None without a solution.
    open
        Column numbers, ascending.
    assignment
        Column of each place; None if it is not covered.
    seconds
        Of search.
    reason, code
        Reason of infeasibility as a sentence, and its code (``docs/reference/errors.md``, C4).
    least_radius
        Smallest feasible radius, if the given one is too small.
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
        """(objective − bound) relative to the objective, as a fraction; None without a bound."""
        if self.objective is None or self.bound is None:
            return None
        return abs(self.objective - self.bound) / max(abs(self.objective), 1e-12)
