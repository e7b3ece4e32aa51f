"""Access by band: places and demand by travel cost to the nearest open point, by county and township."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.study import SitingStudy


def count_by_band(
    study: SitingStudy,
    open_columns: Sequence[int],
    limits: Sequence[float],
    *,
    townships: Sequence[str] = (),
) -> dict[str, Any]:
    """Count places and demand by travel cost to the nearest open column.

    Parameters
    ----------
    open_columns
        Numbers of open columns of the study.
    limits
        Upper limits of the bands, inclusive, ascending, in the unit of the costs.
    townships
        A name per place; empty where there are none.

    Returns
    -------
    dict
        ``limits``, ``all`` and, where places have such names, ``groups`` and ``townships``: each with
        ``places`` and ``weight``, lists with a number per band, then those beyond, then those without
        a path; and ``worst``, the largest finite cost (None: there is none).
    """
    nearest = np.full(study.places, np.inf)
    if open_columns:
        nearest = study.cost[:, list(open_columns)].min(axis=1)
    band = np.searchsorted(np.asarray(limits, np.float64), nearest, side="left")
    band = np.where(np.isinf(nearest), len(limits) + 1, band)
    all_places = np.ones(study.places, bool)
    found: dict[str, Any] = {
        "limits": [_plain(limit) for limit in limits],
        "all": _counted(study, band, nearest, all_places, len(limits) + 2),
    }
    for key, names in (("groups", study.groups), ("townships", tuple(townships))):
        if names:
            named = np.array(names)
            found[key] = {
                str(name): _counted(study, band, nearest, named == name, len(limits) + 2)
                for name in np.unique(named)
            }
    return found


def _counted(
    study: SitingStudy,
    band: NDArray[np.int64],
    nearest: NDArray[np.float64],
    among: NDArray[np.bool_],
    bands: int,
) -> dict[str, Any]:
    places = np.bincount(band[among], minlength=bands)
    weight = np.bincount(band[among], study.demand[among], minlength=bands)
    reached = nearest[among & np.isfinite(nearest)]
    return {
        "places": [int(count) for count in places],
        "weight": [_plain(float(value)) for value in weight],
        "worst": _plain(float(reached.max())) if len(reached) else None,
    }


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value
