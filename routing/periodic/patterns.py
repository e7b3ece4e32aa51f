"""Visit patterns: the sets of days on which a place may be visited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from data.domain.periodic import CalendarPlace, PeriodicProblem

MAX_PATTERNS = 120
MAX_TRIED = 20_000
"""Partial patterns examined. Gaps near the even one are tried first, so those cut off are uneven."""

Pattern = tuple[int, ...]


def gaps_of(days: Sequence[int], period: int) -> list[int]:
    """Days since the visit before, for each visit, round the end of the period."""
    return [(day - days[number - 1]) % period or period for number, day in enumerate(days)]


def working_days(problem: PeriodicProblem) -> list[bool]:
    """Days on which any truck goes out."""
    return [bool(trucks_on(problem, day)) for day in range(problem.horizon_days)]


def trucks_on(problem: PeriodicProblem, day: int) -> list[int]:
    """Numbers of the trucks that may go out on a day."""
    weekday = problem.weekday(day)
    working = [v for v, each in enumerate(problem.vehicles) if weekday in each.weekdays]
    return working[: problem.crews[day]] if problem.crews else working


def usable_days(problem: PeriodicProblem, place: CalendarPlace, working: Sequence[bool]) -> list[int]:
    """Days of the period on which the place can be visited, in each of its repetitions."""
    period = place.period_days or problem.horizon_days
    return [
        day
        for day in range(period)
        if all(
            working[other] and problem.weekday(other) in place.weekdays
            for other in range(day, problem.horizon_days, period)
        )
    ]


def longest_gap(place: CalendarPlace, period: int) -> int:
    """Most days between visits: the stated limit, or until the containers are full."""
    most = min(place.most_gap_days or period, period)
    if place.fill_kg_per_day > 0 and place.container_kg is not None:
        while most > 0 and place.amount_kg(most) > place.container_kg:
            most -= 1
    return most


def patterns(problem: PeriodicProblem, place: CalendarPlace, working: Sequence[bool]) -> list[Pattern]:
    """Enumerate feasible patterns over the horizon, even ones first, at most `MAX_PATTERNS`.

    Where the place states no number of visits, only patterns that need each of their visits: another visit
    always costs more.
    """
    period = place.period_days or problem.horizon_days
    longest = longest_gap(place, period)
    usable = tuple(usable_days(problem, place, working))
    if not usable or longest < 1:
        return []
    repeats = range(0, problem.horizon_days, period)
    found = _feasible(usable, place.visits, _Spacing(period, place.least_gap_days, longest))
    return [tuple(day + begin for begin in repeats for day in days) for days in found]


class _Spacing(NamedTuple):
    """Days from visit to visit, round the end of a period."""

    period: int
    least: int
    longest: int


@lru_cache(maxsize=4_096)  # most places of a problem ask for the same
def _feasible(usable: Pattern, visits: int | None, spacing: _Spacing) -> list[Pattern]:
    period, _, longest = spacing
    counts = [visits] if visits else range(-(-period // longest), len(usable) + 1)
    found: list[Pattern] = []
    for count in counts:
        for first in usable:
            found.extend(_from(first, usable, count, spacing))
        if visits is None:
            found = [days for days in found if not _has_spare_visit(days, period, longest)]
        if len(found) >= MAX_PATTERNS:
            break
    found.sort(key=lambda days: (len(days), sum(gap * gap for gap in gaps_of(days, period)), days))
    return _sample(found)


def _sample(found: list[Pattern]) -> list[Pattern]:
    """The most even half of `MAX_PATTERNS`, and others at equal distances in the order."""
    if len(found) <= MAX_PATTERNS:
        return found
    half = MAX_PATTERNS // 2
    rest = found[half:]
    return found[:half] + [rest[number * len(rest) // half] for number in range(half)]


def _from(first: int, usable: Pattern, count: int, spacing: _Spacing) -> Iterator[Pattern]:
    """Enumerate patterns that begin on a day, depth first, gaps near the even one before others."""
    period, least, longest = spacing
    open_days = set(usable)
    stack: list[Pattern] = [(first,)]
    tries = MAX_TRIED // len(usable)
    while stack and tries > 0:
        tries -= 1
        days = stack.pop()
        remaining = count - len(days)
        back = first + period - days[-1]
        if remaining == 0:
            if least <= back <= longest:
                yield days
            continue
        even = back / (remaining + 1)
        gaps = range(least, min(longest, back - least * remaining) + 1)
        for gap in sorted(gaps, key=lambda gap: -abs(gap - even)):
            if days[-1] + gap in open_days and back - gap <= longest * remaining:
                stack.append((*days, days[-1] + gap))


def _has_spare_visit(days: Pattern, period: int, longest: int) -> bool:
    """Whether a visit could be left out."""
    if len(days) == 1:
        return False
    gaps = gaps_of(days, period)
    return any(gaps[number] + gaps[(number + 1) % len(gaps)] <= longest for number in range(len(gaps)))
