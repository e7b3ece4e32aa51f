"""The VROOM endpoint: what reaches a worker, and what is answered without one."""

from __future__ import annotations

import fcntl
import io
import resource
import socket
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.compat.vroom import is_connected, search_seconds
from data.domain.errors import Fault, UnavailableError
from tests.factories.solver import FakeSolver
from tests.factories.store import Keys
from tests.factories.towns import NETWORK

DOCUMENT: dict[str, Any] = {
    "vehicles": [{"id": 1, "start": [109.98, 27.48]}],
    "jobs": [{"id": 2, "location": [109.99, 27.49]}],
}
WITH_MATRIX: dict[str, Any] = {
    "vehicles": [{"id": 1, "start_index": 0}],
    "jobs": [{"id": 2, "location_index": 1}],
    "matrices": {"car": {"durations": [[0, 5], [5, 0]]}},
}


def test_a_document_reaches_a_worker_with_its_options(programs: FlaskClient, solver: FakeSolver) -> None:
    answer = programs.post("/vroom", json=DOCUMENT | {"options": {"g": True, "l": 7, "t": 1}})
    assert (answer.status_code, answer.json) == (200, {"code": 0, "summary": {"cost": 1}})
    (asked,) = solver.asked
    assert (asked.network, asked.seconds, asked.processes, asked.geometry) == (NETWORK, 7.0, 1, True)
    assert '"jobs"' in asked.text


def test_a_document_with_matrices_needs_no_roads(programs: FlaskClient, solver: FakeSolver) -> None:
    assert programs.post("/vroom/", json=WITH_MATRIX).status_code == 200
    assert solver.asked[0].network == ""


@pytest.mark.parametrize(
    ("options", "seconds"),
    [
        ({}, 12.0),
        ({"x": 5}, 12.0), ({"x": 0}, 2.0), ({"x": 99}, 12.0), ({"x": -3}, 2.0), ({"x": "5"}, 12.0),
        ({"l": 3}, 3.0), ({"l": 0.01}, 0.5), ({"l": 1e9}, 300.0), ({"l": 0}, 12.0), ({"l": True}, 12.0),
        ({"l": float("nan"), "x": 1}, 4.0),
    ],
)  # fmt: skip
def test_the_search_time_asked_for_is_kept_within_bounds(options: dict[str, Any], seconds: float) -> None:
    assert search_seconds(options, 12.0) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("document", "status", "code"),
    [
        ({}, 400, 2),
        ([], 400, 2),
        ({"vehicles": DOCUMENT["vehicles"]}, 400, 2),
        (DOCUMENT | {"vehicles": [{"id": 1}]}, 400, 2),
        (DOCUMENT | {"vehicles": [{"id": 1, "start": [1, 2], "profile": "submarine"}]}, 400, 2),
        (DOCUMENT | {"jobs": [{"id": n, "location": [109.99, 27.49]} for n in range(21)]}, 413, 4),
        (DOCUMENT | {"padding": "x" * 1_100_000}, 413, 4),
    ],
)
def test_bad_documents_are_answered_without_a_worker(
    programs: FlaskClient, solver: FakeSolver, document: Any, status: int, code: int
) -> None:
    answer = programs.post("/vroom", json=document)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.json["error"]
    assert solver.asked == []


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"jobs": 1, "jobs": 2}'])
def test_what_is_no_json_is_a_fault_of_the_input(programs: FlaskClient, body: bytes) -> None:
    answer = programs.post("/vroom", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, 2)


def test_a_body_of_another_kind_is_not_read(programs: FlaskClient, solver: FakeSolver) -> None:
    """So that a page of another origin cannot send one without asking first."""
    answer = programs.post("/vroom", data="{}", content_type="text/plain")
    assert (answer.status_code, answer.json["code"]) == (400, 2)
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_body_of_untold_length_is_bounded_too(programs: FlaskClient) -> None:
    body = io.BytesIO(b" " * 1_100_000)
    answer = programs.post(
        "/vroom",
        input_stream=body,
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert (answer.status_code, answer.json["code"]) == (413, 4)


def test_a_worker_that_does_not_come_is_worth_another_try(programs: FlaskClient, solver: FakeSolver) -> None:
    solver.error = UnavailableError(Fault("W501", "No worker was free.", "Try again."))
    answer = programs.post("/vroom", json=DOCUMENT)
    assert (answer.status_code, answer.json) == (503, {"code": 1, "error": "No worker was free."})
    assert int(answer.headers["Retry-After"]) > 0


def test_only_so_many_wait_at_once(programs: FlaskClient, solver: FakeSolver) -> None:
    services = programs.application.extensions["huiliu"]
    held = 0
    while services.solver_slots.acquire(blocking=False):
        held += 1
    assert held == 4
    answer = programs.post("/vroom", json=DOCUMENT)
    assert (answer.status_code, answer.json["code"], solver.asked) == (503, 1, [])
    services.solver_slots.release()
    for _ in range(3):
        assert programs.post("/vroom", json=DOCUMENT).status_code == 200


def test_a_key_is_needed_and_nothing_else(guarded: FlaskClient, keys: Keys, solver: FakeSolver) -> None:
    refused = guarded.post("/vroom", json=DOCUMENT)
    assert (refused.status_code, refused.json["code"]) == (401, 2)
    assert guarded.post(f"/vroom?key={keys.viewer}", json=DOCUMENT).status_code == 200
    assert len(solver.asked) == 1


def test_the_health_page_is_empty_while_documents_can_be_taken(programs: FlaskClient) -> None:
    answer = programs.get("/vroom/health")
    assert (answer.status_code, answer.data) == (200, b"")
    programs.application.extensions["huiliu"].queue.away = True
    assert programs.get("/vroom/health").status_code == 503


def test_a_client_that_left_is_noticed(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        environ = {"gunicorn.socket": ours}
        assert is_connected(environ)
        theirs.send(b"GET /next HTTP/1.1")
        assert is_connected(environ)
        ours.recv(100)
        theirs.close()
        assert not is_connected(environ)
    assert not is_connected(environ)
    assert is_connected({})


def test_a_client_is_noticed_however_many_files_are_open() -> None:
    ours, theirs = socket.socketpair()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most <= 1024:
        pytest.skip("this machine opens no file beyond the 1024th")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ours, theirs:
        high = fcntl.fcntl(ours.fileno(), fcntl.F_DUPFD, 1024)
        with socket.socket(fileno=high) as connection:
            environ = {"gunicorn.socket": connection}
            assert is_connected(environ)
            theirs.close()
            assert not is_connected(environ)
