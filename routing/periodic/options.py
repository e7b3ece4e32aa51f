"""Options of a periodic search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarOptions:
    """Limits and seed of a search.

    Attributes
    ----------
    seconds
        Of search; starting the process and compiling are not counted.
    iterations
        Of annealing, and of polishing each day; with a number the calendar is reproducible. None: `seconds`
        decide.
    """

    seconds: float = 30.0
    seed: int = 0
    iterations: int | None = None
