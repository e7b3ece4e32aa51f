"""Price an answered study, its own choice and those along its curve, as one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.domain.errors import Fault, HuiliuError
from data.domain.places import LonLat
from data.domain.study import SitingAnswer, SitingStudy
from network.graph.road_graph import RoadGraph
from network.profiles.vehicle_limits import profile_for
from network.travel.road_source import RoadSource
from workers.siting.alternatives import Alternative, Columns, alternative
from workers.siting.collection_terms import terms_as_json
from workers.siting.periodic_problem import CollectionTerms
from workers.siting.prices import Figures, PricedAlternative, column_of
from workers.siting.pricing import PricingOptions, Progress, price_alternatives

MAX_PRICED = 8
"""Choices along the curve that are priced beside the answer's own."""
OWN = 0
"""Index of the answer's own choice."""

_STOPPED = Fault(
    "W604",
    "It was stopped before a choice was priced.",
    "The answer is kept. Ask again for its prices.",
    "collection",
)

Answered = Sequence[tuple[int, SitingStudy, SitingAnswer]]
"""Number of points, study and answer of each choice along a curve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """An answered study to be priced.

    Attributes
    ----------
    curve
        Other choices.
    stages
        The answer of each stage, the last of them the answer's own choice; () of a study without stages.
    """

    study: SitingStudy
    answer: SitingAnswer
    columns: Columns
    curve: Answered = ()
    stages: tuple[SitingAnswer, ...] = ()


def columns_of(keys: Mapping[str, Any]) -> Columns:
    """The columns of a stored study, or of a study file with places."""
    return Columns(
        positions=[LonLat(*at) for at in keys.get("candidates", keys["places"])],
        names=keys.get("site_names") or keys.get("names") or (),
        counties=keys.get("site_groups") or ((keys.get("groups") or ()) if "candidates" not in keys else ()),
        fixed_per_year=[cost or 0.0 for cost in keys.get("fixed") or ()],
    )


def priced_document(
    asked: Priced,
    terms: CollectionTerms,
    graph: RoadGraph,
    source: RoadSource,
    *,
    seconds: float,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Price the answer and the choices along its curve; a fault takes the place of prices.

    Returns
    -------
    dict
        ``terms``, ``method`` (by language), ``alternatives`` (the first is the answer's own), ``cheapest``
        (index of the cheapest that collects as much as any), ``calendar`` of the own; with stages
        ``stages``: of each its index among the alternatives (None: stopped before) and its calendar. Or
        ``fault``: the answer stands without prices.
    """
    alternatives = _alternatives(asked)
    kind = terms.known_class()
    document: dict[str, Any] = {"terms": terms_as_json(terms)}
    try:
        found = price_alternatives(
            alternatives,
            terms,
            source,
            profile_for(graph, kind.profile, kind.size),
            PricingOptions(seconds=seconds, again=2, always=tuple(range(max(1, len(asked.stages))))),
            on_progress=on_progress,
            should_stop=should_stop,
        )
    except HuiliuError as error:
        stopped = should_stop is not None and should_stop()
        return document | {"fault": (_STOPPED if stopped else error.faults[0]).as_json()}
    own = found.priced[OWN]
    document |= {
        "method": dict(own.method),
        "alternatives": [_as_json(each) for each in found.priced],
        "cheapest": found.chosen,
        "calendar": calendar_of(own),
    }
    return document | ({"stages": _stages_priced(asked, found.priced)} if asked.stages else {})


def summary(document: Mapping[str, Any]) -> dict[str, Any]:
    """Figures by which scenarios are compared; empty where nothing was priced."""
    if "alternatives" not in document:
        return {}
    own = document["alternatives"][OWN]
    week = own["week"]
    return {
        "cost_per_tonne": own["cost_per_tonne"],
        "cost_per_week": own["cost_per_week"],
        "km_per_week": week["km"],
        "co2_kg_per_week": week["co2_kg"],
        "share_fetched": own["share_fetched"],
        "not_fetched": len(own["left_out"]),
    }


def name_on_curve(count: int) -> str:
    """Name among the alternatives of the choice of so many points along the curve."""
    return f"{count} points"


def calendar_of(priced: PricedAlternative) -> list[dict[str, Any]]:
    """Visits of each point, in the order of columns: a list per part of a point that needs several trucks.

    Days count from a Monday, 0; ``kg`` is fetched at the visit.
    """
    horizon = priced.problem.horizon_days
    known = {place.id: place for place in priced.problem.places}
    parts: dict[int, list[list[dict[str, int]]]] = defaultdict(list)
    for name, days in sorted(priced.calendar.visits.items()):
        gaps = [(day - days[number - 1]) % horizon or horizon for number, day in enumerate(days)]
        visits = [{"day": day, "kg": known[name].amount_kg(gap)} for day, gap in zip(days, gaps, strict=True)]
        parts[column_of(name)].append(visits)
    return [{"column": column, "parts": parts[column]} for column in sorted(parts)]


def name_of_stage(number: int) -> str:
    """Name among the alternatives of a stage before the last; counted from 1."""
    return f"stage {number}"


def _stages_priced(asked: Priced, priced: Sequence[PricedAlternative]) -> list[dict[str, Any]]:
    numbers = {each.alternative.name: number for number, each in enumerate(priced)}
    last = len(asked.stages)
    found = []
    for stage in range(1, last + 1):
        number = OWN if stage == last else numbers.get(name_of_stage(stage))
        calendar = [] if number is None else calendar_of(priced[number])
        found.append({"alternative": number, "calendar": calendar})
    return found


def _alternatives(asked: Priced) -> list[Alternative]:
    """The answer's own, its other stages, then choices along the curve that are none of these."""
    own = alternative(asked.study, asked.answer, asked.columns)
    assert own is not None, "an answer without a choice has no price"
    found, seen = [own], {asked.answer.open}
    for number, answer in enumerate(asked.stages[:-1], start=1):
        made = alternative(asked.study, answer, asked.columns, name=name_of_stage(number))
        assert made is not None, "every stage has a choice"
        seen.add(answer.open)
        found.append(made)
    for count, study, answer in _spread(asked.curve, max(2, MAX_PRICED - len(asked.stages))):
        made = (
            None
            if answer.open in seen
            else alternative(study, answer, asked.columns, name=name_on_curve(count))
        )
        if made is not None:
            seen.add(answer.open)
            found.append(made)
    return found


def _spread(curve: Answered, most: int) -> Answered:
    """At most so many choices, evenly spaced, both ends included."""
    if len(curve) <= most:
        return curve
    last = len(curve) - 1
    return [curve[round(last * step / (most - 1))] for step in range(most)]


def _as_json(each: PricedAlternative) -> dict[str, Any]:
    return {
        "name": each.alternative.name,
        "points": len(each.alternative.points),
        "open": [point.column for point in each.alternative.points],
        "share_served": round(each.alternative.share_served, 6),
        "share_fetched": round(each.share_fetched, 6),
        "cost_per_week": round(each.cost_per_week, 2),
        "other_cost_per_week": round(each.alternative.other_cost_per_week, 2),
        "cost_per_tonne": None if each.cost_per_tonne is None else round(each.cost_per_tonne, 2),
        "week": _figures(each.week),
        "by_county": {name: _figures(figures) for name, figures in each.by_county.items()},
        "left_out": [{"point": one.task, "code": one.code, "reason": one.reason} for one in each.left_out],
    }


def _figures(each: Figures) -> dict[str, Any]:
    return {
        "points": round(each.points),
        "kg": round(each.kg),
        "cost": round(each.cost, 2),
        "km": round(each.km, 1),
        "co2_kg": round(each.co2_kg, 1),
        "hours": round(each.hours, 1),
        "cost_per_tonne": None if each.cost_per_tonne is None else round(each.cost_per_tonne, 2),
    }
