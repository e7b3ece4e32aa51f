"""A plan in one language with sanitized texts, from which all files are generated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.exports.sanitize import clipped, printable
from app.exports.words import Words
from app.schemas.plans import PlanOut, RouteOut, VisitOut
from app.services.plans.document import LinkOf, plan_document
from data.domain.places import LonLat
from data.store.plans.lookup import PlanDetail
from data.store.requests.pickup_requests import Material
from network.geo.polyline import decode

GEOMETRY_DECIMALS = 6
MOST_NAME = 200
COLLECTS = ("collect", "pickup", "deliver")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintableStop:
    """One visit of a route.

    Attributes
    ----------
    number
        Number of the stop from 1; None for unloadings, rests and the depot.
    place
        None for a rest on the road.
    arrival_s, start_s, departure_s, windows
        Seconds after local midnight of the plan's date.
    kg, litres
        Mass and volume of the request; None if nothing is loaded or unloaded.
    items
        Such as ``2 × refrigerator``, one per item of the request.
    hazard
        Most severe battery hazard, as a sentence; empty if there is none.
    handling
        Handling instructions of the materials, without duplicates.
    """

    number: int | None
    kind: str
    request: str
    name: str
    address: str
    note: str
    place: LonLat | None
    arrival_s: int | None
    start_s: int | None
    departure_s: int | None
    windows: tuple[tuple[int, int], ...]
    kg: float | None
    litres: float | None
    aboard_kg: int | None
    items: tuple[str, ...]
    hazard: str
    handling: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintableRoute:
    """The route of one vehicle.

    Attributes
    ----------
    shift
        Start and end, in seconds after local midnight.
    load_percent
        Maximum load, of mass or volume, whichever is higher.
    cost
        In the day's currency.
    line
        Line along the road; empty if the route has no geometry.
    link
        Path of the driver's page; None if the reader may not see it.
    """

    number: int
    plate: str
    vehicle: str
    vehicle_class: str
    capacity_kg: int
    capacity_l: int
    shift: tuple[int, int]
    driver: str
    phone: str
    link: str | None
    distance_m: int
    duration_s: int
    driving_s: int
    load_percent: int
    cost: float
    co2_kg: float
    line: tuple[LonLat, ...]
    stops: tuple[PrintableStop, ...]

    @property
    def leaves_s(self) -> int | None:
        return self.stops[0].departure_s if self.stops else None

    @property
    def back_s(self) -> int | None:
        return self.stops[-1].arrival_s if self.stops else None

    @property
    def served(self) -> list[PrintableStop]:
        """The numbered stops."""
        return [stop for stop in self.stops if stop.number is not None]

    @property
    def kg(self) -> float:
        return sum(stop.kg or 0.0 for stop in self.served if stop.kind != "deliver")

    @property
    def litres(self) -> float:
        return sum(stop.litres or 0.0 for stop in self.served if stop.kind != "deliver")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintableUnassigned:
    """A request that the plan leaves unassigned."""

    request: str
    name: str
    place: LonLat
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintablePlan:
    """A plan as one document."""

    plan_id: str
    words: Words
    centre_ref: str
    centre: str
    date: dt.date
    start: dt.datetime
    network: str
    version: int
    published: bool
    synthetic: bool
    currency: str
    routes: tuple[PrintableRoute, ...]
    left_out: tuple[PrintableUnassigned, ...]

    @property
    def state(self) -> str:
        """Version and status in one line."""
        parts = [f"v{self.version}", self.words("export-published" if self.published else "export-draft")]
        return " · ".join(parts + ([self.words("export-synthetic")] if self.synthetic else []))

    def only(self, number: int) -> PrintablePlan:
        """Return the plan with one route and without unassigned requests."""
        return replace(self, routes=tuple(r for r in self.routes if r.number == number), left_out=())


def printable_plan(
    detail: PlanDetail, materials: Mapping[str, Material], *, language: str, link_of: LinkOf | None = None
) -> PrintablePlan:
    """Return a plan in printable form; user texts are sanitized here, for every format."""
    words = Words(language)
    plan = plan_document(detail, materials, language=language, link_of=link_of)
    phones = {each.route.id: each.driver.phone if each.driver else "" for each in detail.routes}
    return PrintablePlan(
        plan_id=plan.id,
        words=words,
        centre_ref=plan.centre.ref,
        centre=_short(words.of(plan.centre.name_zh, plan.centre.name_en)),
        date=plan.date,
        start=detail.plan.start,
        network=plan.network,
        version=plan.version,
        published=plan.status == "published",
        synthetic=plan.synthetic,
        currency=str((plan.figures or {}).get("currency", "CNY")),
        routes=tuple(_route(route, phones[route.id], materials, words) for route in plan.routes),
        left_out=_left_out(plan),
    )


def _short(name: str) -> str:
    """Return a sanitized name, clipped to `MOST_NAME` characters."""
    return clipped(printable(name), MOST_NAME)


def label_of(stop: PrintableStop) -> str:
    """Return the label of a visit on the map and in the list: its number, or a letter."""
    if stop.number is not None:
        return str(stop.number)
    return {"depot": "H", "unload": "U", "charge": "C"}.get(stop.kind, "–")


def _left_out(plan: PlanOut) -> tuple[PrintableUnassigned, ...]:
    return tuple(
        PrintableUnassigned(
            request=_short(row.request),
            name=_short(row.name),
            place=LonLat(row.lon, row.lat),
            code=row.code,
            reason=printable(row.reason),
        )
        for row in plan.unassigned
    )


def _route(route: RouteOut, phone: str, materials: Mapping[str, Material], words: Words) -> PrintableRoute:
    vehicle = route.vehicle
    return PrintableRoute(
        number=route.number,
        plate=_short(vehicle.plate) or _short(vehicle.ref),
        vehicle=_short(vehicle.ref),
        vehicle_class=printable(vehicle.class_),
        capacity_kg=vehicle.capacity.kg,
        capacity_l=vehicle.capacity.l,
        shift=route.shift,
        driver=_short(route.driver.name) if route.driver else "",
        phone=_short(phone),
        link=route.driver_url,
        distance_m=route.distance_m,
        duration_s=route.duration_s,
        driving_s=route.driving_s,
        load_percent=route.load_percent,
        cost=route.cost,
        co2_kg=route.co2_kg,
        line=tuple(decode(route.geometry, GEOMETRY_DECIMALS)) if route.geometry else (),
        stops=_stops(route.visits, materials, words),
    )


def _stops(
    visits: Sequence[VisitOut], materials: Mapping[str, Material], words: Words
) -> tuple[PrintableStop, ...]:
    stops: list[PrintableStop] = []
    number = 0
    for visit in visits:
        number += visit.kind in COLLECTS
        stops.append(_stop(visit, number if visit.kind in COLLECTS else None, materials, words))
    return tuple(stops)


def _stop(
    visit: VisitOut, number: int | None, materials: Mapping[str, Material], words: Words
) -> PrintableStop:
    items = []
    for item in visit.items:
        state = "" if item.condition == "intact" else f" ({words(f'export-condition-{item.condition}')})"
        items.append(printable(f"{item.quantity} × {words.of(item.name_zh, item.name_en)}{state}"))
    used = [materials[ref] for ref in dict.fromkeys(item.material for item in visit.items)]
    handling = (printable(words.of(each.handling_zh, each.handling_en)) for each in used)
    return PrintableStop(
        number=number,
        kind=visit.kind,
        request=_short(visit.request or ""),
        name=_short(visit.name or "") or words(f"export-kind-{visit.kind}"),
        address=printable(visit.address or ""),
        note=printable(visit.note or ""),
        place=LonLat(visit.lon, visit.lat) if visit.lon is not None and visit.lat is not None else None,
        arrival_s=visit.arrival_s,
        start_s=visit.start_s,
        departure_s=visit.departure_s,
        windows=tuple(visit.windows),
        kg=visit.kg,
        litres=visit.litres,
        aboard_kg=visit.load.kg if visit.load else None,
        items=tuple(items),
        hazard=words(f"export-{visit.hazard.replace('_', '-')}") if visit.hazard else "",
        handling=tuple(text for text in dict.fromkeys(handling) if text),
    )
