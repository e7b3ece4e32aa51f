"""Solomon, Li & Lim and VRPLIB: what small files of each mean, and what is refused."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest

from data.domain.errors import InputError
from data.domain.problem import Facility, Shipment, ShipmentStop, Task, VehicleCost
from routing.formats import detect, lilim, planar, sol, solomon, vrplib
from routing.formats.planar import Convention, enough_vehicles

SOLOMON = """\
R9

VEHICLE
NUMBER     CAPACITY
  3         200

CUSTOMER
CUST NO.   XCOORD.   YCOORD.    DEMAND   READY TIME   DUE DATE   SERVICE TIME

    0      0      0         0          0       230          0
    1      3      4        10        161       171         10
    2      1      1         7         50        60         10
"""
LILIM = """\
2\t200\t1
0\t0\t0\t0\t0\t1236\t0\t0\t0
1\t3\t4\t-10\t912\t967\t90\t2\t0
2\t1\t1\t10\t825\t870\t90\t0\t1
"""
CVRP = """\
NAME : tiny
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 1 1
4 0 2
DEMAND_SECTION
1 0
2 4
3 5
4 6
DEPOT_SECTION
1
-1
EOF
"""


def section(name: str, *rows: str) -> str:
    return "\n".join([f"{name}_SECTION", *rows, ""])


def with_section(*sections: str, specs: str = "") -> str:
    """The tiny CVRP with more specifications and sections."""
    return CVRP.replace("NODE_COORD", f"{specs}NODE_COORD", 1).replace(
        "DEPOT", "".join(sections) + "DEPOT", 1
    )


def code_of(read, text: str) -> str:
    with pytest.raises(InputError) as caught:
        read(text)
    return caught.value.code


def test_solomon_by_default_is_truncated_to_one_decimal() -> None:
    file = solomon.read_problem(SOLOMON)
    assert file.scale == 10
    assert file.matrices is not None
    assert file.matrices["car"].distance_m.tolist() == [[0, 50, 14], [50, 0, 36], [14, 36, 0]]
    assert file.problem.tasks[0] == Task(
        id="1", place=1, demand=(10,), service_s=100, windows=((1610, 1710),)
    )
    assert [vehicle.id for vehicle in file.problem.vehicles] == ["1", "2", "3"]
    first = file.problem.vehicles[0]
    assert (first.shift, first.capacity, first.cost) == ((0, 2300), (200,), VehicleCost(per_km=100.0))


@pytest.mark.parametrize(
    ("distance", "scale", "length"), [("rounded", 1, 1), ("truncated", 10, 14), ("exact", 1000, 1414)]
)
def test_distances_by_convention(distance, scale, length) -> None:
    file = solomon.read_problem(SOLOMON, distance=distance)
    assert file.scale == scale
    assert file.matrices is not None
    assert file.matrices["car"].distance_m[0, 2] == length


def test_whole_lengths_are_not_cut_to_less() -> None:
    """Lengths that are whole in the file stay whole, whatever the floating point does on the way."""
    points = np.array([[3.0 * k, 4.0 * k] for k in range(200)])
    distance = planar.travel(points, Convention("truncated")).distance_m
    assert distance[0].tolist() == [50 * k for k in range(200)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hello", "F201"),
        (SOLOMON.replace("161", "early"), "F202"),
        (SOLOMON.replace("  3         200", ""), "F202"),
        (SOLOMON.replace(" 7 ", " -7 "), "F202"),
        (SOLOMON.replace(" 7 ", " 7.5 "), "F202"),
        (SOLOMON.replace("230", "1e30"), "F204"),
        (SOLOMON.replace("230", "nan"), "F204"),
    ],
)
def test_bad_solomon_files_are_refused(text: str, code: str) -> None:
    assert code_of(solomon.read_problem, text) == code


def test_lilim_pairs_become_shipments_named_by_their_pickup() -> None:
    file = lilim.read_problem(LILIM)
    assert file.problem.shipments == (
        Shipment(
            id="2",
            pickup=ShipmentStop(place=2, service_s=900, windows=((8250, 8700),)),
            delivery=ShipmentStop(place=1, service_s=900, windows=((9120, 9670),)),
            demand=(10,),
        ),
    )
    assert len(file.problem.vehicles) == 2


def test_lilim_speed_divides_times() -> None:
    file = lilim.read_problem(LILIM.replace("200\t1", "200\t2"))
    assert file.matrices is not None
    matrix = file.matrices["car"]
    assert (matrix.distance_m[0, 1], matrix.duration_s[0, 1]) == (50, 25)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "F201"),
        ("1 2 3 4", "F201"),
        (LILIM.replace("\t0\t1\n", "\t0\t2\n"), "F202"),
        (LILIM.replace("\t-10\t", "\t-9\t"), "F202"),
        (LILIM.replace("2\t1\t1", "7\t1\t1"), "F202"),
        (LILIM.replace("825", "soon"), "F202"),
        (LILIM.replace("\t0\t1\n", "\t0\t99\n"), "F202"),
    ],
)
def test_bad_lilim_files_are_refused(text: str, code: str) -> None:
    assert code_of(lilim.read_problem, text) == code


def test_cvrp_by_default_is_rounded_and_ids_are_node_numbers_less_one() -> None:
    file = vrplib.read_problem(CVRP)
    assert file.scale == 1
    assert [(task.id, task.place, task.demand) for task in file.problem.tasks] == [
        ("1", 1, (4,)),
        ("2", 2, (5,)),
        ("3", 3, (6,)),
    ]
    assert file.matrices is not None
    assert file.matrices["car"].distance_m[0].tolist() == [0, 5, 1, 2]


def test_an_unlimited_fleet_is_large_enough_and_a_stated_one_is_kept() -> None:
    assert len(vrplib.read_problem(CVRP).problem.vehicles) == 3
    assert len(vrplib.read_problem(with_section(specs="VEHICLES : 2\n")).problem.vehicles) == 2
    assert enough_vehicles([1] * 100, 50, with_windows=False) == 4
    assert enough_vehicles([1] * 100, 50, with_windows=True) == 100


def test_windows_service_and_truncation() -> None:
    text = with_section(
        section("TIME_WINDOW", "1 0 100", "2 5 9.5", "3 0 100", "4 0 100"),
        section("SERVICE_TIME", "1 7", "2 1", "3 2", "4 3"),
    )
    file = vrplib.read_problem(text)
    assert file.scale == 10
    assert file.problem.tasks[0].windows == ((50, 95),)
    assert [task.service_s for task in file.problem.tasks] == [10, 20, 30]
    assert {vehicle.shift for vehicle in file.problem.vehicles} == {(0, 1000)}


def test_a_fleet_of_different_vehicles() -> None:
    text = with_section(
        section("VEHICLES_FIXED_COST", "1 50", "2 70"),
        section("VEHICLES_UNIT_DISTANCE_COST", "1 1", "2 2"),
        section("CAPACITY", "1 10", "2 20"),
        specs="VEHICLES : 2\nVEHICLES_MAX_DURATION : 90\nVEHICLES_MAX_DISTANCE : 80\n",
    ).replace("CAPACITY : 10\n", "")
    vehicles = vrplib.read_problem(text, distance="truncated").problem.vehicles
    assert [vehicle.capacity for vehicle in vehicles] == [(10,), (20,)]
    assert [vehicle.cost for vehicle in vehicles] == [
        VehicleCost(fixed=50, per_km=100),
        VehicleCost(fixed=70, per_km=200),
    ]
    assert {(vehicle.max_duration_s, vehicle.max_distance_m) for vehicle in vehicles} == {(900, 800)}


def test_clients_that_some_vehicles_may_not_serve_require_a_skill() -> None:
    text = with_section(section("VEHICLES_ALLOWED_CLIENTS", "1 2 3", "2 3 4"), specs="VEHICLES : 2\n")
    problem = vrplib.read_problem(text).problem
    may = {
        task.id: [vehicle.id for vehicle in problem.vehicles if task.skills <= vehicle.skills]
        for task in problem.tasks
    }
    assert may == {"1": ["1"], "2": ["1", "2"], "3": ["2"]}


def test_reloads_and_releases_make_deliveries_and_a_facility() -> None:
    text = with_section(
        section("TIME_WINDOW", "1 0 100", "2 0 100", "3 0 100", "4 0 100"),
        section("RELEASE_TIME", "1 0", "2 5", "3 0", "4 0"),
        section("VEHICLES_RELOAD_DEPOT", "1 1", "2 1"),
        specs="VEHICLES : 2\n",
    )
    problem = vrplib.read_problem(text).problem
    assert problem.facilities == (Facility(id="depot 1", place=0, windows=((0, 1000),)),)
    assert (problem.tasks[0].delivery, problem.tasks[0].demand, problem.tasks[0].release_s) == ((4,), (), 50)


def test_backhauls_are_collected_and_linehauls_delivered() -> None:
    text = with_section(section("BACKHAUL", "1 0", "2 0", "3 5", "4 0")).replace("DEMAND_", "LINEHAUL_")
    text = text.replace("3 5\n4 6\nBACK", "3 0\n4 6\nBACK")
    tasks = vrplib.read_problem(text).problem.tasks
    assert [(task.delivery, task.demand) for task in tasks] == [((4,), ()), ((), (5,)), ((6,), ())]


def test_prizes_are_penalties() -> None:
    text = with_section(section("PRIZE", "1 0", "2 12.5", "3 0", "4 3"))
    assert [task.penalty for task in vrplib.read_problem(text).problem.tasks] == [12.5, None, 3.0]


def test_pickups_and_deliveries_are_shipments() -> None:
    rows = ("1 0 0 100 0 0 0", "2 5 0 100 1 0 3", "3 -5 0 100 1 2 0")
    text = CVRP.replace("DIMENSION : 4", "DIMENSION : 3").replace("4 0 2\n", "")
    text = text.replace("DEMAND_SECTION\n1 0\n2 4\n3 5\n4 6\n", section("PICKUP_AND_DELIVERY", *rows))
    problem = vrplib.read_problem(text).problem
    assert problem.tasks == ()
    (shipment,) = problem.shipments
    assert (shipment.id, shipment.pickup.place, shipment.delivery.place) == ("1", 1, 2)


def test_explicit_weights_and_rounded_types() -> None:
    weights = "EDGE_WEIGHT_SECTION\n7\n8 9\n1 2 3\n"
    explicit = CVRP.replace("EUC_2D", "EXPLICIT\nEDGE_WEIGHT_FORMAT : LOWER_ROW")
    file = vrplib.read_problem(explicit.replace("DEPOT_SECTION", f"{weights}DEPOT_SECTION"))
    assert file.matrices is not None
    assert file.matrices["car"].distance_m.tolist() == [
        [0, 7, 8, 1],
        [7, 0, 9, 2],
        [8, 9, 0, 3],
        [1, 2, 3, 0],
    ]
    for kind, length in (("FLOOR_2D", 1), ("CEIL_2D", 2), ("EXACT_2D", 1414)):
        file = vrplib.read_problem(CVRP.replace("EUC_2D", kind))
        assert file.matrices is not None
        assert file.matrices["car"].distance_m[0, 2] == length


def test_a_bound_on_the_route_is_its_length_or_with_service_its_duration() -> None:
    plain = vrplib.read_problem(with_section(specs="DISTANCE : 20\n")).problem.vehicles[0]
    assert (plain.max_distance_m, plain.max_duration_s) == (20, None)
    served = vrplib.read_problem(with_section(specs="DISTANCE : 20\nSERVICE_TIME : 2\n")).problem.vehicles[0]
    assert (served.max_distance_m, served.max_duration_s) == (None, 20)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "F202"),
        ("garbage", "F201"),
        (CVRP.replace("DIMENSION : 4", ""), "F202"),
        (CVRP.replace("DIMENSION : 4", "DIMENSION : 5"), "F202"),
        (CVRP.replace("DIMENSION : 4", "DIMENSION : 999999999"), "F202"),
        (CVRP.replace("DIMENSION : 4", "DIMENSION : inf"), "F202"),
        (CVRP.replace("EUC_2D", "GEO"), "F203"),
        (CVRP.replace("2 3 4\n", "2 3 nan\n"), "F202"),
        (CVRP.replace("2 3 4\n", "2 3 1e12\n"), "F204"),
        (CVRP.replace("2 3 4\n", "2 3 four\n"), "F202"),
        (CVRP.replace("2 4\n", "2 -4\n"), "F202"),
        (CVRP.replace("DEPOT_SECTION\n1", "DEPOT_SECTION\n3"), "F203"),
        (with_section(section("MUTUALLY_EXCLUSIVE_GROUP", "1 2 3")), "F203"),
        (
            with_section(section("CAPACITY", "1 10", "2 20"), specs="VEHICLES : 3\n").replace(
                "CAPACITY : 10\n", ""
            ),
            "F202",
        ),
        (with_section(section("VEHICLES_DEPOT", "1 1", "2 4"), specs="VEHICLES : 2\n"), "F202"),
    ],
)
def test_bad_vrplib_files_are_refused(text: str, code: str) -> None:
    assert code_of(vrplib.read_problem, text) == code


def test_orders_are_read_into_a_plan() -> None:
    orders = sol.read_orders("Route #1: 2 1\nRoute #3: 3\nCost 14\n")
    assert orders == sol.Orders((("2", "1"), (), ("3",)), 14.0)
    file = vrplib.read_problem(CVRP)
    assert file.matrices is not None
    plan = sol.plan_from_orders(file.problem, file.matrices, orders)
    assert [route.vehicle for route in plan.routes] == ["1", "3"]
    assert [route.tasks for route in plan.routes] == [("2", "1"), ("3",)]


@pytest.mark.parametrize(
    ("text", "code"),
    [("nothing", "F201"), ("Route #1: a b", "F202"), ("Route #1: 9", "F205"), ("Route #4: 1", "F205")],
)
def test_orders_that_mean_nothing_are_refused(text: str, code: str) -> None:
    file = vrplib.read_problem(CVRP)

    def read(given: str) -> None:
        assert file.matrices is not None
        sol.plan_from_orders(file.problem, file.matrices, sol.read_orders(given))

    assert code_of(read, text) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SOLOMON, "solomon"),
        (LILIM, "lilim"),
        (CVRP, "vrplib"),
        ('{"version": 1, "tasks": []}', "huiliu"),
        ('{"vehicles": [], "jobs": []}', "vroom"),
        ('{"vehicles": [], "shipments": [{"amount": [1], "pickup": {}, "delivery": {}}]}', "vroom"),
        (textwrap.dedent("\ufeff{}"), "huiliu"),
    ],
)
def test_formats_are_known_by_what_they_say(text: str, expected: str) -> None:
    assert detect.detect(text) == expected


def test_what_is_no_format_is_refused() -> None:
    assert code_of(detect.detect, "Dear planner,\nplease plan my day.") == "F200"
