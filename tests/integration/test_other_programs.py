"""Clients written for OSRM and VROOM, unchanged, against a live server and a real worker."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np
import pytest
import routingpy
from redis import Redis

from app.factory import create_app
from benchmarks.peer_python import AbsentPeerError, ready_python
from benchmarks.vroom_peer import FOLDER
from network.library import NetworkLibrary
from network.travel.matrices import travel_matrix
from tests.factories.installations import Installation
from tests.factories.serving import serving
from tests.factories.towns import NETWORK, SIDE, SOUTH, STEP_DEG, WEST

WORKER = "solver"
CUSTOM_MATRIX = {
    "vehicles": [{"id": 0, "start_index": 0, "end_index": 3}],
    "jobs": [{"id": 1414, "location_index": 1}, {"id": 1515, "location_index": 2}],
    "matrices": {
        "car": {
            "durations": [
                [0, 2104, 197, 1299],
                [2103, 0, 2255, 3152],
                [197, 2256, 0, 1102],
                [1299, 3153, 1102, 0],
            ]
        }
    },
}
"""The example of VROOM's documentation for custom matrices; its best order costs 5461."""


@pytest.fixture
def url(installation: Installation) -> Iterator[str]:
    """Address of a server on the town, open to programs without a key."""
    settings = installation.settings.replace(
        open_compat=True, network=NETWORK, secret_key="a key for tests, long enough"
    )
    with serving(create_app(settings)) as address:
        yield address


def places(count: int, seed: int = 0) -> list[list[float]]:
    random = np.random.default_rng(seed)
    extent = (SIDE - 1) * STEP_DEG
    points = random.uniform(0, extent, (count, 2)) + np.array([WEST, SOUTH])
    return [[round(lon, 6), round(lat, 6)] for lon, lat in points.tolist()]


def post(url: str, document: object, timeout: float = 90) -> tuple[int, dict]:
    body = json.dumps(document).encode()
    request = Request(f"{url}/vroom", body, {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=timeout) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


@pytest.mark.parametrize("prefix", ["", "/osrm"])
def test_routingpy_gets_our_matrix_and_the_way_between_two_places(
    url: str, installation: Installation, prefix: str
) -> None:
    points = places(8)
    client = routingpy.OSRM(base_url=url + prefix)
    matrix = client.matrix(locations=points, profile="driving")
    graph = NetworkLibrary(installation.settings.home).open(NETWORK)
    ours = travel_matrix(graph, points)
    np.testing.assert_allclose(matrix.durations, ours.matrix.duration_s, atol=0.51)
    np.testing.assert_allclose(matrix.distances, ours.matrix.distance_m, atol=0.51)
    way = client.directions(locations=points[:3], profile="driving", overview="full", geometries="geojson")
    assert way.duration == pytest.approx(matrix.durations[0][1] + matrix.durations[1][2], abs=1)
    assert way.distance == pytest.approx(matrix.distances[0][1] + matrix.distances[1][2], abs=1)
    assert way.geometry[0] == pytest.approx(points[0], abs=0.002)
    assert way.geometry[-1] == pytest.approx(points[2], abs=0.002)


def test_routingpy_asks_for_parts_of_a_matrix_and_is_told_what_is_wrong(url: str) -> None:
    points = places(5)
    client = routingpy.OSRM(base_url=url, retry_timeout=1)
    part = client.matrix(locations=points, sources=[0, 2], destinations=[4], annotations=["distance"])
    assert np.shape(part.distances) == (2, 1)
    assert part.durations is None
    with pytest.raises(routingpy.exceptions.RouterApiError, match="NoSegment"):
        client.matrix(locations=[points[0], [0.0, 0.0]])


def test_vroom_itself_drives_on_our_roads_by_host_and_port(url: str, installation: Installation) -> None:
    """The program, unchanged: ``-a`` and ``-p`` take no prefix."""
    try:
        python = ready_python(FOLDER, "vroom")
    except AbsentPeerError as absent:
        pytest.skip(f"VROOM cannot be run here: {absent}")
    host, port = url.removeprefix("http://").split(":")
    points = places(6)
    document = {
        "vehicles": [{"id": 1, "start": points[0], "end": points[0]}],
        "jobs": [{"id": number, "location": point} for number, point in enumerate(points[1:], start=1)],
    }
    command = [str(python.with_name("vroom")), "-a", f"car:{host}", "-p", f"car:{port}", "-t", "1", "-g"]
    asked = subprocess.run(
        command, input=json.dumps(document), check=True, capture_output=True, text=True, timeout=60
    )
    answer = json.loads(asked.stdout)
    assert (answer["code"], answer["unassigned"]) == (0, [])
    (route,) = answer["routes"]
    order = [0, *(step["id"] for step in route["steps"] if step["type"] == "job"), 0]
    graph = NetworkLibrary(installation.settings.home).open(NETWORK)
    ours = travel_matrix(graph, points).matrix
    legs = list(pairwise(order))
    assert route["duration"] == pytest.approx(sum(ours.duration_s[leg] for leg in legs), abs=len(legs))
    assert route["distance"] == pytest.approx(sum(ours.distance_m[leg] for leg in legs), abs=len(legs))
    line = routingpy.utils.decode_polyline5(route["geometry"], is3d=False)
    assert line[0] == pytest.approx(points[0], abs=0.002)


def test_vrooms_example_with_its_own_matrix(url: str, installation: Installation) -> None:
    installation.start_worker(WORKER)
    status, answer = post(url, CUSTOM_MATRIX | {"options": {"l": 1}})
    assert (status, answer["code"], answer["summary"]["cost"]) == (200, 0, 5461)
    assert [step.get("id") for step in answer["routes"][0]["steps"]] == [None, 1414, 1515, None]


def test_a_document_with_coordinates_is_solved_on_our_roads(url: str, installation: Installation) -> None:
    installation.start_worker(WORKER)
    points = places(6)
    document = {
        "vehicles": [{"id": 1, "start": points[0], "end": points[0]}],
        "jobs": [{"id": number, "location": point} for number, point in enumerate(points[1:])],
        "options": {"g": True, "l": 1},
    }
    status, answer = post(url, document)
    assert (status, answer["code"], answer["unassigned"]) == (200, 0, [])
    (route,) = answer["routes"]
    driven = [step["location"] for step in route["steps"]]
    table = routingpy.OSRM(base_url=url).matrix(locations=driven)
    along = sum(np.diag(table.durations, 1))
    assert route["duration"] == pytest.approx(along, abs=len(driven))
    assert route["distance"] == pytest.approx(sum(np.diag(table.distances, 1)), abs=len(driven))
    line = routingpy.utils.decode_polyline5(route["geometry"], is3d=False)
    assert line[0] == pytest.approx(driven[0], abs=0.002)
    assert len(line) > len(driven)


def test_faults_of_a_document_need_no_worker(url: str) -> None:
    assert post(url, {"jobs": []}) == (400, {"code": 2, "error": post(url, {"jobs": []})[1]["error"]})
    status, answer = post(url, {"vehicles": [{"id": 1, "start": [1, 91]}], "jobs": []})
    assert (status, answer["code"]) == (400, 2)
    assert "Invalid start array" in answer["error"]
    status, answer = post(url, CUSTOM_MATRIX | {"padding": "x" * 1_100_000})
    assert (status, answer["code"]) == (413, 4)


def test_without_a_worker_a_program_is_told_to_come_again(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.vroom.queue.TAKEN_WITHIN_S", 1.0)
    request = Request(
        f"{url}/vroom", json.dumps(CUSTOM_MATRIX).encode(), {"Content-Type": "application/json"}
    )
    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=30)
    assert refused.value.code == 503
    assert int(refused.value.headers["Retry-After"]) > 0


def wait_until_nothing_is_left(connection: Redis, *, within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while left := connection.keys("*vroom-*"):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def test_a_document_whose_sender_left_is_dropped(url: str, installation: Installation) -> None:
    """The worker is free for the next document long before the search would have ended."""
    installation.start_worker(WORKER)
    assert post(url, CUSTOM_MATRIX | {"options": {"l": 1}})[0] == 200
    points = places(40)
    long_document = {
        "vehicles": [{"id": 1, "start": points[0]}],
        "jobs": [{"id": number, "location": point} for number, point in enumerate(points)],
        "options": {"l": 120},
    }
    with pytest.raises(TimeoutError):
        post(url, long_document, timeout=4)
    assert post(url, CUSTOM_MATRIX | {"options": {"l": 1}})[0] == 200
    wait_until_nothing_is_left(installation.connection(), within_s=10)


def test_a_solving_process_that_is_killed_is_told_at_once(url: str, installation: Installation) -> None:
    worker = installation.start_worker(WORKER)
    answers: list[tuple[int, dict]] = []
    document = CUSTOM_MATRIX | {"options": {"l": 60}}
    asking = threading.Thread(target=lambda: answers.append(post(url, document)))
    asking.start()
    connection, deadline = installation.connection(), time.monotonic() + 60
    while not connection.keys("*vroom-*:taken"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text(encoding="ascii").split()
    for child in children:
        os.kill(int(child), signal.SIGKILL)
    asking.join(20)
    (status, answer), *_ = answers
    assert (status, answer["code"]) == (503, 1)
    assert "ended before" in answer["error"]


@pytest.fixture
def served(installation: Installation) -> Iterator[str]:
    """Address of ``huiliu serve`` as a process, open to programs without a key."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HUILIU_")}
    environment |= {"HUILIU_HOME": str(installation.settings.home), "HUILIU_NETWORK": NETWORK}
    environment |= {"HUILIU_OPEN_COMPAT": "1", "HUILIU_WEB_PROCESSES": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 60
    while True:
        try:
            urlopen(f"{url}/healthz", timeout=2).close()
            break
        except OSError:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(timeout=30)


def test_a_thousand_places_fit_into_an_address(served: str) -> None:
    points = places(1000)
    matrix = routingpy.OSRM(base_url=served).matrix(locations=points, sources=[0, 999])
    assert np.shape(matrix.durations) == (2, 1000)
    assert np.shape(matrix.distances) == (2, 1000)
    assert matrix.durations[0][0] == 0
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{served}/table/v1/driving/" + "109.99,27.49;" * 20_000, timeout=20)
    assert refused.value.code in {400, 414}
