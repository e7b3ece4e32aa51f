"""Each rule where it binds and where it does not: what each engine makes of small days.

Every plan goes through the checker; the figures were worked out by hand on the straight road.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.plan import Plan, Route
from data.domain.problem import (
    Break,
    Facility,
    LoadCap,
    Lock,
    Problem,
    Rest,
    Rules,
    Shipment,
    ShipmentStop,
    Task,
    VehicleCost,
)
from tests.factories.searching import found_by
from tests.factories.small_days import ROAD, day, task, truck, yard

Planned = Callable[..., Plan]
ITERATIONS = {"ortools": 20, "lns": 200}


@pytest.fixture(params=sorted(ITERATIONS))
def planned(request: pytest.FixtureRequest) -> Planned:
    """What each engine in turn makes of a problem."""
    engine = str(request.param)

    def plan(problem: Problem, matrices: TravelMatrices = ROAD) -> Plan:
        return found_by(engine, problem, matrices, iterations=ITERATIONS[engine])

    return plan


def kinds(route: Route) -> list[str]:
    return [visit.kind for visit in route.visits]


def order(route: Route) -> list[str]:
    """Tasks and facilities in the order of their visits."""
    return [visit.task or visit.facility or "" for visit in route.visits if visit.task or visit.facility]


def routes_of(plan: Plan) -> dict[str, Route]:
    return {route.vehicle: route for route in plan.routes}


def test_one_route_serves_what_one_truck_can(planned: Planned) -> None:
    plan = planned(day(vehicles=[truck(), truck("v2")]))
    assert len(plan.routes) == 1
    assert plan.unassigned == ()


def test_a_window_orders_the_visits(planned: Planned) -> None:
    late, early = task("a", 1, windows=((9_000, 10_000),)), task("b", 3, windows=((0, 2_000),))
    assert planned(day(late, early)).routes[0].tasks == ("b", "a")


def test_the_second_of_two_windows_is_used_when_the_first_is_missed(planned: Planned) -> None:
    far = task("a", 3, windows=((0, 600), (5_000, 6_000)))
    visit = planned(day(far)).routes[0].visits[1]
    assert visit.start_s == 5_000
    assert visit.arrival_s == 5_000  # it leaves late rather than wait


def test_a_release_holds_service_back(planned: Planned) -> None:
    visit = planned(day(task("a", 1, release_s=7_000))).routes[0].visits[1]
    assert visit.start_s == 7_000


def test_a_full_truck_calls_for_another(planned: Planned) -> None:
    heavy = [task("a", 1, kg=60), task("b", 2, kg=60)]
    assert len(planned(day(*heavy, vehicles=[truck(), truck("v2")])).routes) == 2


def test_a_full_truck_unloads_and_goes_on(planned: Planned) -> None:
    heavy = [task("a", 1, kg=60), task("b", 2, kg=60)]
    problem = day(*heavy, facilities=(yard(),), rules=Rules(end_empty=True))
    route = planned(problem).routes[0]
    assert kinds(route).count("unload") == 2
    assert kinds(route)[-2] == "unload"


def test_a_light_load_unloads_once(planned: Planned) -> None:
    problem = day(facilities=(yard(),), rules=Rules(end_empty=True))
    assert kinds(planned(problem).routes[0]).count("unload") == 1


def test_unloading_goes_where_the_type_is_accepted(planned: Planned) -> None:
    problem = day(
        task("a", 1, load_type="battery"),
        facilities=(yard(accepts=frozenset({"paper"})), yard("special", 3)),
        rules=Rules(end_empty=True),
    )
    assert order(planned(problem).routes[0]) == ["a", "special"]


def test_an_intake_that_is_full_sends_the_rest_elsewhere(planned: Planned) -> None:
    problem = day(
        task("a", 1, kg=60),
        task("b", 1, kg=60),
        facilities=(yard(intake=(70,)), yard("second", 2)),
        rules=Rules(end_empty=True),
    )
    assert sorted(order(planned(problem).routes[0])) == ["a", "b", "second", "yard"]


def test_a_facility_that_closes_early_is_reached_in_time(planned: Planned) -> None:
    hours = Facility(id="yard", place=0, unload_s=600, windows=((0, 4_000),))
    problem = day(task("a", 1), task("b", 1), facilities=(hours,), rules=Rules(end_empty=True))
    unload = planned(problem).routes[0].visits[-2]
    assert unload.kind == "unload"
    assert unload.start_s is not None
    assert unload.start_s <= 4_000


def test_types_kept_apart_travel_in_trips_of_their_own(planned: Planned) -> None:
    problem = day(
        task("a", 1, load_type="battery"),
        task("b", 1, load_type="appliance"),
        facilities=(yard(),),
        rules=Rules(incompatible=(("appliance", "battery"),), end_empty=True),
    )
    assert order(planned(problem).routes[0])[1] == "yard"
    together = replace(problem, rules=Rules(end_empty=True))
    assert order(planned(together).routes[0])[2] == "yard"


def test_types_kept_apart_by_the_day_take_two_vehicles(planned: Planned) -> None:
    problem = day(
        task("a", 1, load_type="battery"),
        task("b", 1, load_type="appliance"),
        vehicles=[truck(), truck("v2")],
        facilities=(yard(),),
        rules=Rules(incompatible_day=(("appliance", "battery"),), end_empty=True),
    )
    assert len(planned(problem).routes) == 2


def test_a_cap_on_a_type_makes_a_second_trip(planned: Planned) -> None:
    batteries = [task(name, 1, kg=30, load_type="battery") for name in "abc"]
    cap = LoadCap(load_type="battery", dimension="kg", max=60)
    problem = day(*batteries, facilities=(yard(),), rules=Rules(load_caps=(cap,), end_empty=True))
    assert kinds(planned(problem).routes[0]).count("unload") == 2


def test_skills_choose_the_vehicle(planned: Planned) -> None:
    problem = day(
        task("a", 1, skills=frozenset({"lithium"})),
        task("b", 1),
        vehicles=[truck(), truck("v2", skills=frozenset({"lithium"}), cost=VehicleCost(fixed=90, per_km=2))],
    )
    assert "a" in routes_of(planned(problem))["v2"].tasks


def test_overtime_is_paid_where_it_is_cheaper_than_a_second_truck(planned: Planned) -> None:
    costs = VehicleCost(fixed=50, per_km=1.0, per_h=36.0, per_overtime_h=72.0)
    vehicle = truck(shift=(0, 3_000), overtime_s=3_600, cost=costs)
    plan = planned(day(task("a", 2), vehicles=[vehicle]))
    # 24 km, 2,700 s away: within the shift. 36 km and 3,900 s: 900 s of overtime.
    assert plan.cost == pytest.approx(50 + 24 + 27)
    late = planned(day(task("a", 3), vehicles=[vehicle]))
    assert late.cost == pytest.approx(50 + 36 + 39 + 18)


def test_lunch_is_taken_in_its_window(planned: Planned) -> None:
    lunch = Break(window=(900, 1_500), duration_s=1_800)
    route = planned(day(vehicles=[truck(breaks=(lunch,))])).routes[0]
    pause = next(visit for visit in route.visits if visit.kind == "break")
    assert pause.start_s is not None
    assert 900 <= pause.start_s <= 1_500


@pytest.mark.parametrize(("limit_s", "rests"), [(2_000, 1), (3_600, 0)])
def test_long_driving_takes_a_rest(planned: Planned, limit_s: int, rests: int) -> None:
    rules = Rules(rest=Rest(after_driving_s=limit_s, duration_s=1_200))
    route = planned(day(task("a", 3), rules=rules)).routes[0]
    assert kinds(route).count("rest") == rests


def test_a_wait_of_a_rests_length_spares_the_rest(planned: Planned) -> None:
    rules = Rules(rest=Rest(after_driving_s=2_000, duration_s=1_200))
    waits = task("b", 3, windows=((6_000, 6_000),))
    early = task("a", 1, windows=((600, 600),))
    assert kinds(planned(day(early, waits, rules=rules)).routes[0]).count("rest") == 0


def test_a_range_limits_the_route(planned: Planned) -> None:
    far = [task("a", 3, penalty=900.0), task("b", 1, penalty=900.0)]
    assert planned(day(*far, vehicles=[truck(max_distance_m=36_000)])).unassigned == ()
    short = planned(day(task("a", 2), task("b", 1), vehicles=[truck(max_distance_m=24_000)]))
    assert short.unassigned == ()


def test_a_longest_absence_splits_the_day(planned: Planned) -> None:
    """Two visits hours apart: one route waits between them, unless a vehicle may not be away so long."""
    apart = [task("a", 1, windows=((1_000, 1_000),)), task("b", 1, windows=((8_000, 8_000),))]
    assert len(planned(day(*apart, vehicles=[truck(), truck("v2")])).routes) == 1
    short = [truck(max_duration_s=7_000), truck("v2", max_duration_s=7_000)]
    assert len(planned(day(*apart, vehicles=short)).routes) == 2


def test_setup_counts_once_per_place(planned: Planned) -> None:
    twice = [task("a", 1, setup_s=600), task("b", 1, setup_s=600)]
    assert planned(day(*twice)).routes[0].duration_s == 600 + 600 + 300 + 300 + 600


def test_a_shipment_is_delivered_by_the_truck_that_picked_it_up(planned: Planned) -> None:
    shipment = Shipment(id="s", pickup=ShipmentStop(place=3), delivery=ShipmentStop(place=1), demand=(30,))
    plan = planned(day(task("a", 2), shipments=(shipment,), vehicles=[truck(), truck("v2")]))
    assert plan.unassigned == ()
    route = next(route for route in plan.routes if "s" in route.tasks)
    assert kinds(route).index("pickup") < kinds(route).index("deliver")


def test_a_delivery_is_aboard_from_the_start(planned: Planned) -> None:
    problem = day(task("a", 1, kg=90), Task(id="b", place=2, delivery=(50,), service_s=300))
    route = planned(problem).routes[0]
    assert route.visits[0].load == (50,)
    assert order(route) == ["b", "a"]


@pytest.mark.parametrize(("penalty", "left_out"), [(10.0, ["a"]), (500.0, [])])
def test_a_task_is_left_out_where_that_is_cheaper(
    planned: Planned, penalty: float, left_out: list[str]
) -> None:
    plan = planned(day(task("a", 3, penalty=penalty)))
    assert [each.task for each in plan.unassigned] == left_out


def test_what_is_mandatory_is_served_at_any_price(planned: Planned) -> None:
    plan = planned(day(task("a", 3), vehicles=[truck(cost=VehicleCost(fixed=1e6))]))
    assert plan.unassigned == ()


def test_the_cheaper_vehicle_is_used(planned: Planned) -> None:
    dear = truck("dear", cost=VehicleCost(fixed=500, per_km=1.0, per_h=36.0))
    assert [route.vehicle for route in planned(day(vehicles=[dear, truck()])).routes] == ["v1"]


@pytest.mark.parametrize("end", ["start", "end"])
def test_open_routes_save_the_way(planned: Planned, end: str) -> None:
    route = planned(day(task("a", 3), vehicles=[truck(**{end: None})])).routes[0]
    assert route.distance_m == 18_000


def test_profiles_drive_by_their_own_matrix(planned: Planned) -> None:
    slow = TravelMatrix(
        duration_s=(ROAD["car"].duration_s * 2).astype(np.int32), distance_m=ROAD["car"].distance_m
    )
    problem = day(task("a", 1), vehicles=[truck(profile="lorry")])
    assert planned(problem, {**ROAD, "lorry": slow}).routes[0].driving_s == 2_400


def locked(*locks: Lock, tasks: Sequence[str] = "abc") -> Problem:
    places = {"a": 1, "b": 2, "c": 3}
    return day(*(task(name, places[name]) for name in tasks), vehicles=[truck(), truck("v2")], locks=locks)


def test_a_locked_vehicle_keeps_its_task(planned: Planned) -> None:
    plan = planned(locked(Lock(kind="vehicle", vehicle="v2", tasks=("b",))))
    assert "b" in routes_of(plan)["v2"].tasks


def test_a_locked_route_stays_as_it_is(planned: Planned) -> None:
    plan = planned(locked(Lock(kind="route", vehicle="v1", tasks=("c", "a"))))
    assert routes_of(plan)["v1"].tasks == ("c", "a")
    assert routes_of(plan)["v2"].tasks == ("b",)


def test_a_locked_beginning_stays_first(planned: Planned) -> None:
    plan = planned(locked(Lock(kind="prefix", vehicle="v1", tasks=("b", "a"))))
    assert routes_of(plan)["v1"].tasks[:2] == ("b", "a")


def test_a_locked_sequence_stays_together(planned: Planned) -> None:
    plan = planned(locked(Lock(kind="sequence", tasks=("a", "c"))))
    tasks = next(route.tasks for route in plan.routes if "a" in route.tasks)
    assert tasks[tasks.index("a") + 1] == "c"
