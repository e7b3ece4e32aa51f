"""Demand places and the keys of their study."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.catalogue.yields import PERSONS_PER_HOUSEHOLD, yields
from data.domain.places import LonLat
from network.coverage.demand import StudyPlace, annual_demand_kg, build_study_keys

TOWNS = Path(__file__).parents[4].parent / "shared" / "places" / "huaihua_towns_wgs84.csv"


def place(number: int, lon: float, lat: float, **more: object) -> StudyPlace:
    known = {"ref": f"V{number}", "name": f"village {number}", "persons": 10.0, "where": f"row {number}"}
    return StudyPlace(at=LonLat(lon, lat), **{**known, **more})  # type: ignore[arg-type]


def test_demand_is_what_is_most_directly_known() -> None:
    rate = 40.0
    assert annual_demand_kg(place(1, 0, 0, kg_per_year=7.0), kg_per_person_year=rate) == 7
    assert annual_demand_kg(place(1, 0, 0, households=5.0), kg_per_person_year=rate) == 400
    known = place(1, 0, 0, persons=None, households=5.0)
    assert annual_demand_kg(known, kg_per_person_year=rate) == pytest.approx(5 * PERSONS_PER_HOUSEHOLD * rate)


def test_demand_grows_or_shrinks_by_year() -> None:
    assert annual_demand_kg(place(1, 0, 0), kg_per_person_year=10.0, growth=-0.5, years=2) == 25


def test_every_yield_has_a_source() -> None:
    assert {"recyclables", "appliances"} <= set(yields())
    assert all(each.source and each.kg_per_person_year > 0 for each in yields().values())


def test_points_become_columns() -> None:
    listed = [
        place(1, 110.0, 27.0, county="a"),
        place(2, 110.1, 27.0, role="candidate", fixed=9.0),
        place(3, 110.2, 27.0, role="existing", capacity_kg_per_year=500.0),
    ]
    study = build_study_keys(listed, kg_per_person_year=2.0)
    assert (study["places"], study["weights"], study["groups"]) == ([[110.0, 27.0]], [20.0], ["a"])
    assert (study["existing"], study["capacity"], study["fixed"]) == ([1], [None, 500.0], [9.0, 0.0])
