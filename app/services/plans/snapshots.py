"""Cache of recently edited problems and plans, so that edits need not unpack matrices."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import TypeVar

from sqlmodel import Session, col, select

from app.errors import ConflictError
from app.services.items import items_collected, total_kg, total_litres
from data.domain.errors import Fault
from data.domain.matrix import TravelMatrix
from data.domain.places import LonLat
from data.domain.plan import Plan as NativePlan
from data.store.network.fleet import Vehicle
from data.store.network.sites import Site
from data.store.plans import drafts
from data.store.plans.copies import FINISHED
from data.store.plans.lookup import find_plan
from data.store.plans.matrices import unpack_matrices
from data.store.plans.tables import Plan, PlanDocument, PlanUnassigned, Route, Visit
from data.store.requests.materials import load_materials
from data.store.requests.pickup_requests import Material
from data.store.requests.summaries import load_item_lines
from routing.edit import Editor
from routing.formats.native import read_problem
from routing.formats.native.stored import read_stored_plan, read_stored_problem

MOST_SNAPSHOTS = 8
MOST_PLANS = 32
Part = tuple[int, str | None]
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """The problem of a plan, and the database rows that its names refer to.

    Attributes
    ----------
    digest
        Hash of the stored problem; copies of a plan share it.
    places
        Positions in the order of the matrix rows.
    parts
        Task → its request and load type.
    amounts
        Task → mass and volume, in kg and litres.
    vehicles
        Vehicle of the problem → its row.
    facilities
        Facility of the problem → the id of its site.
    materials
        The catalogue, which is constant while the program runs.
    """

    digest: bytes
    editor: Editor
    places: tuple[LonLat, ...]
    parts: Mapping[str, Part]
    amounts: Mapping[str, tuple[float, float]]
    vehicles: Mapping[str, Vehicle]
    facilities: Mapping[str, int]
    materials: Mapping[str, Material]

    def matrix(self, vehicle: str) -> TravelMatrix:
        """Return the travel matrix of a vehicle."""
        index = self.editor.index
        return index.matrices[index.vehicles[vehicle].profile]


class Snapshots:
    """The `MOST_SNAPSHOTS` problems and `MOST_PLANS` plans used last; thread-safe.

    A plan's problem and a plan at one revision are immutable, so that entries never become stale. Copies of a
    plan share their problem, which is large and slow to read.
    """

    def __init__(self) -> None:
        self._snapshots: OrderedDict[str, Snapshot] = OrderedDict()
        self._plans: OrderedDict[tuple[str, int], NativePlan] = OrderedDict()
        self._lock = Lock()

    def holds(self, plan_id: str) -> bool:
        """Return whether the problem of a plan is cached."""
        with self._lock:
            return plan_id in self._snapshots

    def snapshot(self, store: Session, row: Plan) -> Snapshot:
        """Return the problem of a finished plan."""
        with self._lock:
            known = self._snapshots.get(row.id)
        known = known or self._load(store, row)
        self._keep(self._snapshots, row.id, known, MOST_SNAPSHOTS)
        return known

    def plan(self, store: Session, row: Plan) -> NativePlan:
        """Return the plan at the row's revision."""
        key = row.id, row.revision
        with self._lock:
            known = self._plans.get(key)
        if known is None:
            known = read_stored_plan(drafts.plan_json(store, row))
        self.put(row, known)
        return known

    def put(self, row: Plan, plan: NativePlan) -> None:
        """Cache the plan at the row's revision; only after that revision is committed."""
        self._keep(self._plans, (row.id, row.revision), plan, MOST_PLANS)

    def _load(self, store: Session, row: Plan) -> Snapshot:
        statement = select(PlanDocument.problem_snapshot, PlanDocument.matrices)
        text, matrices = store.exec(statement.where(PlanDocument.plan_id == row.id)).one()
        digest = sha256(text.encode() + (matrices or b"")).digest()
        with self._lock:
            same = next((each for each in self._snapshots.values() if each.digest == digest), None)
        solved = _read(text, matrices) if same is None else (same.editor, same.places)
        return _loaded(store, row, digest, solved)

    def _keep(self, cache: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> None:
        with self._lock:
            cache[key] = value
            cache.move_to_end(key)
            while len(cache) > most:
                cache.popitem(last=False)


def finished_plan(
    store: Session, snapshots: Snapshots, organisation_id: int, plan_id: str
) -> tuple[Plan, Snapshot, NativePlan]:
    """Return a finished plan with its problem and its routes.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    ConflictError
        A253: the plan is not finished.
    """
    plan = find_plan(store, organisation_id, plan_id)
    if plan.status not in FINISHED:
        cause = f"The plan is {plan.status.value}: there is nothing to look into yet."
        raise ConflictError(Fault("A253", cause, "Wait for it to finish.", f"plan {plan_id}"))
    return plan, snapshots.snapshot(store, plan), snapshots.plan(store, plan)


def _read(text: str, matrices: bytes | None) -> tuple[Editor, tuple[LonLat, ...]]:
    if matrices is None:  # an older plan: its problem contains its matrices
        file = read_problem(text)
        assert file.matrices is not None, "plans are kept with their matrices"
        return Editor(file.problem, file.matrices), file.places or ()
    problem, places = read_stored_problem(text)
    return Editor(problem, unpack_matrices(matrices)), places


def _loaded(store: Session, row: Plan, digest: bytes, solved: tuple[Editor, tuple[LonLat, ...]]) -> Snapshot:
    editor, places = solved
    parts, materials = _parts(store, row), load_materials(store)
    return Snapshot(
        digest=digest,
        editor=editor,
        places=places,
        parts=parts,
        amounts=_amounts(store, parts, materials),
        vehicles=_vehicles(store, row, set(editor.index.vehicles)),
        facilities=_facilities(store, row, set(editor.index.facilities)),
        materials=materials,
    )


def _parts(store: Session, row: Plan) -> dict[str, Part]:
    served = select(Visit.task, Visit.request_id, Visit.load_type).join(Route).where(Route.plan_id == row.id)
    left_out = select(PlanUnassigned.task, PlanUnassigned.request_id, PlanUnassigned.load_type).where(
        PlanUnassigned.plan_id == row.id
    )
    found = [*store.exec(served), *store.exec(left_out)]
    return {task: (request_id, load_type) for task, request_id, load_type in found if task and request_id}


def _amounts(
    store: Session, parts: Mapping[str, Part], materials: Mapping[str, Material]
) -> dict[str, tuple[float, float]]:
    items = load_item_lines(store, {request_id for request_id, _load_type in parts.values()})
    amounts = {}
    for task, (request_id, load_type) in parts.items():
        collected = items_collected(items[request_id], load_type, materials)
        amounts[task] = (total_kg(collected), total_litres(collected))
    return amounts


def _vehicles(store: Session, row: Plan, refs: set[str]) -> dict[str, Vehicle]:
    found = select(Vehicle).where(Vehicle.organisation_id == row.organisation_id, col(Vehicle.ref).in_(refs))
    return {vehicle.ref: vehicle for vehicle in store.exec(found)}


def _facilities(store: Session, row: Plan, refs: set[str]) -> dict[str, int]:
    found = select(Site).where(Site.organisation_id == row.organisation_id, col(Site.ref).in_(refs))
    return {site.ref: site.id for site in store.exec(found) if site.id is not None}
