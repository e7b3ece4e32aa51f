"""`huiliu demo`, step by step: roads, a day, its plan and publication, and the web server."""

from __future__ import annotations

import datetime as dt
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.ops.demo.login import Login, ensure_login
from app.ops.demo.plan import document, new_plan, plan_day, publish_plan
from app.ops.demo.ports import free_port
from app.ops.demo.processes import Children
from data.domain.errors import Fault, UnavailableError
from data.samples.seed import seed_day
from data.settings import Settings, child_environment
from data.store.engine import session
from data.store.migrate import upgrade
from data.store.plans.lookup import RouteDetail
from network.library import NetworkLibrary
from workers.queue.server import QueueServer, ensure_redis
from workers.samples.placement import day_on
from workers.samples.roads import SAMPLE_NETWORK, DemoRoads, district_roads, file_roads, place_roads

Report = Callable[[str], None]
_BESIDE_SEARCH_S = 300.0
_WEB_LIMIT_S = 60.0
_LOOK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """Options of ``huiliu demo``.

    Attributes
    ----------
    once
        Exit after the plan, without a web server.
    port
        None takes the first free one from the configured port on.
    osm, place
        Real roads instead of the synthetic district; at most one of them.
    """

    once: bool = False
    port: int | None = None
    osm: Path | None = None
    place: str | None = None
    requests: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A demo whose day is planned.

    Attributes
    ----------
    document
        Output of ``--json``.
    planner_url, driver_url
        Empty without a web server or a route.
    """

    document: dict[str, Any]
    login: Login
    planner_url: str = ""
    driver_url: str = ""


def run_demo(
    settings: Settings, options: DemoOptions, *, report: Report, show: Callable[[Demo], None]
) -> None:
    """Plan the demo's day and show it; then, unless `once`, serve until SIGINT or SIGTERM.

    Parameters
    ----------
    report
        Called with each step as it begins.
    show
        Called when the plan is ready and, unless `once`, the pages answer.

    Raises
    ------
    HuiliuError
        A step failed; every child has ended by then.
    KeyboardInterrupt
        A signal came before the plan was shown; every child has ended by then.
    """
    started = time.monotonic()
    port = 0 if options.once else free_port(settings, options.port)
    settings = settings.replace(host="127.0.0.1", port=port, open_compat=True)
    # SIGINT too: it is inherited as ignored if a shell started the process in the background.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    logs = settings.home / "demo"
    report(f"home {settings.home}: database")
    upgrade(settings)
    logs.mkdir(parents=True, exist_ok=True)
    report("queue")
    queue = ensure_redis(settings, end_with_me=True)
    children = Children(child_environment(settings), logs, report)
    try:
        children.start("worker", "worker")
        demo = _plan(settings, options, children, report, started)
        show(demo)
        if not options.once:
            _stay_up(children, report)
    finally:
        _end(children, queue)


def _stay_up(children: Children, report: Report) -> None:
    """Supervise the children until a signal arrives."""
    try:
        while True:
            time.sleep(_LOOK_EVERY_S)
            children.watch()
    except KeyboardInterrupt:
        report("stopping")


def _plan(
    settings: Settings, options: DemoOptions, children: Children, report: Report, started: float
) -> Demo:
    roads = _roads(settings, options, report)
    settings = settings.replace(network=roads.info.name)
    if not options.once:
        children.environment = child_environment(settings)
        children.start("server", "serve")
    with session(settings, write=True) as store:
        login, organisation, user = ensure_login(store, settings.home / "demo" / "login.json")
    assert organisation.id is not None
    date = (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=organisation.utc_offset_min)).date()
    report(f"placing {options.requests} requests on {roads.info.nodes} junctions")
    ref = _seed(settings, organisation.id, date, roads=roads, requests=options.requests)
    report(f"planning {date} through the queue, {settings.solve_seconds:g} s of search")
    plan_id = new_plan(settings, organisation.id, user.id, ref, date)
    limit_s = settings.solve_seconds + _BESIDE_SEARCH_S
    plan_day(settings, plan_id, report=report, watch=children.watch, limit_s=limit_s)
    routes = publish_plan(settings, organisation.id, plan_id, report)
    seconds = time.monotonic() - started
    summary = document(settings, plan_id, roads=roads.info.name, seconds=seconds)
    if options.once:
        return Demo(document=summary, login=login)
    base = f"http://127.0.0.1:{settings.port}"
    _await_web(base, children, report)
    return Demo(
        document=summary, login=login, planner_url=f"{base}/", driver_url=_driver_url(settings, base, routes)
    )


def _roads(settings: Settings, options: DemoOptions, report: Report) -> DemoRoads:
    if options.osm is not None:
        return file_roads(settings, options.osm, report)
    if options.place is not None:
        return place_roads(settings, options.place, report)
    report("drawing the synthetic district")
    return district_roads(settings, report)


def _seed(settings: Settings, organisation_id: int, date: dt.date, *, roads: DemoRoads, requests: int) -> str:
    """Create a day's requests around a centre on these roads; return the centre's reference."""
    graph = NetworkLibrary(settings.home).open(roads.info.name)
    day = day_on(graph, requests=requests, labels=roads.labels)
    prefix = "" if roads.info.name == SAMPLE_NETWORK else f"{roads.info.name[:40]}-"
    with session(settings, write=True) as store:
        return seed_day(store, organisation_id, day, date=date, network=roads.info.name, prefix=prefix).ref


def _await_web(base: str, children: Children, report: Report) -> None:
    report(f"waiting for {base}")
    deadline = time.monotonic() + _WEB_LIMIT_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=5.0):  # noqa: S310 - our own loopback
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
            children.watch()
    log = children.logs / "server.log"
    raise UnavailableError(
        Fault("W404", f"The web server does not answer at {base}.", f"Read {log}.", "server")
    )


def _driver_url(settings: Settings, base: str, routes: list[RouteDetail]) -> str:
    if not routes:
        return ""
    from app.auth.driver_tokens import link_path
    from app.factory import create_app

    longest = max(routes, key=lambda detail: len(detail.visits))
    with create_app(settings).test_request_context(base_url=base):
        return base + link_path(longest.route)


def _end(children: Children, queue: QueueServer) -> None:
    """Stop everything; a second signal must not interrupt that."""
    before = [(sig, signal.signal(sig, signal.SIG_IGN)) for sig in (signal.SIGINT, signal.SIGTERM)]
    try:
        children.stop()
        queue.stop()
    finally:
        for sig, handler in before:
            signal.signal(sig, handler)
