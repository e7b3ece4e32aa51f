"""``/networks/<name>/isochrone``: areas reachable within given times."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from app.api.blueprint import api
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.schemas.common import Answer, Latitude, Longitude
from app.services.networks.closures import current_overlay
from app.services.networks.visibility import require_own_network
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat

MOST_BANDS, MOST_MINUTES = 4, 120.0


class IsochroneQuery(BaseModel):
    """Start, durations and vehicle of an isochrone."""

    lon: Longitude
    lat: Latitude
    minutes: Annotated[
        str,
        Field(
            max_length=40,
            pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?(,[0-9]{1,3}(\.[0-9]{1,3})?)*$",
            description=f"As `15,30`: areas, at most {MOST_BANDS}, each up to {MOST_MINUTES:g} minutes.",
        ),
    ] = "15,30"
    profile: Annotated[str, Field(min_length=1, max_length=64)] = DEFAULT_PROFILE

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        minutes = self.seconds()
        if len(minutes) > MOST_BANDS:
            raise ValueError(f"minutes: at most {MOST_BANDS} areas")
        if not all(0 < each <= MOST_MINUTES * 60 for each in minutes):
            raise ValueError(f"minutes: above 0, at most {MOST_MINUTES:g}")
        return self

    def seconds(self) -> list[float]:
        """The durations in seconds."""
        return [float(each) * 60 for each in self.minutes.split(",")]


class BandOut(Answer):
    """One area of an isochrone."""

    type: Literal["Feature"]
    properties: dict[str, Any]
    geometry: dict[str, Any]


class IsochroneOut(Answer):
    """A GeoJSON feature collection, the largest area first, so that all are visible."""

    type: Literal["FeatureCollection"]
    features: list[BandOut]


@api.get("/networks/<name>/isochrone")
@allowed(*READERS)
@api.input(IsochroneQuery, location="query", arg_name="query")
@api.output(IsochroneOut)
@api.doc(operation_id="getIsochrone")
def isochrone(name: str, query: IsochroneQuery) -> dict[str, Any]:
    """Get the area reachable within some minutes' drive, current closures included."""
    from network.travel.isochrones import as_geojson, isochrones

    with installation().reading() as store:
        require_own_network(store, installation().networks, principal().organisation_id, name)
    graph, place = installation().networks.graph(name), LonLat(query.lon, query.lat)
    overlay = current_overlay(installation().settings.home, name, graph)
    bands = isochrones(graph, [place], query.seconds(), profile=query.profile, overlay=overlay)
    return as_geojson(bands, place, query.profile)
