"""Periodic problems from files: ours, and the waste-collection benchmark's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data.domain.errors import InputError
from data.domain.periodic import CalendarPlace
from routing.formats.periodic import read_periodic

TORINO = Path(__file__).parents[4].parent / "shared" / "places" / "pvrpif_Torino_050_6_7.geojson"


def instance(**info: Any) -> dict[str, Any]:
    """An instance of one depot, two customers and a facility, a minute apart each."""
    kinds = [
        ("depot", 0, 0, 0),
        ("customer", 2, 5, 3),
        ("customer", 1, 7, 4),
        ("intermediateFacility", 0, 0, 0),
    ]
    return {
        "type": "FeatureCollection",
        "info": {"numVehicles": 1, "maxDuration": 60, "maxCapacity": 20, "planningHorizon": 6} | info,
        "features": [
            {
                "type": "Feature",
                "properties": {"id": n, "type": kind, "frequency": f, "demand": kg, "service": minutes},
                "geometry": {"type": "Point", "coordinates": [7.6, 45.0]},
            }
            for n, (kind, f, kg, minutes) in enumerate(kinds)
        ],
        "duration": [[float(abs(a - b)) for b in range(4)] for a in range(4)],
    }


def test_the_benchmark_is_read_with_even_gaps_and_minutes_as_cost() -> None:
    file = read_periodic(json.dumps(instance()))
    problem = file.problem
    assert (problem.horizon_days, len(problem.places), len(problem.facilities)) == (6, 2, 1)
    twice = problem.places[0]
    assert (twice.visits, twice.least_gap_days, twice.most_gap_days) == (2, 3, 3)
    assert (twice.demand_kg, twice.service_s) == (5, 180)
    assert problem.rules.end_empty
    assert problem.vehicles[0].vehicle.cost.per_km == 1.0
    assert file.matrices is not None
    assert file.matrices["car"].distance_m[0, 2] == 2_000
    assert file.matrices["car"].duration_s[0, 2] == 120


def test_every_fault_of_an_instance_is_named() -> None:
    bad = instance(numVehicles="two")
    bad["features"][1]["properties"]["type"] = "client"
    bad["duration"][0] = [0]
    with pytest.raises(InputError) as caught:
        read_periodic(json.dumps(bad))
    where = {fault.where for fault in caught.value.faults}
    assert where == {"info.numVehicles", "features[1].properties.type", "duration"}


def test_our_own_format_is_read_with_every_fault_at_once() -> None:
    document = {
        "version": 1,
        "horizon_days": 7,
        "places": [{"id": "a", "place": 1, "visits": 2, "demand_kg": 5}, {"place": 1, "weekdays": [9]}],
        "vehicles": [{"vehicle": {"id": "t", "start": 0, "end": 0, "shift": [0, 100]}, "weekdays": [0, 1]}],
        "matrix": {"duration_s": [[0, 1], [1, 0]], "distance_m": [[0, 1], [1, 0]]},
    }
    with pytest.raises(InputError) as caught:
        read_periodic(json.dumps(document))
    assert {fault.where for fault in caught.value.faults} == {"places[1].id", "places[1].weekdays[0]"}
    document["places"] = document["places"][:1]  # type: ignore[index]
    file = read_periodic(json.dumps(document))
    assert file.problem.places == (CalendarPlace(id="a", place=1, visits=2, demand_kg=5),)
    assert file.problem.vehicles[0].weekdays == {0, 1}


@pytest.mark.shared
@pytest.mark.skipif(not TORINO.exists(), reason="../shared is not beside the project")
def test_torino_is_read_as_its_authors_state_it() -> None:
    file = read_periodic(TORINO.read_bytes())
    problem = file.problem
    assert (len(problem.places), len(problem.facilities), len(problem.vehicles)) == (50, 2, 2)
    assert sum(place.demand_kg * (place.visits or 0) for place in problem.places) == 1_534
    assert problem.vehicles[0].vehicle.shift == (0, 256 * 60)
