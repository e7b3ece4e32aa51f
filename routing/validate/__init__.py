"""Validation of a problem, and removal of tasks that could never be served.

`faults` reports everything that is wrong at once, one function per rule in `rules/`. `remove_unservable`
(`preprocessing`, with the proofs of `infeasibility` and the bounds of `travel_bounds`) takes out tasks
that no vehicle could ever serve, each with its reason.

Imports `data.domain` and nothing else of `routing`.
"""

from __future__ import annotations

from data.domain.errors import Fault
from data.domain.matrix import TravelMatrices
from data.domain.problem import Problem
from routing.validate.preprocessing import remove_unservable
from routing.validate.rules import facilities, identity, locks, numbers, references, times
from routing.validate.rules import matrices as matrix_rules

__all__ = ["faults", "remove_unservable"]

_PROBLEM_RULES = (
    identity.no_vehicles,
    identity.duplicate_ids,
    numbers.amounts,
    numbers.numbers,
    numbers.rest,
    numbers.battery,
    times.windows,
    times.shifts,
    references.unknown_dimensions,
    references.self_exclusion,
    references.unknown_in_earlier,
    facilities.accepts_nothing,
    facilities.nowhere_to_unload,
    locks.unknown_in_locks,
    locks.contradictory_locks,
)


def faults(problem: Problem, matrices: TravelMatrices | None) -> list[Fault]:
    """Report every fault of a problem at once.

    Parameters
    ----------
    matrices
        One per vehicle profile, over the same places; None if not known yet, which skips the rules about
        places and profiles.

    Returns
    -------
    list of Fault
        R1xx with the JSON path in `where`; empty for a problem that can be planned.
    """
    found = [fault for rule in _PROBLEM_RULES for fault in rule(problem)]
    if matrices is not None:
        found.extend(matrix_rules.matrices(matrices))
        found.extend(references.unknown_places(problem, matrices))
        found.extend(references.unknown_profiles(problem, matrices))
    return found
