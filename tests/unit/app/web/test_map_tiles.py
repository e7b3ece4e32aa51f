"""Map tiles: who sees which network, what is kept, what lies outside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.auth.driver_tokens import token_of
from app.factory import create_app
from app.services.networks.tiles import RoadTiles
from data.domain.errors import NotFoundError
from data.settings import Settings
from data.store.engine import session
from data.store.plans.tables import Route
from network.graph.road_graph import RoadGraph
from network.library import NetworkInfo, NetworkLibrary
from tests.factories.rows import World
from tests.factories.store import FakeQueue, Keys, make_plan

Call = Callable[..., TestResponse]


class OneNetwork(NetworkLibrary):
    """The network ``toy`` with a content that can be replaced; its graph is never looked into."""

    content = "first"
    opened = 0

    def names(self) -> tuple[str, ...]:
        return ("toy",)

    def info(self, name: str) -> NetworkInfo:
        return NetworkInfo(
            name=name, graph=self.content, nodes=1, edges=1, turn_restrictions=0, length_km=1.0,
            bbox=(0.0, 0.0, 1.0, 1.0), synthetic=True, engine="",
            prepared_s=0.0, imported_at="", attributes={},
        )  # fmt: skip

    def open(self, name: str) -> RoadGraph:
        self.opened += 1
        return None  # type: ignore[return-value]


@pytest.fixture
def library(settings: Settings) -> OneNetwork:
    return OneNetwork(settings.home)


@pytest.fixture
def drawn() -> list[tuple[int, int, int]]:
    """Tiles that were drawn."""
    return []


@pytest.fixture
def roads(library: OneNetwork, drawn: list[tuple[int, int, int]]) -> RoadTiles:
    def draw(_graph: RoadGraph, z: int, x: int, y: int) -> bytes:
        drawn.append((z, x, y))
        return b"" if x == 0 else f"{z}/{x}/{y}".encode()

    return RoadTiles(library, draw)


@pytest.fixture
def app(settings: Settings, queue: FakeQueue, roads: RoadTiles) -> APIFlask:
    return create_app(settings, queue=queue, tiles=roads)


def test_a_tile_is_drawn_once(call: Call, drawn: list[tuple[int, int, int]]) -> None:
    answers = [call("/tiles/toy/10/823/430.mvt") for _ in range(3)]
    assert {answer.data for answer in answers} == {b"10/823/430"}
    assert answers[0].mimetype == "application/vnd.mapbox-vector-tile"
    assert drawn == [(10, 823, 430)]


def test_an_empty_tile_has_no_content(call: Call) -> None:
    assert call("/tiles/toy/1/0/0.mvt").status_code == 204


def test_a_browser_that_has_the_tile_is_told_so(
    app: APIFlask, keys: Keys, drawn: list[tuple[int, int, int]]
) -> None:
    headers = {"Authorization": f"Bearer {keys.viewer}"}
    etag = app.test_client().get("/tiles/toy/10/1/1.mvt", headers=headers).headers["ETag"]
    again = app.test_client().get("/tiles/toy/10/1/1.mvt", headers={**headers, "If-None-Match": etag})
    assert (again.status_code, again.data, len(drawn)) == (304, b"", 1)


def test_a_replaced_network_is_drawn_anew(
    call: Call, library: OneNetwork, drawn: list[tuple[int, int, int]]
) -> None:
    before = call("/tiles/toy/10/1/1.mvt").headers["ETag"]
    library.content = "second"
    assert call("/tiles/toy/10/1/1.mvt").headers["ETag"] != before
    assert (len(drawn), library.opened) == (2, 2)


@pytest.mark.parametrize("tile", ["1/2/0", "1/0/2", "23/0/0", "-1/0/0", "0/0/1"])
def test_outside_the_grid_there_is_nothing(call: Call, tile: str) -> None:
    assert call(f"/tiles/toy/{tile}.mvt").status_code == 404


def test_an_unknown_network_is_not_found(roads: RoadTiles) -> None:
    with pytest.raises(NotFoundError) as caught:
        roads.tile("moon", 0, 0, 0)
    assert caught.value.code == "A215"


def test_networks_of_other_organisations_are_not_seen(call: Call, keys: Keys, client: FlaskClient) -> None:
    assert call("/tiles/toy/10/1/1.mvt", key=keys.stranger).status_code == 404
    assert client.get("/tiles/toy/10/1/1.mvt").status_code == 401


def test_a_drivers_phone_sees_its_network_after_opening_the_link(
    app: APIFlask, client: FlaskClient, settings: Settings, world: World
) -> None:
    plan_id = make_plan(settings, world, "R-1", published=True)
    with app.app_context(), session(settings) as store:
        token = token_of(store.exec(select(Route).where(Route.plan_id == plan_id)).one())
    assert client.get("/tiles/toy/10/1/1.mvt").status_code == 401
    client.get(f"/d/{token}/day.json")
    assert client.get("/tiles/toy/10/1/1.mvt").status_code == 200
    assert client.get("/tiles/other/10/1/1.mvt").status_code == 401


def test_memory_for_tiles_is_bounded(library: OneNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.services.networks.tiles._MOST_BYTES", 25)
    drawn: list[int] = []

    def draw(_graph: RoadGraph, _z: int, x: int, _y: int) -> bytes:
        drawn.append(x)
        return b"0123456789"

    roads = RoadTiles(library, draw)
    for x in (1, 2, 3, 3, 2, 1):
        roads.tile("toy", 5, x, 0)
    assert drawn == [1, 2, 3, 1]
