"""Facilities: what they accept, and that there is one where routes must end empty."""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.errors import Fault
from data.domain.problem import Problem


def accepts_nothing(problem: Problem) -> Iterator[Fault]:
    """R110: a facility with an empty list of accepted load types."""
    for n, facility in enumerate(problem.facilities):
        if facility.accepts is not None and not facility.accepts:
            yield Fault(
                "R110",
                f"{facility.id} accepts nothing.",
                "List the load types it accepts, or leave accepts out if it takes everything.",
                f"facilities[{n}].accepts",
            )


def nowhere_to_unload(problem: Problem) -> Iterator[Fault]:
    """R111: routes must end empty, and there is no facility."""
    collects = any(any(task.demand) or (task.load_type and not any(task.delivery)) for task in problem.tasks)
    if problem.rules.end_empty and collects and not problem.facilities:
        yield Fault(
            "R111",
            "Routes must end empty, and there is no facility to unload at.",
            "Add a facility, or leave end_empty out.",
            "facilities",
        )
