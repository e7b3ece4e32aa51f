"""OSRM's services on the town's grid: figures, geometry, who may ask, and how they fail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from app.factory import create_app
from app.services.networks.tiles import RoadTiles
from data.domain.errors import Fault, UnavailableError
from data.domain.places import LonLat
from data.settings import Settings
from network.closures.closure import Closure
from network.closures.store import ClosureStore
from network.geo.polyline import decode
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from network.osm.load import import_source
from network.travel.matrices import travel_matrix
from tests.factories.rows import World
from tests.factories.store import FakeQueue, Keys, make_key
from tests.factories.towns import NETWORK, SOUTH, STEP_DEG, WEST, write_town

PLACES = [
    LonLat(WEST + east * STEP_DEG, SOUTH + north * STEP_DEG) for east, north in ((0.4, 0), (3, 2.2), (7.6, 9))
]
PATH = ";".join(f"{place.lon:.6f},{place.lat:.6f}" for place in PLACES)


def test_a_table_is_our_matrix(programs: FlaskClient, graph: RoadGraph) -> None:
    answer = programs.get(f"/osrm/table/v1/driving/{PATH}?annotations=duration,distance").json
    ours = travel_matrix(graph, PLACES).matrix
    assert answer["code"] == "Ok"
    np.testing.assert_allclose(answer["durations"], ours.duration_s, atol=0.51)
    np.testing.assert_allclose(answer["distances"], ours.distance_m, atol=0.51)
    assert [len(answer[key]) for key in ("sources", "destinations")] == [3, 3]
    assert answer["sources"][0]["location"] == pytest.approx(PLACES[0], abs=1e-5)
    assert answer["sources"][0]["distance"] < 1


@pytest.mark.parametrize("prefix", ["", "/osrm"])
def test_rows_columns_and_the_default_annotation(programs: FlaskClient, prefix: str) -> None:
    whole = programs.get(f"{prefix}/table/v1/car/{PATH}").json
    assert "distances" not in whole
    part = programs.get(f"{prefix}/table/v1/car/{PATH}.json?sources=2;0&destinations=1").json
    assert part["durations"] == [[whole["durations"][2][1]], [whole["durations"][0][1]]]
    assert [point["location"] for point in part["sources"]] == [
        whole["sources"][2]["location"],
        whole["sources"][0]["location"],
    ]
    bare = programs.get(f"{prefix}/table/v1/car/{PATH}?skip_waypoints=true").json
    assert set(bare) == {"code", "durations"}


def test_vrooms_questions_to_a_host_and_a_port(programs: FlaskClient, graph: RoadGraph) -> None:
    """As VROOM 1.14 asks osrm-routed: no prefix, a radius for every place, its own options."""
    radiuses = "radiuses=" + ";".join(["35000"] * len(PLACES))
    table = programs.get(f"/table/v1/car/{PATH}?annotations=duration,distance&{radiuses}").json
    ours = travel_matrix(graph, PLACES).matrix
    assert table["code"] == "Ok"
    np.testing.assert_allclose(table["durations"], ours.duration_s, atol=0.51)
    np.testing.assert_allclose(table["distances"], ours.distance_m, atol=0.51)
    options = f"alternatives=false&steps=false&overview=full&continue_straight=false&{radiuses}"
    way = programs.get(f"/route/v1/car/{PATH}?{options}").json
    assert way["code"] == "Ok"
    assert len(way["routes"][0]["legs"]) == len(PLACES) - 1
    assert isinstance(way["routes"][0]["geometry"], str)


def test_vroom_learns_which_place_lies_on_no_road(programs: FlaskClient) -> None:
    """It reads the place's number out of the message."""
    answer = programs.get(
        f"/table/v1/car/{PATH};0,0?annotations=duration,distance&radiuses=" + ";".join(["35000"] * 4)
    )
    assert answer.json["code"] == "NoSegment"
    assert answer.json["message"].startswith("Could not find a matching segment for coordinate 3")


def test_what_cannot_be_reached_is_null(programs: FlaskClient, town_settings: Settings) -> None:
    """A place on a road that is closed; where it is both ends, it is reached at once."""
    book = ClosureStore(town_settings.home)
    kept, _change = book.add(NETWORK, Closure(kind="road", points=(PLACES[0],)))
    try:
        answer = programs.get(f"/osrm/table/v1/driving/{PATH}?annotations=distance,duration").json
    finally:
        book.remove(NETWORK, kept.id)
    for table in (answer["durations"], answer["distances"]):
        assert table[0] == [0.0, None, None]
        assert [row[0] for row in table[1:]] == [None, None]
        assert table[1][2] is not None
    assert programs.get(f"/osrm/table/v1/driving/{PATH}").json["durations"][0][1] > 0


def test_only_closures_in_force_count(programs: FlaskClient, town_settings: Settings) -> None:
    book, tomorrow = ClosureStore(town_settings.home), datetime.now(UTC) + timedelta(days=1)
    kept, _change = book.add(NETWORK, Closure(kind="road", points=(PLACES[0],), since=tomorrow))
    try:
        assert programs.get(f"/osrm/route/v1/driving/{PATH}").status_code == 200
    finally:
        book.remove(NETWORK, kept.id)


def test_a_route_has_legs_that_add_up_and_a_line_from_end_to_end(programs: FlaskClient) -> None:
    table = programs.get(f"/osrm/table/v1/driving/{PATH}?annotations=duration,distance").json
    answer = programs.get(f"/osrm/route/v1/driving/{PATH}?overview=full&geometries=geojson").json
    (route,) = answer["routes"]
    assert [leg["duration"] for leg in route["legs"]] == [table["durations"][0][1], table["durations"][1][2]]
    assert [leg["distance"] for leg in route["legs"]] == [table["distances"][0][1], table["distances"][1][2]]
    assert route["duration"] == pytest.approx(sum(leg["duration"] for leg in route["legs"]), abs=0.11)
    assert all(leg["steps"] == [] and leg["summary"] == "" for leg in route["legs"])
    line = route["geometry"]["coordinates"]
    assert line[0] == pytest.approx(PLACES[0], abs=1e-5)
    assert line[-1] == pytest.approx(answer["waypoints"][-1]["location"], abs=1e-5)
    assert all(a != b for a, b in pairwise(line))


def test_geometry_comes_as_asked(programs: FlaskClient) -> None:
    asked = f"/osrm/route/v1/driving/{PATH}"
    full = programs.get(f"{asked}?overview=full&geometries=geojson").json["routes"][0]["geometry"][
        "coordinates"
    ]
    for form, precision in (("polyline", 5), ("polyline6", 6)):
        text = programs.get(f"{asked}?overview=full&geometries={form}").json["routes"][0]["geometry"]
        np.testing.assert_allclose(decode(text, precision), full, atol=2e-5)
    thin = decode(programs.get(asked).json["routes"][0]["geometry"], 5)
    assert 2 <= len(thin) < len(full)
    assert "geometry" not in programs.get(f"{asked}?overview=false").json["routes"][0]


def test_the_nearest_roads_come_nearest_first(programs: FlaskClient) -> None:
    place = LonLat(WEST + 2.3 * STEP_DEG, SOUTH + 2.45 * STEP_DEG)
    answer = programs.get(f"/nearest/v1/driving/{place.lon},{place.lat}?number=4").json
    distances = [point["distance"] for point in answer["waypoints"]]
    assert len(distances) == 4
    assert distances == sorted(distances)
    assert len({tuple(point["nodes"]) for point in answer["waypoints"]}) == 4
    assert answer["waypoints"][0]["location"][0] == pytest.approx(WEST + 2 * STEP_DEG, abs=1e-5)
    (one,) = programs.get(f"/nearest/v1/driving/{place.lon},{place.lat}").json["waypoints"]
    assert one == answer["waypoints"][0]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("osrm/", "InvalidUrl"),
        (f"osrm/trip/v1/driving/{PATH}", "InvalidService"),
        (f"osrm/table/v9/driving/{PATH}", "InvalidVersion"),
        ("table/v1/driving/1;2", "InvalidQuery"),
        (f"table/v1/driving/{PATH}?annotations=speed", "InvalidQuery"),
        (f"route/v1/driving/{PATH}?geometries=wkt", "InvalidQuery"),
        (f"route/v1/driving/{PATH}?overview=some", "InvalidQuery"),
        ("nearest/v1/driving/109.98,27.48?number=x", "InvalidQuery"),
        ("nearest/v1/driving/109.98,27.48?number=0", "InvalidOptions"),
        ("nearest/v1/driving/109.98,27.48?number=101", "TooBig"),
        ("nearest/v1/driving/0,0", "NoSegment"),
        (f"table/v1/driving/{PATH};0,0", "NoSegment"),
        ("table/v1/driving/109.9812,27.4807;109.99,27.48?radiuses=20;20", "NoSegment"),
        (f"table/v1/submarine/{PATH}", "InvalidOptions"),
        (f"table/v1/driving/{PATH}?network=atlantis", "InvalidOptions"),
        ("table/v1/driving/" + ";".join(["109.98,27.48"] * 21), "TooBig"),
    ],
)  # fmt: skip
def test_failures_have_osrms_codes_and_status(programs: FlaskClient, path: str, code: str) -> None:
    answer = programs.get(f"/{path}")
    assert (answer.status_code, answer.json["code"]) == (400, code)
    assert answer.json["message"]


def test_too_big_names_the_size(programs: FlaskClient) -> None:
    answer = programs.get("/table/v1/driving/" + ";".join(["109.98,27.48"] * 21))
    assert "21" in answer.json["message"]
    assert "20" in answer.json["message"]


def test_no_way_is_no_route(programs: FlaskClient, town_settings: Settings) -> None:
    book = ClosureStore(town_settings.home)
    kept, _change = book.add(NETWORK, Closure(kind="road", points=(PLACES[0],)))
    try:
        answer = programs.get(f"/osrm/route/v1/driving/{PATH}")
    finally:
        book.remove(NETWORK, kept.id)
    assert (answer.status_code, answer.json["code"]) == (400, "NoRoute")


def test_a_network_must_be_named_somewhere(
    programs: FlaskClient, town_settings: Settings, bundle_folder: Path
) -> None:
    nameless = create_app(
        town_settings.replace(open_compat=True, network=""), queue=FakeQueue(), bundle_folder=bundle_folder
    ).test_client()
    refused = nameless.get(f"/osrm/table/v1/driving/{PATH}")
    assert (refused.status_code, refused.json["code"]) == (400, "InvalidOptions")
    assert "A241" in refused.json["message"]
    assert nameless.get(f"/osrm/table/v1/driving/{PATH}?network={NETWORK}").status_code == 200


def test_a_key_is_needed_and_may_come_in_the_query(guarded: FlaskClient, keys: Keys) -> None:
    path = f"/osrm/table/v1/driving/{PATH}"
    refused = guarded.get(path)
    assert (refused.status_code, refused.json["code"]) == (401, "Unauthorized")
    assert guarded.get(f"{path}?key=hl_wrong").status_code == 401
    assert guarded.get(f"{path}?key={keys.viewer}").status_code == 200
    assert guarded.get(path, headers={"Authorization": f"Bearer {keys.dispatcher}"}).status_code == 200


def test_a_key_opens_the_networks_of_its_organisation_only(
    town_settings: Settings, world: World, keys: Keys, bundle_folder: Path
) -> None:
    """The world's centre has the network "toy", which is not imported; the town is nobody's here."""
    app = create_app(town_settings.replace(network=""), queue=FakeQueue(), bundle_folder=bundle_folder)
    client, key = app.test_client(), make_key(town_settings, world.organisation_id)
    refused = client.get(f"/osrm/table/v1/driving/{PATH}?network={NETWORK}&key={key}")
    assert (refused.status_code, refused.json["code"]) == (400, "InvalidOptions")
    assert NETWORK in refused.json["message"]


def test_maps_on_pages_of_any_origin_may_ask(programs: FlaskClient) -> None:
    assert programs.get(f"/osrm/table/v1/driving/{PATH}").headers["Access-Control-Allow-Origin"] == "*"


def test_roads_in_preparation_are_worth_another_try(
    programs: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise UnavailableError(Fault("N313", "In preparation.", "Try again."))

    monkeypatch.setattr("app.compat.osrm_answers.select_engine_in_time", busy)
    answer = programs.get(f"/osrm/table/v1/driving/{PATH}")
    assert (answer.status_code, answer.json["code"]) == (503, "Unavailable")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_network_imported_again_is_opened_anew(tmp_path: Path) -> None:
    library = NetworkLibrary(tmp_path / "home")
    write_town(tmp_path / "a.osm")
    library.add(import_source(tmp_path / "a.osm"), "roads")
    networks = RoadTiles(library, lambda *_: b"").networks
    first = networks.graph("roads")
    assert networks.graph("roads") is first
    text = (tmp_path / "a.osm").read_text().replace("residential", "tertiary")
    (tmp_path / "b.osm").write_text(text)
    library.add(import_source(tmp_path / "b.osm"), "roads")
    again = networks.graph("roads")
    assert again is not first
    assert set(again.piece_class.tolist()) != set(first.piece_class.tolist())


def fields(value: object) -> object:
    """The shape of an answer: names of fields, one element of each list, numbers and texts."""
    if isinstance(value, dict):
        return {name: fields(part) for name, part in value.items()}
    if isinstance(value, list):
        return [fields(value[0])] if value else []
    return "number" if isinstance(value, int | float) else type(value).__name__


WAYPOINT = {"hint": "str", "location": ["number"], "name": "str", "distance": "number"}
LEG = {"steps": [], "weight": "number", "summary": "str", "duration": "number", "distance": "number"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            f"table/v1/driving/{PATH}?annotations=duration,distance",
            {
                "code": "str",
                "durations": [["number"]],
                "distances": [["number"]],
                "sources": [WAYPOINT],
                "destinations": [WAYPOINT],
            },
        ),
        (
            f"route/v1/driving/{PATH}",
            {
                "code": "str",
                "routes": [
                    {
                        "legs": [LEG],
                        "weight_name": "str",
                        "geometry": "str",
                        "weight": "number",
                        "duration": "number",
                        "distance": "number",
                    }
                ],
                "waypoints": [WAYPOINT],
            },
        ),
        (
            f"nearest/v1/driving/{PATH.split(';', 1)[0]}",
            {"code": "str", "waypoints": [{"nodes": ["number"], **WAYPOINT}]},
        ),
    ],
)
def test_answers_have_the_fields_of_osrm_routed(programs: FlaskClient, path: str, expected: object) -> None:
    """As osrm-routed 26 answered the same questions on Andorra."""
    assert fields(programs.get(f"/osrm/{path}").json) == expected


def test_hints_are_left_out_when_not_wanted_and_may_be_sent_back(programs: FlaskClient) -> None:
    plain = programs.get(f"/osrm/table/v1/driving/{PATH}?generate_hints=false").json
    assert "hint" not in plain["sources"][0]
    hints = ";".join(row["hint"] for row in programs.get(f"/osrm/table/v1/driving/{PATH}").json["sources"])
    assert programs.get(f"/osrm/table/v1/driving/{PATH}?hints={hints}").json["code"] == "Ok"


def test_each_leg_may_have_its_own_line(programs: FlaskClient) -> None:
    (route,) = programs.get(f"/osrm/route/v1/driving/{PATH}?overview=by_legs").json["routes"]
    assert "geometry" not in route
    first, second = (decode(leg["geometry"]) for leg in route["legs"])
    assert first[-1] == second[0]
