"""Cache of open studies, so that moving a point need not load and snap everything again."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from app.services.networks.closures import current_overlay
from app.services.networks.open_networks import OpenNetworks
from app.services.studies.contents import positions
from data.domain.errors import HuiliuError
from data.domain.places import LonLat
from data.domain.study import Measure
from data.store.studies.tables import Study
from network.coverage.cost_cache import StudyRoads, cached_travel_costs, is_cached
from network.coverage.travel_costs import travel_costs
from network.travel.snapping import SnappedPlaces, snap

MOST_OPEN = 2
"""Of at most 32 MB each (`data.store.studies.tables.MOST_WAYS`)."""

_log = logging.getLogger(__name__)
_Key = tuple[str, str, object]


@dataclass(frozen=True, slots=True, eq=False)
class OpenStudy:
    """A stored study, which is immutable, on the current roads.

    Attributes
    ----------
    ways
        Travel costs from place to point in whole seconds or metres: float64, shape (n, m).
    here
        The snapped places.
    """

    keys: dict[str, Any]
    places: list[LonLat]
    points: list[LonLat]
    roads: StudyRoads
    ways: NDArray[np.float64]
    here: SnappedPlaces

    def ways_to(self, added: list[LonLat]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Compute travel costs to other positions, float64 (n, k), and their snap distances in metres."""
        roads = self.roads
        found = travel_costs(
            roads.graph,
            self.places,
            added,
            measure=roads.measure,
            profile=roads.profile,
            overlay=roads.overlay,
            snapped=self.here,
        )
        return found.cost, found.column_snap_m


class OpenStudies:
    """Cache of the studies opened last by this process."""

    def __init__(self, home: Path, networks: OpenNetworks) -> None:
        self._home = home
        self._networks = networks
        self._open: OrderedDict[_Key, OpenStudy] = OrderedDict()
        self._lock = Lock()
        """Held for a moment only: pages ask what is open while a study is being opened, which takes long."""
        self._opening = Lock()
        self._warming: set[str] = set()

    def get(self, study: Study) -> OpenStudy:
        """Return the study on the current roads, including current closures.

        Raises
        ------
        NotFoundError
            A215: the network no longer exists.
        """
        roads = self._roads(study)
        key = (study.id, roads.version, roads.overlay)
        found = self._held(key)
        if found is not None:
            return found
        with self._opening:  # concurrent callers would only repeat the same work
            found = self._held(key) or self._opened(study, roads)
            with self._lock:
                self._open[key] = found
                while len(self._open) > MOST_OPEN:
                    self._open.popitem(last=False)
        return found

    def _held(self, key: _Key) -> OpenStudy | None:
        with self._lock:
            found = self._open.get(key)
            if found is not None:
                self._open.move_to_end(key)
            return found

    def warm(self, study: Study) -> None:
        """Open a study in the background, so that the first evaluation is as fast as later ones.

        Does nothing if its travel costs are not stored yet: workers compute them.
        """
        if self.is_open(study):
            return
        with self._lock:
            if study.id in self._warming:
                return
            self._warming.add(study.id)
        Thread(target=self._warm, args=(study,), name="opening a study", daemon=True).start()

    def is_open(self, study: Study) -> bool:
        """Return whether the study is cached."""
        with self._lock:
            return any(key[0] == study.id for key in self._open)

    def _warm(self, study: Study) -> None:
        try:
            roads = self._roads(study)
            if is_cached(self._home, roads, *positions(study.keys)):
                opened = self.get(study)
                opened.ways_to(opened.points[:1])
        except (HuiliuError, OSError):
            # Callers get the error themselves; the background thread has nobody to report to.
            _log.warning("study %s could not be opened", study.id, exc_info=True)
        finally:
            with self._lock:
                self._warming.discard(study.id)

    def _opened(self, study: Study, roads: StudyRoads) -> OpenStudy:
        keys = study.keys
        places, points = positions(keys)
        return OpenStudy(
            keys=keys,
            places=places,
            points=points,
            roads=roads,
            ways=cached_travel_costs(self._home, roads, places, points),
            here=snap(roads.graph, places, roads.profile),
        )

    def _roads(self, study: Study) -> StudyRoads:
        networks = self._networks
        graph = networks.graph(study.network)
        return StudyRoads(
            graph=graph,
            version=networks.version(study.network),
            overlay=current_overlay(self._home, study.network, graph),
            profile=study.profile,
            measure=cast(Measure, study.measure),
        )
