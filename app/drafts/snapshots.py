"""Problems of plans, held ready in the web process: an edit must not unpack matrices first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

from sqlmodel import Session, col, select

from app.items import items_collected, total_kg, total_litres
from data.domain.matrix import TravelMatrix
from data.domain.places import LonLat
from data.domain.plan import Plan as NativePlan
from data.store import reading
from data.store.fleet import Vehicle
from data.store.plans import Plan, PlanDocument, PlanUnassigned, Route, Visit
from data.store.requests import PickupRequest
from data.store.sites import Site
from routing.editing import Editor
from routing.formats.native import read_plan, read_problem

MOST_SNAPSHOTS = 8
MOST_PLANS = 32
Part = tuple[int, str | None]
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """The problem that a plan solves, and what its names stand for in the database.

    Attributes
    ----------
    places
        Positions in the order of the matrix rows.
    parts
        Task → the request and load type that it stands for.
    amounts
        Task → mass and volume, in kg and litres.
    vehicles
        Vehicle of the problem → its row.
    facilities
        Facility of the problem → the id of its site.
    """

    editor: Editor
    places: tuple[LonLat, ...]
    parts: Mapping[str, Part]
    amounts: Mapping[str, tuple[float, float]]
    vehicles: Mapping[str, Vehicle]
    facilities: Mapping[str, int]

    def matrix(self, vehicle: str) -> TravelMatrix:
        """What a truck drives by."""
        index = self.editor.index
        return index.matrices[index.vehicles[vehicle].profile]


class Snapshots:
    """The snapshots and plans last used, at most `MOST_SNAPSHOTS` and `MOST_PLANS`; safe between threads.

    A plan's problem never changes, and a plan at one revision never does, so nothing here goes stale.
    """

    def __init__(self) -> None:
        self._snapshots: OrderedDict[str, Snapshot] = OrderedDict()
        self._plans: OrderedDict[tuple[str, int], NativePlan] = OrderedDict()
        self._lock = Lock()

    def snapshot(self, store: Session, row: Plan) -> Snapshot:
        """The problem of a plan that has been made."""
        with self._lock:
            known = self._snapshots.get(row.id)
        if known is None:
            known = _load(store, row)
        self._keep(self._snapshots, row.id, known, MOST_SNAPSHOTS)
        return known

    def plan(self, row: Plan, document: PlanDocument) -> NativePlan:
        """The plan as it stands at the row's revision."""
        key = row.id, row.revision
        with self._lock:
            known = self._plans.get(key)
        if known is None:
            known = read_plan(document.plan_json)
        self.put(row, known)
        return known

    def put(self, row: Plan, plan: NativePlan) -> None:
        """Remember the plan of the row's revision."""
        self._keep(self._plans, (row.id, row.revision), plan, MOST_PLANS)

    def _keep(self, kept: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> None:
        with self._lock:
            kept[key] = value
            kept.move_to_end(key)
            while len(kept) > most:
                kept.popitem(last=False)


def _load(store: Session, row: Plan) -> Snapshot:
    document = store.get_one(PlanDocument, row.id)
    file = read_problem(document.problem_snapshot)
    assert file.matrices is not None, "plans are kept with their matrices"
    parts = _parts(store, row)
    return Snapshot(
        editor=Editor(file.problem, file.matrices),
        places=file.places or (),
        parts=parts,
        amounts=_amounts(store, parts),
        vehicles=_vehicles(store, row, {each.id for each in file.problem.vehicles}),
        facilities=_facilities(store, row, {each.id for each in file.problem.facilities}),
    )


def _parts(store: Session, row: Plan) -> dict[str, Part]:
    served = select(Visit.task, Visit.request_id, Visit.load_type).join(Route).where(Route.plan_id == row.id)
    left_out = select(PlanUnassigned.task, PlanUnassigned.request_id, PlanUnassigned.load_type).where(
        PlanUnassigned.plan_id == row.id
    )
    found = [*store.exec(served), *store.exec(left_out)]
    return {task: (request_id, load_type) for task, request_id, load_type in found if task and request_id}


def _amounts(store: Session, parts: Mapping[str, Part]) -> dict[str, tuple[float, float]]:
    ids = {request_id for request_id, _load_type in parts.values()}
    rows = list(store.exec(select(PickupRequest).where(col(PickupRequest.id).in_(ids))))
    requests = {found.request.id: found for found in reading.with_items(store, rows)}
    materials = reading.materials(store)
    amounts = {}
    for task, (request_id, load_type) in parts.items():
        items = items_collected(requests[request_id].items, load_type, materials)
        amounts[task] = (total_kg(items), total_litres(items))
    return amounts


def _vehicles(store: Session, row: Plan, refs: set[str]) -> dict[str, Vehicle]:
    found = select(Vehicle).where(Vehicle.organisation_id == row.organisation_id, col(Vehicle.ref).in_(refs))
    return {vehicle.ref: vehicle for vehicle in store.exec(found)}


def _facilities(store: Session, row: Plan, refs: set[str]) -> dict[str, int]:
    found = select(Site).where(Site.organisation_id == row.organisation_id, col(Site.ref).in_(refs))
    return {site.ref: site.id for site in store.exec(found) if site.id is not None}
