"""An order of steps as a route with times, loads and cost, or the first rule that it breaks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from data.domain.errors import Fault, HuiliuError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Route, Visit
from data.domain.problem import Problem, Vehicle
from routing.model.battery import Battery
from routing.model.index import NEVER_DUE_S, Activity, DayIndex
from routing.model.loads import Loads, loads_along
from routing.model.steps import Infeasible, Step
from routing.schedule.labels import TimingFailure
from routing.schedule.timetable import Timetable, compute_timetable
from routing.schedule.timing_problem import TimingProblem


class RouteError(HuiliuError):
    """An order of steps is infeasible (R401); `infeasible` states the rule and the excess."""

    def __init__(self, infeasible: Infeasible, vehicle_id: str) -> None:
        self.infeasible = infeasible
        self.vehicle_id = vehicle_id
        super().__init__(
            Fault(
                "R401",
                f"The route breaks the rule '{infeasible.rule}' by {infeasible.amount} {infeasible.unit}.",
                "Remove a visit, or change the order.",
                f"vehicle {vehicle_id}",
            )
        )

    def __reduce__(self) -> tuple[type[RouteError], tuple[Infeasible, str]]:  # type: ignore[override]
        return (RouteError, (self.infeasible, self.vehicle_id))


def schedule_route(
    problem: Problem, matrices: TravelMatrices, vehicle_id: str, steps: Sequence[Step]
) -> Route:
    """Schedule a fixed order of steps at the least cost.

    Parameters
    ----------
    steps
        Collections, pickups, deliveries, unloadings and charges in order; depots are added.

    Raises
    ------
    RouteError
        R401: the order breaks a rule; `infeasible` states which, where and by how much.
    """
    route = probe_route(DayIndex(problem, matrices), vehicle_id, steps)
    if isinstance(route, Infeasible):
        raise RouteError(route, vehicle_id)
    return route


def probe_route(index: DayIndex, vehicle_id: str, steps: Sequence[Step]) -> Route | Infeasible:
    """Schedule an order as `schedule_route` does, but return what it breaks instead of raising."""
    vehicle = index.vehicles[vehicle_id]
    fault = _missing_skills(index, vehicle, steps)
    if fault is not None:
        return fault
    loads = loads_along(index, vehicle, steps)
    if isinstance(loads, Infeasible):
        return loads
    timed = probe_times(index, vehicle, steps)
    if isinstance(timed, Infeasible):
        return timed
    return build_route(index, vehicle, steps, loads, timed)


def probe_times(
    index: DayIndex, vehicle: Vehicle, steps: Sequence[Step]
) -> tuple[int, Timetable] | Infeasible:
    """Distance in metres and times of an order whose loads and skills are known to be feasible."""
    built = build_timing_problem(index, vehicle, steps)
    if isinstance(built, Infeasible):
        return built
    distance_m, problem = built
    times = compute_timetable(problem)
    if isinstance(times, TimingFailure):
        return _from_failure(times, steps, problem)
    return distance_m, times


def route_cost(vehicle: Vehicle, distance_m: int, times: Timetable) -> float:
    """Cost of a route: fixed, distance, duration, overtime and late starts."""
    return vehicle.cost.fixed + vehicle.cost.per_km * distance_m / 1000 + times.cost


def _missing_skills(index: DayIndex, vehicle: Vehicle, steps: Sequence[Step]) -> Infeasible | None:
    for number, step in enumerate(steps):
        missing = index.activities[step].skills - vehicle.skills
        if missing:
            return Infeasible(
                rule="skills",
                amount=len(missing),
                unit="skills",
                step=number,
                subject=step.id,
                details={"missing": ", ".join(sorted(missing))},
            )
    return None


def build_timing_problem(
    index: DayIndex, vehicle: Vehicle, steps: Sequence[Step], *, bounded: bool = True
) -> tuple[int, TimingProblem] | Infeasible:
    """Distance in metres and the timing problem of an order; battery and distance limits if `bounded`."""
    activities = [index.activities[step] for step in steps]
    duration_s, distance_m = index.duration_s(vehicle), index.distance_m(vehicle)
    drive_s, work_s = [0], [0]
    metres = 0
    battery = Battery(vehicle)
    before = vehicle.start
    for number, activity in enumerate(activities):
        leg_s, short_m = 0, 0
        if before is not None:
            leg_s = duration_s.item(before, activity.place)
            if leg_s < 0:
                return _unreachable(number, steps[number].id)
            metres += distance_m.item(before, activity.place)
            short_m = battery.drive(distance_m.item(before, activity.place))
        if short_m and bounded:
            return _out_of_range(short_m, number, steps[number].id)
        charging_s = battery.charge() if steps[number].kind == "charge" else 0
        drive_s.append(leg_s)
        work_s.append(activity.work_s + charging_s + (activity.setup_s if before != activity.place else 0))
        before = activity.place
    home_s = 0
    if vehicle.end is not None and before is not None:
        home_s = duration_s.item(before, vehicle.end)
        if home_s < 0:
            return _unreachable(len(steps), "")
        metres += distance_m.item(before, vehicle.end)
        short_m = battery.drive(distance_m.item(before, vehicle.end))
        if short_m and bounded:
            return _out_of_range(short_m, len(steps), "")
    if bounded and vehicle.max_distance_m is not None and metres > vehicle.max_distance_m:
        return Infeasible(rule="distance", amount=metres - vehicle.max_distance_m, unit="m")
    releases, leave_s = _release_times(index, steps, activities)
    problem = TimingProblem(
        drive_s=(*drive_s, home_s),
        work_s=(*work_s, 0),
        windows=((), *(activity.windows for activity in activities), ()),
        release_s=(0, *releases, 0),
        due_s=((NEVER_DUE_S, 0.0), *(activity.due for activity in activities), (NEVER_DUE_S, 0.0)),
        earliest_s=max(vehicle.shift[0], leave_s),
        latest_s=vehicle.shift[1] + vehicle.overtime_s,
        overtime_from_s=vehicle.shift[1],
        longest_s=vehicle.max_duration_s,
        cost_per_s=vehicle.cost.per_h / 3600,
        overtime_per_s=vehicle.cost.per_overtime_h / 3600,
        driven_s=_driven_at_start_s(index, vehicle),
        open_start=vehicle.start is None,
        open_end=vehicle.end is None,
        breaks=vehicle.breaks,
        rest=index.problem.rules.rest,
    )
    return metres, problem


def _driven_at_start_s(index: DayIndex, vehicle: Vehicle) -> int:
    """Driving since the last rest at the start; a limit already exceeded requires one rest at once."""
    rest = index.problem.rules.rest
    return 0 if rest is None else min(vehicle.underway.driven_s, rest.after_driving_s)


def _release_times(
    index: DayIndex, steps: Sequence[Step], activities: Sequence[Activity]
) -> tuple[list[int], int]:
    """Earliest start of each step, and of the departure: a trip starts with its deliveries released."""
    releases = [activity.release_s for activity in activities]
    ready_s = 0
    for number in range(len(activities) - 1, -1, -1):
        if steps[number].kind == "unload":
            releases[number] = max(releases[number], ready_s - activities[number].work_s)
            ready_s = 0
        elif any(activities[number].delivered):
            ready_s = max(ready_s, activities[number].release_s)
    return releases, ready_s


def _unreachable(number: int, subject: str) -> Infeasible:
    return Infeasible(rule="unreachable", amount=1, unit="legs", step=number, subject=subject)


def _out_of_range(short_m: int, number: int, subject: str) -> Infeasible:
    return Infeasible(rule="range", amount=short_m, unit="m", step=number, subject=subject)


def _from_failure(failure: TimingFailure, steps: Sequence[Step], problem: TimingProblem) -> Infeasible:
    number = failure.point - 1
    rule = failure.rule
    subject = steps[number].id if number < len(steps) else ""
    details = {}
    if rule == "window":
        details = {"closes_s": problem.windows[failure.point][-1][1]}
        if steps[number].kind == "unload":
            rule = "facility"
    elif rule in {"shift", "duration"}:
        details = {"latest_s": problem.latest_s}
    return Infeasible(
        rule=rule, amount=failure.amount_s, unit="s", step=number, subject=subject, details=details
    )


def build_route(
    index: DayIndex, vehicle: Vehicle, steps: Sequence[Step], loads: Loads, timed: tuple[int, Timetable]
) -> Route:
    """Build a route from an order, its loads, and its distance and timetable."""
    distance_m, times = timed
    waits = zip(times.start_s, times.arrival_s, strict=True)
    return Route(
        vehicle=vehicle.id,
        cost=route_cost(vehicle, distance_m, times),
        tasks=tuple(step.id for step in steps if step.kind in {"collect", "pickup"}),
        visits=tuple(_visits(index, vehicle, steps, loads, times)),
        distance_m=distance_m,
        duration_s=times.end_s - times.leave_s,
        driving_s=_driving_s(index, vehicle, steps),
        waiting_s=sum(start_s - arrival_s for start_s, arrival_s in waits)
        + sum(pause.start_s - pause.arrival_s for pause in times.pauses),
    )


def _visits(
    index: DayIndex, vehicle: Vehicle, steps: Sequence[Step], loads: Loads, times: Timetable
) -> Iterator[Visit]:
    """Visits of depots, steps and pauses in order of time."""
    if vehicle.start is not None:
        yield Visit(kind="depot", departure_s=times.leave_s, place=vehicle.start, load=loads.at_start)
    before = vehicle.start
    for number, step in enumerate(steps):
        point = number + 1
        yield from _pauses_before(times, point, before)
        before = index.activities[step].place
        yield Visit(
            kind=step.kind,
            arrival_s=times.arrival_s[point],
            start_s=times.start_s[point],
            departure_s=times.departure_s[point],
            place=before,
            task=step.id if step.kind in {"collect", "pickup", "deliver"} else None,
            facility=step.id if step.kind == "unload" else None,
            station=step.id if step.kind == "charge" else None,
            load=loads.after[number],
        )
    last = len(steps) + 1
    yield from _pauses_before(times, last, before)
    if vehicle.end is not None:
        aboard = loads.after[-1] if steps else loads.at_start
        yield Visit(kind="depot", arrival_s=times.arrival_s[last], place=vehicle.end, load=aboard)


def _pauses_before(times: Timetable, point: int, place: int | None) -> Iterator[Visit]:
    for pause in times.pauses:
        if pause.point == point:
            yield Visit(
                kind="rest" if pause.number is None else "break",
                arrival_s=pause.arrival_s,
                start_s=pause.start_s,
                departure_s=pause.departure_s,
                place=place if pause.offset_s == 0 else None,
            )


def _driving_s(index: DayIndex, vehicle: Vehicle, steps: Sequence[Step]) -> int:
    duration_s = index.duration_s(vehicle)
    places = [index.activities[step].place for step in steps]
    if vehicle.start is not None:
        places.insert(0, vehicle.start)
    if vehicle.end is not None:
        places.append(vehicle.end)
    return sum(duration_s.item(a, b) for a, b in itertools.pairwise(places))
