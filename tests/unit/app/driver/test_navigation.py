"""Links that open a map app: each in its own datum and order of coordinates."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from app.driver.navigation import navigation_links
from data.domain.datums import bd09_to_wgs84, gcj02_to_wgs84
from data.domain.places import LonLat

HECHENG = LonLat(109.9573, 27.5702)
LINKS = navigation_links(HECHENG, "泸阳,回收网点|一号")


def query(provider: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(LINKS[provider]).query).items()}


def near(a: LonLat, b: LonLat) -> bool:
    return abs(a.lon - b.lon) < 2e-6 and abs(a.lat - b.lat) < 2e-6


def test_amap_takes_longitude_first_in_gcj02() -> None:
    asked = query("amap")
    lon, lat, name = asked["to"].split(",")
    assert near(gcj02_to_wgs84(LonLat(float(lon), float(lat))), HECHENG)
    assert (name, asked["mode"], asked["callnative"]) == ("泸阳 回收网点|一号", "car", "1")
    assert LINKS["amap"].startswith("https://uri.amap.com/navigation?")


def test_baidu_takes_latitude_first_in_the_datum_it_names() -> None:
    asked = query("baidu")
    place, name = asked["destination"].split("|")
    lat, lon = place.removeprefix("latlng:").split(",")
    assert asked["coord_type"] == "bd09ll"
    assert near(bd09_to_wgs84(LonLat(float(lon), float(lat))), HECHENG)
    assert name == "name:泸阳,回收网点 一号"
    assert asked["src"]


def test_tencent_takes_latitude_first_in_gcj02() -> None:
    asked = query("tencent")
    lat, lon = asked["tocoord"].split(",")
    assert near(gcj02_to_wgs84(LonLat(float(lon), float(lat))), HECHENG)
    assert (asked["coord_type"], asked["to"]) == ("2", "泸阳,回收网点|一号")
    assert asked["referer"]


def test_the_phones_own_app_takes_wgs84() -> None:
    assert LINKS["geo"].startswith("geo:27.570200,109.957300?q=27.570200,109.957300(")
