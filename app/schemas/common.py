"""Models shared by the API's answers; those of plans are in `app.schemas.plans`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from data.domain.plain_width import to_plain_width
from data.store.network.sites import Site

Seconds = Annotated[int, Field(description="Seconds after local midnight.")]
Span = tuple[Seconds, Seconds]
Longitude = Annotated[float, Field(ge=-180, le=180, description="WGS-84, degrees.")]
Latitude = Annotated[float, Field(ge=-90, le=90, description="WGS-84, degrees.")]
PlainWidth = BeforeValidator(lambda value: to_plain_width(value) if isinstance(value, str) else value)
"""References typed full-width become plain, as tables read them: they would name something else."""


class Answer(BaseModel):
    """Base of answers: every key of the contract is always present."""

    model_config = ConfigDict(extra="forbid")


class FaultOut(Answer):
    """One fault: what is wrong, where, and what to do about it."""

    code: str
    cause: str
    action: str
    where: str = ""

    @classmethod
    def of(cls, fault: Mapping[str, object]) -> FaultOut:
        """Create from `Fault.as_json`; keys added by tables (column, value) are ignored."""
        return cls(**{key: str(fault[key]) for key in ("code", "cause", "action", "where") if key in fault})


class Faults(Answer):
    """Body of every error answer."""

    faults: list[FaultOut]


class CentreQuery(BaseModel):
    """A sorting centre by its reference."""

    centre: Annotated[str, Field(min_length=1, max_length=64)]


class DayQuery(CentreQuery):
    """A sorting centre and a date."""

    date: dt.date


class OrganisationOut(Answer):
    """The organisation of the account."""

    ref: str
    name_zh: str
    name_en: str


class MeOut(Answer):
    """The caller's account."""

    user: str
    name: str
    role: str
    organisation: OrganisationOut
    languages: list[str]


class CentreOut(Answer):
    """A sorting centre; `accepts` null means everything."""

    ref: str
    name_zh: str
    name_en: str
    lon: Longitude
    lat: Latitude
    network: str | None
    accepts: list[str] | None
    synthetic: bool

    @classmethod
    def of(cls, site: Site) -> CentreOut:
        """Create from a centre's row."""
        return cls(
            ref=site.ref,
            name_zh=site.name_zh,
            name_en=site.name_en,
            lon=site.lon,
            lat=site.lat,
            network=site.network,
            accepts=site.accepts,
            synthetic=site.synthetic,
        )


class CapacityOut(Answer):
    """Kilograms and litres."""

    kg: int
    l: int  # noqa: E741 - the litre's own symbol, as in the native format


class DriverOut(Answer):
    """A driver."""

    name: str


class VehicleSizeOut(Answer):
    """Vehicle dimensions compared with road signs; null takes the figures of the profile."""

    mass_t: float | None
    height_m: float | None
    width_m: float | None
    length_m: float | None
    axleload_t: float | None


class ItemOut(Answer):
    """A quantity of one material in one condition."""

    material: str
    name_zh: str
    name_en: str
    quantity: int
    condition: str


class MaterialOut(Answer):
    """A material of the catalogue; figures are planning defaults per unit."""

    ref: str
    name_zh: str
    name_en: str
    load_type: str
    unit: str
    unit_kg: float
    unit_l: float
    service_s: int
    skills: list[str]
    hazard: str
    handling_zh: str
    handling_en: str
    source: str
    status: str


class TodayOut(Answer):
    """Figures of a centre's day, and the next action."""

    requested: int
    planned: int
    left_out: int
    late: int
    received_kg: Annotated[float, Field(description="Weighed and reported by the drivers.")]
    plan_id: str | None
    next_action: Annotated[
        str, Field(description="add_requests, add_vehicles, import_roads, plan, wait, publish, follow")
    ]
    missing: list[FaultOut]
    notices: Annotated[list[FaultOut], Field(description="Worth knowing; the day can be planned without.")]
