"""Kernels of the native search beside plain references that they must equal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.problem import Problem, Task, Vehicle, VehicleCost
from routing.check import violations
from routing.engines.lns.encoding.encode import encode
from routing.engines.lns.encoding.state import add_state
from routing.engines.lns.engine import Search
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.tables import Workspace
from routing.engines.lns.moves.insert_plain import insertion_cost
from routing.engines.lns.moves.recreate import insert_absent
from routing.engines.lns.moves.ruin import remove_route, remove_strings
from routing.engines.lns.moves.snapshots import cost_change, rollback, total_cost
from routing.engines.lns.pricing.evaluation import simulated
from routing.engines.lns.pricing.insertion_filters import fits_route, fits_trip, insertion_lower_bound
from routing.engines.lns.pricing.segments import row_after, row_before
from routing.engines.lns.search import return_to_best
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex

KINDS = {
    "distance alone": {"windows": False, "per_h": 0.0, "bring": False},
    "windows": {"windows": True, "per_h": 0.0, "bring": False},
    "windows, collecting and bringing": {"windows": True, "per_h": 0.0, "bring": True},
    "priced time": {"windows": True, "per_h": 5.0, "bring": True},
}


SIMULATION = (tables.state_words, tables.loads, tables.rooms)


def plain_day(seed: int, *, windows: bool, per_h: float, bring: bool) -> tuple[Problem, TravelMatrices]:
    """Stops on a plane that constant-time pricing covers; two kinds of trucks, one with a short range."""
    rng = np.random.default_rng(seed)
    count = 30
    xy = rng.uniform(0, 20_000, (count, 2))
    metres = np.rint(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))).astype(np.int32)
    opens = rng.integers(0, 20_000, count)
    tasks = tuple(
        Task(
            id=f"t{i}",
            place=i,
            demand=(1 + i % 7,),
            delivery=(i % 3,) if bring else (),
            windows=((int(opens[i]), int(opens[i]) + 9_000),) if windows else (),
            service_s=60,
            penalty=5_000.0,
        )
        for i in range(1, count)
    )
    price = VehicleCost(fixed=10.0, per_km=1.0, per_h=per_h)
    truck = Vehicle(
        id="", start=0, end=0, shift=(0, 36_000 if windows else 10**8), capacity=(25,), cost=price
    )
    vehicles = tuple(
        replace(truck, id=f"v{k}", capacity=(25 - 10 * (k % 2),), max_distance_m=60_000 if k % 2 else None)
        for k in range(12)
    )
    return Problem(vehicles=vehicles, tasks=tasks, dimensions=("kg",)), {
        "car": TravelMatrix(metres // 10, metres)
    }


def searched(problem: Problem, matrices: TravelMatrices, seed: int, iterations: int = 150) -> Search:
    search = Search(DayIndex(problem, matrices), EngineTask(seconds=1.0, seed=seed, iterations=iterations))
    search.run_chunk(0.0)
    return search


def as_simulated(search: Search) -> Workspace:
    """The same routes in a workspace that holds the simulation of each, not its segments."""
    index = search.index
    other = encode(index.problem, index.matrices, neighbours=20, insertion_neighbours=20)
    other.c.is_plain = False
    add_state(other, 1)
    for v in range(other.c.vehicles):
        length = tables.routes(search.workspace.c)[v].length
        tables.best_sequences(other.c)[v, :length] = tables.sequences(search.workspace.c)[v, :length]
        tables.routes(other.c)[v].best_length = length
    return_to_best(other.c)
    return other


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", KINDS)
def test_an_insertion_is_priced_from_segments_as_the_simulator_prices_it(kind: str, seed: int) -> None:
    search = searched(*plain_day(seed, **KINDS[kind]), seed)  # type: ignore[arg-type]
    c, simulated_routes = search.workspace.c, as_simulated(search)
    other = simulated_routes.c
    compared = 0
    for stop in range(c.stops):
        for v in range(c.vehicles):
            if tables.visits(c)[stop].route == v:
                continue
            for k in range(tables.routes(c)[v].length + 1):
                tables.block(other)[0] = stop
                expected = simulated(other, v, k, 1, 0, np.inf) - tables.routes(other)[v].cost
                found = np.inf
                if fits_route(c, stop, v):
                    before, after = row_before(c, v, k), row_after(c, v, k)
                    found = insertion_cost(c, v, before, after, stop, np.inf)
                assert found == pytest.approx(expected, abs=1e-6)
                compared += found < np.inf
    assert compared > 50


@pytest.mark.parametrize("kind", KINDS)
def test_plain_plans_keep_the_rules_and_cost_what_the_search_says(kind: str) -> None:
    problem, matrices = plain_day(7, **KINDS[kind])  # type: ignore[arg-type]
    search = searched(problem, matrices, 7)
    plan = search.plan(0.0)
    assert violations(problem, matrices, plan) == []
    assert plan.cost == pytest.approx(search.best, abs=0.01)


def state_of(search: Search) -> list[object]:
    """Everything that an iteration may change, what lies beyond the routes' ends left out."""
    c = search.workspace.c
    route, visit = tables.routes(c), tables.visits(c)
    served = np.flatnonzero(visit["route"] >= 0)
    state: list[object] = [
        route["length"].tolist(),
        route["cost"].tolist(),
        [(int(stop), int(visit[stop].route), int(visit[stop].position)) for stop in served],
        tables.unloaded(c).tolist(),
    ]
    for v, length in enumerate(route["length"]):
        if length == 0:
            continue
        row = tables.sequences(c)[v, :length]
        state.append(row.tolist())
        if c.is_plain:
            segment = tables.segments(c)
            ends = segment["span_s"][row] + segment["earliest_s"][row]
            state += [ends.tolist(), segment["back_latest_s"][row].tolist(), segment["leg_m"][row].tolist()]
            state += [int(route[v].metres), tables.route_loads(c)[v].tolist()]
            if c.is_time_priced:
                state.append([segment[int(each)].tolist() for each in row])
        else:
            state += [table(c)[v, : length + 1].tolist() for table in SIMULATION]
            state.append(int(route[v].waiting_s))
    return state


def days() -> list[tuple[Problem, TravelMatrices]]:
    plain = [plain_day(1, **kind) for kind in KINDS.values()]  # type: ignore[arg-type]
    return [*plain, rich_day(1, RichDay(tasks=24, shipments_share=0.2, deliveries_share=0.15))]


@pytest.mark.parametrize("number", range(len(KINDS) + 1))
def test_an_iteration_rolled_back_leaves_no_trace_and_its_change_is_the_objectives(number: int) -> None:
    search = searched(*days()[number], 3)
    c = search.workspace.c
    before, cost = state_of(search), total_cost(c)
    for turn in range(60):
        if turn % 4:
            remove_strings(c, 10.0, 10)
        else:
            remove_route(c)
        insert_absent(c, 0.3, 60)
        assert cost + cost_change(c) == pytest.approx(total_cost(c), abs=1e-6)
        rollback(c)
        assert state_of(search) == before


@pytest.mark.parametrize("seed", range(3))
def test_what_is_not_worth_trying_or_joins_no_trip_cannot_be_inserted(seed: int) -> None:
    search = searched(*rich_day(seed, RichDay(tasks=24)), seed)
    c = search.workspace.c
    refused = 0
    for stop in range(c.stops):
        if tables.nodes(c)[stop].partner >= 0:
            continue
        for v in range(c.vehicles):
            if tables.visits(c)[stop].route == v:
                continue
            for k in range(tables.routes(c)[v].length + 1):
                tables.block(c)[0] = stop
                if insertion_lower_bound(c, v, k, 1) < 40.0 and fits_trip(c, v, k, stop, False, False):
                    continue
                refused += 1
                assert simulated(c, v, k, 1, 0, np.inf) - tables.routes(c)[v].cost >= 40.0 - 1e-9
    assert refused > 100
