"""The timing problem of a route: a fixed sequence of activities, and what their times depend on.

References
----------
Vidal, Crainic, Gendreau & Prins (2015), Timing problems and algorithms: time decisions for sequences of
activities.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.domain.problem import Break, Rest, Window

UNBOUNDED_S = 1 << 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingProblem:
    """Points 0 (start) to m (end), with a leg into each but the first.

    A route without a start or end depot has a point there all the same, with no drive, no work and no
    window, so that the algorithms need not distinguish the cases.

    Attributes
    ----------
    driven_s
        Driving since the last rest when leaving point 0.
    open_start, open_end
        Whether there is no depot, so that no pause may precede the first activity, or follow the last.
    drive_s
        Driving time of the leg into point k; `drive_s[0]` is 0.
    work_s
        Set-up, service and charging at point k.
    windows
        In which work at point k may start; empty for any time.
    release_s
        No start of work at point k before this.
    due_s
        Latest start of work at point k without a charge, and the charge for each second later.
    earliest_s, latest_s
        Earliest departure from point 0, latest arrival at point m.
    longest_s
        Longest time from departure to arrival; None for no limit.
    overtime_from_s
        Arrival at point m after this is overtime, at `overtime_per_s`.
    """

    drive_s: tuple[int, ...]
    work_s: tuple[int, ...]
    windows: tuple[tuple[Window, ...], ...]
    release_s: tuple[int, ...]
    due_s: tuple[tuple[int, float], ...]
    earliest_s: int
    latest_s: int
    overtime_from_s: int
    longest_s: int | None = None
    cost_per_s: float = 0.0
    overtime_per_s: float = 0.0
    driven_s: int = 0
    open_start: bool = False
    open_end: bool = False
    breaks: tuple[Break, ...] = ()
    rest: Rest | None = None

    @property
    def last(self) -> int:
        """Number m of the last point."""
        return len(self.drive_s) - 1

    def excess_s(self, leave_s: int, end_s: int) -> int:
        """Seconds by which the route exceeds its longest duration, 0 if it does not."""
        return 0 if self.longest_s is None else max(0, end_s - leave_s - self.longest_s)

    def allows_pauses(self, point: int) -> bool:
        """Whether rests and breaks may be taken on the leg into `point`."""
        return not (point == 1 and self.open_start) and not (point == self.last and self.open_end)

    def late_cost(self, point: int, start_s: int) -> float:
        """Charge for starting work at a point at `start_s`."""
        due_s, per_s = self.due_s[point]
        return max(0, start_s - due_s) * per_s

    def bound_s(self, point: int, start_s: int) -> int:
        """Latest start of work, for starts from `start_s` on, at which the late charge does not grow."""
        due_s, per_s = self.due_s[point]
        return max(start_s, due_s) if per_s else start_s + UNBOUNDED_S

    def cost(self, leave_s: int, end_s: int) -> float:
        """Cost of the duration from departure to arrival, overtime included."""
        overtime_s = max(0, end_s - self.overtime_from_s)
        return self.cost_per_s * (end_s - leave_s) + self.overtime_per_s * overtime_s
