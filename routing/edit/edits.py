"""Edits: what a dispatcher can do to a plan, as orders of steps without stopovers and pauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.domain.errors import Fault, InputError
from routing.construct.insertion import insert_steps, rank_positions
from routing.model.index import DayIndex
from routing.model.steps import Step, served_ids

Order = tuple[Step, ...]
Orders = Mapping[str, Order]
"""Vehicle in use → its steps without stopovers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Move a served task to another position, on the same vehicle or another.

    Attributes
    ----------
    position
        Number of the vehicle's stops before it, the task itself not counted; None for the position of the
        least detour. The delivery of a shipment goes where its detour is least.
    """

    task: str
    vehicle: str
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """Insert a task that is left out into a vehicle's route; `position` as in `Move`."""

    task: str
    vehicle: str
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Leave a task out."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverse:
    """Reverse the order of a route's stops."""

    vehicle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Exchange the stops of two vehicles."""

    vehicle: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder:
    """Serve a vehicle's stops in a given order; a shipment is named twice, for its pickup first."""

    vehicle: str
    tasks: tuple[str, ...]


Edit = Move | Insert | Remove | Reverse | Swap | Reorder


def apply_edit(index: DayIndex, orders: Orders, edit: Edit) -> dict[str, Order]:
    """Return the new order of every vehicle that the edit touches; empty for one that becomes idle.

    Raises
    ------
    InputError
        R420 to R424: the edit does not fit the plan.
    """
    if isinstance(edit, Move | Insert):
        return _insert(index, orders, edit)
    if isinstance(edit, Remove):
        holder = _holder(index, orders, edit.task, served=True)
        return {holder: _without(orders[holder], edit.task)}
    if isinstance(edit, Swap):
        _require_vehicle(index, edit.vehicle)
        _require_vehicle(index, edit.other, "other")
        return {edit.vehicle: orders.get(edit.other, ()), edit.other: orders.get(edit.vehicle, ())}
    _require_vehicle(index, edit.vehicle)
    order = orders.get(edit.vehicle, ())
    if isinstance(edit, Reverse):
        return {edit.vehicle: _pair(tuple(reversed(order)))}
    return {edit.vehicle: _reorder(order, edit.tasks)}


def _insert(index: DayIndex, orders: Orders, edit: Move | Insert) -> dict[str, Order]:
    holder = _holder(index, orders, edit.task, served=isinstance(edit, Move))
    _require_vehicle(index, edit.vehicle)
    touched = {holder: _without(orders[holder], edit.task)} if holder else {}
    order = touched.get(edit.vehicle, orders.get(edit.vehicle, ()))
    if edit.position is not None and not 0 <= edit.position <= len(order):
        cause = f"Position {edit.position} is not within the {len(order)} stops of {edit.vehicle}."
        raise InputError(Fault("R422", cause, f"Give one from 0 to {len(order)}.", "position"))
    positions = rank_positions(index, index.vehicles[edit.vehicle], order, edit.task)
    chosen = next(each for each in positions if edit.position in {None, each.first})
    touched[edit.vehicle] = insert_steps(order, index.steps_of(edit.task), chosen)
    return touched


def _holder(index: DayIndex, orders: Orders, task: str, *, served: bool) -> str:
    """The vehicle that serves a task; "" if it is left out. R423 unless `served` says which."""
    if task not in index.tasks and task not in index.shipments:
        raise InputError(Fault("R420", f"There is no task {task!r}.", "Choose a task of the plan.", "task"))
    holder = next((name for name, order in orders.items() if task in served_ids(order)), "")
    if bool(holder) is not served:
        cause = f"{task} is left out." if served else f"{task} is served by {holder} already."
        action = "Insert it." if served else "Move it, or remove it first."
        raise InputError(Fault("R423", cause, action, "task"))
    return holder


def _require_vehicle(index: DayIndex, vehicle: str, where: str = "vehicle") -> None:
    if vehicle not in index.vehicles:
        cause = f"There is no vehicle {vehicle!r}."
        raise InputError(Fault("R421", cause, "Choose a vehicle of the plan.", where))


def _without(order: Order, task: str) -> Order:
    return tuple(step for step in order if step.id != task)


def _pair(order: Order) -> Order:
    """Restore pickups before deliveries, each pair in its two positions."""
    first: set[str] = set()
    steps: list[Step] = []
    for step in order:
        if step.kind in {"pickup", "deliver"}:
            steps.append(Step("deliver" if step.id in first else "pickup", step.id))
            first.add(step.id)
        else:
            steps.append(step)
    return tuple(steps)


def _reorder(order: Order, tasks: Sequence[str]) -> Order:
    if sorted(step.id for step in order) != sorted(tasks):
        raise InputError(
            Fault(
                "R424",
                "The new order does not hold the vehicle's stops, each once.",
                "Load the plan again and send all of them.",
                "tasks",
            )
        )
    kinds = {step.id: step.kind for step in order}
    return _pair(tuple(Step(kinds[id_], id_) for id_ in tasks))
