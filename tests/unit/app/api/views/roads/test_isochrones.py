"""Areas within some minutes, through the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shapely
from werkzeug.test import TestResponse

from tests.factories.towns import SOUTH, STEP_DEG, WEST

Call = Callable[..., TestResponse]
PATH = "/api/v1/networks/toy/isochrone"
LON, LAT = WEST + 5 * STEP_DEG, SOUTH + 5 * STEP_DEG
HERE = f"{PATH}?lon={LON}&lat={LAT}"

pytestmark = pytest.mark.usefixtures("toy_roads")


def test_an_area_for_each_time_the_largest_first(call: Call) -> None:
    answer = call(f"{HERE}&minutes=1,3&profile=truck_4t")
    assert answer.status_code == 200
    assert answer.json["type"] == "FeatureCollection"
    large, small = answer.json["features"]
    assert [each["properties"]["minutes"] for each in (large, small)] == [3, 1]
    assert large["properties"]["profile"] == "truck_4t"
    assert large["properties"]["length_km"] > small["properties"]["length_km"] > 0
    outer, inner = (shapely.geometry.shape(each["geometry"]) for each in (large, small))
    assert outer.covers(inner)
    assert inner.covers(shapely.Point(LON, LAT))


def test_a_road_closed_now_makes_it_smaller(call: Call) -> None:
    before = call(f"{HERE}&minutes=1").json["features"][0]["properties"]["length_km"]
    east, west = LON + 0.5 * STEP_DEG, LON - 0.5 * STEP_DEG
    for lon in (east, west):
        shut = {"kind": "closed", "shape": "road", "at": [[lon, LAT]]}
        assert call("/api/v1/networks/toy/closures", "POST", json=shut).status_code == 201
    assert call(f"{HERE}&minutes=1").json["features"][0]["properties"]["length_km"] < before


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        (f"?lon={LON}", 422, "A201"),
        (f"?lon={LON}&lat=91", 422, "A201"),
        (f"?lon={LON}&lat={LAT}&minutes=0", 422, "A201"),
        (f"?lon={LON}&lat={LAT}&minutes=121", 422, "A201"),
        (f"?lon={LON}&lat={LAT}&minutes=1,2,3,4,5", 422, "A201"),
        (f"?lon={LON}&lat={LAT}&minutes=nan", 422, "A201"),
        (f"?lon={LON}&lat={LAT}&profile=bus", 404, "N301"),
        ("?lon=0&lat=0", 422, "N201"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_code(
    call: Call, query: str, status: int, code: str
) -> None:
    answer = call(PATH + query)
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (status, code)


def test_a_network_of_no_own_centre_does_not_exist(call: Call) -> None:
    answer = call(f"/api/v1/networks/other/isochrone?lon={LON}&lat={LAT}")
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (404, "A215")
