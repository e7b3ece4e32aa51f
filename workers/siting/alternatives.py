"""Choices of open points, with the kilograms per week that trucks collect at each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.domain.places import LonLat
from data.domain.study import SitingAnswer, SitingStudy

WEEKS_A_YEAR = 365 / 7


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """An open collection point.

    Attributes
    ----------
    column
        Its number in the study.
    county
        Empty where it is not known.
    kg_per_week
        Demand of the places that it serves.
    """

    column: int
    name: str
    position: LonLat
    county: str = ""
    kg_per_week: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One choice of open points.

    Attributes
    ----------
    share_served
        Of all weight of the study, 0 to 1.
    siting_objective
        Objective of the siting model, in the study's unit.
    other_cost_per_week
        Cost beside the trucks: keeping points open, people's journeys, where the caller prices them.
    """

    name: str
    points: tuple[OpenPoint, ...]
    share_served: float = 1.0
    siting_objective: float | None = None
    other_cost_per_week: float = 0.0

    @property
    def kg_per_week(self) -> float:
        """Kilograms per week of all points."""
        return sum(point.kg_per_week for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Properties of the columns that the siting study itself does not hold.

    Attributes
    ----------
    positions, names, counties
        One per column; names and counties may be empty.
    fixed_per_year
        Cost of keeping each open for a year, in the currency of the trucks; empty for none.
    """

    positions: Sequence[LonLat]
    names: Sequence[str] = ()
    counties: Sequence[str] = ()
    fixed_per_year: Sequence[float] = ()


def alternative(
    study: SitingStudy, answer: SitingAnswer, columns: Columns, *, name: str = ""
) -> Alternative | None:
    """Build the alternative of a siting answer; None of an answer without a choice.

    Parameters
    ----------
    study
        With weights in kilograms a year, as ``huiliu demand`` makes them.
    """
    if answer.objective is None:
        return None
    kg = np.zeros(study.columns)
    served = [(place, column) for place, column in enumerate(answer.assignment) if column is not None]
    for place, column in served:
        kg[column] += study.demand[place]
    total = float(study.demand.sum())
    points = tuple(
        OpenPoint(
            column=column,
            name=columns.names[column] if columns.names else str(column),
            position=columns.positions[column],
            county=columns.counties[column] if columns.counties else "",
            kg_per_week=float(kg[column]) / WEEKS_A_YEAR,
        )
        for column in answer.open
    )
    fixed = sum(columns.fixed_per_year[column] for column in answer.open) if columns.fixed_per_year else 0.0
    return Alternative(
        name=name or f"{len(points)} points",
        points=points,
        share_served=float(kg.sum()) / total if total > 0 else 1.0,
        siting_objective=answer.objective,
        other_cost_per_week=fixed / WEEKS_A_YEAR,
    )
