"""Coverage of a set of open points, from stored travel costs and without a solver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services.studies.open_studies import OpenStudies, OpenStudy
from data.domain.errors import Fault, InputError
from data.domain.places import LonLat
from data.store.studies.tables import Study
from network.coverage.scenario_study import summarize_access


def evaluate(
    studies: OpenStudies,
    study: Study,
    open_columns: Sequence[int],
    *,
    added: Sequence[LonLat] = (),
    radius: float | None = None,
) -> dict[str, Any]:
    """Evaluate open points of the study and others; see `network.coverage.scenario_study.summarize_access`.

    Parameters
    ----------
    added
        Points at positions outside the study, such as points moved by hand.

    Raises
    ------
    InputError
        S346: a number is not a point of the study. S347: an added point is not near a road.
    NotFoundError
        A215: the network no longer exists.
    """
    opened = studies.get(study)
    keys, ways, count = opened.keys, opened.ways, len(opened.points)
    wrong = sorted({column for column in open_columns if not 0 <= column < count})
    if wrong:
        cause = f"{', '.join(map(str, wrong[:10]))} are not points of the study."
        raise InputError(Fault("S346", cause, f"Give numbers from 0 to {count - 1}.", "open"))
    columns = sorted(set(open_columns))
    if added:
        # Only open points matter: other columns of a large study are not copied.
        ways = np.hstack([ways[:, columns], _ways_to(opened, list(added))])
        columns = list(range(ways.shape[1]))
        keys = {**keys, "fixed": None}
    return summarize_access(keys, ways, columns, measure=study.measure, radius=radius)


def _ways_to(opened: OpenStudy, added: list[LonLat]) -> NDArray[np.float64]:
    ways, snap_m = opened.ways_to(added)
    if not (np.isfinite(snap_m).all() and np.isfinite(ways).any(axis=0).all()):
        raise InputError(
            Fault("S347", "No place can reach that point.", "Move the point closer to a road.", "added")
        )
    return ways
