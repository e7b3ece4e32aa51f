"""The trade-off curve of a scenario: the share of demand within reach by number of points."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from data.domain.errors import HuiliuError
from data.domain.study import SitingAnswer, SitingStudy
from network.siting.trade_off import trade_off
from workers.siting.priced_answer import Answered

log = logging.getLogger(__name__)

MAX_ON_CURVE = 15


def covering_curve(
    asked: SitingStudy,
    found: SitingAnswer,
    *,
    seconds: float,
    should_stop: Callable[[], bool] | None = None,
) -> Answered:
    """Maximum cover within the radius for each number of points; () where the question has no radius.

    Capacities and minimum services are ignored: the curve is an upper bound on what more points can reach.

    Parameters
    ----------
    seconds
        Of search for the whole curve.
    should_stop
        Once true, the curve has the numbers answered by then.
    """
    if asked.radius is None or not float(asked.demand.sum()):
        return ()
    plain = SitingStudy(
        "max_cover", asked.cost, asked.demand, asked.radius, 1, existing=asked.existing, backup=asked.backup
    )
    least = max(1, len(asked.existing))
    most = min(asked.columns, max(len(found.open) + 4, least))
    counts = sorted({round(count) for count in _spread(least, most)})
    try:
        answered = trade_off(plain, counts, seconds=max(1.0, seconds), should_stop=should_stop)
    except HuiliuError as error:
        # The answer stands without its curve.
        log.warning("no curve: %s", error)
        return ()
    return [(count, plain, each) for count, each in answered if each.objective is not None]


def curve_as_json(curve: Answered) -> list[dict[str, Any]]:
    """Share of the demand by number of points."""
    return [
        {
            "p": count,
            "share": (each.objective or 0.0) / float(study.demand.sum()),
            "status": each.status,
        }
        for count, study, each in curve
    ]


def with_prices(curve: Answered, pricing: dict[str, Any]) -> list[dict[str, Any]]:
    """The curve as JSON, with prices where choices on it were priced."""
    known = {tuple(each["open"]): each for each in pricing.get("alternatives", ())}
    priced = []
    for row, (_count, _study, answer) in zip(curve_as_json(curve), curve, strict=True):
        one = known.get(answer.open)
        more = {} if one is None else {"cost_per_tonne": one["cost_per_tonne"], "km": one["week"]["km"]}
        priced.append(row | more)
    return priced


def _spread(least: int, most: int) -> list[float]:
    steps = min(MAX_ON_CURVE, most - least + 1)
    return [least + (most - least) * step / max(1, steps - 1) for step in range(steps)]
