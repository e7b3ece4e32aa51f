"""Sets of load types and skills as bit masks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from data.domain.problem import Problem
from routing.engines.lns.encoding.stops import Stop

MOST_NAMES = 62
EVERY_TYPE = 2**62 - 1


def number_names(names: Collection[str]) -> dict[str, int]:
    """Number names in alphabetical order.

    Raises
    ------
    ValueError
        More than 62: a set of them is one word.
    """
    if len(names) > MOST_NAMES:
        raise ValueError(f"more than {MOST_NAMES} load types, skills or profiles")
    return {name: number for number, name in enumerate(sorted(names))}


def mask_of(names: Collection[str], numbers: Mapping[str, int]) -> int:
    """Return the bit mask of those names that have a number."""
    return sum(1 << numbers[name] for name in names if name in numbers)


def load_types(problem: Problem, stops: Collection[Stop]) -> dict[str, int]:
    """Number the load types of stops and rules."""
    rules = problem.rules
    pairs = (*rules.incompatible, *rules.incompatible_day)
    named = {load_type for pair in pairs for load_type in pair} | {cap.load_type for cap in rules.load_caps}
    return number_names({stop.load_type for stop in stops if stop.load_type} | named)
