# ruff: noqa: F401 - the names are handed out as attributes
"""Every import of the service's modules that the record needs, and no other place has any.

One function per part of the service, each importing when it is called: a module that is moved or renamed
is corrected here once. Sections use the names as attributes of what these functions return.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any


def domain() -> Any:
    """The types of problems, plans, matrices, studies and faults."""
    from data.domain import problem
    from data.domain.errors import HuiliuError
    from data.domain.places import LonLat

    return SimpleNamespace(problem=problem, HuiliuError=HuiliuError, LonLat=LonLat)


def planning() -> Any:
    """Search engines, the checker, reasons, hand edits, the rest of a day."""
    from benchmarks.generated_days import RichDay, pyvrp_day, rich_day, vroom_day
    from routing.check import violations
    from routing.construct.repair import PlanBuilder
    from routing.edit import (
        Editor,
        Insert,
        Move,
        Remove,
        Reorder,
        Reverse,
        Swap,
        analyse_position,
        price_insertions,
    )
    from routing.engines.lns.engine import search as lns
    from routing.engines.ortools import search as ortools
    from routing.engines.registry import EngineTask
    from routing.explain import explain
    from routing.model.index import DayIndex
    from routing.model.steps import service_steps
    from routing.replan.difference import compare_plans
    from routing.replan.remaining_problem import ExecutionState, build_remaining_problem
    from routing.solve import SolveOptions, solve
    from routing.validate import faults, remove_unservable

    return SimpleNamespace(**locals())


def made_up_days() -> Any:
    """Days that the tests' factories draw."""
    from tests.factories.breaches import BREACHES
    from tests.factories.full_days import full_day
    from tests.factories.planned_days import planned_day
    from tests.factories.small_days import ROAD, day, task, truck, yard
    from tests.factories.vroom_documents import GIVEN, REFUSED, SOLVED

    return SimpleNamespace(**locals())


def formats() -> Any:
    """Readers and writers of problem and plan files."""
    from routing.formats import detect, lilim, native, sol, solomon, vroom, vrplib
    from routing.formats.native import ProblemFile

    return SimpleNamespace(**locals())


def calendars() -> Any:
    """Periodic problems: their search, obstacles, patterns, checker and file."""
    from routing.check.calendar import calendar_violations
    from routing.formats.periodic import calendar_as_json, read_periodic
    from routing.periodic.infeasibility import faults, infeasible_places
    from routing.periodic.options import CalendarOptions
    from routing.periodic.patterns import patterns, working_days
    from routing.periodic.search import search
    from tests.factories.calendars import made_up

    return SimpleNamespace(**locals())


def siting() -> Any:
    """Siting studies: their file and their search in this process."""
    from network.coverage.bands import count_by_band
    from network.coverage.study_file import answer_as_json, read_study
    from network.siting.search.dispatch import search

    return SimpleNamespace(**locals())


def roads() -> Any:
    """Road networks: import, both engines, snapping, paths, isochrones, tiles."""
    from data.samples.district import write_district
    from network.engine.build import build_engine as compiled_engine
    from network.engine.reference import ReferenceEngine
    from network.geo.polyline import encode
    from network.graph.files import graph_id
    from network.metric.overlay import NO_CHANGES, Change, Overlay
    from network.metric.road_metric import road_metric
    from network.osm.load import import_source
    from network.tiles import encode_vector_tile
    from network.travel.geometry import leg_paths, path_shape
    from network.travel.isochrones import as_geojson, isochrones
    from network.travel.matrices import travel_matrix
    from network.travel.nearest import find_nearest_roads
    from network.travel.snapping import snap

    return SimpleNamespace(**locals())


def command_line() -> Any:
    """The root of the `huiliu` command."""
    from app.cli import cli

    return cli


def web_application() -> tuple[Any, str]:
    """The application without a home, and its OpenAPI document as text."""
    from pathlib import Path

    from app.api.documentation import document_text
    from app.factory import create_app
    from data.settings import Settings

    app = create_app(Settings(home=Path("/nonexistent"), secret_key="for the document only"))
    return app, document_text(app)


def stored_days() -> Any:
    """The application, and what stores a planned day for it."""
    from app.factory import create_app
    from data.settings import Settings
    from data.store.engine import dispose, session
    from data.store.migrate import upgrade
    from data.store.plans.publication import publish
    from data.store.plans.tables import Route
    from tests.factories.rows import make_world
    from tests.factories.solved_days import solved_plan
    from tests.factories.store import FakeQueue, make_key

    return SimpleNamespace(**locals())
