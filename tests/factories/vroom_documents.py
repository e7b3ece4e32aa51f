"""Small VROOM documents, each with one field of its API to show; every best plan is the only one."""

from __future__ import annotations

from typing import Any

Given = dict[str, Any]
DURATIONS = [[0, 10, 20, 30], [11, 0, 10, 20], [21, 11, 0, 10], [31, 21, 11, 0]]
"""Four places along a road that is a second slower on the way back."""
DISTANCES = [[10 * cell for cell in row] for row in DURATIONS]


def van(id_: int = 1, **more: Any) -> Given:
    return {"id": id_, "start_index": 0, "end_index": 0, **more}


def job(id_: int, place: int | None = None, **more: Any) -> Given:
    return {"id": id_, "location_index": id_ if place is None else place, **more}


def steps(*named: tuple[Any, ...]) -> list[Given]:
    """Steps of (type, id) or (type, id, more), with a start and an end around them."""
    inner = [{"type": s[0], "id": s[1], **(s[2] if len(s) > 2 else {})} for s in named]
    return [{"type": "start"}, *inner, {"type": "end"}]


def document(*vehicles: Given, **more: Any) -> Given:
    matrices = {"car": {"durations": DURATIONS, "distances": DISTANCES}}
    return {"vehicles": list(vehicles) or [van()], "matrices": matrices, **more}


def shipment(**more: Any) -> Given:
    return {
        "amount": [2],
        "pickup": {"id": 1, "location_index": 2, "service": 3},
        "delivery": {"id": 1, "location_index": 1, "service": 4},
        **more,
    }


BOTH = [job(1, service=5), job(3, service=5)]
LUNCH = {"id": 4, "time_windows": [[12, 14]], "service": 7, "description": "lunch"}

SOLVED: dict[str, Given] = {
    "jobs": document(jobs=BOTH),
    "description and location": document(
        van(description="a van", start=[1.0, 2.0]),
        jobs=[job(1, description="a shop", location=[1.5, 2.5])],
    ),
    "delivery and pickup": document(
        van(capacity=[4, 9]), jobs=[job(1, delivery=[3, 1]), job(2, pickup=[4, 0])]
    ),
    "capacity leaves one out": document(
        van(capacity=[3]), jobs=[job(1, delivery=[2]), job(2, delivery=[2], priority=3)]
    ),
    "setup once for a place": document(
        jobs=[
            job(1, 1, setup=6, service=2, time_windows=[[0, 30]]),
            job(2, 1, setup=6, service=2, time_windows=[[50, 90]]),
        ]
    ),
    "times per type": document(
        van(type="electric"),
        jobs=[job(1, service=5, service_per_type={"electric": 9}, setup_per_type={"electric": 2})],
    ),
    "skills": document(
        van(1, skills=[1], costs={"fixed": 10}), van(2, skills=[1, 14]), jobs=[job(1, skills=[14]), job(2)]
    ),
    "several windows": document(jobs=[job(1, time_windows=[[0, 5], [60, 70]]), job(2)]),
    "working hours": document(van(time_window=[100, 150]), jobs=[job(1), job(3, priority=1)]),
    "shipments": document(van(capacity=[2]), shipments=[shipment()]),
    "shipment of a priority": document(van(capacity=[1]), shipments=[shipment(priority=5)], jobs=[job(3)]),
    "a break on the road": document(
        van(time_window=[0, 100], breaks=[LUNCH | {"time_windows": [[12, 12]]}]),
        jobs=[job(3, time_windows=[[37, 37]])],
    ),
    "costs": document(van(costs={"fixed": 1000, "per_hour": 7200, "per_km": 500}), jobs=BOTH),
    "time of tasks": document(van(costs={"per_task_hour": 720}), jobs=BOTH),
    "speed factor": document(van(speed_factor=2), jobs=[job(2)]),
    "profiles": {
        "vehicles": [van(profile="bike")],
        "jobs": [job(1)],
        "matrices": {"car": {"durations": DURATIONS}, "bike": {"durations": DISTANCES}},
    },
    "custom costs": {
        "vehicles": [van()],
        "jobs": BOTH,
        "matrices": {"car": {"durations": DURATIONS, "costs": DISTANCES}},
    },
    "max_tasks": document(van(max_tasks=1), jobs=[job(1), job(2, priority=1)]),
    "max_travel_time": document(van(max_travel_time=25), jobs=[job(1), job(3)]),
    "max_distance": document(van(max_distance=250), jobs=[job(1), job(3)]),
    "steps": document(van(steps=steps(("job", 3), ("job", 1))), jobs=BOTH),
    "an open start": document({"id": 1, "end_index": 0}, jobs=[job(3, location=[1.0, 2.0])]),
    "an open end": document({"id": 1, "start_index": 0}, jobs=[job(3, service=6)]),
}
"""Documents to solve."""

GIVEN: dict[str, Given] = {
    "in time": document(van(steps=steps(("job", 1), ("job", 3))), jobs=BOTH),
    "nothing to do": document(jobs=BOTH),
    "late": document(
        van(time_window=[0, 90], steps=steps(("job", 3), ("job", 1))),
        jobs=[job(1, time_windows=[[30, 40]]), job(3, service=9)],
    ),
    "two windows": document(
        van(steps=steps(("job", 1), ("job", 2))),
        jobs=[job(1, time_windows=[[30, 40], [60, 70]]), job(2, time_windows=[[0, 5], [55, 56]])],
    ),
    "working hours": document(
        van(time_window=[10, 20], steps=steps(("job", 1, {"service_at": 25}))), jobs=[job(1)]
    ),
    "too early": document(
        van(steps=steps(("job", 1, {"service_at": 25}), ("job", 2))),
        jobs=[job(1, time_windows=[[30, 40], [60, 70]]), job(2, time_windows=[[0, 5], [50, 55]])],
    ),
    "not before": document(
        van(steps=steps(("job", 1, {"service_after": 25}), ("job", 2, {"service_after": 100}))),
        jobs=[job(1), job(2)],
    ),
    "overloaded": document(
        van(capacity=[2], steps=steps(("job", 1), ("job", 2))),
        jobs=[job(1, delivery=[2]), job(2, delivery=[1])],
    ),
    "delivered first": document(
        van(capacity=[2], steps=steps(("delivery", 1), ("pickup", 1))), shipments=[shipment(skills=[4])]
    ),
    "picked up only": document(van(capacity=[2], steps=steps(("pickup", 1))), shipments=[shipment()]),
    "limits": document(
        van(max_tasks=1, max_travel_time=30, max_distance=300, steps=steps(("job", 1), ("job", 2))),
        jobs=[job(1), job(2)],
    ),
    "a break on the road": document(
        van(time_window=[0, 100], breaks=[LUNCH], steps=steps(("break", 4), ("job", 3))), jobs=[job(3)]
    ),
    "a break with load, and one forgotten": document(
        van(
            capacity=[5],
            time_window=[0, 90],
            breaks=[
                {"id": 1, "time_windows": [[5, 6]], "service": 7, "max_load": [0]},
                {"id": 2, "service": 3},
            ],
            steps=steps(("job", 2), ("break", 1), ("job", 1)),
        ),
        jobs=[job(1, delivery=[2]), job(2, delivery=[1])],
    ),
    "times per type": document(
        van(1, type="x", steps=steps(("job", 1))),
        van(2, steps=steps(("job", 2))),
        jobs=[job(n, service=3, service_per_type={"x": 9}, setup_per_type={"x": 2}) for n in (1, 2)],
    ),
    "a start of its own": document(
        van(steps=[{"type": "start", "service_at": 7}, {"type": "job", "id": 1}]), jobs=[job(1)]
    ),
    "an open start": document(
        {"id": 1, "end_index": 0, "steps": steps(("job", 1), ("job", 2))},
        jobs=[job(1, location=[1.0, 2.0]), job(2, time_windows=[[40, 50]])],
    ),
}
"""Documents for plan mode; with hours where VROOM would otherwise start too late to miss least."""

REFUSED: dict[str, Given] = {
    "no such job": document(van(steps=steps(("job", 9))), jobs=BOTH),
    "no such break": document(van(steps=steps(("break", 9))), jobs=BOTH),
    "twice": document(van(1, steps=steps(("job", 1))), van(2, steps=steps(("job", 1))), jobs=BOTH),
    "no such type": document(van(steps=steps(("nap", 1))), jobs=BOTH),
    "no id": document(van(steps=[{"type": "job"}]), jobs=BOTH),
    "a start inside": document(van(steps=[{"type": "job", "id": 1}, {"type": "start"}]), jobs=BOTH),
    "no list": document(van(steps={"type": "job"}), jobs=BOTH),
    "no moment": document(van(steps=steps(("job", 1, {"service_at": -5}))), jobs=BOTH),
    "over capacity": document(
        van(capacity=[1], steps=steps(("job", 1))), jobs=[job(1, delivery=[2]), job(2, delivery=[1])]
    ),
    "too many": document(van(max_tasks=1, steps=steps(("job", 1), ("job", 3))), jobs=BOTH),
    "too long": document(van(max_travel_time=30, steps=steps(("job", 1), ("job", 3))), jobs=BOTH),
    "no skill": document(van(steps=steps(("job", 1))), jobs=[job(1, skills=[3])]),
    "after work": document(van(time_window=[0, 25], steps=steps(("job", 1), ("job", 3))), jobs=BOTH),
    "half a shipment": document(van(capacity=[2], steps=steps(("pickup", 1))), shipments=[shipment()]),
    "backwards": document(
        van(capacity=[2], steps=steps(("delivery", 1), ("pickup", 1))), shipments=[shipment()]
    ),
}
"""Documents whose steps are errors when it comes to solving."""
