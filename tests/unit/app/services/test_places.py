"""Positions that cannot be right are named, those that can be are left alone."""

from __future__ import annotations

import pytest

from app.services.places import RoadContext, check_coordinates, check_region, find_far_off_road, to_wgs84
from data.domain.datums import wgs84_to_bd09, wgs84_to_gcj02
from data.domain.places import LonLat
from data.store.network.sites import Site, SiteKind

PLACE = LonLat(110.0, 27.5)
BOXES = {"toy": (109.5, 27.0, 110.5, 28.0)}


def centre(network: str | None = "toy") -> Site:
    return Site(
        organisation_id=1, ref="C-1", kind=SiteKind.SORTING_CENTRE, name_zh="心", name_en="", lon=110.0,
        lat=27.5, network=network,
    )  # fmt: skip


@pytest.mark.parametrize(("datum", "shift"), [("gcj02", wgs84_to_gcj02), ("bd09", wgs84_to_bd09)])
def test_a_position_of_a_chinese_map_becomes_wgs84(datum: str, shift: object) -> None:
    shifted = shift(PLACE)  # type: ignore[operator]
    found = to_wgs84(shifted.lon, shifted.lat, datum)
    assert (found.lon, found.lat) == (pytest.approx(110.0, abs=1e-6), pytest.approx(27.5, abs=1e-6))


@pytest.mark.parametrize(
    ("lon", "lat", "found"),
    [(110.0, 27.5, []), (110.0, 110.0, [("I214", "lat")]), (27.5, 110.0, [("I214", "lon")])],
)
def test_two_numbers_may_give_away_that_they_are_wrong(
    lon: float, lat: float, found: list[tuple[str, str]]
) -> None:
    assert [(fault.code, fault.where) for fault in check_coordinates(lon, lat)] == found


@pytest.mark.parametrize("network", ["toy", None])
@pytest.mark.parametrize(
    ("lon", "lat", "codes"), [(110.3, 27.6, []), (27.6, 89.9, ["I215"]), (121.5, 31.2, ["I215"])]
)
def test_a_place_outside_the_region_of_its_centre_is_named(
    network: str | None, lon: float, lat: float, codes: list[str]
) -> None:
    """By the bounds of the centre's roads, and without roads by distance."""
    faults = check_region((lon, lat), LonLat(lon, lat), centre(network), BOXES)
    assert [fault.code for fault in faults] == codes


def test_exchanged_numbers_that_are_a_latitude_each_are_recognised_by_the_region() -> None:
    at = Site(
        organisation_id=1,
        ref="C-9",
        kind=SiteKind.SORTING_CENTRE,
        name_zh="心",
        name_en="",
        lon=75.0,
        lat=38.0,
    )
    [fault] = check_region((38.0, 75.0), LonLat(38.0, 75.0), at, {})
    assert fault.code == "I214"


def test_a_network_that_cannot_be_opened_raises_no_doubt() -> None:
    assert find_far_off_road({0: (PLACE, centre())}, RoadContext().open_graph) == {}
