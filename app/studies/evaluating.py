"""Coverage of points as somebody has just set them: from known ways, without a solver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from app.services import Services
from app.studies.contents import positions
from data.domain.errors import Fault, InputError
from data.domain.places import LonLat
from data.domain.study import Measure
from data.store.studies import Study
from network.closures import ClosureBook
from network.coverage.kept_ways import Roads, kept_ways
from network.coverage.questions import reached
from network.coverage.reach import reach


def study_roads(own: Services, study: Study) -> Roads:
    """The roads of a study as they are now, closures in force included.

    Raises
    ------
    NotFoundError
        A215: the network is no longer there.
    """
    networks, moment = own.roads.networks, datetime.now(UTC)
    graph = networks.graph(study.network)
    return Roads(
        graph=graph,
        version=networks.version(study.network),
        overlay=ClosureBook(own.settings.home).overlay(study.network, graph).during(moment, moment),
        profile=study.profile,
        measure=cast(Measure, study.measure),
    )


def evaluate(
    own: Services,
    study: Study,
    open_columns: Sequence[int],
    *,
    added: Sequence[LonLat] = (),
    radius: float | None = None,
) -> dict[str, Any]:
    """See `network.coverage.questions.reached`, for open points of the study and others anywhere.

    Parameters
    ----------
    added
        Points at places that the study does not have: where one was dragged to.

    Raises
    ------
    InputError
        S346: a number is no point of the study. S347: an added point lies on no road.
    """
    keys = study.keys
    places, points = positions(keys)
    wrong = sorted({column for column in open_columns if not 0 <= column < len(points)})
    if wrong:
        cause = f"{', '.join(map(str, wrong[:10]))} are no points of the study."
        raise InputError(Fault("S346", cause, f"Give numbers from 0 to {len(points) - 1}.", "open"))
    roads = study_roads(own, study)
    ways = kept_ways(own.settings.home, roads, places, points)
    columns = sorted(set(open_columns))
    if added:
        ways = np.hstack([ways, _ways_to(roads, places, added)])
        columns += range(len(points), len(points) + len(added))
        keys = {**keys, "fixed": None}
    return reached(keys, ways, columns, measure=study.measure, radius=radius)


def _ways_to(roads: Roads, places: Sequence[LonLat], added: Sequence[LonLat]) -> NDArray[np.float64]:
    found = reach(
        roads.graph, places, added, measure=roads.measure, profile=roads.profile, overlay=roads.overlay
    )
    off = [number for number, fault in enumerate(found.column_snap_m) if not np.isfinite(fault)]
    off = off or [n for n in range(len(added)) if not np.isfinite(found.cost[:, n]).any()]
    if off:
        raise InputError(
            Fault("S347", "No place has a way to that spot.", "Put the point nearer to a road.", "added")
        )
    return found.cost
