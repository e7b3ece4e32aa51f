"""Worker processes on homes of their own, with a small town to plan in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.settings import Settings
from data.store.engine import dispose
from data.store.migrate import upgrade
from tests.factories.installations import Installation
from tests.factories.towns import make_day, store_town
from workers.queue.server import ensure_redis


@pytest.fixture(scope="session")
def town_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the town's roads, to be copied; kernels compiled, as ``make setup`` leaves them."""
    subprocess.run(
        [sys.executable, "-m", "workers.warm_up"], check=True, timeout=200, stdout=subprocess.DEVNULL
    )
    folder = tmp_path_factory.mktemp("town")
    settings = Settings(home=folder / "home")
    settings.home.mkdir()
    store_town(settings, folder)
    return settings.home


@pytest.fixture
def installation(town_home: Path, tmp_path: Path) -> Iterator[Installation]:
    settings = Settings(home=tmp_path / "home")
    shutil.copytree(town_home, settings.home)
    upgrade(settings)
    server = ensure_redis(settings, end_with_me=True)
    found = Installation(settings, make_day(settings))
    yield found
    found.stop()
    server.stop()
    dispose(settings)
