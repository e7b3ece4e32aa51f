"""Models of sites, vehicles, drivers and days off in the API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.schemas.common import (
    Answer,
    CapacityOut,
    DriverOut,
    Latitude,
    Longitude,
    PlainWidth,
    Span,
    VehicleSizeOut,
)
from data.domain.limits import (
    ACCESS_HEIGHT_M,
    ACCESS_MASS_T,
    DAY_S,
    FIRST_DATE,
    LAST_DATE,
    MAX_BREAK_S,
    MAX_CAPACITY_KG,
    MAX_CAPACITY_L,
    MAX_COST_FIXED,
    MAX_COST_PER_H,
    MAX_COST_PER_KM,
    MAX_OVERTIME_S,
    MAX_UNLOAD_S,
)
from data.domain.vehicle_size import MOST
from data.store.network.fleet import ALL_WEEK

Date = Annotated[dt.date, Field(ge=FIRST_DATE, le=LAST_DATE)]
Ref = Annotated[str, Field(min_length=1, max_length=64)]
NewRef = Annotated[Ref, PlainWidth]
DayTime = Annotated[int, Field(ge=0, le=DAY_S, description="Seconds after local midnight.")]
Windows = Annotated[list[tuple[DayTime, DayTime]], Field(max_length=20)]
Kind = Literal[
    "sorting_centre", "collection_point", "township_point", "village_point", "institution", "household",
    "dismantler", "facility",
]  # fmt: skip
LoadType = Literal["appliance", "battery", "recyclable", "vehicle"]
Skills = Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(max_length=40)]
ValidUntil = Annotated[
    dict[str, dt.date], Field(max_length=40, description="Last day of the certificates that end.")
]


class PlacesQuery(BaseModel):
    """A centre, or all; optionally including retired objects."""

    centre: Annotated[str | None, Field(max_length=64)] = None
    retired: bool = False


class SiteOut(Answer):
    """A place of the recycling network; `accepts` null means everything."""

    ref: str
    kind: str
    name_zh: str
    name_en: str
    lon: Longitude
    lat: Latitude
    address: str
    windows: list[Span]
    accepts: list[str] | None
    unload_s: int
    max_mass_t: float | None
    max_height_m: float | None
    network: str | None
    plan_at_s: int | None
    centre: str | None
    retired: bool


class SiteIn(BaseModel):
    """A site; its position is in the given datum."""

    model_config = ConfigDict(extra="forbid")
    ref: NewRef
    kind: Kind
    name_zh: Annotated[str, Field(max_length=200)] = ""
    name_en: Annotated[str, Field(max_length=200)] = ""
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-180, le=180)]
    datum: Literal["wgs84", "gcj02", "bd09"] = "wgs84"
    address: Annotated[str, Field(max_length=500)] = ""
    windows: Windows = []
    accepts: Annotated[list[LoadType] | None, Field(max_length=4)] = None
    unload_s: Annotated[int, Field(ge=0, le=MAX_UNLOAD_S)] = 0
    max_mass_t: Annotated[
        float | None, Field(ge=ACCESS_MASS_T[0], le=ACCESS_MASS_T[1], description="Largest that gets there.")
    ] = None
    max_height_m: Annotated[float | None, Field(ge=ACCESS_HEIGHT_M[0], le=ACCESS_HEIGHT_M[1])] = None
    network: Annotated[str | None, Field(max_length=64)] = None
    plan_at_s: Annotated[
        int | None, Field(ge=0, le=86_399, description="When a centre's day is planned by itself.")
    ] = None
    centre: Annotated[str | None, Field(max_length=64)] = None
    retired: bool = False


class VehicleDetailOut(Answer):
    """A vehicle with its figures, certificates and usual driver."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    ref: str
    plate: str
    class_: Annotated[str, Field(alias="class")]
    centre: str
    capacity: CapacityOut
    shift: Span
    overtime_s: int
    breaks: list[dict[str, object]]
    skills: Annotated[list[str], Field(description="Of truck and crew together, as plans count them.")]
    own_skills: list[str]
    valid_until: dict[str, str]
    profile: str
    size: VehicleSizeOut
    cost_fixed: float
    cost_per_km: float
    cost_per_h: float
    cost_per_overtime_h: float
    driver: DriverOut | None
    driver_ref: str | None
    retired: bool


class VehicleClassOut(Answer):
    """A vehicle class and its typical figures."""

    ref: str
    name_zh: str
    name_en: str
    capacity: CapacityOut
    cost_fixed: float
    cost_per_km: float
    cost_per_h: float


class FleetWordsOut(Answer):
    """Permitted skills and certificates of vehicles and drivers."""

    classes: list[VehicleClassOut]
    skills: list[str]


class BreakIn(BaseModel):
    """A pause that starts within its window."""

    model_config = ConfigDict(extra="forbid")
    window: tuple[DayTime, DayTime]
    duration_s: Annotated[int, Field(gt=0, le=MAX_BREAK_S)]


class VehicleIn(BaseModel):
    """A vehicle; omitted figures are those of its class."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    ref: NewRef
    centre: Ref
    class_: Annotated[str, Field(alias="class", min_length=1, max_length=64)]
    plate: Annotated[str, Field(max_length=32)] = ""
    capacity_kg: Annotated[int | None, Field(ge=0, le=MAX_CAPACITY_KG)] = None
    capacity_l: Annotated[int | None, Field(ge=0, le=MAX_CAPACITY_L)] = None
    mass_t: Annotated[float | None, Field(ge=0.3, le=MOST["mass_t"])] = None
    height_m: Annotated[float | None, Field(ge=0.5, le=MOST["height_m"])] = None
    width_m: Annotated[float | None, Field(ge=0.5, le=MOST["width_m"])] = None
    length_m: Annotated[float | None, Field(ge=0.5, le=MOST["length_m"])] = None
    axleload_t: Annotated[float | None, Field(ge=0.1, le=MOST["axleload_t"])] = None
    cost_fixed: Annotated[float | None, Field(ge=0, le=MAX_COST_FIXED)] = None
    cost_per_km: Annotated[float | None, Field(ge=0, le=MAX_COST_PER_KM)] = None
    cost_per_h: Annotated[float | None, Field(ge=0, le=MAX_COST_PER_H)] = None
    cost_per_overtime_h: Annotated[float, Field(ge=0, le=MAX_COST_PER_H)] = 0.0
    overtime_s: Annotated[int, Field(ge=0, le=MAX_OVERTIME_S)] = 0
    shift: tuple[DayTime, DayTime] = (8 * 3600, 17 * 3600)
    breaks: Annotated[list[BreakIn], Field(max_length=10)] = []
    skills: Skills = []
    valid_until: ValidUntil = {}
    driver: Annotated[str | None, Field(max_length=64, description="The driver's reference.")] = None
    retired: bool = False

    @model_validator(mode="after")
    def _within_a_day(self) -> Self:
        if self.shift[1] < self.shift[0]:
            raise ValueError(
                "shift: it ends before it starts; enter a shift over midnight as one truck until 24:00 and "
                "one from 00:00"
            )
        return self


class DriverPersonOut(Answer):
    """A driver; `retired` drivers have left but their data are still stored.

    `weekdays` 0 is Monday; `shift` null takes the hours of the truck. Single days off are in ``/days-off``.
    """

    ref: str
    name: str
    phone: str
    skills: list[str]
    valid_until: dict[str, str]
    weekdays: list[int]
    shift: Span | None
    retired: bool


class DriverIn(BaseModel):
    """A driver."""

    model_config = ConfigDict(extra="forbid")
    ref: NewRef
    name: Annotated[str, Field(min_length=1, max_length=200)]
    phone: Annotated[str, Field(max_length=32)] = ""
    skills: Skills = []
    valid_until: ValidUntil = {}
    weekdays: Annotated[
        list[Annotated[int, Field(ge=0, le=6)]],
        Field(min_length=1, max_length=7, description="Days of the week worked; 0 is Monday."),
    ] = list(ALL_WEEK)
    shift: Annotated[
        tuple[DayTime, DayTime] | None, Field(description="Hours on each; null for those of the truck.")
    ] = None
    retired: bool = False

    @model_validator(mode="after")
    def _within_a_day(self) -> Self:
        if self.shift is not None and self.shift[1] <= self.shift[0]:
            raise ValueError(
                "shift: it ends before it starts; enter hours over midnight as one driver until 24:00 and "
                "one from 00:00"
            )
        return self


class DayOffOut(Answer):
    """Days without collection, or off for a truck or driver; `weekday` 0 is Monday."""

    id: int
    centre: str | None
    vehicle: str | None
    driver: str | None
    first: dt.date
    last: dt.date
    weekday: int | None
    note: str


class DayOffIn(BaseModel):
    """Days off of a centre, a truck or a driver, or of all centres if none is given."""

    model_config = ConfigDict(extra="forbid")
    centre: Annotated[str | None, Field(max_length=64)] = None
    vehicle: Annotated[str | None, Field(max_length=64)] = None
    driver: Annotated[str | None, Field(max_length=64)] = None
    first: Date
    last: Date
    weekday: Annotated[int | None, Field(ge=0, le=6, description="Only this one; 0 is Monday.")] = None
    note: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.last < self.first:
            raise ValueError("last: it is before first")
        if sum(one is not None for one in (self.centre, self.vehicle, self.driver)) > 1:
            raise ValueError("centre, vehicle, driver: give at most one of them")
        return self
