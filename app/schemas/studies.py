"""Models of coverage studies and their scenarios in the API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.schemas.common import Answer, FaultOut, Latitude, Longitude
from network.siting.stages import MOST_STAGES

Text200 = Annotated[str, Field(max_length=200)]
Amount = Annotated[float, Field(ge=0, le=1e12)]
Ref = Annotated[str, Field(min_length=1, max_length=64)]
MOST_ROWS = 25_000
MOST_OPEN = 5_000


class StrictInput(BaseModel):
    """Base of request bodies: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class StudyPlaceIn(StrictInput):
    """A place with demand, or an existing or candidate point."""

    name: Text200 = ""
    role: Literal["place", "candidate", "existing"] = "place"
    lon: Longitude
    lat: Latitude
    county: Annotated[str, Field(max_length=100)] = ""
    township: Annotated[str, Field(max_length=100)] = ""
    population: Amount | None = None
    households: Amount | None = None
    tonnes: Amount | None = None
    capacity_tonnes: Amount | None = None
    fixed_cost: Amount | None = None


class StudyAbout(StrictInput):
    """Subject of a study."""

    centre: Ref
    name: Annotated[str, Field(min_length=1, max_length=200)]
    material: Ref = "recyclables"
    growth: Annotated[float, Field(ge=-0.5, le=0.5)] = 0.0
    years: Annotated[int, Field(ge=0, le=50)] = 0
    measure: Literal["duration_s", "distance_m"] = "duration_s"
    profile: Ref = "car"


class StudyIn(StudyAbout):
    """A study with its places."""

    places: Annotated[list[StudyPlaceIn], Field(min_length=1, max_length=MOST_ROWS)]


class StudySummary(Answer):
    """A study in the list of studies."""

    id: str
    name: str
    centre: str
    network: str
    profile: str
    measure: str
    places: int
    points: int
    kg_per_year: float
    created_at: str
    scenarios: int


class ScenarioSummary(Answer):
    """A scenario in the comparison of scenarios; `figures` is empty until it is solved."""

    id: str
    number: int
    name: str
    question: dict[str, Any]
    status: str
    phase: str
    figures: dict[str, Any]
    fault: FaultOut | None
    created_at: str
    operated_at: str | None


class ScenarioOut(ScenarioSummary):
    """A scenario with its result, as ``huiliu coverage --json`` prints it (null until solved)."""

    answer: dict[str, Any] | None


class StudyOut(Answer):
    """A study with its content, which has the keys of a study file (docs/explanation/siting.md)."""

    id: str
    name: str
    centre: str
    network: str
    profile: str
    measure: str
    kg_per_year: float
    created_at: str
    checks: list[FaultOut]
    content: dict[str, Any]
    scenarios: list[ScenarioSummary]


class CollectionIn(StrictInput):
    """Collection terms; by default the centre's commonest trucks. 0 seconds computes no prices."""

    vehicle_class: Ref | None = None
    trucks: Annotated[int | None, Field(ge=1, le=200)] = None
    weekdays: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(min_length=1, max_length=7)] = [
        0, 1, 2, 3, 4, 5,
    ]  # fmt: skip
    container_kg: Annotated[int, Field(ge=1, le=1_000_000)] = 300
    service_s: Annotated[int, Field(ge=0, le=86_400)] = 600
    weeks: Annotated[int, Field(ge=1, le=8)] = 1
    seconds: Annotated[float, Field(ge=0, le=600)] = 20.0


class ScenarioIn(StrictInput):
    """A scenario to solve; the keys of each model are in docs/explanation/siting.md."""

    name: Annotated[str, Field(max_length=100)] = ""
    model: Literal["set_cover", "max_cover", "p_median", "p_center"]
    radius: Annotated[float | None, Field(gt=0, le=1e7, description="Seconds or metres.")] = None
    p: Annotated[int | None, Field(ge=1, le=20_000)] = None
    stages: Annotated[
        list[Annotated[int, Field(ge=1, le=20_000)]] | None,
        Field(min_length=1, max_length=MOST_STAGES, description="Points open in each stage, instead of p."),
    ] = None
    stage_years: Annotated[
        list[Annotated[int, Field(ge=1900, le=2200)]] | None,
        Field(max_length=MOST_STAGES, description="By which year each stage is open."),
    ] = None
    stage_weights: Annotated[
        list[Annotated[float, Field(gt=0, le=1e6)]] | None,
        Field(max_length=MOST_STAGES, description="How much each stage counts, 1 by default."),
    ] = None
    keep_existing: bool = True
    budget: Annotated[float | None, Field(ge=0, le=1e15)] = None
    backup: Annotated[int | None, Field(ge=1, le=100)] = None
    share: Annotated[float | None, Field(gt=0, le=1)] = None
    least_share: Annotated[float | None, Field(gt=0, le=1, description="In each county.")] = None
    seconds: Annotated[float, Field(ge=1, le=3600)] = 30.0
    collection: CollectionIn = CollectionIn()


Stage = Annotated[
    int | None, Field(ge=1, le=MOST_STAGES, description="Only the points open by this stage, from 1.")
]


class StageQuery(StrictInput):
    """A stage of a scenario, by default the whole."""

    stage: Stage = None


class OperateIn(StrictInput):
    """First day, by default tomorrow, and last stage of the operation."""

    stage: Stage = None
    first: Annotated[dt.date | None, Field(ge=dt.date(2000, 1, 1), le=dt.date(2100, 12, 31))] = None


class PointIn(StrictInput):
    """A position."""

    lon: Longitude
    lat: Latitude


class CoverageIn(StrictInput):
    """Open points: by number in the study, and at other positions."""

    open: Annotated[list[Annotated[int, Field(ge=0, le=20_000)]], Field(max_length=MOST_OPEN)]
    added: Annotated[list[PointIn], Field(max_length=50)] = []
    radius: Annotated[float | None, Field(gt=0, le=1e7)] = None


class CoverageOut(Answer):
    """Travel cost to the nearest open point; `nearest` is null if none is reachable."""

    figures: dict[str, Any]
    reach: dict[str, Any]
    nearest: list[int | None]


class VisitsOut(Answer):
    """A recurring request of a point: the same mass on these weekdays, 0 Monday."""

    ref: str
    weekdays: list[int]
    every_weeks: int
    week: int
    kg: float


class StepOut(Answer):
    """A point and its action: `create`, `keep` or `close` (which is left to the user).

    `visits` are its recurring requests, none if the scenario was not priced.
    """

    what: str
    column: int
    ref: str
    name: str
    lon: Longitude
    lat: Latitude
    kg_per_year: float
    visits: list[VisitsOut]
