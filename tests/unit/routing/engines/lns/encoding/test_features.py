"""Features of a problem decide which exact but cheaper way the search takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.problem import Facility, Problem, Rest, Rules
from routing.engines.lns.encoding.encode import encode
from routing.engines.lns.layout import tables
from routing.engines.lns.layout.rows import DEAR_FIRST, NARROW_FIRST
from routing.engines.lns.layout.tables import Context, Workspace
from routing.engines.lns.warm_up import plain_day

PLAIN, MATRICES = plain_day()


def encoded(problem: Problem) -> Workspace:
    return encode(problem, MATRICES, neighbours=5, insertion_neighbours=5)


def test_a_day_of_one_trip_and_one_price_is_plain_and_one_way() -> None:
    workspace = encoded(PLAIN)
    c = workspace.c
    assert c.is_plain
    assert c.is_one_way
    assert not c.is_time_priced
    assert not c.is_weighed


@pytest.mark.parametrize(
    "changes",
    [
        {"rules": Rules(rest=Rest(after_driving_s=7_200, duration_s=900))},
        {"rules": Rules(end_empty=True)},
        {"facilities": (Facility(id="f", place=8),)},
    ],
)
def test_a_rule_that_segments_cannot_price_makes_a_day_rich(changes: dict[str, object]) -> None:
    assert not encoded(replace(PLAIN, **changes)).c.is_plain  # type: ignore[arg-type]


def test_windows_bind_only_where_a_route_may_miss_them() -> None:
    long_shifts = tuple(replace(each, shift=(0, 10**6)) for each in PLAIN.vehicles)
    assert encoded(replace(PLAIN, vehicles=long_shifts)).c.is_untimed
    short_shifts = tuple(replace(each, shift=(0, 900)) for each in PLAIN.vehicles)
    assert not encoded(replace(PLAIN, vehicles=short_shifts)).c.is_untimed


def test_orders_in_which_stops_do_not_differ_are_not_drawn() -> None:
    long_shifts = tuple(replace(each, shift=(0, 10**6)) for each in PLAIN.vehicles)
    drawn = orders_of(encoded(replace(PLAIN, vehicles=long_shifts)).c)
    assert not drawn & {NARROW_FIRST, DEAR_FIRST}
    problem, matrices = rich_day(1, RichDay(tasks=12))
    rich = encode(problem, matrices, neighbours=5, insertion_neighbours=5)
    assert orders_of(rich.c) >= {NARROW_FIRST, DEAR_FIRST}


def orders_of(c: Context) -> set[int]:
    return set(tables.orders(c).tolist())
