"""Read periodic problems from JSON and write calendars."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from data.domain import periodic
from data.domain.places import LonLat
from routing.formats.documents import fault_list, read_json
from routing.formats.native import models, plan_as_json
from routing.formats.native.fields import (
    MAX_AMOUNT,
    Amount,
    Finite,
    Name,
    Place,
    Positions,
    Price,
    Seconds,
    Version,
    Whole,
)
from routing.formats.native.matrix import Matrices, TravelMatrix, matrices_of, no_matrix
from routing.formats.native.models import Entry, reads
from routing.formats.pvrpif import PeriodicFile, is_pvrpif, read_pvrpif
from routing.formats.validation import VERSION, AtMost, check, mapping_of, salvage, split

Days = Annotated[int, Field(strict=True, ge=1, le=366), Whole]
Weekday = Annotated[int, Field(strict=True, ge=0, le=6), Whole]
Weekdays = Annotated[frozenset[Weekday], AtMost(7)]
CrewCount = Annotated[int, Field(strict=True, ge=0, le=1_000), Whole]


@reads(periodic.CalendarPlace)
class CalendarPlace(Entry):
    """Model of `periodic.CalendarPlace`."""

    id: Name
    place: Place
    visits: Days | None = None
    period_days: Days | None = None
    demand_kg: Amount = 0
    fill_kg_per_day: Annotated[float, Field(ge=0, le=MAX_AMOUNT), Finite] = 0.0
    container_kg: Amount | None = None
    service_s: Seconds = 0
    least_gap_days: Days = 1
    most_gap_days: Days | None = None
    weekdays: Weekdays = periodic.EVERY_DAY


@reads(periodic.CalendarVehicle)
class CalendarVehicle(Entry):
    """Model of `periodic.CalendarVehicle`."""

    vehicle: models.Vehicle
    weekdays: Weekdays = periodic.EVERY_DAY


@reads(periodic.PeriodicProblem)
class PeriodicProblem(Entry):
    """Model of `periodic.PeriodicProblem`."""

    horizon_days: Days
    places: Annotated[tuple[CalendarPlace, ...], AtMost(2_000)]
    vehicles: Annotated[tuple[CalendarVehicle, ...], AtMost(500)]
    facilities: Annotated[tuple[models.Facility, ...], AtMost(100)] = ()
    rules: models.Rules = models.Rules()
    first_weekday: Weekday = 0
    crews: Annotated[tuple[CrewCount, ...], AtMost(366)] = ()
    levelling: Price = 0.0


class PeriodicHead(BaseModel):
    """Keys of a periodic document that are not part of `PeriodicProblem`."""

    version: Version
    matrix: TravelMatrix = Field(default_factory=no_matrix)
    matrices: Matrices = {}
    positions: Positions = ()
    network: Name | None = None


def read_periodic(text: str | bytes) -> PeriodicFile:
    """Read a periodic problem in the native format (version 1) or as a PVRP-IF instance.

    Raises
    ------
    InputError
        F1xx: all faults of the document, each with its JSON path.
    """
    document = read_json(text)
    if is_pvrpif(document):
        return read_pvrpif(document)
    faults = fault_list()
    given, body = split(mapping_of(document, faults), PeriodicHead)
    keys = frozenset(given)
    head, _ = salvage(PeriodicHead, given, faults, depth=2)
    assert head is not None
    model = check(PeriodicProblem, body, faults, also_known=PeriodicHead.model_fields)
    matrices = matrices_of(keys, head.matrix, head.matrices, faults)
    if not matrices and not head.positions:
        cause = "There are neither travel matrices nor positions."
        faults.add("F112", "matrix", cause, "Add matrix, matrices, or positions with network.")
    faults.raise_if_any()
    assert model is not None
    return PeriodicFile(
        problem=model.into_domain(),
        matrices=matrices or None,
        positions=tuple(map(LonLat._make, head.positions)),
        network=head.network,
    )


def calendar_as_json(problem: periodic.PeriodicProblem, calendar: periodic.Calendar) -> dict[str, Any]:
    """Return a calendar as JSON: days by place, each day's plan, unserved places and figures."""
    return {
        "version": VERSION,
        "cost": calendar.cost,
        "spread_h": calendar.spread_h,
        "objective": calendar.objective,
        "distance_m": calendar.distance_m,
        "hours": list(calendar.hours),
        "visits": {name: list(days) for name, days in calendar.visits.items()},
        "unassigned": [
            {"place": each.task, "code": each.code, "reason": each.reason} for each in calendar.unassigned
        ],
        "days": [
            {"day": day, "weekday": problem.weekday(day), "plan": plan_as_json(plan)}
            for day, plan in enumerate(calendar.plans)
        ],
        "seconds": calendar.seconds,
    }
