"""Travel asked of a Valhalla server: the truck's figures go along, batches, refusals."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from data.domain.errors import InputError
from data.domain.places import LonLat
from network.geo.polyline import encode
from network.profiles.profile import load_profile
from network.remote.http import RetryPolicy
from network.remote.valhalla import ValhallaRoads, costing
from tests.factories.road_servers import Answer, road_server

QUICK = RetryPolicy(connect_s=2.0, read_s=2.0, tries=1, backoff_s=0.01)
IN_A_ROW = [LonLat(1.0 + 0.01 * i, 42.0) for i in range(5)]


class FlatEarth:
    """Valhalla's answers on a plain: 1 s and 10 m for every thousandth of a degree eastward."""

    def __init__(self, *, most_pairs: int = 2500) -> None:
        self.most_pairs = most_pairs
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, path: str, sent: Any) -> Answer:
        self.asked.append((path, sent))
        return {"/locate": self.locate, "/sources_to_targets": self.table, "/route": self.route}[path](sent)

    def locate(self, sent: Any) -> Answer:
        found = []
        for place in sent["locations"]:
            edge = {"correlated_lon": place["lon"], "correlated_lat": place["lat"]}
            found.append({"edges": None if place["lat"] > 60 else [edge]})
        return 200, found

    def table(self, sent: Any) -> Answer:
        rows, columns = sent["sources"], sent["targets"]
        if len(rows) * len(columns) > self.most_pairs:
            return 400, {"error_code": 150, "error": "Exceeded max locations", "status_code": 400}
        cells = []
        for a in rows:
            seconds = [abs(a["lon"] - b["lon"]) * 1000 for b in columns]
            cells.append([{"time": s, "distance": s / 100} if s < 1000 else {"time": None} for s in seconds])
        return 200, {"sources_to_targets": cells, "units": "kilometers"}

    def route(self, sent: Any) -> Answer:
        stops = [LonLat(place["lon"], place["lat"]) for place in sent["locations"]]
        if any(abs(a.lon - b.lon) > 1 for a, b in pairwise(stops)):
            return 400, {"error_code": 442, "error": "No path could be found for input"}
        return 200, {"trip": {"legs": [{"shape": encode(pair, 6)} for pair in pairwise(stops)]}}


def test_a_matrix_in_seconds_and_metres_with_what_is_off_the_roads_named() -> None:
    places = [*IN_A_ROW, LonLat(1.0, 70.0), LonLat(9.0, 42.0)]
    earth = FlatEarth(most_pairs=4)
    with road_server(earth) as url:
        found = ValhallaRoads(url, table_places=3, retry=QUICK).matrix(places, profile="car")
    assert found.matrix.duration_s[0].tolist() == [0, 10, 20, 30, 40, -1, -1]
    assert found.matrix.distance_m[0].tolist() == [0, 100, 200, 300, 400, -1, -1]
    assert [fault.where for fault in found.faults] == ["place 6"]


def test_the_truck_goes_along_with_every_question() -> None:
    earth = FlatEarth()
    with road_server(earth) as url:
        roads = ValhallaRoads(url, retry=QUICK)
        roads.matrix(IN_A_ROW, profile="truck_8t")
        roads.legs(IN_A_ROW, [(0, 1)], profile="truck_8t")
    truck = load_profile("truck_8t")
    assert [path for path, _ in earth.asked] == ["/locate", "/sources_to_targets", "/route"]
    for _, sent in earth.asked:
        assert sent["costing"] == "truck"
        assert sent["costing_options"]["truck"]["weight"] == truck.mass_t
        assert sent["costing_options"]["truck"]["height"] == truck.height_m


def test_what_carries_dangerous_goods_says_so_and_a_car_is_no_truck() -> None:
    assert costing(load_profile("battery"))["costing_options"]["truck"]["hazmat"] is True
    assert costing(load_profile("car"))["costing"] == "auto"


def test_a_leg_without_a_way_is_empty_and_the_others_have_their_lines() -> None:
    places = [*IN_A_ROW[:2], LonLat(9.0, 42.0)]
    with road_server(FlatEarth()) as url:
        legs = ValhallaRoads(url, retry=QUICK).legs(places, [(0, 1), (1, 2)], profile="car")
    assert [len(leg.line) for leg in legs] == [2, 0]


@pytest.mark.parametrize("answer", [{}, [], {"sources_to_targets": 3}, [{"edges": [{}]}] * 2])
def test_answers_of_another_kind_of_server_are_refused(answer: Any) -> None:
    with road_server(lambda _path, _sent: (200, answer)) as url, pytest.raises(InputError, match="N332"):
        ValhallaRoads(url, retry=QUICK).matrix(IN_A_ROW[:2], profile="car")


def test_what_the_server_refuses_is_told_in_its_words() -> None:
    refusal = {"error_code": 154, "error": "Path distance exceeds the max distance limit"}
    with (
        road_server(lambda _path, _sent: (400, refusal)) as url,
        pytest.raises(InputError, match=r"154: Path distance exceeds.*N333"),
    ):
        ValhallaRoads(url, retry=QUICK).matrix(IN_A_ROW, profile="car")
