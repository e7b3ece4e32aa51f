"""What a dispatcher can do to a plan, as orders of stops; unloadings and pauses follow by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.domain.errors import Fault, InputError
from routing.construct.insertion import places_for, served_ids, with_steps
from routing.model.index import DayIndex
from routing.model.steps import Step

Order = tuple[Step, ...]
Orders = Mapping[str, Order]
"""Stops per vehicle in use, without unloadings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Put a task that some vehicle serves elsewhere, on the same vehicle or another.

    Attributes
    ----------
    position
        Stops of the vehicle before it, the task itself not counted; None for the place of least detour.
        A shipment's delivery follows where its detour is least.
    """

    task: str
    vehicle: str
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """Put a task that is left out into a vehicle's route; `position` as in `Move`."""

    task: str
    vehicle: str
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Leave a task out."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverse:
    """Drive a route's stops the other way round."""

    vehicle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Give each of two vehicles the other's stops."""

    vehicle: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder:
    """Serve a vehicle's stops in this order; a shipment is named twice, first for its pickup."""

    vehicle: str
    tasks: tuple[str, ...]


Edit = Move | Insert | Remove | Reverse | Swap | Reorder


def edited_orders(index: DayIndex, orders: Orders, edit: Edit) -> dict[str, Order]:
    """The new order of every vehicle that the edit touches; empty where nothing is left to do.

    Raises
    ------
    InputError
        R420 to R424: the edit does not fit the plan.
    """
    if isinstance(edit, Move | Insert):
        return _put(index, orders, edit)
    if isinstance(edit, Remove):
        holder = _holder(index, orders, edit.task, served=True)
        return {holder: _without(orders[holder], edit.task)}
    if isinstance(edit, Swap):
        _known_vehicle(index, edit.vehicle)
        _known_vehicle(index, edit.other, "other")
        return {edit.vehicle: orders.get(edit.other, ()), edit.other: orders.get(edit.vehicle, ())}
    _known_vehicle(index, edit.vehicle)
    order = orders.get(edit.vehicle, ())
    if isinstance(edit, Reverse):
        return {edit.vehicle: _paired(tuple(reversed(order)))}
    return {edit.vehicle: _reordered(order, edit.tasks)}


def _put(index: DayIndex, orders: Orders, edit: Move | Insert) -> dict[str, Order]:
    holder = _holder(index, orders, edit.task, served=isinstance(edit, Move))
    _known_vehicle(index, edit.vehicle)
    touched = {holder: _without(orders[holder], edit.task)} if holder else {}
    order = touched.get(edit.vehicle, orders.get(edit.vehicle, ()))
    if edit.position is not None and not 0 <= edit.position <= len(order):
        cause = f"Position {edit.position} is not within the {len(order)} stops of {edit.vehicle}."
        raise InputError(Fault("R422", cause, f"Give one from 0 to {len(order)}.", "position"))
    places = places_for(index, index.vehicles[edit.vehicle], order, edit.task)
    chosen = next(place for place in places if edit.position in {None, place.first})
    touched[edit.vehicle] = with_steps(order, index.steps_of(edit.task), chosen)
    return touched


def _holder(index: DayIndex, orders: Orders, task: str, *, served: bool) -> str:
    """The vehicle that serves a task; empty where it is left out."""
    if task not in index.tasks and task not in index.shipments:
        raise InputError(Fault("R420", f"There is no task {task!r}.", "Choose one of the plan's.", "task"))
    holder = next((name for name, order in orders.items() if task in served_ids(order)), "")
    if bool(holder) is not served:
        cause = f"{task} is left out." if served else f"{task} is served by {holder} already."
        action = "Insert it." if served else "Move it, or remove it first."
        raise InputError(Fault("R423", cause, action, "task"))
    return holder


def _known_vehicle(index: DayIndex, vehicle: str, where: str = "vehicle") -> None:
    if vehicle not in index.vehicles:
        cause = f"There is no vehicle {vehicle!r}."
        raise InputError(Fault("R421", cause, "Choose one of the plan's.", where))


def _without(order: Order, task: str) -> Order:
    return tuple(step for step in order if step.id != task)


def _paired(order: Order) -> Order:
    """Pickups before their deliveries again, each pair in the two places it has."""
    first: set[str] = set()
    steps: list[Step] = []
    for step in order:
        if step.kind in {"pickup", "deliver"}:
            steps.append(Step("deliver" if step.id in first else "pickup", step.id))
            first.add(step.id)
        else:
            steps.append(step)
    return tuple(steps)


def _reordered(order: Order, tasks: Sequence[str]) -> Order:
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
    return _paired(tuple(Step(kinds[id_], id_) for id_ in tasks))
