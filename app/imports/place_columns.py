"""Columns that say where a place is, in any of the three datums of Chinese maps."""

from __future__ import annotations

import re

from app.imports import cells
from app.imports.columns import Column, Record
from app.schemas.common import half_width
from data.domain.datums import bd09_to_wgs84, gcj02_to_wgs84
from data.domain.places import LonLat

DATUMS = {
    "wgs84": "wgs84", "wgs-84": "wgs84", "gps": "wgs84", "cgcs2000": "wgs84", "国家2000": "wgs84",
    "gcj02": "gcj02", "gcj-02": "gcj02", "高德": "gcj02", "高德地图": "gcj02", "腾讯": "gcj02",
    "腾讯地图": "gcj02", "火星坐标": "gcj02",
    "bd09": "bd09", "bd-09": "bd09", "百度": "bd09", "百度地图": "bd09",
}  # fmt: skip
"""CGCS2000 (国家2000) lies within decimetres of WGS-84, far nearer than a place is ever given."""
_TWO_NUMBERS = re.compile(r"^-?\d+(\.\d+)?[\s,;、]+-?\d+(\.\d+)?$")


def place_columns(*, required: bool) -> tuple[Column, ...]:
    """Longitude, latitude and their datum (WGS-84 where none is said).

    A latitude over 90° is read: `place_faults` tells that the two are exchanged.
    """
    return (
        Column(key="lon", zh=("经度",), read=_degrees, required=required),
        Column(key="lat", zh=("纬度",), read=_degrees, required=required),
        Column(key="datum", zh=("坐标系",), read=cells.choice(DATUMS), default="wgs84"),
    )


def _degrees(cell: str) -> float:
    if _TWO_NUMBERS.match(half_width(cell)):
        raise ValueError(f"{cell!r} holds two numbers; longitude and latitude have a column each")
    return cells.number(-180, 180, "°")(cell)


def access_columns() -> tuple[Column, ...]:
    """The largest vehicle that gets to a place."""
    return (
        Column(key="max_mass_t", zh=("限重吨", "最大车重"), read=cells.number(0.5, 100, "t")),
        Column(key="max_height_m", zh=("限高米", "最大车高"), read=cells.number(1, 10, "m")),
    )


def place_of(record: Record) -> LonLat:
    """The record's place in WGS-84, to a centimetre."""
    return wgs84(LonLat(record["lon"], record["lat"]), record["datum"])


def wgs84(given: LonLat, datum: str) -> LonLat:
    """A place given in one of `DATUMS`, in WGS-84, to a centimetre."""
    place = gcj02_to_wgs84(given) if datum == "gcj02" else bd09_to_wgs84(given) if datum == "bd09" else given
    return LonLat(round(place.lon, 7), round(place.lat, 7))
