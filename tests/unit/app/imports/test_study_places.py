"""Lists of places for a study, as tables and as GeoJSON."""

from __future__ import annotations

import json

import pytest

from app.imports.study_places import read_study_places
from data.domain.errors import InputError
from data.domain.places import LonLat


def test_a_table_with_chinese_headers() -> None:
    header = "名称,类型,经度,纬度,县,人口,年处理能力吨"
    text = f"{header}\n甲村,需求点,110.1,27.5,鹤城区,320,\n镇网点,现有,110.2,27.6,,,12\n"
    places, faults = read_study_places(text.encode("gb18030"), "places.csv")
    assert faults == []
    village, point = places
    assert (village.name, village.role, village.at, village.persons) == (
        "甲村",
        "place",
        LonLat(110.1, 27.5),
        320,
    )
    assert (point.role, point.capacity_kg_per_year, point.where) == ("existing", 12_000, "row 3")


def test_geojson_points_have_the_same_columns() -> None:
    document = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "A", "population": 12.0, "county": None},
                "geometry": {"type": "Point", "coordinates": [110, 27, 300]},
            },
            {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": []}},
        ],
    }
    places, faults = read_study_places(json.dumps(document).encode(), "p.geojson")
    assert [(place.name, place.at, place.persons) for place in places] == [("A", LonLat(110, 27), 12)]
    assert {(fault.code, fault.where) for fault in faults} == {("I205", "row 2")}


@pytest.mark.parametrize("text", ["{", "{}", '{"features": 3}', '{"features": [3]}'])
def test_what_is_no_feature_collection_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_study_places(text.encode(), "p.geojson")
    assert caught.value.code == "I201"
