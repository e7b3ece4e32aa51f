"""The job that answers a scenario of a coverage study: rows → roads → costs → search → curve → prices → rows.

The question is put on the study's network, searched, set beside other numbers of points (`curve`), and where
asked for priced by the routes that empty the points (`pricing`). `workers.queue.attempts` begins, reports
and ends the job.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from redis import Redis

from data.domain.places import LonLat
from data.domain.study import Measure, SitingAnswer, SitingStudy
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site
from data.store.studies import lifecycle
from data.store.studies.tables import Scenario, Study
from network.closures.store import ClosureStore
from network.coverage.cost_cache import StudyRoads, cached_travel_costs
from network.coverage.scenario_study import build_scenario_study, summarize_access
from network.coverage.stages import Stages, solve_stages, stages_as_json
from network.coverage.study_file import StudyFile, answer_as_json
from network.library import NetworkLibrary
from network.siting.solve import solve
from workers.queue.attempts import Attempt, Phase, Store, run_attempt
from workers.queue.job_context import job_context
from workers.queue.jobs import SCENARIOS
from workers.road_source import select_road_source
from workers.siting.collection_terms import collection_terms
from workers.siting.curve import covering_curve, curve_as_json, with_prices
from workers.siting.periodic_problem import CollectionTerms
from workers.siting.priced_answer import Answered, Priced, columns_of, priced_document, summary

CURVE_SHARE = 0.5
"""Of the search time, for the curve; most often it takes a small part of that."""
PHASES = {
    "roads": Phase(2, 2),
    "matrix": Phase(5, 5),
    "improving": Phase(15, 55, is_timed=True),
    "curve": Phase(55, 55),
    "pricing": Phase(65, 99),
}


def solve_scenario(scenario_id: str, attempt: int) -> None:
    """Answer a stored, queued scenario; the function that the queue calls.

    Raises
    ------
    Exception
        What kept it from being answered; its cause stands in the scenario's row too.
    """
    answer_scenario(*job_context(), scenario_id, attempt)


def answer_scenario(settings: Settings, connection: Redis, scenario_id: str, attempt: int = 1) -> None:
    """Answer a queued scenario; does nothing where this attempt is over or was begun before.

    Raises
    ------
    Exception
        See `solve_scenario`.
    """
    run_attempt(
        SCENARIOS,
        settings,
        connection,
        scenario_id,
        attempt,
        begin=lifecycle.begin,
        phases=PHASES,
        work=partial(_answer, settings),
    )


def _answer(settings: Settings, begun: tuple[Scenario, Study], attempt: Attempt[Scenario]) -> Store:
    """Answer the question of a scenario."""
    row, study = begun
    attempt.enter("roads")
    pricing = _terms(settings, row, study)
    file = build_scenario_study(
        study.keys, row.question, network=study.network, profile=study.profile, measure=study.measure
    )
    roads = _roads(settings, study)
    attempt.enter("matrix")
    costs = cached_travel_costs(settings.home, roads, file.places, file.candidates)
    attempt.enter("improving", search_s=row.seconds_limit)
    asked = file.study(costs)
    found, stages = _search(file, asked, row, attempt)
    document: dict[str, Any] = answer_as_json(found)
    figures: dict[str, Any] = {}
    if found.objective is not None:
        reaching, figures = _reaching(file, study, asked, found, stages)
        curve = _curve(asked, found, row, attempt)
        document |= reaching | {"curve": curve_as_json(curve)}
        if pricing is not None and found.open and not attempt.should_stop():
            columns = columns_of(study.keys)
            own = Priced(study=asked, answer=found, columns=columns, curve=curve, stages=stages)
            document["pricing"] = _price(settings, own, pricing, roads, attempt)
            document["curve"] = with_prices(curve, document["pricing"])
            figures |= summary(document["pricing"])
    figures |= {"status": found.status, "gap": document["gap"]}
    return lambda store: lifecycle.finish(store, row.id, attempt.number, document, figures)


def _roads(settings: Settings, study: Study) -> StudyRoads:
    """The study's network as it can be driven now."""
    library, moment = NetworkLibrary(settings.home), datetime.now(UTC)
    graph = library.open(study.network)
    return StudyRoads(
        graph=graph,
        version=library.info(study.network).graph,
        overlay=ClosureStore(settings.home).overlay(study.network, graph).during(moment, moment),
        profile=study.profile,
        measure=cast(Measure, study.measure),
    )


def _reaching(
    file: StudyFile, study: Study, asked: SitingStudy, found: SitingAnswer, stages: Stages
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The distance of every place in the end, with the stages; and the figures of the end."""
    keys = study.keys

    def reach(answer: SitingAnswer) -> dict[str, Any]:
        return summarize_access(keys, asked.cost, answer.open, measure=study.measure, radius=asked.radius)

    whole = reach(found)
    document = {"reach": whole["reach"], "nearest": whole["nearest"]}
    if stages:
        plain = zip(stages_as_json(file, stages), stages, strict=True)
        document["stages"] = [one | {"figures": reach(answer)["figures"]} for one, answer in plain]
    return document, whole["figures"]


def _search(
    file: StudyFile, asked: SitingStudy, row: Scenario, attempt: Attempt[Scenario]
) -> tuple[SitingAnswer, Stages]:
    """The answer, and those of its stages; () where none were asked for."""

    def report(incumbent: SitingAnswer) -> None:
        attempt.found(incumbent.objective, len(incumbent.open))

    seconds = row.seconds_limit
    if not file.stages:
        found = solve(asked, seconds=seconds, on_incumbent=report, should_stop=attempt.should_stop)
        return found, ()
    return solve_stages(file, asked, seconds=seconds, on_incumbent=report, should_stop=attempt.should_stop)


def _curve(asked: SitingStudy, found: SitingAnswer, row: Scenario, attempt: Attempt[Scenario]) -> Answered:
    attempt.enter("curve")
    if attempt.should_stop():
        return ()
    seconds = row.seconds_limit * CURVE_SHARE
    return covering_curve(asked, found, seconds=seconds, should_stop=attempt.should_stop)


def _price(
    settings: Settings,
    own: Priced,
    pricing: tuple[CollectionTerms, float],
    roads: StudyRoads,
    attempt: Attempt[Scenario],
) -> dict[str, Any]:
    attempt.enter("pricing")
    terms, seconds = pricing
    return priced_document(
        own,
        terms,
        roads.graph,
        select_road_source(settings, roads.graph, roads.overlay),
        seconds=seconds,
        on_progress=lambda done, total, _name: attempt.advance(done, total),
        should_stop=attempt.should_stop,
    )


def _terms(settings: Settings, row: Scenario, study: Study) -> tuple[CollectionTerms, float] | None:
    """The terms of collection, and the seconds to price them; None where they are not asked for."""
    given = row.question.get("collection")
    if not given:
        return None
    with session(settings) as store:
        centre = store.get_one(Site, study.centre_id)
    terms, seconds = collection_terms(given, LonLat(centre.lon, centre.lat))
    return (terms, seconds) if seconds > 0 else None
