"""OSRM's own server on Andorra: what we ask it, and what our clients of its API would get from it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks.peer_python import PEERS, AbsentPeerError, ready_python
from data.domain.places import LonLat
from network.osm.load import import_source
from network.remote.osrm import OsrmRoads
from network.travel.matrices import travel_matrix

pytestmark = [pytest.mark.shared, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
ANDORRA = ROOT.parent / "shared" / "osm" / "andorra-2024.osm.pbf"
PLACES = [
    LonLat(1.5218, 42.5075),
    LonLat(1.5330, 42.5103),
    LonLat(1.5801, 42.5350),
    LonLat(1.4914, 42.4636),
    LonLat(1.653821, 42.574996),
    LonLat(2.9, 41.5),  # in the sea
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of osrm-routed of the benchmark's environment; it allows tables of 3 places on a side."""
    if not ANDORRA.exists():
        pytest.skip("no road extracts in ../shared/osm")
    try:
        python = ready_python(PEERS, "osrm")
    except AbsentPeerError as absent:
        pytest.skip(f"OSRM cannot be asked here: {absent}")
    tools = next((python.parents[1] / "lib").glob("python3*/site-packages/osrm"))
    folder = tmp_path_factory.mktemp("osrm")
    shutil.copy(ANDORRA, folder / "roads.osm.pbf")
    profile = str(tools / "share" / "profiles" / "car.lua")
    for step in (
        ["osrm-extract", "-p", profile, str(folder / "roads.osm.pbf")],
        ["osrm-contract", str(folder / "roads.osrm")],
    ):
        command = [str(tools / "bin" / step[0]), *step[1:]]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    child = subprocess.Popen(
        [tools / "bin" / "osrm-routed", "-i", "127.0.0.1", "-p", str(port), "-t", "1",
         "--max-table-size", "3", "--max-viaroute-size", "3", str(folder / "roads.osrm")],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port, child)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(10)


def _wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and child.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("osrm-routed did not start")


def test_a_real_server_answers_what_the_own_engine_answers(server: str) -> None:
    """Other speeds, the same roads: distances agree within a few percent, in blocks the server allows."""
    asked = OsrmRoads(server).matrix(PLACES, profile="car")
    own = travel_matrix(import_source(ANDORRA), PLACES)
    assert [fault.where for fault in asked.faults] == [fault.where for fault in own.faults] == ["place 6"]
    between = ~np.eye(5, dtype=bool)
    ratio = asked.matrix.distance_m[:5, :5][between] / own.matrix.distance_m[:5, :5][between]
    assert abs(np.median(ratio) - 1) < 0.05
    assert (asked.matrix.duration_s[5] == -1).all()
    assert asked.snap_m[:5] == pytest.approx(own.snap_m[:5], abs=100)


def test_a_real_server_gives_the_line_of_every_leg(server: str) -> None:
    legs = [(0, 1), (1, 2), (2, 3), (3, 4), (1, 0)]
    found = OsrmRoads(server).legs(PLACES, legs, profile="car")
    for (a, b), leg in zip(legs, found, strict=True):
        assert len(leg.line) > 5
        for place, end in ((PLACES[a], leg.line[0]), (PLACES[b], leg.line[-1])):
            assert abs(place.lon - end.lon) + abs(place.lat - end.lat) < 0.01
