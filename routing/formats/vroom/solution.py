"""Write a plan in VROOM's format: summary, routes of steps, unassigned tasks, in the document's own times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.plan import Plan, Route, Visit
from routing.formats.vroom.problem import Clock, Travel, job_id, shipment_id
from routing.formats.vroom.types import BreakGiven, Document, Step, VehicleGiven


def write_solution(
    document: Document, travel: Mapping[str, Travel], plan: Plan, solving_ms: int
) -> dict[str, Any]:
    """Write VROOM's answer; `travel` holds the travel of each profile, custom or by road."""
    known = Known(document, Clock.of(document, travel).base)
    routes = []
    for route in plan.routes:
        vehicle = document.vehicles[int(route.vehicle)]
        writer = RouteWriter(known, vehicle, travel[vehicle.profile], free_breaks=list(vehicle.breaks))
        routes.append(writer.write(route))
    unassigned = [entry for left_out in plan.unassigned for entry in known.unassigned(left_out.task)]
    return build_answer(document, travel, routes, unassigned, solving_ms=solving_ms)


def build_answer(
    document: Document,
    travel: Mapping[str, Travel],
    routes: Sequence[dict[str, Any]],
    unassigned: Sequence[dict[str, Any]],
    *,
    violations: Sequence[dict[str, Any]] = (),
    solving_ms: int = 0,
) -> dict[str, Any]:
    """Return routes, unassigned tasks and the summary over the routes."""
    sums = {
        key: sum(route[key] for route in routes)
        for key in ("cost", "setup", "service", "duration", "waiting_time", "priority")
    }
    summary: dict[str, Any] = {"cost": sums.pop("cost"), "routes": len(routes), "unassigned": len(unassigned)}
    for key in ("delivery", "amount", "pickup") if document.size else ():
        summary[key] = [sum(route[key][i] for route in routes) for i in range(document.size)]
    summary |= sums
    if all(travel[vehicle.profile].distances is not None for vehicle in document.vehicles):
        summary["distance"] = sum(route["distance"] for route in routes)
    summary["violations"] = list(violations)
    summary["computing_times"] = {"loading": 0, "solving": solving_ms, "routing": 0}
    return {"code": 0, "summary": summary, "unassigned": list(unassigned), "routes": list(routes)}


class Known:
    """Jobs and shipment ends by the ids that the problem uses."""

    def __init__(self, document: Document, base: int) -> None:
        self.jobs = {job_id(job): job for job in document.jobs}
        self.shipments = {shipment_id(number): shipment for number, shipment in enumerate(document.shipments)}
        self.size = document.size
        self.base = base

    def step(self, visit: Visit) -> Step:
        """Return the step that a visit performs."""
        name = visit.task or ""
        if visit.kind == "collect":
            return self.jobs[name].step
        shipment = self.shipments[name]
        return shipment.pickup if visit.kind == "pickup" else shipment.delivery

    def priority(self, visit: Visit) -> int:
        """Return the priority of the task of a visit."""
        name = visit.task or ""
        return self.jobs[name].priority if visit.kind == "collect" else self.shipments[name].priority

    def amounts(self, visit: Visit) -> tuple[Sequence[int], Sequence[int]]:
        """Return the amounts that a visit delivers and picks up."""
        none = (0,) * self.size
        name = visit.task or ""
        if visit.kind == "collect":
            return self.jobs[name].delivery, self.jobs[name].pickup
        amount = self.shipments[name].amount
        return (none, amount) if visit.kind == "pickup" else (amount, none)

    def unassigned(self, task: str) -> Iterator[dict[str, Any]]:
        """Iterate over the entries of an unassigned task: one for a job, two for a shipment."""
        shipment = self.shipments.get(task)
        steps = [self.jobs[task].step] if shipment is None else [shipment.pickup, shipment.delivery]
        for step in steps:
            yield {"id": step.id, "type": step.type, **step.echo}


@dataclass(slots=True)
class RouteWriter:
    """Writes one route and sums its figures.

    Attributes
    ----------
    free_breaks
        Breaks of the vehicle that the route has not reached yet.
    in_order
        Whether the route takes them in this order; otherwise they are matched by their windows.
    """

    known: Known
    vehicle: VehicleGiven
    travel: Travel
    free_breaks: list[BreakGiven] = field(default_factory=list)
    in_order: bool = False
    place: int | None = None
    duration: int = 0
    distance: int = 0
    charge: float = 0.0
    on_leg_s: int = 0

    def write(self, route: Route) -> dict[str, Any]:
        """Return the route in VROOM's format."""
        seconds = self.travel.seconds(self.vehicle)
        steps = list(self._steps(route, seconds))
        totals = {key: sum(step[key] for step in steps) for key in ("setup", "service", "waiting_time")}
        task_time = sum(
            s["setup"] + s["service"] for s in steps if s["type"] not in ("start", "end", "break")
        )
        cost = self.vehicle.fixed + self.charge + task_time * self.vehicle.per_task_hour / 3600
        served = [visit for visit in route.visits if visit.kind in ("collect", "pickup", "deliver")]
        written: dict[str, Any] = {"vehicle": self.vehicle.id, "cost": round(cost)}
        if self.vehicle.description is not None:
            written["description"] = self.vehicle.description
        if self.known.size:
            amounts = [self.known.amounts(visit) for visit in served]
            for position, key in ((0, "delivery"), (0, "amount"), (1, "pickup")):
                written[key] = [sum(pair[position][i] for pair in amounts) for i in range(self.known.size)]
        written |= {"setup": totals["setup"], "service": totals["service"], "duration": self.duration}
        written |= {
            "waiting_time": totals["waiting_time"],
            "priority": sum(self.known.priority(visit) for visit in served),
        }
        if self.travel.distances is not None:
            written["distance"] = self.distance
        return written | {"steps": steps, "violations": []}

    def _steps(self, route: Route, seconds: NDArray[np.int64]) -> Iterator[dict[str, Any]]:
        visits = _with_ends(route.visits)
        last = len(visits) - 1
        load = self._first_load(route)
        left_s = 0
        for number, visit in enumerate(visits):
            if visit.kind in ("rest", "break"):
                if visit.place is None:
                    self.on_leg_s += (visit.arrival_s or 0) - left_s
                left_s = visit.departure_s or 0
                yield self._break(visit, load, self._leg_share(visits[number + 1 :], seconds))
                continue
            end = "end" if number == last else "start"
            here = self._place(visit, end)
            self._travel_to(here, seconds)
            if visit.kind == "depot":
                moment_s = (visit.departure_s if end == "start" else visit.arrival_s) or 0
                echo = self.vehicle.echo.get(end) or self._first_place(
                    visits if end == "start" else visits[::-1]
                )
                yield self._written(end, moment_s, load, echo)
            else:
                load = list(visit.load)
                yield self._task(visit, load)
            left_s = visit.departure_s or 0

    def _first_place(self, visits: Sequence[Visit]) -> dict[str, Any]:
        """Return the place of the first of these visits that has one, for a route without start or end."""
        echo = next((self.known.step(visit).echo for visit in visits if visit.task is not None), {})
        return {key: echo[key] for key in ("location", "location_index") if key in echo}

    def _leg_share(self, ahead: Sequence[Visit], seconds: NDArray[np.int64]) -> int:
        """Return the metres driven so far of the next leg."""
        following = next((visit for visit in ahead if visit.kind not in ("rest", "break")), None)
        place = None if following is None else self._place(following, "end")
        if self.place is None or place is None or self.travel.distances is None:
            return 0
        leg_s = int(seconds[self.place, place])
        return round(int(self.travel.distances[self.place, place]) * self.on_leg_s / leg_s) if leg_s else 0

    def _place(self, visit: Visit, end: str) -> int | None:
        if visit.kind == "depot":
            return self.vehicle.start if end == "start" else self.vehicle.end
        return self.known.step(visit).place

    def _travel_to(self, place: int | None, seconds: NDArray[np.int64]) -> None:
        """Add the arc from the previous stop."""
        if self.place is not None and place is not None:
            arc_s = int(seconds[self.place, place])
            metres = 0 if self.travel.distances is None else int(self.travel.distances[self.place, place])
            self.duration += arc_s
            self.distance += metres
            if self.travel.costs is not None:
                self.charge += int(self.travel.costs[self.place, place])
            else:
                self.charge += arc_s * self.vehicle.per_hour / 3600 + metres * self.vehicle.per_km / 1000
        self.place, self.on_leg_s = place, 0

    def _task(self, visit: Visit, load: Sequence[int]) -> dict[str, Any]:
        given = self.known.step(visit)
        arrival_s, start_s = visit.arrival_s or 0, visit.start_s or 0
        step = self._written(given.type, arrival_s, load, given.echo)
        service = given.seconds(self.vehicle.type)[1]
        step["setup"] = (visit.departure_s or 0) - start_s - service
        step["service"], step["waiting_time"] = service, start_s - arrival_s
        step["id"] = step["job"] = given.id  # "job" is deprecated but written by VROOM
        return step

    def _break(self, visit: Visit, load: Sequence[int], leg_m: int) -> dict[str, Any]:
        """Write a break with the id of one of the vehicle's breaks; the problem has no other pauses."""
        start_s = visit.start_s if visit.start_s is not None else visit.arrival_s or 0
        lasts_s = (visit.departure_s or 0) - start_s
        given = next((pause for pause in self.free_breaks if self._is(pause, start_s, lasts_s)), None)
        step = self._written("break", visit.arrival_s or 0, load, {})
        step["duration"] += self.on_leg_s
        if "distance" in step:
            step["distance"] += leg_m
        step["service"], step["waiting_time"] = lasts_s, start_s - (visit.arrival_s or 0)
        if given is not None:
            self.free_breaks.remove(given)
            step["id"] = given.id
            if given.description is not None:
                step["description"] = given.description
        return step

    def _is(self, pause: BreakGiven, start_s: int, lasts_s: int) -> bool:
        if self.in_order:
            return True
        at = start_s + self.known.base
        inside = not pause.windows or any(low <= at <= high for low, high in pause.windows)
        return inside and pause.service <= lasts_s

    def _written(
        self, type_: str, arrival_s: int, load: Sequence[int], echo: Mapping[str, Any]
    ) -> dict[str, Any]:
        step: dict[str, Any] = {"type": type_, **echo, "setup": 0, "service": 0, "waiting_time": 0}
        if self.known.size:
            step["load"] = list(load[: self.known.size])
        step |= {"arrival": arrival_s + self.known.base, "duration": self.duration, "violations": []}
        if self.travel.distances is not None:
            step["distance"] = self.distance
        return step

    def _first_load(self, route: Route) -> list[int]:
        """Return the load at the start: all deliveries of jobs."""
        jobs = [self.known.jobs[visit.task or ""] for visit in route.visits if visit.kind == "collect"]
        return [sum(job.delivery[i] for job in jobs) for i in range(self.known.size)]


def _with_ends(visits: Sequence[Visit]) -> list[Visit]:
    """Add the start and end that VROOM's answer requires and the vehicle does not have."""
    first, last = visits[0], visits[-1]
    before = [] if first.kind == "depot" else [Visit(kind="depot", departure_s=first.arrival_s)]
    after = [] if last.kind == "depot" else [Visit(kind="depot", arrival_s=last.departure_s)]
    return [*before, *visits, *after]
