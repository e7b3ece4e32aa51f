"""Travel asked of an OSRM server: batches, tries, places it cannot find, and answers that make no sense."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest

from data.domain.errors import InputError, UnavailableError
from data.domain.places import LonLat
from network.geo.polyline import encode
from network.remote.http import RetryPolicy
from network.remote.osrm import OsrmRoads
from tests.factories.road_servers import Answer, road_server

QUICK = RetryPolicy(connect_s=2.0, read_s=2.0, tries=3, backoff_s=0.01, longest_wait_s=0.05)
IN_A_ROW = [LonLat(1.0 + 0.01 * i, 42.0) for i in range(7)]


class FlatEarth:
    """OSRM's answers on a plain without roads: 1 s and 10 m for every thousandth of a degree eastward."""

    def __init__(self, *, most: int = 100) -> None:
        self.most = most
        self.asked: list[str] = []
        self.sizes: list[tuple[int, int]] = []

    def __call__(self, path: str, _sent: Any) -> Answer:
        self.asked.append(path)
        address, _, query = path.partition("?")
        _, service, version, profile, text = address.split("/")
        assert (version, profile) == ("v1", "driving")
        places = [tuple(map(float, pair.split(","))) for pair in text.split(";")]
        options = {name: values[0] for name, values in parse_qs(query, separator="&").items()}
        for number, (_, lat) in enumerate(places):
            if lat > 60:
                message = f"Could not find a matching segment for coordinate {number}"
                return 400, {"code": "NoSegment", "message": message}
        return {"table": self.table, "route": self.route}[service](places, options)

    def table(self, places: list[tuple[float, ...]], options: dict[str, str]) -> Answer:
        assert options["annotations"] == "duration,distance"
        every = range(len(places))
        rows, columns = (
            list(map(int, options[name].split(";"))) if name in options else list(every)
            for name in ("sources", "destinations")
        )
        if len(rows) * len(columns) > self.most**2:
            return 400, {"code": "TooBig", "message": "Too many table coordinates"}
        self.sizes.append((len(rows), len(columns)))
        durations = [[self.seconds(places[a], places[b]) for b in columns] for a in rows]
        distances = [[None if s is None else s * 10 for s in row] for row in durations]
        return 200, {
            "code": "Ok",
            "durations": durations,
            "distances": distances,
            "sources": [{"location": places[row]} for row in rows],
            "destinations": [{"location": places[row]} for row in columns],
        }

    def route(self, places: list[tuple[float, ...]], options: dict[str, str]) -> Answer:
        assert (options["steps"], options["geometries"]) == ("true", "polyline6")
        if any(self.seconds(a, b) is None for a, b in pairwise(places)):
            return 400, {"code": "NoRoute", "message": "Impossible route between points"}
        legs = []
        for a, b in pairwise(places):
            middle = LonLat((a[0] + b[0]) / 2, a[1])
            parts = [[LonLat(*a), middle], [middle, LonLat(*b)], [LonLat(*b), LonLat(*b)]]
            legs.append({"steps": [{"geometry": encode(part, 6)} for part in parts]})
        return 200, {"code": "Ok", "routes": [{"legs": legs}]}

    @staticmethod
    def seconds(a: tuple[float, ...], b: tuple[float, ...]) -> float | None:
        """Nobody gets from the one side of 3° east to the other."""
        return None if (a[0] > 3) != (b[0] > 3) else round(abs(a[0] - b[0]) * 1000, 1)


def test_a_matrix_is_put_together_from_tables_of_the_size_allowed() -> None:
    earth = FlatEarth()
    with road_server(earth) as url:
        found = OsrmRoads(url, table_places=3, retry=QUICK).matrix(IN_A_ROW, profile="car")
    assert earth.sizes == [(3, 3), (3, 3), (3, 1)] * 2 + [(1, 3), (1, 3), (1, 1)]
    expected = np.abs(np.subtract.outer(np.arange(7), np.arange(7))) * 10
    assert found.matrix.duration_s.tolist() == expected.tolist()
    assert found.matrix.distance_m.tolist() == (expected * 10).tolist()
    assert found.matrix.duration_s.dtype == np.int32
    assert found.snap_m == pytest.approx(np.zeros(7), abs=0.2)
    assert found.faults == ()


def test_a_server_that_allows_less_is_asked_for_less() -> None:
    earth = FlatEarth(most=2)
    with road_server(earth) as url:
        found = OsrmRoads(url, table_places=5, retry=QUICK).matrix(IN_A_ROW, profile="car")
    assert found.matrix.duration_s[0].tolist() == [0, 10, 20, 30, 40, 50, 60]
    assert max(rows * columns for rows, columns in earth.sizes) <= 4


def test_no_way_and_no_road_are_unreachable_and_named() -> None:
    places = [*IN_A_ROW[:2], LonLat(4.0, 42.0), LonLat(1.0, 70.0), LonLat(200.0, 0.0)]
    with road_server(FlatEarth()) as url:
        found = OsrmRoads(url, retry=QUICK).matrix(places, profile="car")
    assert found.matrix.duration_s.tolist() == [
        [0, 10, -1, -1, -1],
        [10, 0, -1, -1, -1],
        [-1, -1, 0, -1, -1],
        [-1, -1, -1, -1, -1],
        [-1, -1, -1, -1, -1],
    ]
    assert [(fault.code, fault.where) for fault in found.faults] == [
        ("N201", "place 4"),
        ("N202", "place 5"),
    ]


def test_no_places_are_no_question() -> None:
    earth = FlatEarth()
    with road_server(earth) as url:
        assert OsrmRoads(url, retry=QUICK).matrix([], profile="car").matrix.size == 0
    assert earth.asked == []


def test_legs_that_follow_each_other_are_one_question() -> None:
    earth = FlatEarth()
    with road_server(earth) as url:
        legs = OsrmRoads(url, retry=QUICK).legs(IN_A_ROW, [(0, 1), (2, 3), (1, 2)], profile="car")
    assert len(earth.asked) == 1
    assert [leg.line[0].lon for leg in legs] == pytest.approx([1.0, 1.02, 1.01])
    assert [leg.line[-1].lon for leg in legs] == pytest.approx([1.01, 1.03, 1.02])
    assert [len(leg.line) for leg in legs] == [4, 4, 4]


def test_a_leg_without_a_way_is_empty_and_the_others_have_their_lines() -> None:
    places = [*IN_A_ROW[:3], LonLat(4.0, 42.0)]
    with road_server(FlatEarth()) as url:
        legs = OsrmRoads(url, retry=QUICK).legs(places, [(0, 1), (1, 2), (2, 3)], profile="car")
    assert [bool(leg.line) for leg in legs] == [True, True, False]


def test_a_busy_server_is_asked_again() -> None:
    earth, refusals = FlatEarth(), [503, 429]

    def busy(path: str, sent: Any) -> Answer:
        return (refusals.pop(), b"busy", {"Retry-After": "3600"}) if refusals else earth(path, sent)

    with road_server(busy) as url:
        found = OsrmRoads(url, retry=QUICK).matrix(IN_A_ROW[:2], profile="car")
    assert found.matrix.duration_s[0, 1] == 10  # after an hour, were there no bound on Retry-After
    assert refusals == []


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_that_stays_out_of_order_is_named(status: int) -> None:
    with (
        road_server(lambda _path, _sent: (status, b"down")) as url,
        pytest.raises(UnavailableError, match="N331") as told,
    ):
        OsrmRoads(url, retry=QUICK).matrix(IN_A_ROW, profile="car")
    assert told.value.faults[0].where == url


def test_a_server_that_is_away_is_named() -> None:
    with road_server(FlatEarth()) as url:
        pass
    with pytest.raises(UnavailableError, match="N331"):
        OsrmRoads(url, retry=QUICK).matrix(IN_A_ROW, profile="car")


def test_a_server_that_takes_too_long_is_named() -> None:
    patience = RetryPolicy(connect_s=1.0, read_s=0.1, tries=0)

    def slow(_path: str, _sent: Any) -> Answer:
        time.sleep(0.5)
        return 200, {}

    with road_server(slow) as url, pytest.raises(UnavailableError, match="takes too long"):
        OsrmRoads(url, retry=patience).matrix(IN_A_ROW, profile="car")


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>It works!</html>",
        [],
        {},
        {"code": 7},
        {"code": "Ok"},
        {"code": "Ok", "sources": [], "destinations": []},
        {"code": "Ok", "durations": [[0, 1]], "distances": [[0, 1]]},
        {"code": "Ok", "durations": [[0, "far"], [1, 0]], "distances": [[0, 1], [1, 0]]},
        {"code": "Ok", "durations": [[0, -4], [1, 0]], "distances": [[0, 1], [1, 0]]},
        {"code": "Ok", "durations": [[0, 1e12], [1, 0]], "distances": [[0, 1], [1, 0]]},
        {"code": "Ok", "durations": [[0, 1], [1]], "distances": [[0, 1], [1, 0]]},
        {"code": "NoSegment", "message": "somewhere"},
        {"code": "NoSegment", "message": "Could not find a matching segment for coordinate 9"},
    ],
)
def test_answers_of_another_kind_of_server_are_refused(answer: Any) -> None:
    if isinstance(answer, dict) and "durations" in answer:
        spots = [{"location": place} for place in IN_A_ROW[:2]]
        answer = {"sources": spots, "destinations": spots, **answer}
    with road_server(lambda _path, _sent: (200, answer)) as url, pytest.raises(InputError, match="N332"):
        OsrmRoads(url, retry=QUICK).matrix(IN_A_ROW[:2], profile="car")


def test_what_the_server_refuses_is_told_in_its_words() -> None:
    refusal = {"code": "InvalidOptions", "message": "exclude is not supported"}
    with (
        road_server(lambda _path, _sent: (400, refusal)) as url,
        pytest.raises(InputError, match=r"InvalidOptions: exclude is not supported.*N333"),
    ):
        OsrmRoads(url, retry=QUICK).matrix(IN_A_ROW, profile="car")


def test_a_proxy_may_lead_each_profile_to_a_server_of_its_own() -> None:
    earth, asked = FlatEarth(), []

    def proxy(path: str, sent: Any) -> Answer:
        found = re.fullmatch(r"/(\w+)(/.*)", path)
        assert found
        asked.append(found[1])
        return earth(found[2], sent)

    with road_server(proxy) as url:
        roads = OsrmRoads(f"{url}/{{profile}}", retry=QUICK)
        roads.matrix(IN_A_ROW[:2], profile="car")
        roads.matrix(IN_A_ROW[:2], profile="truck_8t")
    assert asked == ["car", "truck_8t"]


def test_a_password_in_the_address_is_never_shown() -> None:
    with road_server(lambda _path, _sent: (500, b"")) as url:
        roads = OsrmRoads(url.replace("//", "//me:secret@"), retry=QUICK)
        with pytest.raises(UnavailableError) as told:
            roads.matrix(IN_A_ROW, profile="car")
    assert "secret" not in str(told.value) + roads.server
