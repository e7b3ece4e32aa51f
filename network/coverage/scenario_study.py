"""Scenarios of a stored study: build the study that one asks for, summarise access to open points."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.study import SitingAnswer, SitingStudy
from network.coverage.bands import count_by_band
from network.coverage.study_file import StudyFile, read_study

_BANDS_S = (900.0, 1800.0, 3600.0)
_BANDS_M = (5_000.0, 10_000.0, 20_000.0)
_STAGED = ("stages", "stage_weights", "stage_years")
_ASKED = ("model", "radius", "p", "budget", "backup", "share", "least_share", *_STAGED)


def band_limits(measure: str) -> tuple[float, ...]:
    """Upper limits of the bands of travel cost to the nearest open point, in seconds or metres."""
    return _BANDS_S if measure == "duration_s" else _BANDS_M


def build_scenario_study(
    keys: Mapping[str, Any], question: Mapping[str, Any], *, network: str, profile: str, measure: str
) -> StudyFile:
    """Build the study file of a scenario from a stored study and the scenario's question.

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
        # Kilogram-seconds and money cannot be added: a p-median without a budget knows no fixed cost.
        document.pop("fixed", None)
    document["bands"] = list(band_limits(measure))
    return read_study(BytesIO(json.dumps(document).encode()))


def summarize_access(
    keys: Mapping[str, Any],
    costs: NDArray[np.float64],
    open_columns: Sequence[int],
    *,
    measure: str,
    radius: float | None = None,
) -> dict[str, Any]:
    """Summarise access to open points: bands, nearest point per place, and figures for comparison.

    Parameters
    ----------
    costs
        float64 (n, m): travel costs, ``inf`` where there is no path.

    Returns
    -------
    dict
        ``reach`` (see `count_by_band`), ``nearest``: seconds or metres per place (None: no path), and
        ``figures``: ``points``, ``covered`` (share of the demand within the radius or, without one, the
        second band), ``within``, ``worst``, ``mean`` and ``unreachable`` (places without a path).
    """
    weights = np.asarray(keys.get("weights") or np.ones(len(costs)), np.float64)
    limits = band_limits(measure)
    study = SitingStudy(
        "p_center", costs, weights if weights.any() else None, groups=tuple(keys.get("groups", ()))
    )
    columns = list(open_columns)
    nearest = costs[:, columns].min(axis=1) if columns else np.full(len(costs), np.inf)
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
        "reach": count_by_band(study, columns, limits, townships=keys.get("townships", ())),
        "nearest": [None if np.isinf(value) else int(value) for value in nearest],
        "figures": figures,
    }


def incumbent_as_json(found: SitingAnswer) -> dict[str, Any]:
    """A JSON object of an incumbent, for progress reports."""
    return {"objective": found.objective, "bound": found.bound, "points": len(found.open)}
