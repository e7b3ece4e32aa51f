"""Every way in which a query can be wrong has OSRM's code, and every right one is read."""

from __future__ import annotations

import math

import pytest

from app.compat.osrm_query import OsrmError, Query, read_query
from data.domain.places import LonLat

TWO = "109.98,27.48;109.99,27.49"


def query(path: str = f"table/v1/driving/{TWO}", **options: str) -> Query:
    return read_query(path, options)


@pytest.mark.parametrize(
    "coordinates",
    [
        TWO,
        f"{TWO}.json",
        "polyline(_ugfE_wxaTo}@o}@)",
        "polyline6(_cmrr@_gt~pEo}@o}@)",
        "1.0998e2,27.48;109.99,+27.49",
    ],
)
def test_coordinates_in_every_form(coordinates: str) -> None:
    read = read_query(f"table/v1/driving/{coordinates}", {})
    assert len(read.places) == 2
    assert read.service == "table"
    assert read.profile == "driving"


def test_an_encoded_polyline_means_the_same_places() -> None:
    """Google's example: (38.5, -120.2), (40.7, -120.95), (43.252, -126.453)."""
    read = read_query("route/v1/car/polyline(_p~iF~ps|U_ulLnnqC_mqNvxq`@)", {})
    assert read.places == (LonLat(-120.2, 38.5), LonLat(-120.95, 40.7), LonLat(-126.453, 43.252))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("", "InvalidUrl"),
        ("table", "InvalidUrl"),
        ("table/v1/driving", "InvalidUrl"),
        ("table/v1/driving/", "InvalidUrl"),
        (f"nonsense/v1/driving/{TWO}", "InvalidService"),
        (f"match/v1/driving/{TWO}", "InvalidService"),
        (f"table/v2/driving/{TWO}", "InvalidVersion"),
        ("table/v1/driving/1,1,1;2,2", "InvalidQuery"),
        ("table/v1/driving/1;2", "InvalidQuery"),
        ("table/v1/driving/x,y;1,1", "InvalidQuery"),
        ("table/v1/driving/1,1;", "InvalidQuery"),
        ("table/v1/driving/nan,1;1,1", "InvalidQuery"),
        ("table/v1/driving/polyline(_p~iF~ps|U_)", "InvalidQuery"),
        ("table/v1/driving/200,5;44,5", "InvalidOptions"),
        ("table/v1/driving/1e400,5;44,5", "InvalidOptions"),
        ("route/v1/driving/200,5;44,5", "InvalidValue"),
        ("route/v1/driving/1,1", "InvalidOptions"),
        ("table/v1/driving/1,1", "InvalidOptions"),
        (f"nearest/v1/driving/{TWO}", "InvalidOptions"),
        (f"table/v1/driving/{TWO}.flatbuffers", "InvalidOptions"),
    ],
)
def test_a_wrong_address_has_its_code(path: str, code: str) -> None:
    with pytest.raises(OsrmError) as refused:
        read_query(path, {})
    assert (refused.value.code, refused.value.status) == (code, 400)


@pytest.mark.parametrize(
    ("service", "options", "code"),
    [
        ("table", {"colour": "red"}, "InvalidQuery"),
        ("table", {"number": "1"}, "InvalidQuery"),
        ("table", {"generate_hints": "maybe"}, "InvalidQuery"),
        ("table", {"skip_waypoints": "maybe"}, "InvalidQuery"),
        ("table", {"snapping": "never"}, "InvalidQuery"),
        ("table", {"hints": "a"}, "InvalidOptions"),
        ("table", {"bearings": "10,20;30,40"}, "InvalidOptions"),
        ("table", {"approaches": "curb;curb"}, "InvalidOptions"),
        ("table", {"exclude": "motorway"}, "InvalidOptions"),
        ("table", {"fallback_speed": "10"}, "InvalidOptions"),
        ("table", {"fallback_coordinate": "middle"}, "InvalidQuery"),
        ("table", {"scale_factor": "2"}, "InvalidOptions"),
        ("route", {"steps": "true"}, "InvalidOptions"),
        ("route", {"annotations": "true"}, "InvalidOptions"),
        ("route", {"continue_straight": "true"}, "InvalidOptions"),
        ("route", {"waypoints": "0"}, "InvalidValue"),
        ("route", {"waypoints": "0;2"}, "InvalidOptions"),
        ("route", {"alternatives": "some"}, "InvalidQuery"),
    ],
)
def test_an_option_that_is_wrong_or_not_served_has_its_code(
    service: str, options: dict[str, str], code: str
) -> None:
    with pytest.raises(OsrmError) as refused:
        read_query(f"{service}/v1/driving/{TWO}", options)
    assert refused.value.code == code


def test_options_that_ask_for_nothing_special_pass() -> None:
    for options in (
        {"bearings": ";", "approaches": "unrestricted;", "hints": "abc;def", "generate_hints": "false"},
        {"exclude": "", "snapping": "any", "scale_factor": "1", "network": "town", "key": "hl_x"},
    ):
        assert query(**options).options == options
    assert read_query(f"route/v1/driving/{TWO}", {"alternatives": "3", "steps": "false"})
    assert read_query(f"route/v1/driving/{TWO}", {"waypoints": "0;1"})


def test_a_coordinate_that_is_only_passed_by_is_refused() -> None:
    with pytest.raises(OsrmError) as refused:
        read_query(f"route/v1/driving/{TWO};1.5,42.5", {"waypoints": "0;2"})
    assert refused.value.code == "InvalidOptions"


def test_radiuses_and_rows_are_read_for_each_place() -> None:
    assert query().radiuses_m == (math.inf, math.inf)
    assert query(radiuses="50;unlimited").radiuses_m == (50.0, math.inf)
    assert query(radiuses=";7.5").radiuses_m == (math.inf, 7.5)
    assert query().rows("sources") == [0, 1]
    assert query(sources="all").rows("sources") == [0, 1]
    assert query(sources="1;0;1").rows("sources") == [1, 0, 1]


@pytest.mark.parametrize(
    ("radiuses", "code"),
    [
        ("5", "InvalidOptions"),
        ("5;-1", "InvalidOptions"),
        ("5;wide", "InvalidQuery"),
        ("5;inf", "InvalidQuery"),
    ],
)
def test_radiuses_that_cannot_be_used(radiuses: str, code: str) -> None:
    with pytest.raises(OsrmError) as refused:
        _ = query(radiuses=radiuses).radiuses_m
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("sources", "code"), [("2", "InvalidOptions"), ("-1", "InvalidQuery"), ("0,1", "InvalidQuery")]
)
def test_rows_that_cannot_be_used(sources: str, code: str) -> None:
    with pytest.raises(OsrmError) as refused:
        query(sources=sources).rows("sources")
    assert refused.value.code == code
