"""Datums: the offsets that the map services themselves show around Huaihua, and exact round trips."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.datums import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from data.domain.places import LonLat

HUAIHUA = {
    "Hecheng": LonLat(109.9573, 27.5702),
    "Yuanling": LonLat(110.3945, 28.4528),
    "Tongdao": LonLat(109.7840, 26.1582),
}
in_china = st.builds(LonLat, st.floats(75, 134), st.floats(18.5, 53))


def distance_m(a: LonLat, b: LonLat) -> float:
    """Great-circle distance."""
    d_lat, d_lon = radians(b.lat - a.lat), radians(b.lon - a.lon)
    chord = sin(d_lat / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(d_lon / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(chord))


@pytest.mark.parametrize("place", HUAIHUA.values(), ids=HUAIHUA)
def test_offsets_around_huaihua_are_those_observed(place: LonLat) -> None:
    gcj02, bd09 = wgs84_to_gcj02(place), wgs84_to_bd09(place)
    assert 580 <= distance_m(place, gcj02) <= 610
    assert 905 <= distance_m(gcj02, bd09) <= 950
    assert 1_120 <= distance_m(place, bd09) <= 1_180


def test_known_position_of_tiananmen() -> None:
    """The published pair that every implementation of the formula is compared with."""
    gcj02 = wgs84_to_gcj02(LonLat(116.404, 39.915))
    assert gcj02 == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-9)
    assert gcj02_to_bd09(LonLat(116.404, 39.915)) == pytest.approx(
        (116.41036949371029, 39.92133699351021), abs=1e-9
    )


@given(in_china)
def test_round_trips_come_back_within_a_centimetre(place: LonLat) -> None:
    assert distance_m(gcj02_to_wgs84(wgs84_to_gcj02(place)), place) < 0.01
    assert distance_m(bd09_to_gcj02(gcj02_to_bd09(place)), place) < 0.01
    assert distance_m(bd09_to_wgs84(wgs84_to_bd09(place)), place) < 0.01


def test_outside_china_wgs84_is_left_alone() -> None:
    porto = LonLat(-8.61, 41.15)
    assert wgs84_to_gcj02(porto) == porto
    assert gcj02_to_wgs84(porto) == porto
