"""Inputs of pickup requests, from forms, programs or tables.

The bounds of single values (`data.domain.limits`) are checked where a document or a cell is read.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from app.services.places import Datum, to_wgs84
from data.domain.places import LonLat
from data.store.requests.pickup_requests import Condition

Window = tuple[int, int]
"""From and until, in seconds after local midnight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemInput:
    """One line of a request.

    Attributes
    ----------
    material
        Reference or name in the catalogue.
    kg, litres
        Totals of the line; None takes the catalogue's figures.
    packing
        Packing of a damaged or undiagnosable battery.
    """

    material: str
    quantity: int
    condition: Condition = Condition.INTACT
    kg: float | None = None
    litres: float | None = None
    packing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupInput:
    """Fields shared by dated and weekly requests.

    Attributes
    ----------
    centre
        Reference of the sorting centre; None or empty selects the only one.
    site
        Reference of a site, whose position, name, address and windows are the defaults.
    lon, lat, datum
        Position; both numbers or neither.
    """

    ref: str
    centre: str | None = None
    site: str | None = None
    name: str = ""
    lon: float | None = None
    lat: float | None = None
    datum: Datum = "wgs84"
    address: str = ""
    windows: tuple[Window, ...] = ()
    priority: int = 50
    mandatory: bool = False
    note: str = ""
    items: tuple[ItemInput, ...]

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude as entered; None if either is missing."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)

    @property
    def own_place(self) -> LonLat | None:
        """The position in WGS-84; None if there is none."""
        return None if self.position is None else to_wgs84(*self.position, self.datum)


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupRequestInput(PickupInput):
    """A request of a date.

    Attributes
    ----------
    due_date
        Last date of the collection.
    max_mass_t, max_height_m
        Limits of vehicles that can access the place; None takes the site's.
    """

    date: dt.date | None
    due_date: dt.date | None = None
    max_mass_t: float | None = None
    max_height_m: float | None = None


def generate_ref() -> str:
    """Generate a reference for a request entered without one."""
    return f"E-{secrets.token_hex(5).upper()}"
