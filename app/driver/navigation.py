"""Links that open a map app at a stop: 高德, 百度 and 腾讯, each in its own datum.

References
----------
lbs.amap.com/api/uri-api/guide/travel/route (GCJ-02; the marker's ``coordinate`` is not offered for
navigation); lbsyun.baidu.com ``uri/web`` (``coord_type``, BD-09 by default); lbs.qq.com
``uriV1/uriGuide/uriWebRoute`` (``coord_type=2``, GCJ-02).
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from data.domain.datums import wgs84_to_bd09, wgs84_to_gcj02
from data.domain.places import LonLat

APP_NAME = "huiliu"


def navigation_links(place: LonLat, name: str) -> dict[str, str]:
    """Return links by provider: ``amap``, ``baidu``, ``tencent``, and ``geo`` for the phone's default app."""
    return {
        "amap": _amap(place, name),
        "baidu": _baidu(place, name),
        "tencent": _tencent(place, name),
        "geo": f"geo:{place.lat:.6f},{place.lon:.6f}?q={place.lat:.6f},{place.lon:.6f}({quote(name)})",
    }


def _amap(place: LonLat, name: str) -> str:
    there = wgs84_to_gcj02(place)
    query = {
        # The name is the third part of a comma-separated value: a comma of its own would end it.
        "to": f"{there.lon:.6f},{there.lat:.6f},{name.replace(',', ' ')}",
        "mode": "car",
        "policy": "0",
        "src": APP_NAME,
        "callnative": "1",
    }
    return "https://uri.amap.com/navigation?" + urlencode(query)


def _baidu(place: LonLat, name: str) -> str:
    there = wgs84_to_bd09(place)
    query = {
        "destination": f"latlng:{there.lat:.6f},{there.lon:.6f}|name:{name.replace('|', ' ')}",
        "coord_type": "bd09ll",
        "mode": "driving",
        "output": "html",
        "src": f"webapp.{APP_NAME}.{APP_NAME}",
    }
    return "https://api.map.baidu.com/direction?" + urlencode(query)


def _tencent(place: LonLat, name: str) -> str:
    there = wgs84_to_gcj02(place)
    query = {
        "type": "drive",
        "to": name,
        "tocoord": f"{there.lat:.6f},{there.lon:.6f}",
        "coord_type": "2",
        "policy": "0",
        "referer": APP_NAME,
    }
    return "https://apis.map.qq.com/uri/v1/routeplan?" + urlencode(query)
