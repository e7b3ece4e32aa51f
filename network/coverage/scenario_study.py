"""A stored study and a question, put together into the study that the models take."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.study import SitingAnswer, SitingStudy
from network.coverage.bands import bands
from network.coverage.study_file import StudyFile, read_study

_BANDS_S = (900.0, 1800.0, 3600.0)
_BANDS_M = (5_000.0, 10_000.0, 20_000.0)
_STAGED = ("stages", "stage_weights", "stage_years")
_ASKED = ("model", "radius", "p", "budget", "backup", "share", "least_share", *_STAGED)


def band_limits(measure: str) -> tuple[float, ...]:
    """Up to where each band of the way to the nearest open point goes, in seconds or metres."""
    return _BANDS_S if measure == "duration_s" else _BANDS_M


def put_question(
    keys: Mapping[str, Any], question: Mapping[str, Any], *, network: str, profile: str, measure: str
) -> StudyFile:
    """The study that a question asks.

    Parameters
    ----------
    keys
        Content of the stored study (`data.store.studies.tables.Study`).
    question
        ``model`` and what it takes; ``keep_existing`` (default yes) keeps existing points open, otherwise
        they may close.

    Raises
    ------
    InputError
        C103 to C110: every fault of the question at once.
    """
    document = {**keys, "network": network, "profile": profile, "measure": measure}
    document |= {key: question[key] for key in _ASKED if question.get(key) is not None}
    if not question.get("keep_existing", True):
        document["existing"] = []
    if document.get("model") == "p_median" and document.get("budget") is None:
        # Kilogram-seconds and money cannot be added up: a p-median without a budget knows no fixed cost.
        document.pop("fixed", None)
    document["bands"] = list(band_limits(measure))
    return read_study(BytesIO(json.dumps(document).encode()))


def reached(
    keys: Mapping[str, Any],
    ways: NDArray[np.float64],
    open_columns: Sequence[int],
    *,
    measure: str,
    radius: float | None = None,
) -> dict[str, Any]:
    """Who is how far from the nearest open point, and what scenarios are compared by.

    Parameters
    ----------
    ways
        float64 (n, m).

    Returns
    -------
    dict
        ``reach`` (see `bands`), ``nearest``: seconds or metres per place (None: no way), and ``figures``:
        ``points``, ``covered`` (share of the demand within the radius or, without one, the second band),
        ``within``, ``worst``, ``mean`` and ``unreachable`` (places without a way).
    """
    weights = np.asarray(keys.get("weights") or np.ones(len(ways)), np.float64)
    limits = band_limits(measure)
    study = SitingStudy(
        "p_center", ways, weights if weights.any() else None, groups=tuple(keys.get("groups", ()))
    )
    columns = list(open_columns)
    nearest = ways[:, columns].min(axis=1) if columns else np.full(len(ways), np.inf)
    within = radius if radius is not None else limits[1]
    demand, there = study.demand, np.isfinite(nearest)
    total = float(demand.sum())
    fixed = keys.get("fixed")
    figures: dict[str, Any] = {
        "points": len(columns),
        "covered": float(demand[nearest <= within].sum()) / total,
        "within": within,
        "worst": float(nearest[there].max()) if there.any() else None,
        "mean": float(np.average(nearest[there], weights=demand[there])) if demand[there].any() else None,
        "unreachable": int((~there).sum()),
    }
    if fixed is not None:
        figures["fixed"] = float(sum(fixed[column] for column in columns))
    return {
        "reach": bands(study, columns, limits, townships=keys.get("townships", ())),
        "nearest": [None if np.isinf(value) else int(value) for value in nearest],
        "figures": figures,
    }


def told(found: SitingAnswer) -> dict[str, Any]:
    """A better choice on the way, as progress tells it."""
    return {"objective": found.objective, "bound": found.bound, "points": len(found.open)}
