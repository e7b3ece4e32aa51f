"""Visit patterns: the sets of days on which a place may be visited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from data.domain.periodic import CalendarPlace, PeriodicProblem

MOST_PATTERNS = 120
MOST_TRIED = 20_000
"""Partial patterns looked at. Gaps near the even one are tried first, so what is cut off is uneven."""

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
    """Most days between visits: as stated, and before the containers overflow."""
    most = min(place.most_gap_days or period, period)
    if place.fill_kg_per_day > 0 and place.container_kg is not None:
        while most > 0 and place.amount_kg(most) > place.container_kg:
            most -= 1
    return most


def patterns(problem: PeriodicProblem, place: CalendarPlace, working: Sequence[bool]) -> list[Pattern]:
    """Feasible sets of days over the horizon, at most `MOST_PATTERNS`, even ones first.

    Without a number of visits only patterns in which no visit can be spared, since a visit more costs more.
    """
    period = place.period_days or problem.horizon_days
    longest = longest_gap(place, period)
    usable = tuple(usable_days(problem, place, working))
    if not usable or longest < 1:
        return []
    repeats = range(0, problem.horizon_days, period)
    kept = _kept(usable, place.visits, _Spacing(period, place.least_gap_days, longest))
    return [tuple(day + begin for begin in repeats for day in days) for days in kept]


class _Spacing(NamedTuple):
    """Days from visit to visit, round the end of a period."""

    period: int
    least: int
    longest: int


@lru_cache(maxsize=4_096)  # most places of a problem ask for the same
def _kept(usable: Pattern, visits: int | None, spacing: _Spacing) -> list[Pattern]:
    period, _, longest = spacing
    counts = [visits] if visits else range(-(-period // longest), len(usable) + 1)
    found: list[Pattern] = []
    for count in counts:
        for first in usable:
            found.extend(_from(first, usable, count, spacing))
        if visits is None:
            found = [days for days in found if not _spares(days, period, longest)]
        if len(found) >= MOST_PATTERNS:
            break
    found.sort(key=lambda days: (len(days), sum(gap * gap for gap in gaps_of(days, period)), days))
    return _spread_over(found)


def _spread_over(found: list[Pattern]) -> list[Pattern]:
    """The even half of the most that are kept, and of the others every so manieth."""
    if len(found) <= MOST_PATTERNS:
        return found
    half = MOST_PATTERNS // 2
    rest = found[half:]
    return found[:half] + [rest[number * len(rest) // half] for number in range(half)]


def _from(first: int, usable: Pattern, count: int, spacing: _Spacing) -> Iterator[Pattern]:
    """Patterns that begin on a day, by depth first, gaps near the even one before others."""
    period, least, longest = spacing
    open_days = set(usable)
    stack: list[Pattern] = [(first,)]
    tries = MOST_TRIED // len(usable)
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


def _spares(days: Pattern, period: int, longest: int) -> bool:
    """Whether some visit could be left out."""
    if len(days) == 1:
        return False
    gaps = gaps_of(days, period)
    return any(gaps[number] + gaps[(number + 1) % len(gaps)] <= longest for number in range(len(gaps)))
