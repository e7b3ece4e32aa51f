"""A day on the roads: what lies off them is set aside and named, the rest is planned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.catalogue.rule_sets import rule_set
from data.domain.errors import InputError
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site, SiteKind, find_centre
from data.store.plans.day import load_day
from data.store.plans.tables import UnassignedGroup
from data.store.requests.pickup_requests import Condition
from network.graph.road_graph import RoadGraph
from network.metric.overlay import Change, Overlay
from network.osm.load import import_source
from network.travel.road_source import OwnRoads
from tests.factories.osm import OsmFile
from tests.factories.rows import DATE, World, make_request, make_site, make_vehicle, make_world
from tests.factories.towns import write_town
from workers.plan.problem import DayProblem, day_problem
from workers.plan.roads import day_roads, working_hours
from workers.plan.validation import drop_faulty


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> RoadGraph:
    path = tmp_path_factory.mktemp("roads") / "town.osm"
    write_town(path)
    return import_source(path)


@pytest.fixture
def world(sqlite_settings: Settings) -> World:
    return make_world(sqlite_settings, requests=2)


def made(settings: Settings, world: World) -> DayProblem:
    with session(settings) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        return day_problem(load_day(store, world.organisation_id, at, DATE), rule_set("cn-2026"))


def test_every_profile_of_the_fleet_has_a_matrix_over_all_places(
    sqlite_settings: Settings, world: World, town: RoadGraph
) -> None:
    with session(sqlite_settings, write=True) as store:
        make_vehicle(store, world.organisation_id, world.centre_id, "V-2", profile="van")
    day = made(sqlite_settings, world)
    done: list[tuple[int, int]] = []
    roads = day_roads(
        day, town, OwnRoads(town), max_places=100, on_profile=lambda n, of: done.append((n, of))
    )
    assert set(roads.matrices) == {"car", "van"}
    assert {matrix.size for matrix in roads.matrices.values()} == {len(day.places)}
    assert done == [(1, 2), (2, 2)]


def test_a_request_far_from_any_road_is_set_aside_with_the_distance(
    sqlite_settings: Settings, world: World, town: RoadGraph
) -> None:
    with session(sqlite_settings, write=True) as store:
        make_request(store, world, "far", lon=110.45)
    day = made(sqlite_settings, world)
    roads = day_roads(day, town, OwnRoads(town), max_places=100)
    [aside] = roads.set_aside
    assert (aside.code, aside.group) == ("R253", UnassignedGroup.NEEDS_CORRECTING)
    assert 40_000 < float(aside.details["snap_m"]) < 45_000
    assert {task.id for task in roads.problem.tasks} == {"R-1", "R-2"}


def test_a_facility_off_the_roads_is_named_and_not_used(
    sqlite_settings: Settings, world: World, town: RoadGraph
) -> None:
    with session(sqlite_settings, write=True) as store:
        make_site(store, world.organisation_id, "F", kind=SiteKind.FACILITY, lon=110.45)
    roads = day_roads(made(sqlite_settings, world), town, OwnRoads(town), max_places=100)
    assert [facility.id for facility in roads.problem.facilities] == ["C-1"]
    assert [(fault.code, fault.where) for fault in roads.faults] == [("W303", "site F")]


def test_a_centre_off_the_roads_ends_the_plan_with_the_reason(
    sqlite_settings: Settings, world: World, town: RoadGraph
) -> None:
    with session(sqlite_settings, write=True) as store:
        site = store.get_one(Site, world.centre_id)
        site.lon = 115.0
        store.add(site)
    with pytest.raises(InputError, match="W204"):
        day_roads(made(sqlite_settings, world), town, OwnRoads(town), max_places=100)


def test_a_truck_with_an_unknown_profile_is_named_and_the_others_drive(
    sqlite_settings: Settings, world: World, town: RoadGraph
) -> None:
    with session(sqlite_settings, write=True) as store:
        make_vehicle(store, world.organisation_id, world.centre_id, "V-2", profile="hovercraft")
    roads = day_roads(made(sqlite_settings, world), town, OwnRoads(town), max_places=100)
    assert [vehicle.id for vehicle in roads.problem.vehicles] == ["V-1"]
    assert [(fault.code, fault.where) for fault in roads.faults] == [("N301", "vehicle V-2")]


def test_trucks_of_one_kind_have_a_matrix_each_only_where_signs_tell_them_apart(
    sqlite_settings: Settings, world: World, tmp_path: Path
) -> None:
    """A road for 6 t joins the town's centre to its west; the long way round is for all."""
    place = {number: (x, y) for number, x, y in ((1, 4000, -6000), (2, 4500, -6000), (3, 5000, -6000))}
    graph = import_source(
        OsmFile().nodes(place | {4: (4500, -3000)}).way(1, [1, 2]).way(2, [2, 3], maxweight="6")
        .way(3, [1, 4, 3]).write(tmp_path / "bridge.osm")
    )  # fmt: skip
    with session(sqlite_settings, write=True) as store:
        for ref, mass_t in (("L-1", 5.0), ("L-2", 5.9), ("H", 7.9), ("?", -1.0)):
            make_vehicle(
                store, world.organisation_id, world.centre_id, ref, profile="truck_8t", mass_t=mass_t
            )
    day = made(sqlite_settings, world)
    roads = day_roads(day, graph, OwnRoads(graph), max_places=100)
    assert {vehicle.id: vehicle.profile for vehicle in roads.problem.vehicles} == {
        "V-1": "car", "L-1": "truck_8t 6 t", "L-2": "truck_8t 6 t", "H": "truck_8t",
    }  # fmt: skip
    assert set(roads.matrices) == set(roads.profiles) == {"car", "truck_8t", "truck_8t 6 t"}
    assert [(fault.code, fault.where) for fault in roads.faults] == [("N328", "vehicle ?")]


def test_too_many_places_for_a_matrix_are_refused(
    sqlite_settings: Settings, world: World, town: RoadGraph
) -> None:
    with pytest.raises(InputError, match="W203"):
        day_roads(made(sqlite_settings, world), town, OwnRoads(town), max_places=2)


def test_rows_that_routing_refuses_are_taken_out_and_named(
    sqlite_settings: Settings, world: World, town: RoadGraph
) -> None:
    with session(sqlite_settings, write=True) as store:
        make_vehicle(store, world.organisation_id, world.centre_id, "V-2", cost_per_km=-3.0)
        make_site(store, world.organisation_id, "F", kind=SiteKind.FACILITY, accepts=[])
    day = made(sqlite_settings, world)
    roads = day_roads(day, town, OwnRoads(town), max_places=100)
    problem, set_aside, faults = drop_faulty(roads.problem, roads.matrices, day.parts)
    assert [vehicle.id for vehicle in problem.vehicles] == ["V-1"]
    assert [facility.id for facility in problem.facilities] == ["C-1"]
    assert {fault.where for fault in faults} == {"vehicle V-2", "site F"}
    assert set_aside == []


def test_a_fault_of_no_single_row_ends_the_plan(
    sqlite_settings: Settings, world: World, town: RoadGraph, tmp_path: Path
) -> None:
    with session(sqlite_settings, write=True) as store:
        site = store.get_one(Site, world.centre_id)
        site.accepts = []
        store.add(site)
        make_request(store, world, "R-9", (("fridge", 1, Condition.INTACT),))
    day = made(sqlite_settings, world)
    roads = day_roads(day, town, OwnRoads(town), max_places=100)
    with pytest.raises(InputError, match="R111"):
        drop_faulty(roads.problem, roads.matrices, day.parts)


def test_working_hours_reach_from_the_first_shift_to_the_last_overtime(
    sqlite_settings: Settings, world: World
) -> None:
    problem = made(sqlite_settings, world).problem
    early = replace(problem.vehicles[0], id="early", shift=(18_000, 36_000))
    late = replace(problem.vehicles[0], id="late", shift=(36_000, 64_800), overtime_s=3_600)
    begin, end = working_hours(replace(problem, vehicles=(early, late)))
    assert (begin.isoformat(), end.isoformat()) == (
        f"{DATE}T05:00:00+08:00",
        f"{DATE}T19:00:00+08:00",
    )


def test_a_closure_lengthens_the_ways_of_every_profile(
    sqlite_settings: Settings, world: World, town: RoadGraph
) -> None:
    day = made(sqlite_settings, world)
    slow = Overlay((Change(edges=tuple(range(town.edges)), speed_factor=0.5),))
    free = day_roads(day, town, OwnRoads(town), max_places=100).matrices["car"]
    slowed = day_roads(day, town, OwnRoads(town, slow), max_places=100).matrices["car"]
    driven = free.duration_s > 0
    assert driven.any()
    assert (slowed.duration_s[driven] > 1.5 * free.duration_s[driven]).all()
    assert (slowed.distance_m == free.distance_m).all()
