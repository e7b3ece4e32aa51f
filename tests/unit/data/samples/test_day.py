"""The made-up day."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from data.catalogue.materials import materials
from data.catalogue.rule_sets import rule_set
from data.domain.errors import InputError
from data.domain.places import LonLat
from data.samples.day import SampleDay, day_kg, sample_day
from data.samples.placement import busiest_place
from tests.factories.samples import CENTRE, town_and_country


@pytest.fixture(scope="module")
def day() -> SampleDay:
    return sample_day(town_and_country(), requests=120, seed=3)


def _metres(a: LonLat, b: LonLat) -> float:
    return math.hypot((a.lon - b.lon) * math.cos(math.radians(a.lat)), a.lat - b.lat) * 111_195


def test_the_same_seed_gives_the_same_day(day: SampleDay) -> None:
    assert sample_day(town_and_country(), requests=120, seed=3) == day
    assert sample_day(town_and_country(), requests=120, seed=4) != day


def test_references_are_unique(day: SampleDay) -> None:
    for rows in (day.sites, day.vehicles, day.drivers, day.requests):
        refs = [row.ref for row in rows]
        assert len(set(refs)) == len(refs)


@pytest.mark.parametrize(("requests", "vehicles"), [(1, 8), (60, 8), (120, 10), (300, 25)])
def test_the_fleet_grows_with_the_requests(requests: int, vehicles: int) -> None:
    day = sample_day(town_and_country(), requests=requests)
    assert len(day.requests) == requests
    assert len(day.vehicles) == len(day.drivers) == vehicles


def test_every_request_can_be_unloaded_somewhere(day: SampleDay) -> None:
    accepted = {load_type for site in day.sites for load_type in site.accepts or ()}
    asked = {materials()[item.material].load_type for request in day.requests for item in request.items}
    assert asked == {"appliance", "battery", "recyclable", "vehicle"}
    assert asked <= accepted


def test_a_request_holds_one_load_type_only(day: SampleDay) -> None:
    """Segregation is decided per request; a mixed one could not travel at all."""
    for request in day.requests:
        assert len({materials()[item.material].load_type for item in request.items}) == 1, request.ref


def test_some_truck_is_fit_for_every_request_but_the_critical_one(day: SampleDay) -> None:
    rules = rule_set()
    drivers = {driver.ref: driver for driver in day.drivers}
    refused = []
    for request in day.requests:
        needed: set[str] = set()
        kg = litres = 0.0
        for item in request.items:
            material = materials()[item.material]
            needed |= material.skills | rules.certificates_for(material.load_type, item.condition)
            kg, litres = kg + material.unit_kg * item.quantity, litres + material.unit_l * item.quantity
            if rules.refusal_of(material.load_type, item.condition):
                refused.append(request.ref)
        assert any(
            needed <= {*vehicle.skills, *drivers[vehicle.driver].skills}
            and kg <= vehicle.capacity_kg
            and litres <= vehicle.capacity_l
            for vehicle in day.vehicles
        ), request
    assert len(refused) == 1


def test_batteries_stay_below_the_cap_on_one_truck(day: SampleDay) -> None:
    cap = next(c for c in rule_set().routing_rules().load_caps if c.load_type == "battery")
    for request in day.requests:
        battery_kg = sum(
            materials()[item.material].unit_kg * item.quantity
            for item in request.items
            if materials()[item.material].load_type == "battery"
        )
        assert battery_kg <= cap.max


def test_two_trucks_are_certified_for_damaged_batteries(day: SampleDay) -> None:
    assert sum("damaged_battery" in vehicle.skills for vehicle in day.vehicles) == 2


def test_windows_lie_within_the_day_and_shifts(day: SampleDay) -> None:
    first, last = min(v.shift[0] for v in day.vehicles), max(v.shift[1] for v in day.vehicles)
    for request in day.requests:
        assert request.windows
        assert all(low < high and low < last and high > first for low, high in request.windows)


def test_two_thirds_of_requests_are_in_town_and_none_is_far_off_a_road(day: SampleDay) -> None:
    ground = town_and_country()
    away = [_metres(request.position, CENTRE) for request in day.requests]
    assert 0.5 < np.mean([metres < 6_100 for metres in away]) < 0.85
    points = [ground.position(k) for k in range(ground.size)]
    for request in day.requests:
        assert min(_metres(request.position, point) for point in points) < 50


def test_the_fleet_can_carry_the_day(day: SampleDay) -> None:
    assert 0.2 < day_kg(day) / sum(vehicle.capacity_kg for vehicle in day.vehicles) < 1.5


def test_country_sites_are_named_after_what_lies_nearest() -> None:
    ground = town_and_country()
    labels = tuple((ground.position(int(k)), f"第{k}镇") for k in ground.country()[::3])
    sites = [s for s in sample_day(replace(ground, labels=labels)).sites if s.kind == "township_point"]
    assert len(sites) == 8
    for site in sites:
        _, nearest = min(labels, key=lambda label: _metres(label[0], site.position))
        assert site.name_zh.startswith(nearest)


def test_far_labels_name_nothing() -> None:
    ground = replace(town_and_country(), labels=((LonLat(0, 0), "远方"),))
    assert not any("远方" in site.name_zh for site in sample_day(ground).sites)


def test_too_few_reachable_places_are_refused() -> None:
    with pytest.raises(InputError, match="S411"):
        sample_day(town_and_country(points=20))


def test_the_busiest_place_is_the_dense_town_not_the_middle_of_the_map() -> None:
    rng = np.random.default_rng(1)
    lon = np.concatenate([rng.normal(110.2, 0.01, 300), rng.uniform(109.0, 111.0, 200)])
    lat = np.concatenate([rng.normal(27.2, 0.01, 300), rng.uniform(26.0, 29.0, 200)])
    chosen = busiest_place(lon, lat, np.ones(500))
    assert _metres(LonLat(lon[chosen], lat[chosen]), LonLat(110.2, 27.2)) < 5_000


def test_a_place_without_weight_is_never_chosen() -> None:
    weight = np.array([0.0, 0.0, 1.0])
    assert busiest_place(np.array([0.0, 0.0, 1.0]), np.array([0.0, 0.0, 1.0]), weight) == 2
