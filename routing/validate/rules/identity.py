"""Ids: present and unique."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from data.domain.errors import Fault
from data.domain.problem import Problem


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def duplicate_ids(problem: Problem) -> Iterator[Fault]:
    """R101: a missing or duplicate id; tasks and shipments share one name space."""
    first_at: dict[str, str] = {}
    for key, entries in (("tasks", problem.tasks), ("shipments", problem.shipments)):
        yield from _repeated(key, entries, first_at)
    yield from _repeated("vehicles", problem.vehicles, {})
    yield from _repeated("facilities", problem.facilities, {})
    yield from _repeated("stations", problem.stations, {})
    seen: set[str] = set()
    for position, name in enumerate(problem.dimensions):
        if name in seen:
            yield Fault(
                "R101", f"The dimension {name} is named twice.", "Keep one.", f"dimensions[{position}]"
            )
        seen.add(name)


def no_vehicles(problem: Problem) -> Iterator[Fault]:
    """R106: a problem without vehicles."""
    if not problem.vehicles:
        yield Fault("R106", "There are no vehicles.", "Add at least one.", "vehicles")


def _repeated(key: str, entries: Sequence[_Named], first_at: dict[str, str]) -> Iterator[Fault]:
    for position, entry in enumerate(entries):
        path = f"{key}[{position}].id"
        if not entry.id:
            yield Fault("R101", "The id is empty.", "Give it one.", path)
        elif entry.id in first_at:
            yield Fault(
                "R101",
                f"The id {entry.id} is also that of {first_at[entry.id]}.",
                "Give each its own.",
                path,
            )
        else:
            first_at[entry.id] = f"{key}[{position}]"
