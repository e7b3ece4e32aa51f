"""``/standing-requests``: pickups repeated weekly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session, select

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.errors import ConflictError
from app.imports.context import context_of
from app.schemas.common import Answer, FaultOut, Latitude, Longitude, PlainWidth, Span
from app.schemas.requests import Datum, DayTime, Doubts, ItemIn, Ref
from app.services.recurring import standing_values
from app.services.requests.enter import fresh_ref
from data.domain.errors import Fault, NotFoundError
from data.store.network.sites import Site
from data.store.requests.recurring import RecurringRequest, list_recurring
from network.library import NetworkLibrary

_Weekday = Annotated[int, Field(ge=0, le=6, description="0 is Monday.")]


class StandingIn(BaseModel):
    """A pickup on the same days of every week, or of every second, third, … week."""

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
    first: Annotated[dt.date, Field(ge=dt.date(2000, 1, 1), le=dt.date(2100, 12, 31))]
    last: Annotated[dt.date | None, Field(ge=dt.date(2000, 1, 1), le=dt.date(2100, 12, 31))] = None
    windows: Annotated[list[tuple[DayTime, DayTime]], Field(max_length=20)] = []
    priority: Annotated[int, Field(ge=0, le=100)] = 50
    mandatory: bool = False
    note: Annotated[str, Field(max_length=1000)] = ""
    items: Annotated[list[ItemIn], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise ValueError("last: it lies before first")
        if any(start_s > end_s for start_s, end_s in self.windows):
            raise ValueError("windows: one ends before it begins; over midnight it is two, one for each day")
        if not self.site and (self.lon is None or self.lat is None):
            raise ValueError("site, lon, lat: give a site, or both numbers of a place")
        return self


class StandingOut(Answer):
    """A standing request; `last` null holds until further notice, `site` null also where it was retired."""

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
    """A standing request as it is kept now."""

    doubts: Doubts


@api.get("/standing-requests")
@allowed(*READERS)
@api.output(many(StandingOut))
@api.doc(operation_id="listStandingRequests")
def list_standing() -> list[StandingOut]:
    """The organisation's standing requests by reference, ended ones too."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        sites = _sites(store, organisation_id)
        return [_document(row, sites) for row in list_recurring(store, organisation_id)]


@api.post("/standing-requests")
@allowed(*DISPATCHERS)
@api.input(StandingIn, arg_name="wanted")
@api.output(StandingSavedOut, status_code=201)
@api.doc(operation_id="addStandingRequest", responses={409: "The reference is taken"})
def add_standing(wanted: StandingIn) -> StandingSavedOut:
    """Repeat a pickup weekly; each day's request is made when the day is planned or looked at."""
    organisation_id = principal().organisation_id
    wanted = wanted.model_copy(update={"ref": wanted.ref.strip() or fresh_ref()})
    with installation().writing() as store:
        if _find(store, organisation_id, wanted.ref) is not None:
            cause, action = f"The reference {wanted.ref!r} is taken.", "Change that one, or choose another."
            raise ConflictError(Fault("A244", cause, action, "ref"))
        values, doubts = _values(store, organisation_id, wanted)
        row = RecurringRequest(organisation_id=organisation_id, **values)
        store.add(row)
        store.flush()
        return _saved(row, _sites(store, organisation_id), doubts)


@api.put("/standing-requests/<path:ref>")
@allowed(*DISPATCHERS)
@api.input(StandingIn, arg_name="wanted")
@api.output(StandingSavedOut)
@api.doc(operation_id="changeStandingRequest")
def change_standing(ref: str, wanted: StandingIn) -> StandingSavedOut:
    """Change what days become from now on; requests that were made already stay. The body is the whole."""
    organisation_id = principal().organisation_id
    with installation().writing() as store:
        row = _named(store, organisation_id, ref)
        wanted = wanted.model_copy(update={"ref": ref})
        if _only_ends(row, wanted, _sites(store, organisation_id)):
            values, doubts = {"last": wanted.last}, list[Fault]()
        else:
            values, doubts = _values(store, organisation_id, wanted)
        for key, value in values.items():
            setattr(row, key, value)
        store.add(row)
        store.flush()
        return _saved(row, _sites(store, organisation_id), doubts)


@api.delete("/standing-requests/<path:ref>")
@allowed(*DISPATCHERS)
@api.output({}, status_code=204)
@api.doc(operation_id="deleteStandingRequest")
def delete_standing(ref: str) -> str:
    """Repeat it no more; requests that were made already stay."""
    with installation().writing() as store:
        store.delete(_named(store, principal().organisation_id, ref))
    return ""


def _only_ends(row: RecurringRequest, wanted: StandingIn, sites: Mapping[int | None, Site]) -> bool:
    """Whether it is to end, or sooner, and nothing else: that is done whatever is wrong with it by now."""
    kept, given = _document(row, sites).model_dump(), wanted.model_dump(exclude={"datum"})
    was, ends = kept.pop("last"), given.pop("last")
    is_sooner = ends is not None and (was is None or ends <= was)
    return is_sooner and wanted.datum == "wgs84" and kept == given


def _values(store: Session, organisation_id: int, wanted: StandingIn) -> tuple[dict[str, Any], list[Fault]]:
    context = context_of(NetworkLibrary(installation().settings.home), organisation_id)
    return standing_values(store, wanted.model_dump(), context)


def _saved(row: RecurringRequest, sites: Mapping[int | None, Site], doubts: list[Fault]) -> StandingSavedOut:
    told = [FaultOut.of(doubt.as_json()) for doubt in doubts]
    return StandingSavedOut(**_document(row, sites).model_dump(), doubts=told)


def _find(store: Session, organisation_id: int, ref: str) -> RecurringRequest | None:
    wanted = select(RecurringRequest).where(
        RecurringRequest.organisation_id == organisation_id, RecurringRequest.ref == ref
    )
    return store.exec(wanted).first()


def _named(store: Session, organisation_id: int, ref: str) -> RecurringRequest:
    row = _find(store, organisation_id, ref)
    if row is None:
        raise NotFoundError(Fault("A245", f"There is no standing request {ref!r}.", "Check it.", ref))
    return row


def _sites(store: Session, organisation_id: int) -> dict[int | None, Site]:
    found = store.exec(select(Site).where(Site.organisation_id == organisation_id))
    return {row.id: row for row in found}


def _document(row: RecurringRequest, sites: Mapping[int | None, Site]) -> StandingOut:
    site = sites.get(row.site_id)
    if site is not None and site.retired_at is not None:
        site = None  # out of use: the place stays, and may be changed or stopped without it
    return StandingOut(
        ref=row.ref, centre=sites[row.centre_id].ref, site=site.ref if site else None,
        name=row.name, lon=row.lon,
        lat=row.lat, address=row.address, weekdays=row.weekdays, every_weeks=row.every_weeks,
        first=row.first, last=row.last, windows=[(start_s, end_s) for start_s, end_s in row.windows],
        priority=row.priority, mandatory=row.mandatory, note=row.note, items=row.items,
    )  # fmt: skip
