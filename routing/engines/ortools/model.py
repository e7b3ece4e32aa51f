"""A problem as an OR-Tools routing model.

Only matrices and vectors are registered, no Python callbacks: those are slow, and their exceptions are
lost. Rules that OR-Tools cannot express are tightened (breaks and rests are deducted from the shift; load
types of one trip never conflict at any moment of it), and `routing.construct.repair` makes exact plans of
its solutions.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.domain.problem import Vehicle
from routing.engines.ortools.loads import add_loads
from routing.engines.ortools.nodes import Arcs, Nodes, build_arcs, build_nodes, latest_return_s
from routing.model.index import NO_SKILLS, DayIndex
from routing.model.steps import Step

MAX_TOTAL = 10**15
MANDATORY_FACTOR = 4.0


@dataclass(slots=True)
class Model:
    """An OR-Tools routing model, and what is needed to read its solutions.

    Attributes
    ----------
    scale
        Cost units of the model per unit of cost.
    """

    index: DayIndex
    nodes: Nodes
    manager: Any
    routing: Any
    scale: float
    forced: frozenset[str]

    def position(self, node: int) -> int:
        """OR-Tools' index of a node that is no depot."""
        return int(self.manager.NodeToIndex(node))

    def orders(self) -> dict[str, tuple[Step, ...]]:
        """Vehicle in use → its steps without stopovers, in the present solution."""
        return self._read_orders(lambda position: self.routing.NextVar(position).Value())

    def orders_of(self, assignment: Any) -> dict[str, tuple[Step, ...]]:
        """Vehicle in use → its steps without stopovers, in an assignment."""
        return self._read_orders(lambda position: assignment.Value(self.routing.NextVar(position)))

    def _read_orders(self, following: Any) -> dict[str, tuple[Step, ...]]:
        found: dict[str, tuple[Step, ...]] = {}
        for number, vehicle in enumerate(self.index.problem.vehicles):
            order: list[Step] = []
            position = following(self.routing.Start(number))
            while not self.routing.IsEnd(position):
                step = self.nodes.steps[self.manager.IndexToNode(position)]
                if step is not None and step.kind != "unload":
                    order.append(step)
                position = following(position)
            if order:
                found[vehicle.id] = tuple(order)
        return found


def build(index: DayIndex, *, price_waiting: bool = True) -> Model:
    """Build the routing model of a problem.

    Parameters
    ----------
    price_waiting
        Whether time is priced from departure to return (exact, slower), or by driving and work alone (a
        lower bound, exact without waiting).
    """
    from ortools.constraint_solver import pywrapcp

    nodes = build_nodes(index)
    vehicles = index.problem.vehicles
    manager = pywrapcp.RoutingIndexManager(len(nodes.places), len(vehicles), nodes.starts, nodes.ends)
    routing = pywrapcp.RoutingModel(manager)
    horizon_s = max(vehicle.shift[1] + vehicle.overtime_s for vehicle in vehicles)
    never_s = horizon_s + 1
    arcs = {
        profile: build_arcs(index, nodes, profile, never_s)
        for profile in sorted({vehicle.profile for vehicle in vehicles})
    }
    scale = _scale(index, arcs)
    model = Model(index, nodes, manager, routing, scale, frozenset())
    _add_costs(model, arcs, price_waiting=price_waiting)
    _add_times(model, arcs, horizon_s, price_waiting=price_waiting)
    _add_driving(model, arcs, horizon_s)
    _add_distance(model, arcs)
    add_loads(index, nodes, manager, routing)
    _add_demands(model, arcs)
    _add_locks(model)
    return model


def _scale(index: DayIndex, arcs: dict[str, Arcs]) -> float:
    """Model units per unit of cost: fine enough for the smallest price, with sums within bounds."""
    prices = [
        price
        for vehicle in index.problem.vehicles
        for price in (vehicle.cost.per_km / 1000, vehicle.cost.per_h / 3600)
        if price > 0
    ]
    finest = 1000.0 / min(prices, default=1.0)
    return 10.0 ** max(0, math.floor(math.log10(min(finest, MAX_TOTAL / _ceiling(index, arcs)))))


def _ceiling(index: DayIndex, arcs: dict[str, Arcs]) -> float:
    """Upper bound on the cost of any plan, mandatory tasks left out included."""
    stops = len(index.demanded) * 2 + 2
    routes = max(
        vehicle.cost.fixed
        + (vehicle.cost.per_h + vehicle.cost.per_overtime_h)
        * (vehicle.shift[1] + vehicle.overtime_s - vehicle.shift[0])
        / 3600
        for vehicle in index.problem.vehicles
    ) * min(len(index.problem.vehicles), stops)
    metres = sum(float(np.max(table.distance_m, axis=1).sum()) for table in arcs.values())
    per_km = max(vehicle.cost.per_km for vehicle in index.problem.vehicles)
    penalties = sum(index.penalty(id_) or 0.0 for id_ in index.demanded)
    mandatory = sum(index.penalty(id_) is None for id_ in index.demanded)
    return 1.0 + (routes + metres * per_km / 1000 + penalties) * (1.0 + MANDATORY_FACTOR * mandatory)


def _add_costs(model: Model, arcs: dict[str, Arcs], *, price_waiting: bool) -> None:
    registered: dict[tuple[str, float, float], int] = {}
    for number, vehicle in enumerate(model.index.problem.vehicles):
        per_s = 0.0 if price_waiting else vehicle.cost.per_h / 3600
        key = (vehicle.profile, vehicle.cost.per_km, per_s)
        if key not in registered:
            table = arcs[vehicle.profile]
            price = table.distance_m * (vehicle.cost.per_km / 1000) + table.elapsed_s * per_s
            registered[key] = _register(model, np.rint(price * model.scale))
        model.routing.SetArcCostEvaluatorOfVehicle(registered[key], number)
        model.routing.SetFixedCostOfVehicle(round(vehicle.cost.fixed * model.scale), number)


def _register(model: Model, table: Any) -> int:
    return int(model.routing.RegisterTransitMatrix(table.astype(np.int64).tolist()))


def _per_vehicle(model: Model, tables: dict[str, Any]) -> list[int]:
    registered = {profile: _register(model, table) for profile, table in tables.items()}
    return [registered[vehicle.profile] for vehicle in model.index.problem.vehicles]


def _add_times(model: Model, arcs: dict[str, Arcs], horizon_s: int, *, price_waiting: bool) -> None:
    routing, index = model.routing, model.index
    transits = _per_vehicle(model, {profile: table.elapsed_s for profile, table in arcs.items()})
    routing.AddDimensionWithVehicleTransits(transits, horizon_s, horizon_s, False, "time")
    time = routing.GetDimensionOrDie("time")
    for number, vehicle in enumerate(index.problem.vehicles):
        start, end = time.CumulVar(routing.Start(number)), time.CumulVar(routing.End(number))
        pauses_s = sum(pause.duration_s for pause in vehicle.breaks)
        latest_s = latest_return_s(index, vehicle) - pauses_s
        start.SetRange(max(0, vehicle.shift[0]), max(vehicle.shift[0], latest_s))
        end.SetRange(max(0, vehicle.shift[0]), max(vehicle.shift[0], latest_s))
        if vehicle.max_duration_s is not None:
            time.SetSpanUpperBoundForVehicle(max(0, vehicle.max_duration_s - pauses_s), number)
        if price_waiting:
            per_s = round(vehicle.cost.per_h / 3600 * model.scale)
            time.SetSpanCostCoefficientForVehicle(per_s, number)
        overtime_per_s = round(vehicle.cost.per_overtime_h / 3600 * model.scale)
        if vehicle.overtime_s > 0 and overtime_per_s > 0:
            time.SetCumulVarSoftUpperBound(routing.End(number), vehicle.shift[1] - pauses_s, overtime_per_s)
        routing.AddVariableMinimizedByFinalizer(end)
        routing.AddVariableMaximizedByFinalizer(start)
    for node in (*model.nodes.demanded, *model.nodes.unloads):
        step = model.nodes.steps[node]
        assert step is not None
        _limit_start(time.CumulVar(model.position(node)), index, step, horizon_s)
        due_s, late_per_s = index.activities[step].due
        if late_per_s and due_s < horizon_s:
            late = round(late_per_s * model.scale)
            time.SetCumulVarSoftUpperBound(model.position(node), due_s + index.activities[step].setup_s, late)


def _limit_start(cumul: Any, index: DayIndex, step: Step, horizon_s: int) -> None:
    """Restrict the start to its windows, shifted by the set-up that the arc contains."""
    activity = index.activities[step]
    windows = [
        (max(opens_s, activity.release_s) + activity.setup_s, min(closes_s + activity.setup_s, horizon_s))
        for opens_s, closes_s in activity.windows or ((0, horizon_s),)
        if closes_s >= activity.release_s and opens_s + activity.setup_s <= horizon_s
    ]
    windows = [window for window in windows if window[0] <= window[1]]
    if not windows:
        windows = [(horizon_s, horizon_s)]
    cumul.SetRange(windows[0][0], windows[-1][1])
    for before, after in itertools.pairwise(windows):
        if before[1] + 1 <= after[0] - 1:
            cumul.RemoveInterval(before[1] + 1, after[0] - 1)


def _add_driving(model: Model, arcs: dict[str, Arcs], horizon_s: int) -> None:
    """Deduct one rest from the shift for each driving period begun after the first."""
    rest = model.index.problem.rules.rest
    routing = model.routing
    if rest is None or not model.nodes.demanded:
        return
    spans_s = [v.shift[1] + v.overtime_s - v.shift[0] for v in model.index.problem.vehicles]
    driven_s = [min(v.underway.driven_s, rest.after_driving_s) for v in model.index.problem.vehicles]
    if max(map(sum, zip(spans_s, driven_s, strict=True))) <= rest.after_driving_s:
        return
    transits = _per_vehicle(model, {profile: table.driving_s for profile, table in arcs.items()})
    routing.AddDimensionWithVehicleTransits(transits, 0, horizon_s + max(driven_s), False, "driving")
    driving, time = routing.GetDimensionOrDie("driving"), routing.GetDimensionOrDie("time")
    solver = routing.solver()
    for number, span_s in enumerate(spans_s):
        end = routing.End(number)
        driving.CumulVar(routing.Start(number)).SetValue(driven_s[number])
        latest_s = time.CumulVar(end).Max()
        rests = [
            solver.IsGreaterOrEqualCstVar(driving.CumulVar(end), stretch * rest.after_driving_s + 1)
            for stretch in range(1, (span_s + driven_s[number]) // rest.after_driving_s + 1)
        ]
        if rests:
            pauses = [variable * rest.duration_s for variable in rests]
            solver.Add(solver.Sum([time.CumulVar(end), *pauses]) <= latest_s)


def _add_distance(model: Model, arcs: dict[str, Arcs]) -> None:
    vehicles = model.index.problem.vehicles
    unlimited = 1 << 50
    limits = [min(unlimited, *_length_limits(model.index, vehicle)) for vehicle in vehicles]
    if min(limits) == unlimited:
        return
    transits = _per_vehicle(model, {profile: table.distance_m for profile, table in arcs.items()})
    model.routing.AddDimensionWithVehicleTransitAndCapacity(transits, 0, limits, True, "distance")


def _length_limits(index: DayIndex, vehicle: Vehicle) -> list[int]:
    """Limits of a route's length; the range counts only without stations, as charges are added later."""
    bounds = [1 << 50]
    if vehicle.max_distance_m is not None:
        bounds.append(vehicle.max_distance_m)
    if vehicle.range_m is not None and not index.problem.stations:
        bounds.append(vehicle.range_m - vehicle.underway.used_m)
    return bounds


def _add_demands(model: Model, arcs: dict[str, Arcs]) -> None:
    """Add the vehicles allowed for each task, and the penalties."""
    routing, index = model.routing, model.index
    dearest = MANDATORY_FACTOR * _ceiling(index, arcs) / (1.0 + MANDATORY_FACTOR * len(index.demanded))
    position_of = {model.nodes.steps[node]: model.position(node) for node in model.nodes.demanded}
    for id_ in index.demanded:
        allowed = [number for number, v in enumerate(index.problem.vehicles) if _may_serve(index, v, id_)]
        positions = [position_of[step] for step in index.steps_of(id_)]
        penalty = index.penalty(id_)
        price = round((dearest if penalty is None else penalty) * model.scale)
        for number, position in enumerate(positions):
            routing.AddDisjunction([position], price if number == 0 else 0)
            if len(allowed) < len(index.problem.vehicles):
                routing.VehicleVar(position).SetValues([-1, *allowed])
        if len(positions) == 2:
            _pair(routing, *positions)
    for node in model.nodes.unloads:
        routing.AddDisjunction([model.position(node)], 0)


def _may_serve(index: DayIndex, vehicle: Vehicle, id_: str) -> bool:
    if not index.skills(id_) <= vehicle.skills:
        return False
    load_type = index.activities[index.steps_of(id_)[0]].load_type or ""
    if index.day_conflicts.get(load_type, NO_SKILLS) & vehicle.underway.carried:
        return False
    for lock in index.problem.locks:
        if lock.kind == "sequence" or lock.vehicle is None:
            continue
        if id_ in lock.tasks and lock.vehicle != vehicle.id:
            return False
        if lock.kind == "route" and lock.vehicle == vehicle.id and id_ not in lock.tasks:
            return False
    return True


def _pair(routing: Any, pickup: int, delivery: int) -> None:
    solver = routing.solver()
    time = routing.GetDimensionOrDie("time")
    routing.AddPickupAndDelivery(pickup, delivery)
    solver.Add(routing.VehicleVar(pickup) == routing.VehicleVar(delivery))
    solver.Add(time.CumulVar(pickup) <= time.CumulVar(delivery))


def _add_locks(model: Model) -> None:
    """Restrict successors as locks demand; unloadings may come between, except within a sequence."""
    routing, index = model.routing, model.index
    copies = [model.position(node) for node in model.nodes.unloads]
    position_of = {model.nodes.steps[node]: model.position(node) for node in model.nodes.demanded}
    numbers = {vehicle.id: number for number, vehicle in enumerate(index.problem.vehicles)}
    time = routing.GetDimensionOrDie("time")
    for lock in index.problem.locks:
        if lock.kind == "vehicle" or not lock.tasks:
            continue
        between = [] if lock.kind == "sequence" else copies
        chain = [position_of[Step("collect", id_)] for id_ in lock.tasks if id_ in index.tasks]
        for before, after in itertools.pairwise(chain):
            routing.NextVar(before).SetValues([before, after, *between])
            routing.solver().Add(time.CumulVar(before) <= time.CumulVar(after))
        if lock.vehicle is None or not chain:
            continue
        start, end = routing.Start(numbers[lock.vehicle]), routing.End(numbers[lock.vehicle])
        routing.NextVar(start).SetValues([chain[0], *copies, end])
        if lock.kind == "route":
            routing.NextVar(chain[-1]).SetValues([chain[-1], *copies, end])
