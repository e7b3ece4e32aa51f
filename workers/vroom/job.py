"""The job that solves a VROOM document: roads where it brings none, search, check, VROOM's words again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from types import TracebackType
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq import get_current_job
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
from workers.plan.road_source import roads_asked
from workers.queue.job_context import job_settings
from workers.vroom.queue import Answered, Asked, is_wanted, reply, take

log = logging.getLogger(__name__)

_LOOK_S = 1.0
_SEED = 0


def solve_vroom(identity: str, network: str, seconds: float, processes: int, geometry: bool) -> None:
    """The queue's job: solve a document and send the answer to whoever waits for it."""
    job = get_current_job()
    assert job is not None, "run by a worker; answer_to is the function to call"
    assert job.connection is not None
    text = take(job.connection, identity)
    if text is None:
        log.info("%s: nobody waits for it any more", identity)
        return
    asked = Asked(text=text, network=network, seconds=seconds, processes=processes, geometry=geometry)
    with _Watch(job.connection, identity) as watch:
        answered = answer_to(job_settings(), asked, should_stop=watch.left)
    if not watch.left():
        reply(job.connection, identity, answered)


def answer_to(settings: Settings, asked: Asked, *, should_stop: Callable[[], bool]) -> Answered:
    """VROOM's answer to a document, whatever goes wrong, with vroom-express' HTTP status."""
    try:
        return Answered(200, _solution(settings, asked, should_stop))
    except HuiliuError as error:
        return Answered(*vroom.error_document(error))
    except JobTimeoutException:
        return Answered(500, {"code": vroom.INTERNAL, "error": "Solving took far longer than asked for."})
    except Exception:
        log.exception("a VROOM document could not be solved")
        return Answered(500, {"code": vroom.INTERNAL, "error": "Internal error"})


def _solution(settings: Settings, asked: Asked, should_stop: Callable[[], bool]) -> dict[str, Any]:
    request = vroom.read_request(asked.text)
    roads = _source(settings, asked.network) if asked.network else None
    matrices = None
    if not request.given and roads is not None:
        matrices = _matrices(roads, request, settings.max_matrix_places)
    if request.plan_mode:
        document = vroom.plan_mode_solution(request, matrices)
    else:
        document = _solved(request, matrices, asked, should_stop)
    if asked.geometry and roads is not None:
        _add_geometry(roads, document, {vehicle.id: vehicle.profile for vehicle in request.vehicles})
    return document


def _solved(
    request: vroom.Request,
    matrices: dict[str, TravelMatrix] | None,
    asked: Asked,
    should_stop: Callable[[], bool],
) -> dict[str, Any]:
    file = request.problem_file(matrices)
    assert file.matrices is not None
    faults = validate.faults(file.problem, file.matrices)
    if faults:
        raise InputError(faults)
    options = SolveOptions(
        seconds=asked.seconds, processes=asked.processes, seed=_SEED, warm=request.warm_plan(file)
    )
    plan = solve(file.problem, file.matrices, options, should_stop=should_stop)
    broken = violations(file.problem, file.matrices, plan)
    if broken:
        raise HuiliuError(
            Fault("R410", each.message, "Report this: a search proposed it.", each.code) for each in broken
        )
    return vroom.solution(request, plan, matrices=matrices)


def _source(settings: Settings, name: str) -> RoadSource:
    """A network as it can be driven now."""
    graph, moment = NetworkLibrary(settings.home).open(name), datetime.now(UTC)
    overlay = ClosureStore(settings.home).overlay(name, graph).during(moment, moment)
    return roads_asked(settings, graph, overlay)


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


class _Watch:
    """Looks, in a thread of its own, whether anybody still waits; the looking ends with the context."""

    def __init__(self, connection: Redis, identity: str) -> None:
        self._connection = connection
        self._identity = identity
        self._left = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name=f"watch {identity}", daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def left(self) -> bool:
        """Whether nobody waits any more."""
        return self._left.is_set()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_S):
            try:
                if not is_wanted(self._connection, self._identity):
                    self._left.set()
                    return
            except RedisError as error:
                log.warning("%s: whether it is still wanted cannot be asked now: %s", self._identity, error)
