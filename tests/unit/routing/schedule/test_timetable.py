"""The label-setting scheduler against a plain search over every second."""

from __future__ import annotations

import math
import random
from functools import cache

import pytest

from data.domain.problem import Break, Rest
from routing.model.index import NEVER_DUE_S
from routing.schedule.labels import TimingFailure
from routing.schedule.timetable import Timetable, compute_timetable
from routing.schedule.timing_problem import TimingProblem


def cheapest(problem: TimingProblem) -> float | None:
    """Least cost over every moment of leaving and every way to spend each second; None where nothing fits."""
    limit_s = problem.rest.after_driving_s if problem.rest else 10**9
    resets_s = problem.rest.duration_s if problem.rest else 10**9
    everything = (1 << len(problem.breaks)) - 1

    @cache
    def ends(clock: int, point: int, offset: int, driven: int, taken: int) -> dict[int, float]:
        """Every end from a state on, with the least price of lateness on the way to it.

        A state: seconds, point driven to, offset in the leg, driven since the reset, breaks taken.
        """
        found: dict[int, float] = {}

        def follow(late: float, *state: int) -> None:
            if state[0] <= problem.latest_s:
                for end_s, price in ends(*state).items():
                    found[end_s] = min(late + price, found.get(end_s, math.inf))

        if offset < problem.drive_s[point]:
            if driven < limit_s:
                follow(0.0, clock + 1, point, offset + 1, driven + 1, taken)
        elif point == problem.last:
            if taken == everything:
                found[clock] = 0.0
        else:
            windows = problem.windows[point] or ((0, 10**9),)
            for start in range(max(clock, problem.release_s[point]), problem.latest_s + 1):
                if any(opens <= start <= closes for opens, closes in windows):
                    counted = 0 if start - clock >= resets_s else driven
                    done = start + problem.work_s[point]
                    follow(problem.late_cost(point, start), done, point + 1, 0, counted, taken)
        if problem.rest:
            follow(0.0, clock + resets_s, point, offset, 0, taken)
        for number, pause in enumerate(problem.breaks):
            start = max(clock, pause.window[0])
            if not taken >> number & 1 and start <= pause.window[1]:
                reset = pause.duration_s >= resets_s or start - clock >= resets_s
                done = start + pause.duration_s
                follow(0.0, done, point, offset, 0 if reset else driven, taken | 1 << number)
        return found

    costs = [
        problem.cost(leave_s, end_s) + late
        for leave_s in range(problem.earliest_s, problem.latest_s + 1)
        for end_s, late in ends(leave_s, 1, 0, 0, 0).items()
        if not problem.excess_s(leave_s, end_s)
    ]
    return min(costs, default=None)


def random_course(seed: int, *, breaks: int, rest: bool, due: bool) -> TimingProblem:
    """A problem of two to four stops within 40 seconds."""
    rng = random.Random(seed)
    stops = rng.randint(2, 4)
    windows = []
    for _ in range(stops):
        edges = sorted(rng.sample(range(40), 2 * rng.randint(0, 2)))
        windows.append(tuple(zip(edges[::2], edges[1::2], strict=True)))
    shift_end_s = rng.randint(18, 40)
    chosen = []
    for _ in range(breaks):
        opens_s = rng.randint(0, 25)
        chosen.append(Break(window=(opens_s, opens_s + rng.randint(0, 8)), duration_s=rng.randint(1, 4)))
    in_time = ((NEVER_DUE_S, 0.0),) * (stops + 2)
    prices = ((NEVER_DUE_S, 0.0), *((rng.randint(0, 30), rng.choice((0.0, 2.0))) for _ in range(stops)))
    return TimingProblem(
        due_s=(*prices, (NEVER_DUE_S, 0.0)) if due else in_time,
        drive_s=(0, *(rng.randint(0, 7) for _ in range(stops + 1))),
        work_s=(0, *(rng.randint(0, 2) for _ in range(stops)), 0),
        windows=((), *windows, ()),
        release_s=(0, *(rng.choice((0, 0, 5)) for _ in range(stops)), 0),
        earliest_s=rng.randint(0, 4),
        latest_s=shift_end_s + rng.randint(0, 5),
        overtime_from_s=shift_end_s,
        longest_s=rng.choice((None, None, rng.randint(12, 40))),
        cost_per_s=rng.choice((1.0, 0.5)),
        overtime_per_s=rng.choice((0.0, 1.5)),
        breaks=tuple(chosen),
        rest=Rest(after_driving_s=rng.randint(4, 9), duration_s=rng.randint(2, 3)) if rest else None,
    )


@pytest.mark.parametrize(
    ("breaks", "rest"),
    [(0, False), (0, True), (1, False), (1, True), (2, False), (2, True)],
    ids=["windows", "rests", "a break", "a break and rests", "two breaks", "two breaks and rests"],
)
@pytest.mark.parametrize("due", [False, True], ids=["never late", "late at a price"])
def test_equals_the_search_over_every_second(breaks: int, rest: bool, due: bool) -> None:
    """Cost and feasibility are those of the reference, over random courses."""
    feasible = 0
    for seed in range(40):
        problem = random_course(seed, breaks=breaks, rest=rest, due=due)
        expected = cheapest(problem)
        found = compute_timetable(problem)
        if expected is None:
            assert isinstance(found, TimingFailure), f"seed {seed}"
            continue
        feasible += 1
        assert isinstance(found, Timetable), f"seed {seed}: {found} instead of {expected}"
        assert found.cost == pytest.approx(expected), f"seed {seed}"
    assert feasible >= 8
