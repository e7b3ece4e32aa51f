"""Coverage studies held ready in the web process."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from app.services.networks.open_networks import OpenNetworks
from app.services.studies import open_studies as module
from app.services.studies.open_studies import MOST_OPEN, OpenStudies
from data.domain.places import LonLat
from data.settings import Settings
from data.store.engine import session
from data.store.studies.tables import Study
from network.closures.closure import Closure
from network.closures.store import ClosureStore
from network.library import NetworkLibrary
from tests.factories.kept_studies import at, make_study
from tests.factories.rows import World

SPOT = LonLat(*at(6, 6))


@pytest.fixture
def opened(settings: Settings, toy_roads: ClosureStore) -> OpenStudies:
    return OpenStudies(settings.home, OpenNetworks(NetworkLibrary(settings.home)))


def _study(settings: Settings, world: World, name: str = "Study") -> Study:
    with session(settings, write=True) as store:
        return make_study(store, world, name=name)


def test_a_study_is_opened_once_until_a_road_is_closed(
    settings: Settings, world: World, opened: OpenStudies, toy_roads: ClosureStore
) -> None:
    study = _study(settings, world)
    first = opened.get(study)
    assert opened.get(study) is first
    ways, snap_m = first.ways_to([SPOT])
    assert ways.shape == (6, 1)
    assert np.isfinite(snap_m).all()
    toy_roads.add("toy", Closure(kind="road", points=(SPOT,)))
    later = opened.get(study)
    assert later is not first
    assert later.ways_to([SPOT])[0].sum() > ways.sum(), "round about the closed road, or not at all"


def test_only_the_studies_looked_at_last_are_held(
    settings: Settings, world: World, opened: OpenStudies
) -> None:
    studies = [_study(settings, world, f"S{number}") for number in range(MOST_OPEN + 1)]
    held = [opened.get(study) for study in studies]
    assert opened.get(studies[-1]) is held[-1]
    assert opened.get(studies[0]) is not held[0]


def test_a_study_is_warmed_in_the_background_once_its_ways_are_known(
    settings: Settings, world: World, opened: OpenStudies
) -> None:
    study = _study(settings, world)
    opened.warm(study)
    _wait_for_warming()
    assert not opened.is_open(study), "finding ways is for the workers"
    opened.get(study)
    fresh = OpenStudies(settings.home, OpenNetworks(NetworkLibrary(settings.home)))
    fresh.warm(study)
    _wait_for_warming()
    assert fresh.is_open(study)


def test_nobody_waits_while_another_study_is_opened(
    settings: Settings, world: World, opened: OpenStudies, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of every study did, for as long as the ways of one took."""
    held, slow, other = (_study(settings, world, name) for name in ("held", "slow", "other"))
    first = opened.get(held)
    begun, may_end, true = threading.Event(), threading.Event(), module.cached_travel_costs

    def wait(*all_: Any) -> Any:
        begun.set()
        may_end.wait(30)
        return true(*all_)

    monkeypatch.setattr(module, "cached_travel_costs", wait)
    opening = threading.Thread(target=opened.get, args=(slow,))
    opening.start()
    assert begun.wait(30)
    done = threading.Event()

    def look() -> None:
        opened.warm(other)
        assert opened.get(held) is first
        done.set()

    looking = threading.Thread(target=look)
    looking.start()
    was_answered = done.wait(10)
    may_end.set()
    for thread in (opening, looking):
        thread.join(30)
    _wait_for_warming()
    assert was_answered


def _wait_for_warming() -> None:
    for thread in threading.enumerate():
        if thread.name == "opening a study":
            thread.join(30)
