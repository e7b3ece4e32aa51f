"""What pickup requests are entered as, whether by a form, a program or a table.

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
        How a damaged or undiagnosable battery is packed.
    """

    material: str
    quantity: int
    condition: Condition = Condition.INTACT
    kg: float | None = None
    litres: float | None = None
    packing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupInput:
    """What is fetched and where: what requests of a date and weekly ones have in common.

    Attributes
    ----------
    centre
        Reference of the sorting centre; None or empty names the only one there is.
    site
        Reference of a site, whose position, name, address and windows count where the input has none.
    lon, lat, datum
        A position of its own; both numbers or neither.
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
        """Longitude and latitude as they were entered; None where either is missing."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)

    @property
    def own_place(self) -> LonLat | None:
        """The position in WGS-84; None where there is none."""
        return None if self.position is None else to_wgs84(*self.position, self.datum)


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupRequestInput(PickupInput):
    """A request of a date.

    Attributes
    ----------
    due_date
        By when it must have been fetched.
    max_mass_t, max_height_m
        The largest vehicle that gets there; None takes the site's.
    """

    date: dt.date | None
    due_date: dt.date | None = None
    max_mass_t: float | None = None
    max_height_m: float | None = None


def generate_ref() -> str:
    """A reference for a request that is entered without one."""
    return f"E-{secrets.token_hex(5).upper()}"
