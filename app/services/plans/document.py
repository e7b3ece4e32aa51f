"""A stored plan as a document, with the state of each visit from its driver's reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.schemas.common import CapacityOut, CentreOut, DriverOut, FaultOut, ItemOut
from app.schemas.plans import (
    EventOut,
    LocksOut,
    PlanOut,
    PlanSummary,
    RouteOut,
    UnassignedOut,
    VehicleOfRoute,
    ViolationOut,
    VisitOut,
)
from app.services.items import (
    Line,
    hazard,
    item_document,
    items_collected,
    load_type,
    total_kg,
    total_litres,
)
from data.store.network.roster import planned_span
from data.store.network.sites import Site
from data.store.plans.drafts import PlanLocks
from data.store.plans.driver_events import Event
from data.store.plans.lookup import PlanDetail, RouteDetail
from data.store.plans.progress import TODO, VisitState, fold_events
from data.store.plans.tables import Plan, PlanStatus, PlanUnassigned, Route, Visit
from data.store.requests.pickup_requests import Material

LinkOf = Callable[[Route], str]
"""Address of the page of a route's driver."""


class RequestValues(Protocol):
    """The columns of a pickup request that a visit shows."""

    @property
    def ref(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def lon(self) -> float: ...
    @property
    def lat(self) -> float: ...
    @property
    def address(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def windows(self) -> list[list[int]]: ...


class RequestLines(Protocol):
    """A request with its items."""

    @property
    def request(self) -> RequestValues: ...
    @property
    def items(self) -> Sequence[Line]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitContext:
    """Data for the documents of visits, besides their rows.

    Attributes
    ----------
    language
        Language of place names, ``zh`` or ``en``.
    """

    language: str
    centre: Site
    sites: Mapping[int, Site]
    requests: Mapping[int, RequestLines]
    materials: Mapping[str, Material]
    states: Mapping[int, VisitState]


def plan_document(
    detail: PlanDetail,
    materials: Mapping[str, Material],
    *,
    language: str,
    link_of: LinkOf | None = None,
) -> PlanOut:
    """Return a plan as one document.

    Parameters
    ----------
    language
        ``zh`` or ``en``: of the names of places.
    link_of
        Returns the address of a published route's page for its driver. None omits the links: a link permits
        reports for the route, which readers of the plan may not make.
    """
    plan = detail.plan
    link_of = link_of if plan.status is PlanStatus.PUBLISHED else None
    context = VisitContext(
        language=language,
        centre=detail.centre,
        sites=detail.sites,
        requests=detail.requests,
        materials=materials,
        states=fold_events(detail.events),
    )
    return PlanOut(
        id=plan.id,
        status=plan.status.value,
        phase=plan.phase,
        centre=CentreOut.of(detail.centre),
        date=plan.date,
        start=plan.start.isoformat(),
        network=plan.network,
        synthetic=plan.synthetic,
        version=plan.version,
        created_at=plan.created_at.isoformat(),
        published_at=plan.published_at.isoformat() if plan.published_at else None,
        figures=plan.figures or None,
        methods=plan.methods.get("en", {}),
        methods_zh=plan.methods.get("zh", {}),
        error=FaultOut.of(plan.fault) if plan.fault else None,
        revision=plan.revision,
        can_undo=detail.can_undo,
        can_redo=detail.can_redo,
        based_on=plan.based_on,
        label=plan.label,
        continues=plan.continues or None,
        locks=locks_document(plan),
        violations=violation_documents(plan),
        routes=[route_document(route, context, link_of) for route in detail.routes],
        unassigned=[unassigned_document(row, detail.requests[row.request_id]) for row in detail.unassigned],
    )


def locks_document(plan: Plan) -> LocksOut:
    """Return the locks of a plan."""
    return LocksOut.model_validate(PlanLocks.of(plan).as_json())


def violation_documents(plan: Plan) -> list[ViolationOut]:
    """Return the violations of a plan."""
    return [ViolationOut(**violation) for violation in plan.violations]


def summary(plan: Plan) -> PlanSummary:
    """Return a plan as listed."""
    return PlanSummary(
        id=plan.id,
        status=plan.status.value,
        version=plan.version,
        created_at=plan.created_at.isoformat(),
        published_at=plan.published_at.isoformat() if plan.published_at else None,
        figures=plan.figures or None,
        based_on=plan.based_on,
        label=plan.label,
    )


def event_document(event: Event) -> EventOut:
    """Return a driver's report."""
    assert event.id is not None
    return EventOut(
        id=event.id,
        route=event.route_id,
        visit=event.visit_id,
        kind=event.kind.value,
        reason=event.reason,
        kg=event.kg,
        note=event.note,
        at=event.at.isoformat(),
        received_at=event.received_at.isoformat(),
    )


def route_document(detail: RouteDetail, context: VisitContext, link_of: LinkOf | None = None) -> RouteOut:
    """Return one route with its visits."""
    route, vehicle = detail.route, detail.vehicle
    assert route.id is not None
    return RouteOut(
        id=route.id,
        number=route.number,
        vehicle=VehicleOfRoute(
            ref=vehicle.ref,
            plate=vehicle.plate,
            class_=vehicle.vehicle_class,
            capacity=CapacityOut(kg=vehicle.capacity_kg, l=vehicle.capacity_l),
        ),
        driver=DriverOut(name=detail.driver.name) if detail.driver else None,
        driver_url=link_of(route) if link_of is not None and route.token_nonce else None,
        cost=route.cost,
        distance_m=route.distance_m,
        duration_s=route.duration_s,
        driving_s=route.driving_s,
        waiting_s=route.waiting_s,
        co2_kg=route.co2_kg,
        load_percent=route.load_percent,
        shift=planned_span(vehicle, detail.driver),
        geometry=route.geometry,
        visits=visit_documents(detail.visits, context),
    )


def visit_documents(visits: Sequence[Visit], context: VisitContext) -> list[VisitOut]:
    """Return the visits of a route in order."""
    return [_visit(visit, context) for visit in visits]


def _visit(visit: Visit, context: VisitContext) -> VisitOut:
    assert visit.id is not None
    entry = context.requests.get(visit.request_id) if visit.request_id is not None else None
    state = context.states.get(visit.id, TODO)
    return VisitOut(
        id=visit.id,
        position=visit.position,
        kind=visit.kind,
        task=visit.task,
        lon=visit.lon,
        lat=visit.lat,
        arrival_s=visit.arrival_s,
        start_s=visit.start_s,
        departure_s=visit.departure_s,
        load=CapacityOut(**visit.load) if visit.load else None,
        status=state.status,
        reason=state.reason,
        **(_of_request(entry, visit, context.materials) if entry else _of_place(visit, context)),
    )


def _of_request(entry: RequestLines, visit: Visit, materials: Mapping[str, Material]) -> dict[str, Any]:
    row = entry.request
    items = items_collected(entry.items, visit.load_type, materials)
    windows = [(start_s, end_s) for start_s, end_s in row.windows]
    return {
        "request": row.ref,
        "name": row.name,
        "address": row.address or None,
        "note": row.note or None,
        "window": window_of(windows, visit.start_s),
        "windows": windows,
        "kg": total_kg(items),
        "litres": total_litres(items),
        "load_type": visit.load_type or load_type(items, materials),
        "items": [item_document(item, materials) for item in items],
        "hazard": hazard(items, materials),
    }


def _of_place(visit: Visit, context: VisitContext) -> dict[str, Any]:
    site = context.sites.get(visit.facility_site_id) if visit.facility_site_id is not None else None
    if site is None and visit.kind == "depot":
        site = context.centre
    no_items: list[ItemOut] = []
    return {
        "request": None,
        "name": site_name(site, context.language) if site else None,
        "address": (site.address or None) if site else None,
        "note": None,
        "window": None,
        "windows": [],
        "kg": None,
        "litres": None,
        "load_type": None,
        "items": no_items,
        "hazard": None,
    }


def site_name(site: Site, language: str) -> str:
    """Return a place's name in a language, or the other name if it has none in that."""
    return (site.name_zh or site.name_en) if language == "zh" else (site.name_en or site.name_zh)


def window_of(windows: Sequence[tuple[int, int]], start_s: int | None) -> tuple[int, int] | None:
    """Return the window that contains a start of service, else the first; None without windows."""
    if start_s is not None:
        for window in windows:
            if window[0] <= start_s <= window[1]:
                return window
    return windows[0] if windows else None


def unassigned_document(row: PlanUnassigned, entry: RequestLines) -> UnassignedOut:
    """Return an unassigned request with the reason."""
    return UnassignedOut(
        task=row.task,
        request=entry.request.ref,
        name=entry.request.name,
        lon=entry.request.lon,
        lat=entry.request.lat,
        load_type=row.load_type,
        code=row.code,
        reason=row.reason,
        details=row.details,
        relaxation=row.relaxation,
        group=row.group.value,
    )
