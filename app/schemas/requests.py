"""Models of dated and weekly pickup requests in the API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.schemas.common import Answer, CentreQuery, FaultOut, ItemOut, Latitude, Longitude, PlainWidth, Span
from data.domain.limits import (
    ACCESS_HEIGHT_M,
    ACCESS_MASS_T,
    DAY_S,
    FIRST_DATE,
    LAST_DATE,
    MAX_LINE_KG,
    MAX_LINE_L,
    MAX_PRIORITY,
    MAX_QUANTITY,
)

Date = Annotated[dt.date, Field(ge=FIRST_DATE, le=LAST_DATE)]
DateOrNone = Annotated[dt.date | None, Field(ge=FIRST_DATE, le=LAST_DATE)]
MaxMass = Annotated[
    float | None, Field(ge=ACCESS_MASS_T[0], le=ACCESS_MASS_T[1], description="Largest that gets there.")
]
MaxHeight = Annotated[float | None, Field(ge=ACCESS_HEIGHT_M[0], le=ACCESS_HEIGHT_M[1])]
MOST_AT_ONCE = 20_000
MOST_ITEMS = 50
MOST_DAYS = 92
"""How many days one list may span."""
Ref = Annotated[str, Field(min_length=1, max_length=64)]
Status = Literal["open", "planned", "collected", "failed", "cancelled"]
Condition = Literal["intact", "undiagnosable", "damaged", "critical"]
Datum = Literal["wgs84", "gcj02", "bd09"]
DayTime = Annotated[int, Field(ge=0, le=DAY_S, description="Seconds after local midnight.")]
Doubts = Annotated[
    list[FaultOut], Field(description="What is kept, and yet should be looked at: I216, I218, I220.")
]


class RequestsQuery(CentreQuery):
    """Filter of requests: a centre, one or several days, and search terms."""

    date: dt.date
    until: Annotated[dt.date | None, Field(description="The last day; only `date` where it is left out.")] = (
        None
    )
    status: Status | None = None
    condition: Condition | None = None
    q: Annotated[str, Field(max_length=100, description="Part of a reference, name, address or note.")] = ""

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.until is not None and not 0 <= (self.until - self.date).days < MOST_DAYS:
            raise ValueError(f"until: it is before date, or more than {MOST_DAYS} days after it")
        return self


class RequestItemOut(ItemOut):
    """A line of a request; `kg` and `litres` are the line's totals."""

    kg: float
    litres: float
    packing: str


class RequestOut(Answer):
    """A pickup request; `load_type` is ``mixed`` where its items are of several."""

    ref: str
    centre: str
    date: dt.date
    site: str | None
    name: str
    lon: Longitude
    lat: Latitude
    address: str
    status: str
    windows: list[Span]
    kg: float
    litres: float
    load_type: str | None
    hazard: str | None
    items: list[RequestItemOut]
    priority: int
    mandatory: bool
    due_date: dt.date | None
    max_mass_t: float | None
    max_height_m: float | None
    note: str
    snap_m: Annotated[float | None, Field(description="Metres to the nearest road, where measured.")]


class RequestSavedOut(RequestOut):
    """A request as stored."""

    doubts: Doubts


class ItemIn(BaseModel):
    """An item: material, quantity and condition; omitted weight and volume are the catalogue's."""

    model_config = ConfigDict(extra="forbid")
    material: Ref
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY)]
    condition: Condition = "intact"
    kg: Annotated[float | None, Field(ge=0, le=MAX_LINE_KG)] = None
    litres: Annotated[float | None, Field(ge=0, le=MAX_LINE_L)] = None
    packing: Annotated[str, Field(max_length=200)] = ""


class RequestIn(BaseModel):
    """A pickup request; its place is a site, or a position in the given datum."""

    model_config = ConfigDict(extra="forbid")
    ref: Annotated[str, PlainWidth, Field(max_length=64, description="Made where it is left out.")] = ""
    centre: Ref
    date: Date
    site: Annotated[str | None, Field(max_length=64)] = None
    name: Annotated[str, Field(max_length=200)] = ""
    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    lat: Annotated[float | None, Field(ge=-180, le=180)] = None
    datum: Datum = "wgs84"
    address: Annotated[str, Field(max_length=500)] = ""
    windows: Annotated[list[tuple[DayTime, DayTime]], Field(max_length=20)] = []
    priority: Annotated[int, Field(ge=0, le=MAX_PRIORITY)] = 50
    mandatory: bool = False
    due_date: DateOrNone = None
    max_mass_t: MaxMass = None
    max_height_m: MaxHeight = None
    note: Annotated[str, Field(max_length=1000)] = ""
    items: Annotated[list[ItemIn], Field(min_length=1, max_length=MOST_ITEMS)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if any(first > last for first, last in self.windows):
            raise ValueError("windows: one ends before it starts; split a window over midnight by day")
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon, lat: give both or neither")
        return self


class RequestsIn(BaseModel):
    """Many requests; each is identified by its `ref`."""

    model_config = ConfigDict(extra="forbid")
    requests: Annotated[list[RequestIn], Field(min_length=1, max_length=MOST_AT_ONCE)]


class RequestChangeIn(BaseModel):
    """Changes of a request; omitted keys are unchanged."""

    model_config = ConfigDict(extra="forbid")
    date: DateOrNone = None
    site: Annotated[str | None, Field(max_length=64)] = None
    name: Annotated[str | None, Field(max_length=200)] = None
    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    lat: Annotated[float | None, Field(ge=-180, le=180)] = None
    datum: Datum = "wgs84"
    address: Annotated[str | None, Field(max_length=500)] = None
    windows: Annotated[list[tuple[DayTime, DayTime]] | None, Field(max_length=20)] = None
    priority: Annotated[int | None, Field(ge=0, le=MAX_PRIORITY)] = None
    mandatory: bool | None = None
    due_date: DateOrNone = None
    max_mass_t: MaxMass = None
    max_height_m: MaxHeight = None
    note: Annotated[str | None, Field(max_length=1000)] = None
    items: Annotated[list[ItemIn] | None, Field(min_length=1, max_length=MOST_ITEMS)] = None
    status: Annotated[
        Literal["open", "cancelled"] | None, Field(description="Cancel it, or take that back.")
    ] = None


class RequestsChangeIn(BaseModel):
    """The same change of many requests."""

    model_config = ConfigDict(extra="forbid")
    refs: Annotated[list[Ref], Field(min_length=1, max_length=MOST_AT_ONCE)]
    date: DateOrNone = None
    priority: Annotated[int | None, Field(ge=0, le=MAX_PRIORITY)] = None
    mandatory: bool | None = None
    status: Literal["open", "cancelled"] | None = None


class ChangedOut(Answer):
    """Number of changed requests; all of them or none."""

    changed: int


_Weekday = Annotated[int, Field(ge=0, le=6, description="0 is Monday.")]


class StandingIn(BaseModel):
    """A recurring pickup on the same days of every week, or of every second, third, … week."""

    model_config = ConfigDict(extra="forbid")
    ref: Annotated[str, PlainWidth, Field(max_length=48, description="Made where it is left out.")] = ""
    centre: Ref
    site: Annotated[str | None, Field(max_length=64)] = None
    name: Annotated[str, Field(max_length=200)] = ""
    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    lat: Annotated[float | None, Field(ge=-180, le=180)] = None
    datum: Datum = "wgs84"
    address: Annotated[str, Field(max_length=500)] = ""
    weekdays: Annotated[list[_Weekday], Field(min_length=1, max_length=7)]
    every_weeks: Annotated[int, Field(ge=1, le=52)] = 1
    first: Date
    last: DateOrNone = None
    windows: Annotated[list[tuple[DayTime, DayTime]], Field(max_length=20)] = []
    priority: Annotated[int, Field(ge=0, le=MAX_PRIORITY)] = 50
    mandatory: bool = False
    note: Annotated[str, Field(max_length=1000)] = ""
    items: Annotated[list[ItemIn], Field(min_length=1, max_length=MOST_ITEMS)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise ValueError("last: it is before first")
        if any(start_s > end_s for start_s, end_s in self.windows):
            raise ValueError("windows: one ends before it starts; split a window over midnight by day")
        if not self.site and (self.lon is None or self.lat is None):
            raise ValueError("site, lon, lat: give a site, or both numbers of a place")
        return self


class StandingOut(Answer):
    """A recurring request; `last` null means no end, `site` null also means a retired site."""

    ref: str
    centre: str
    site: str | None
    name: str
    lon: Longitude
    lat: Latitude
    address: str
    weekdays: list[int]
    every_weeks: int
    first: dt.date
    last: dt.date | None
    windows: list[Span]
    priority: int
    mandatory: bool
    note: str
    items: list[dict[str, object]]


class StandingSavedOut(StandingOut):
    """A recurring request as stored."""

    doubts: Doubts
