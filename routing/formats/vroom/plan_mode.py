"""VROOM's plan mode: schedule given routes and report every rule that they break.

References
----------
VROOM, docs/API.md: "Plan mode", "Violation".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from data.domain.errors import Fault, InputError
from data.domain.matrix import UNREACHABLE
from data.domain.plan import Route, Visit
from routing.formats.vroom.problem import Travel, job_id, shipment_id
from routing.formats.vroom.solution import Known, RouteWriter, build_answer
from routing.formats.vroom.steps import task_steps
from routing.formats.vroom.times import LONG_AGO, NEVER, NoTimesError, Timed, TimedStop, times_of
from routing.formats.vroom.types import Document, Step, StepGiven, VehicleGiven

Violation = dict[str, Any]
_KINDS = {"job": "collect", "pickup": "pickup", "delivery": "deliver"}


def write_plan_mode(document: Document, travel: Mapping[str, Travel]) -> dict[str, Any]:
    """Write VROOM's answer with option ``-c``: the given routes and their violations.

    Raises
    ------
    InputError
        F305: one fault for each vehicle whose route uses an arc without a path, or whose `service_at`,
        `service_after` and `service_before` cannot all be kept.
    """
    known = Known(document, base=0)
    routes: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for number, vehicle in enumerate(document.vehicles):
        if not vehicle.steps:
            continue
        try:
            routes.append(_GivenRoute(document, known, vehicle, travel[vehicle.profile], number).write())
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    served = {(step.type, step.id) for each in document.vehicles for step in task_steps(each)}
    steps = [job.step for job in document.jobs]
    steps += [end for each in document.shipments for end in (each.pickup, each.delivery)]
    left = [
        {"id": step.id, "type": step.type, **step.echo}
        for step in steps
        if (step.type, step.id) not in served
    ]
    return build_answer(
        document, travel, routes, left, violations=_causes(v for r in routes for v in r["violations"])
    )


class _GivenRoute:
    """One vehicle's given route."""

    def __init__(
        self, document: Document, known: Known, vehicle: VehicleGiven, travel: Travel, number: int
    ) -> None:
        self.document = document
        self.known = known
        self.vehicle = vehicle
        self.travel = travel
        self.number = number
        self.seconds = travel.seconds(vehicle)
        self.breaks = {pause.id: pause for pause in vehicle.breaks}
        self.tasks: dict[tuple[str, int], tuple[str, Step]] = {
            ("job", job.step.id): (job_id(job), job.step) for job in document.jobs
        }
        for position, each in enumerate(document.shipments):
            for end in (each.pickup, each.delivery):
                self.tasks[end.type, end.id] = shipment_id(position), end
        inner = tuple(step for step in vehicle.steps if step.type not in ("start", "end"))
        first = vehicle.steps[0] if vehicle.steps[0].type == "start" else StepGiven(type="start", id=0)
        self.steps = (first, *inner, StepGiven(type="end", id=0))

    def write(self) -> dict[str, Any]:
        """Return the route in VROOM's format, with its violations."""
        stops = self._stops()
        try:
            times = times_of(stops)
        except NoTimesError as error:
            cause = f"Infeasible route for vehicle {self.vehicle.id}."
            action = "Correct service_at, service_after and service_before."
            raise InputError(Fault("F305", cause, action, f"vehicles[{self.number}].steps")) from error
        route = self._route(stops, times)
        pauses = [self.breaks[step.id] for step in self.steps if step.type == "break"]
        writer = RouteWriter(self.known, self.vehicle, self.travel, free_breaks=pauses, in_order=True)
        document = writer.write(route)
        self._add_violations(document, times)
        return document

    def _stops(self) -> list[TimedStop]:
        hours = self.vehicle.window
        stops: list[TimedStop] = []
        place = self.vehicle.start
        for step in self.steps:
            if step.type == "start":
                stop = TimedStop(windows=((hours[0], NEVER),) if hours else ())
            elif step.type == "break":
                pause = self.breaks[step.id]
                stop = TimedStop(work_s=pause.service, windows=pause.windows, is_break=True)
            elif step.type == "end":
                windows = ((LONG_AGO, hours[1]),) if hours else ()
                stops.append(TimedStop(travel_s=self._leg(place, self.vehicle.end, step), windows=windows))
                break
            else:
                given = self.tasks[step.type, step.id][1]
                setup, service = given.seconds(self.vehicle.type)
                work_s = service + (setup if given.place != place else 0)
                leg_s = self._leg(place, given.place, step)
                stop = TimedStop(travel_s=leg_s, work_s=work_s, windows=given.windows)
                place = given.place
            earliest, latest = _latest_of(step.at, step.after), _least_of(step.at, step.before)
            stops.append(replace(stop, earliest=earliest, latest=latest))
        return stops

    def _leg(self, origin: int | None, place: int | None, step: StepGiven) -> int:
        if origin is None or place is None:
            return 0
        leg_s = int(self.seconds[origin, place])
        if leg_s == UNREACHABLE:
            cause = f"No path leads to {step.type} {step.id} on the route of vehicle {self.vehicle.id}."
            where = step.path or f"vehicles[{self.number}].steps"
            raise InputError(Fault("F305", cause, "Remove the step.", where))
        return leg_s

    def _route(self, stops: Sequence[TimedStop], times: Sequence[Timed]) -> Route:
        """Build the route of a plan; loads may exceed the capacity or be negative."""
        load = self._first_load()
        visits: list[Visit] = []
        tasks: list[str] = []
        free_s = times[0].start
        for step, stop, timed in zip(self.steps, stops, times, strict=True):
            arrival_s, start_s = free_s + timed.driven_s, timed.start
            free_s = start_s + stop.work_s
            if step.type == "start":
                visits.append(Visit(kind="depot", place=self.vehicle.start, departure_s=start_s))
            elif step.type == "end":
                visits.append(Visit(kind="depot", place=self.vehicle.end, arrival_s=arrival_s))
            elif step.type == "break":
                visits.append(Visit(kind="break", arrival_s=arrival_s, start_s=start_s, departure_s=free_s))
            else:
                name, given = self.tasks[step.type, step.id]
                visit = Visit(kind=_KINDS[step.type], task=name, place=given.place)  # type: ignore[arg-type]
                brought, taken = self.known.amounts(visit)
                load = [a - b + c for a, b, c in zip(load, brought, taken, strict=True)]
                visits.append(
                    Visit(
                        kind=visit.kind,
                        task=name,
                        place=given.place,
                        arrival_s=arrival_s,
                        start_s=start_s,
                        departure_s=free_s,
                        load=tuple(load),
                    )
                )
                tasks.append(name)
        return Route(
            vehicle=str(self.number), cost=0, tasks=tuple(dict.fromkeys(tasks)), visits=tuple(visits)
        )

    def _first_load(self) -> list[int]:
        jobs = [self.known.jobs[self.tasks["job", s.id][0]] for s in self.steps if s.type == "job"]
        return [sum(job.delivery[i] for job in jobs) for i in range(self.known.size)]

    def _add_violations(self, route: dict[str, Any], times: Sequence[Timed]) -> None:
        """Add violations to the steps and to the route."""
        halves = _out_of_place(self.steps, self.tasks)
        count = 0
        for position, (step, written) in enumerate(zip(self.steps, route["steps"], strict=True)):
            found: list[Violation] = list(self._untimely(step, times[position].start))
            over = any(a > b for a, b in zip(written.get("load", ()), self.vehicle.capacity, strict=False))
            if over and step.type not in ("break", "end"):
                found.append({"cause": "load"})
            if step.type == "break":
                most = self.breaks[step.id].max_load
                if most is not None and any(a > b for a, b in zip(written["load"], most, strict=True)):
                    found.append({"cause": "max_load"})
            elif step.type == "end":
                found += self._over_limits(route)
            elif step.type != "start":
                count += 1
                if self.vehicle.max_tasks is not None and count > self.vehicle.max_tasks:
                    found.append({"cause": "max_tasks"})
                if not self._skills(step) <= self.vehicle.skills:
                    found.append({"cause": "skills"})
                if position in halves:
                    found.append({"cause": "precedence"})
            written["violations"] = found
        everything = [each for step in route["steps"] for each in step["violations"]]
        if {step.id for step in self.steps if step.type == "break"} != set(self.breaks):
            everything.append({"cause": "missing_break"})
        route["violations"] = _causes(everything)

    def _untimely(self, step: StepGiven, start: int) -> Iterator[Violation]:
        hours = self.vehicle.window
        windows: Sequence[tuple[int, int]] = ()
        if step.type == "start":
            windows = ((hours[0], NEVER),) if hours else ()
        elif step.type == "end":
            windows = ((LONG_AGO, hours[1]),) if hours else ()
        elif step.type == "break":
            windows = self.breaks[step.id].windows
        else:
            windows = self.tasks[step.type, step.id][1].windows
        if not windows or any(low <= start <= high for low, high in windows):
            return
        misses = [
            (low - start, "lead_time") if start < low else (start - high, "delay") for low, high in windows
        ]
        amount, cause = min(misses)
        yield {"duration": amount, "cause": cause}

    def _over_limits(self, route: Mapping[str, Any]) -> Iterator[Violation]:
        most_s, most_m = self.vehicle.max_travel_time, self.vehicle.max_distance
        if most_m is not None and route.get("distance", 0) > most_m:
            yield {"cause": "max_distance"}
        if most_s is not None and route["duration"] > most_s:
            yield {"cause": "max_travel_time"}

    def _skills(self, step: StepGiven) -> frozenset[str]:
        name = self.tasks[step.type, step.id][0]
        return self.known.jobs[name].skills if step.type == "job" else self.known.shipments[name].skills


def _out_of_place(steps: Sequence[StepGiven], tasks: Mapping[tuple[str, int], tuple[str, Step]]) -> set[int]:
    """Return the positions of pickups and deliveries whose other end is missing or on the wrong side."""
    ends: dict[str, dict[str, int]] = {}
    for position, step in enumerate(steps):
        if step.type in ("pickup", "delivery"):
            ends.setdefault(tasks[step.type, step.id][0], {})[step.type] = position
    return {
        position
        for pair in ends.values()
        if len(pair) < 2 or pair["pickup"] > pair["delivery"]
        for position in pair.values()
    }


def _causes(found: Iterator[Violation] | Sequence[Violation]) -> list[Violation]:
    """Merge violations by cause, with their durations summed."""
    sums: dict[str, Violation] = {}
    for each in found:
        into = sums.setdefault(each["cause"], {**each, **({"duration": 0} if "duration" in each else {})})
        if "duration" in each:
            into["duration"] += each["duration"]
    return list(sums.values())


def _latest_of(*moments: int | None) -> int | None:
    return max((moment for moment in moments if moment is not None), default=None)


def _least_of(*moments: int | None) -> int | None:
    return min((moment for moment in moments if moment is not None), default=None)
