"""How to search for a calendar."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarOptions:
    """How to search.

    Attributes
    ----------
    seconds
        Of search, from its first instruction; compiling, where it is needed, not counted.
    iterations
        Stop annealing after so many, and give the days' routes as many; the same calendar every time.
    """

    seconds: float = 30.0
    seed: int = 0
    iterations: int | None = None
