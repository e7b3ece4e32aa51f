"""Siting studies: drawn at random, solved by trying every choice."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from data.domain.study import SitingAnswer, SitingModel, SitingStudy
from network.siting.search.dispatch import search

SECONDS = 60.0


def answered(study: SitingStudy) -> SitingAnswer:
    """The answer, searched in this process."""
    return search(study, SECONDS, lambda _: None)


@st.composite
def studies(draw: st.DrawFn, model: SitingModel, **rules: Any) -> SitingStudy:
    """Up to nine places and six columns; some ways missing, some costs equal."""
    places, columns = draw(st.integers(1, 9)), draw(st.integers(1, 6))
    costs = st.one_of(st.integers(0, 12), st.floats(0, 12, width=32), st.just(float("inf")))
    cost = np.array(draw(st.lists(costs, min_size=places * columns, max_size=places * columns)), float)
    weights = draw(st.lists(st.integers(0, 9), min_size=places, max_size=places))
    return SitingStudy(
        model,
        cost.reshape(places, columns),
        np.array(weights, float),
        float(draw(st.integers(0, 12))),
        draw(st.integers(1, columns)),
        **{name: draw(strategy(places, columns)) for name, strategy in rules.items()},
    )


def best_by_trying(study: SitingStudy) -> float | None:
    """The objective of the best of all choices, None where there is none; written without the models."""
    worths = []
    for size in range(study.columns + 1):
        for chosen in combinations(range(study.columns), size):
            if _may_be_open(study, chosen):
                worths += _worths(study, chosen)
    if not worths:
        return None
    return max(worths) if study.model == "max_cover" else min(worths)


def _may_be_open(study: SitingStudy, chosen: tuple[int, ...]) -> bool:
    if study.model != "set_cover" and study.p is not None and len(chosen) != study.p:
        return False
    money = 0.0 if study.fixed is None else sum(study.fixed[j] for j in chosen)
    return (
        set(study.existing) <= set(chosen)
        and all(len(set(each) & set(chosen)) == 1 for each in study.one_of)
        and (study.budget is None or money <= study.budget + 1e-9)
        and all(
            sum(study.site_groups[j] == group for j in chosen) >= least
            for group, least in study.least_points.items()
        )
    )


def _worths(study: SitingStudy, chosen: tuple[int, ...]) -> list[float]:
    """What the choice is worth under every assignment that the rules allow."""
    money = float(len(chosen)) if study.fixed is None else float(sum(study.fixed[j] for j in chosen))
    found = []
    for served in _assignments(study, chosen):
        if not _is_enough(study, served):
            continue
        pairs = [(i, j) for i, j in enumerate(served) if j is not None]
        if study.model == "set_cover":
            found.append(money)
        elif study.model == "max_cover":
            found.append(float(sum(study.demand[i] for i, _ in pairs)))
        elif study.model == "p_center":
            found.append(float(max(study.cost[i, j] for i, j in pairs)))
        else:
            handling = np.zeros(study.columns) if study.handling is None else study.handling
            ways = sum(study.demand[i] * (study.cost[i, j] * study.transport + handling[j]) for i, j in pairs)
            found.append(float(ways + (0.0 if study.fixed is None else money)))
    return found


def _assignments(study: SitingStudy, chosen: tuple[int, ...]) -> Any:
    """Every way to serve places from open columns, None for nobody; with no capacities only full ones."""
    covering = study.model in ("set_cover", "max_cover")
    options: list[list[int | None]] = []
    for i in range(study.places):
        limit = study.radius if covering else np.inf
        near = [j for j in chosen if study.cost[i, j] <= limit and np.isfinite(study.cost[i, j])]
        if covering and len(near) < study.backup:
            near = []
        if study.capacity is None and covering:
            near = near[:1]
        options.append([*near, *([None] if covering or not near or study.demand[i] == 0 else [])])
    for served in product(*options):
        if study.capacity is None or _fits(study, served):
            yield served


def _fits(study: SitingStudy, served: tuple[int | None, ...]) -> bool:
    assert study.capacity is not None
    load = np.zeros(study.columns)
    for i, j in enumerate(served):
        if j is not None:
            load[j] += study.demand[i]
    return bool((load <= study.capacity + 1e-9).all())


def _is_enough(study: SitingStudy, served: tuple[int | None, ...]) -> bool:
    demand, reached = study.demand, np.array([j is not None for j in served])
    if study.model == "p_center":
        return bool(reached.all())
    if study.model == "p_median":
        return bool((reached | (demand == 0)).all())
    if study.model == "set_cover" and study.share >= 1.0 and not reached.all():
        return False
    if study.model == "set_cover" and demand[reached].sum() < study.share * demand.sum() - 1e-9:
        return False
    names = np.array(study.groups)
    return all(
        demand[reached & (names == group)].sum() >= share * demand[names == group].sum() - 1e-9
        for group, share in study.least_share.items()
    )
