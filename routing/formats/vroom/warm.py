"""Build the initial plan that a document's `steps` describe.

As in VROOM's solving mode, only jobs, pickups and deliveries are used; breaks are placed by the scheduler
and `service_at`, `service_after` and `service_before` are ignored. A route that breaks a rule is an error,
not a hint.

References
----------
VROOM, docs/API.md, "Vehicle steps: In solving mode".
"""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.errors import Fault, InputError
from data.domain.plan import Plan, Route
from routing.construct.stopovers import place_stopovers
from routing.formats.native import ProblemFile
from routing.formats.vroom.problem import job_id, shipment_id
from routing.formats.vroom.steps import task_steps
from routing.formats.vroom.types import Document, VehicleGiven
from routing.model.index import DayIndex
from routing.model.objective import assemble_plan
from routing.model.steps import Infeasible, Rule, Step

_CAUSES: dict[Rule, str] = {
    "capacity": "Route over capacity for vehicle {vehicle}.",
    "skills": "Missing skill for vehicle {vehicle} and {step}.",
    "unreachable": "Step out of reach for vehicle {vehicle}: {step}.",
    "window": "Vehicle {vehicle} comes too late to {step}.",
    "shift": "The route of vehicle {vehicle} is longer than its working hours.",
    "break": "A break of vehicle {vehicle} cannot be taken on its route.",
    "pairing": "Invalid shipment in route for vehicle {vehicle}.",
}
ACTION = "Correct the steps, leave them out, or ask for their violations with option c."


def warm_plan(document: Document, file: ProblemFile) -> Plan | None:
    """Build the plan of the document's steps; None if no vehicle has any.

    Parameters
    ----------
    file
        The problem built from `document`.

    Raises
    ------
    InputError
        F304: one fault for each vehicle whose steps break a rule, with the path of the violating step.
    """
    if not any(task_steps(vehicle) for vehicle in document.vehicles):
        return None
    assert file.matrices is not None
    index = DayIndex(file.problem, file.matrices)
    ids = {("job", job.step.id): job_id(job) for job in document.jobs}
    for number, shipment in enumerate(document.shipments):
        ids["pickup", shipment.pickup.id] = ids["delivery", shipment.delivery.id] = shipment_id(number)
    routes, faults = [], []
    for number, vehicle in enumerate(document.vehicles):
        if not task_steps(vehicle):
            continue
        found = _route(index, vehicle, number, ids)
        if isinstance(found, Route):
            routes.append(found)
        else:
            faults.append(found)
    if faults:
        raise InputError(faults)
    return assemble_plan(index, routes, engine="steps")


def _route(
    index: DayIndex, vehicle: VehicleGiven, number: int, ids: dict[tuple[str, int], str]
) -> Route | Fault:
    given = task_steps(vehicle)
    where = f"vehicles[{number}].steps"
    if str(number) not in index.vehicles:
        return _fault(vehicle, where, "break", "")
    kinds = {"job": "collect", "pickup": "pickup", "delivery": "deliver"}
    order = tuple(Step(kinds[step.type], ids[step.type, step.id]) for step in given)  # type: ignore[arg-type]
    alone = next((k for k, step in enumerate(order) if _is_incomplete(order, step)), None)
    if alone is not None:
        return _fault(vehicle, given[alone].path, "pairing", "")
    found = place_stopovers(index, index.vehicles[str(number)], order, intake_left={})
    if not isinstance(found, Infeasible):
        return found
    at = next(_violating_steps(found, order), None)
    told = "" if at is None else f"{given[at].type} {given[at].id}"
    return _fault(vehicle, where if at is None else given[at].path, found.rule, told)


def _is_incomplete(order: tuple[Step, ...], step: Step) -> bool:
    """Return whether a shipment's other end is missing or on the wrong side."""
    if step.kind == "collect":
        return False
    ends = [each.kind for each in order if each.id == step.id]
    return ends != ["pickup", "deliver"]


def _violating_steps(found: Infeasible, order: tuple[Step, ...]) -> Iterator[int]:
    """Return the positions of the steps that violate a rule, the one named first in front."""
    if found.step is not None and found.step < len(order):
        yield found.step
    yield from (k for k, step in enumerate(order) if step.id == found.subject)


def _fault(vehicle: VehicleGiven, where: str, rule: Rule, step: str) -> Fault:
    usual = f"The steps of vehicle {{vehicle}} break its limit on {rule.replace('_', ' ')}."
    cause = _CAUSES.get(rule, usual).format(vehicle=vehicle.id, step=step or "its route")
    return Fault("F304", cause, ACTION, where)
