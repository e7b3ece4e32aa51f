"""Convert between the datums of Chinese map services: WGS-84, GCJ-02 and BD-09.

All internal positions are WGS-84 (`data.domain.places`); these conversions serve input in other datums and
the links that open 高德, 百度 or 腾讯.

References
----------
The public formula of GCJ-02 (Krasovsky 1940 ellipsoid, a trigonometric offset around 105° E, 35° N)
and Baidu's additional polar shift. Around Huaihua the first moves a point by about 0.6 km, both
together by about 1.15 km.
"""

from __future__ import annotations

from math import atan2, cos, pi, radians, sin, sqrt

from data.domain.places import LonLat

_SEMI_MAJOR_M = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU_PI = pi * 3000.0 / 180.0
_BAIDU_SHIFT = (0.0065, 0.006)
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)
_TOLERANCE_DEG = 1e-9
_MOST_ROUNDS = 30


def wgs84_to_gcj02(place: LonLat) -> LonLat:
    """Shift a WGS-84 position to GCJ-02; outside China's bounding box it is returned unchanged."""
    if not _in_china(place):
        return place
    d_lon, d_lat = _offset(place)
    return LonLat(place.lon + d_lon, place.lat + d_lat)


def gcj02_to_wgs84(place: LonLat) -> LonLat:
    """Find the WGS-84 position whose GCJ-02 position this is, to about 0.1 mm (fixed-point iteration)."""
    guess = place
    for _ in range(_MOST_ROUNDS):
        shifted = wgs84_to_gcj02(guess)
        d_lon, d_lat = place.lon - shifted.lon, place.lat - shifted.lat
        guess = LonLat(guess.lon + d_lon, guess.lat + d_lat)
        if abs(d_lon) < _TOLERANCE_DEG and abs(d_lat) < _TOLERANCE_DEG:
            break
    return guess


def gcj02_to_bd09(place: LonLat) -> LonLat:
    """Apply Baidu's polar shift to a GCJ-02 position."""
    radius = sqrt(place.lon**2 + place.lat**2) + 2e-5 * sin(place.lat * _BAIDU_PI)
    angle = atan2(place.lat, place.lon) + 3e-6 * cos(place.lon * _BAIDU_PI)
    return LonLat(radius * cos(angle) + _BAIDU_SHIFT[0], radius * sin(angle) + _BAIDU_SHIFT[1])


def bd09_to_gcj02(place: LonLat) -> LonLat:
    """Undo `gcj02_to_bd09`, to about 0.1 mm (fixed-point iteration)."""
    guess = LonLat(place.lon - _BAIDU_SHIFT[0], place.lat - _BAIDU_SHIFT[1])
    for _ in range(_MOST_ROUNDS):
        shifted = gcj02_to_bd09(guess)
        d_lon, d_lat = place.lon - shifted.lon, place.lat - shifted.lat
        guess = LonLat(guess.lon + d_lon, guess.lat + d_lat)
        if abs(d_lon) < _TOLERANCE_DEG and abs(d_lat) < _TOLERANCE_DEG:
            break
    return guess


def wgs84_to_bd09(place: LonLat) -> LonLat:
    """Shift a WGS-84 position to BD-09."""
    return gcj02_to_bd09(wgs84_to_gcj02(place))


def bd09_to_wgs84(place: LonLat) -> LonLat:
    """Find the WGS-84 position of a BD-09 one."""
    return gcj02_to_wgs84(bd09_to_gcj02(place))


def _in_china(place: LonLat) -> bool:
    west, south, east, north = _CHINA
    return west < place.lon < east and south < place.lat < north


def _offset(place: LonLat) -> tuple[float, float]:
    """Return the offset of GCJ-02 from WGS-84 at a place, in degrees of longitude and latitude."""
    x, y = place.lon - 105.0, place.lat - 35.0
    ripple = (20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)) * 2 / 3
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north_m += (20 * sin(pi * y) + 40 * sin(pi / 3 * y)) * 2 / 3
    north_m += (160 * sin(pi / 12 * y) + 320 * sin(pi / 30 * y)) * 2 / 3
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east_m += (20 * sin(pi * x) + 40 * sin(pi / 3 * x)) * 2 / 3
    east_m += (150 * sin(pi / 12 * x) + 300 * sin(pi / 30 * x)) * 2 / 3
    latitude = radians(place.lat)
    flattening = 1 - _ECCENTRICITY_SQUARED * sin(latitude) ** 2
    meridian_m = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_SQUARED) / flattening**1.5
    parallel_m = _SEMI_MAJOR_M / sqrt(flattening) * cos(latitude)
    return east_m * 180 / (parallel_m * pi), north_m * 180 / (meridian_m * pi)
