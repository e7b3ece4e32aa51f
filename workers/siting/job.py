"""The job that answers a scenario of a coverage study: rows → roads → ways → search → curve → prices → rows.

As of a plan, the database is asked at the beginning and written at the end; whatever goes wrong ends
in the scenario's row with its cause, except what may pass by itself.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from typing import Any, cast

from redis import Redis
from rq import get_current_job

from data.domain.errors import Fault, UnavailableError
from data.domain.places import LonLat
from data.domain.study import Measure, SitingAnswer, SitingStudy
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site
from data.store.studies import lifecycle
from data.store.studies.tables import Scenario, ScenarioStatus, Study
from network.closures.store import ClosureStore
from network.coverage.cost_cache import StudyRoads, cached_travel_costs
from network.coverage.scenario_study import build_scenario_study, summarize_access
from network.coverage.stages import Stages, solve_stages, stages_as_json
from network.coverage.study_file import StudyFile, answer_as_json
from network.library import NetworkLibrary
from network.siting.solve import solve
from workers.plan.road_source import roads_asked
from workers.queue.job_context import job_settings
from workers.queue.job_faults import fault_of
from workers.queue.progress import Progress, Reporter
from workers.siting.collection_terms import collection_terms
from workers.siting.curve import covering_curve, curve_as_json, with_prices
from workers.siting.periodic_problem import CollectionTerms
from workers.siting.priced_answer import Answered, Priced, columns_of, priced_document, summary

log = logging.getLogger(__name__)

CURVE_SHARE = 0.5
"""Of the search time, for the curve; most often it takes a small part of that."""
_PERCENT = {"roads": 2, "matrix": 5, "improving": 15, "curve": 55, "pricing": 65}
_LOOK_S = 0.5
_TOO_LONG = Fault(
    "W702",
    "The search took far longer than its time and was ended.",
    "The study is kept. Ask with fewer candidates, or on a faster machine.",
    "scenario",
)
_DEFECT = Fault(
    "W703",
    "The search failed inside the program",
    "The study is kept. Ask again; if it recurs, report it with the worker's log.",
    "scenario",
)


def solve_scenario(scenario_id: str, attempt: int) -> None:
    """The queue's job: answer a stored, queued scenario.

    Raises
    ------
    Exception
        Whatever kept it from being answered; it stands in the scenario's row too.
    """
    job = get_current_job()
    assert job is not None, "run by a worker; answer_scenario is the function to call"
    assert job.connection is not None
    answer_scenario(job_settings(), job.connection, scenario_id, attempt)


def answer_scenario(settings: Settings, connection: Redis, scenario_id: str, attempt: int = 1) -> None:
    """Answer a queued scenario; does nothing where this attempt is over or was begun before.

    Raises
    ------
    Exception
        See `solve_scenario`.
    """
    with session(settings, write=True) as store:
        taken = lifecycle.begin(store, scenario_id, attempt)
    if taken is None:
        log.info("scenario %s: attempt %d is not to be made", scenario_id, attempt)
        return
    row, study = taken
    seen = _Attempt(settings, Reporter(connection, scenario_id), row, attempt)
    try:
        status = _answer(settings, row, study, seen)
    except UnavailableError:
        raise
    except Exception as error:
        stopped = seen.should_stop()
        with session(settings, write=True) as store:
            fault = None if stopped else fault_of(error, too_long=_TOO_LONG, defect=_DEFECT)
            ended = lifecycle.end_without(store, scenario_id, attempt, fault)
        status = ScenarioStatus.CANCELLED if stopped else ScenarioStatus.FAILED
        if ended:
            seen.reporter.end(status.value)
        if not stopped:
            raise
        return
    if status is not None:
        seen.reporter.end(status.value)


class _Attempt:
    """Reports an attempt, and asks now and then whether people want it stopped."""

    def __init__(self, settings: Settings, reporter: Reporter, row: Scenario, attempt: int) -> None:
        self.settings = settings
        self.reporter = reporter
        self.attempt = attempt
        self._id = row.id
        self._seconds = row.seconds_limit
        self._began_s = self._phase_s = self._looked_s = time.monotonic()
        self._phase = "queued"
        self._best: SitingAnswer | None = None
        self._done = 0.0
        self._stop = False

    def enter(self, phase: str) -> None:
        """Begin a phase, and let everyone know."""
        self._phase, self._phase_s = phase, time.monotonic()
        with session(self.settings, write=True) as store:
            lifecycle.set_phase(store, self._id, self.attempt, phase)
        self._report()

    def incumbent(self, found: SitingAnswer) -> None:
        """A better choice was found."""
        self._best = found
        self._report()

    def priced(self, done: int, total: int, _name: str) -> None:
        """So many of all calendars are made."""
        self._done = done / max(total, 1)
        self._report()

    def should_stop(self) -> bool:
        """Whether the attempt was cancelled or taken over; the database is asked twice a second at most."""
        moment = time.monotonic()
        if not self._stop and moment - self._looked_s >= _LOOK_S:
            self._looked_s = moment
            with session(self.settings) as store:
                self._stop = lifecycle.must_stop(store, self._id, self.attempt)
            self._report()
        return self._stop

    def _report(self) -> None:
        moment = time.monotonic()
        percent, left_s = _PERCENT[self._phase], None
        if self._phase == "improving":
            gone_s = min(moment - self._phase_s, self._seconds)
            percent += int((_PERCENT["curve"] - percent) * gone_s / self._seconds)
            left_s = round(self._seconds - gone_s, 1)
        elif self._phase == "pricing":
            percent += int((99 - percent) * self._done)
        best = self._best
        self.reporter.report(
            Progress(
                phase=self._phase,
                percent=percent,
                at=round(moment - self._began_s, 2),
                cost=None if best is None else best.objective,
                served=None if best is None else len(best.open),
                seconds_left=left_s,
                attempt=self.attempt,
            )
        )


def _answer(settings: Settings, row: Scenario, study: Study, seen: _Attempt) -> ScenarioStatus | None:
    """Answer and store; how it ended, or None where another attempt took over."""
    seen.enter("roads")
    pricing = _terms(settings, row, study)
    file = build_scenario_study(
        study.keys, row.question, network=study.network, profile=study.profile, measure=study.measure
    )
    library, moment = NetworkLibrary(settings.home), datetime.now(UTC)
    graph = library.open(study.network)
    roads = StudyRoads(
        graph=graph,
        version=library.info(study.network).graph,
        overlay=ClosureStore(settings.home).overlay(study.network, graph).during(moment, moment),
        profile=study.profile,
        measure=cast(Measure, study.measure),
    )
    seen.enter("matrix")
    ways = cached_travel_costs(settings.home, roads, file.places, file.candidates)
    seen.enter("improving")
    asked = file.study(ways)
    found, stages = _searched(file, asked, row, seen)
    document: dict[str, Any] = answer_as_json(found)
    figures: dict[str, Any] = {}
    if found.objective is not None:
        reaching, figures = _reaching(file, study, asked, found, stages)
        curve = _curve(asked, found, row, seen)
        document |= reaching | {"curve": curve_as_json(curve)}
        if pricing is not None and found.open and not seen.should_stop():
            columns = columns_of(study.keys)
            own = Priced(study=asked, answer=found, columns=columns, curve=curve, stages=stages)
            document["pricing"] = _priced(settings, own, pricing, roads, seen)
            document["curve"] = with_prices(curve, document["pricing"])
            figures |= summary(document["pricing"])
    figures |= {"status": found.status, "gap": document["gap"]}
    with session(settings, write=True) as store:
        stored = lifecycle.finish(store, row.id, seen.attempt, document, figures)
    return ScenarioStatus.SOLVED if stored else None


def _reaching(
    file: StudyFile, study: Study, asked: SitingStudy, found: SitingAnswer, stages: Stages
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Who is how far in the end, with the stages and their figures; and the figures of the end."""
    keys = study.keys

    def told(answer: SitingAnswer) -> dict[str, Any]:
        return summarize_access(keys, asked.cost, answer.open, measure=study.measure, radius=asked.radius)

    whole = told(found)
    document = {"reach": whole["reach"], "nearest": whole["nearest"]}
    if stages:
        plain = zip(stages_as_json(file, stages), stages, strict=True)
        document["stages"] = [one | {"figures": told(answer)["figures"]} for one, answer in plain]
    return document, whole["figures"]


def _searched(
    file: StudyFile, asked: SitingStudy, row: Scenario, seen: _Attempt
) -> tuple[SitingAnswer, Stages]:
    """The answer, and those of its stages, () where none were asked for."""
    seconds = row.seconds_limit
    if not file.stages:
        found = solve(asked, seconds=seconds, on_incumbent=seen.incumbent, should_stop=seen.should_stop)
        return found, ()
    return solve_stages(
        file, asked, seconds=seconds, on_incumbent=seen.incumbent, should_stop=seen.should_stop
    )


def _curve(asked: SitingStudy, found: SitingAnswer, row: Scenario, seen: _Attempt) -> Answered:
    seen.enter("curve")
    if seen.should_stop():
        return ()
    seconds = row.seconds_limit * CURVE_SHARE
    return covering_curve(asked, found, seconds=seconds, should_stop=seen.should_stop)


def _priced(
    settings: Settings, own: Priced, pricing: tuple[CollectionTerms, float], roads: StudyRoads, seen: _Attempt
) -> dict[str, Any]:
    seen.enter("pricing")
    terms, seconds = pricing
    return priced_document(
        own,
        terms,
        roads.graph,
        roads_asked(settings, roads.graph, roads.overlay),
        seconds=seconds,
        on_progress=seen.priced,
        should_stop=seen.should_stop,
    )


def _terms(settings: Settings, row: Scenario, study: Study) -> tuple[CollectionTerms, float] | None:
    """How the points would be emptied, and the seconds for it; None where nobody wants to know."""
    given = row.question.get("collection")
    if not given:
        return None
    with session(settings) as store:
        centre = store.get_one(Site, study.centre_id)
    terms, seconds = collection_terms(given, LonLat(centre.lon, centre.lat))
    return (terms, seconds) if seconds > 0 else None
