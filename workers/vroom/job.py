"""The job that solves a VROOM document: matrices where it brings none, search, check, VROOM's answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from rq.timeouts import JobTimeoutException

from data.domain.errors import Fault, HuiliuError, InputError, NotFoundError
from data.domain.matrix import TravelMatrix
from data.domain.places import LonLat
from data.settings import Settings
from network.closures.store import ClosureStore
from network.geo.polyline import encode
from network.library import NetworkLibrary
from network.profiles.profile import resolve_profile_name
from network.travel.road_source import RoadSource
from routing import validate
from routing.check import violations
from routing.formats import vroom
from routing.solve import SolveOptions, solve
from workers.queue.job_context import job_context
from workers.road_source import select_road_source
from workers.vroom.queue import SolveAnswer, SolveRequest, exchange_of, reply

log = logging.getLogger(__name__)

_SEED = 0


def solve_vroom(identity: str, network: str, seconds: float, processes: int, geometry: bool) -> None:
    """Solve a document and send the answer to the program that waits; the function that the queue calls."""
    settings, connection = job_context()
    exchange = exchange_of(connection, identity)
    text = exchange.take()
    if text is None:
        return
    request = SolveRequest(
        text=text, network=network, seconds=seconds, processes=processes, geometry=geometry
    )
    answer = answer_to(settings, request, should_stop=exchange.is_abandoned)
    if not exchange.is_abandoned():
        reply(exchange, answer)


def answer_to(settings: Settings, request: SolveRequest, *, should_stop: Callable[[], bool]) -> SolveAnswer:
    """VROOM's answer to a document, whatever goes wrong, with vroom-express' HTTP status."""
    try:
        return SolveAnswer(200, _solution(settings, request, should_stop))
    except HuiliuError as error:
        return SolveAnswer(*vroom.error_document(error))
    except JobTimeoutException:
        return SolveAnswer(500, {"code": vroom.INTERNAL, "error": "Solving took far longer than asked for."})
    except Exception:
        log.exception("a VROOM document could not be solved")
        return SolveAnswer(500, {"code": vroom.INTERNAL, "error": "Internal error"})


def _solution(settings: Settings, request: SolveRequest, should_stop: Callable[[], bool]) -> dict[str, Any]:
    document = vroom.read_request(request.text)
    roads = _source(settings, request.network) if request.network else None
    matrices = None
    if not document.given and roads is not None:
        matrices = _matrices(roads, document, settings.max_matrix_places)
    if document.plan_mode:
        answer = vroom.plan_mode_solution(document, matrices)
    else:
        answer = _solve(document, matrices, request, should_stop)
    if request.geometry and roads is not None:
        _add_geometry(roads, answer, {vehicle.id: vehicle.profile for vehicle in document.vehicles})
    return answer


def _solve(
    document: vroom.Request,
    matrices: dict[str, TravelMatrix] | None,
    request: SolveRequest,
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    file = document.problem_file(matrices)
    assert file.matrices is not None
    faults = validate.faults(file.problem, file.matrices)
    if faults:
        raise InputError(faults)
    options = SolveOptions(
        seconds=request.seconds, processes=request.processes, seed=_SEED, warm=document.warm_plan(file)
    )
    plan = solve(file.problem, file.matrices, options, should_stop=should_stop)
    broken = violations(file.problem, file.matrices, plan)
    if broken:
        raise HuiliuError(
            Fault("R410", each.message, "Report this defect of the search.", each.code) for each in broken
        )
    return vroom.solution(document, plan, matrices=matrices)


def _source(settings: Settings, name: str) -> RoadSource:
    """A network as it can be driven now."""
    graph, moment = NetworkLibrary(settings.home).open(name), datetime.now(UTC)
    overlay = ClosureStore(settings.home).overlay(name, graph).during(moment, moment)
    return select_road_source(settings, graph, overlay)


def _matrices(source: RoadSource, request: vroom.Request, most_places: int) -> dict[str, TravelMatrix]:
    """A matrix per profile that vehicles drive by, under the name that the document has for it."""
    if len(request.places) > most_places:
        cause = f"{len(request.places)} places, over the {most_places} of HUILIU_MAX_MATRIX_PLACES."
        raise InputError(Fault("W203", cause, "Split the problem, or raise the setting.", "document"))
    return {
        name: source.matrix(request.places, profile=_profile(name)).matrix
        for name in sorted(request.profiles)
    }


def _add_geometry(source: RoadSource, document: dict[str, Any], profiles: Mapping[int, str]) -> None:
    """Give every route of an answer its line on the road, as far as its steps have locations."""
    for route in document["routes"]:
        places = [LonLat(*step["location"][:2]) for step in route["steps"] if "location" in step]
        legs = [(row, row + 1) for row, (a, b) in enumerate(pairwise(places)) if a != b]
        driven = source.legs(places, legs, profile=_profile(profiles[route["vehicle"]]))
        route["geometry"] = encode([point for leg in driven for point in leg.line])


def _profile(name: str) -> str:
    try:
        return resolve_profile_name(name)
    except NotFoundError as error:
        fault = Fault("F301", f"Invalid profile: {name}.", error.faults[0].action, "vehicles")
        raise InputError(fault) from error
