"""Plausibility checks of demand places."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from data.domain.datums import wgs84_to_gcj02
from data.domain.places import LonLat
from network.coverage.demand_validation import find_suspicions
from tests.unit.network.coverage.test_demand import place

TOWNS = Path(__file__).parents[4].parent / "shared" / "places" / "huaihua_towns_wgs84.csv"


def test_spots_and_names_taken_twice_are_named() -> None:
    listed = [place(1, 110.0, 27.0), place(2, 110.0, 27.0), place(3, 110.1, 27.0, name="village 1")]
    assert [(fault.code, fault.where) for fault in find_suspicions(listed)] == [
        ("C201", "row 2"),
        ("C202", "row 3"),
    ]


def test_a_point_beside_its_village_is_as_it_should_be() -> None:
    assert find_suspicions([place(1, 110.0, 27.0), place(2, 110.0, 27.0, role="candidate")]) == []


def test_a_place_without_demand_is_named() -> None:
    assert [fault.code for fault in find_suspicions([place(1, 110.0, 27.0, persons=0.0)])] == ["C205"]


def test_a_foreign_datum_is_seen_by_the_roads() -> None:
    truth = [LonLat(110.0 + 0.01 * number, 27.5) for number in range(9)]
    shifted = [place(number, *wgs84_to_gcj02(at)) for number, at in enumerate(truth)]

    def snap_m(places: list[LonLat]) -> np.ndarray:
        lon, lat = np.array(places).T
        return np.hypot(lon - [at.lon for at in truth], lat - [at.lat for at in truth]) * 111_000 + 3.0

    assert [fault.code for fault in find_suspicions(shifted, snap_m=snap_m)] == ["C204"]  # type: ignore[arg-type]
    right = [place(number, *at) for number, at in enumerate(truth)]
    assert find_suspicions(right, snap_m=snap_m) == []  # type: ignore[arg-type]


def test_a_place_that_no_road_leads_to_is_named() -> None:
    listed = [place(1, 110.0, 27.0), place(2, 110.7, 27.0)]
    away = {"snap_m": lambda _places: np.array([20.0, 69_000.0]), "max_snap_m": 1_000.0}
    found = find_suspicions(listed, **away)  # type: ignore[arg-type]
    assert [(fault.code, fault.where) for fault in found] == [("C206", "row 2")]


@pytest.mark.shared
def test_the_dirt_in_a_real_list_of_townships_is_found() -> None:
    if not TOWNS.is_file():
        pytest.skip("no places in ../shared/places")
    with TOWNS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "4"]
    listed = []
    for number, row in enumerate(rows):
        parts = row["full_name"].split(",")
        at = (float(row["lon_wgs84"]), float(row["lat_wgs84"]))
        listed.append(place(number, *at, name=parts[-1], county=parts[2]))
    assert len(listed) == 207
    assert sorted(fault.code for fault in find_suspicions(listed)) == ["C201", "C203"]
