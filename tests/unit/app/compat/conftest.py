"""An app on the town's roads, with a solver that remembers what it was asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.factory import create_app
from data.settings import Settings
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from tests.factories.solver import FakeSolver
from tests.factories.store import FakeQueue
from tests.factories.towns import NETWORK, store_town


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the town's roads."""
    home = tmp_path_factory.mktemp("compat") / "home"
    home.mkdir()
    store_town(Settings(home=home), home)
    return home


@pytest.fixture(scope="session")
def graph(town: Path) -> RoadGraph:
    return NetworkLibrary(town).open(NETWORK)


@pytest.fixture
def solver() -> FakeSolver:
    return FakeSolver()


@pytest.fixture
def town_settings(settings: Settings, town: Path) -> Settings:
    """A database of its own beside the town's roads."""
    for folder in ("networks", "graphs"):
        (settings.home / folder).symlink_to(town / folder)
    return settings.replace(network=NETWORK, max_matrix_places=20)


@pytest.fixture
def programs(town_settings: Settings, solver: FakeSolver, bundle_folder: Path) -> FlaskClient:
    """A client of an app that is open to programs."""
    opened = town_settings.replace(open_compat=True)
    app = create_app(opened, queue=FakeQueue(), solver=solver, bundle_folder=bundle_folder)
    return app.test_client()


@pytest.fixture
def guarded(town_settings: Settings, solver: FakeSolver, bundle_folder: Path) -> FlaskClient:
    """A client of an app that asks for a key."""
    app = create_app(town_settings, queue=FakeQueue(), solver=solver, bundle_folder=bundle_folder)
    return app.test_client()
