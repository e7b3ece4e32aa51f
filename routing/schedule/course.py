"""One vehicle's fixed order of halts, reduced to the numbers that its times depend on."""

from __future__ import annotations

from dataclasses import dataclass

from data.domain.problem import Break, Rest, Window

NEVER_BOUND_S = 1 << 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Points 0 (start) to m (end), with a drive before each but the first.

    A route without a start (or end) depot has a point of its own there too, with no drive, no
    work and no window, so that nothing below has to tell the cases apart.

    Attributes
    ----------
    driven_s
        Driving that counts already when leaving point 0.
    open_start, open_end
        Whether there is no depot, so that no pause can come before the first stop, or after the last.
    drive_s
        Seconds of driving into point k; `drive_s[0]` is 0.
    work_s
        Set-up and service at point k.
    windows
        In which the work at point k may start; empty means any time.
    release_s
        No start of work at point k before this.
    due_s
        At each point, when work should have started at the latest, and the price of each second later.
    earliest_s, latest_s
        Of leaving point 0, and of reaching point m.
    longest_s
        Longest time from leaving to coming back; None for no limit.
    overtime_from_s
        Reaching point m later than this costs `overtime_per_s` for each second over.
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
        """Seconds by which the course takes too long; 0 where it does not."""
        return 0 if self.longest_s is None else max(0, end_s - leave_s - self.longest_s)

    def allows_pauses(self, point: int) -> bool:
        """Whether rests and breaks may be taken on the leg into `point`."""
        return not (point == 1 and self.open_start) and not (point == self.last and self.open_end)

    def lateness(self, point: int, start_s: int) -> float:
        """Price of starting work at a point so late."""
        due_s, per_s = self.due_s[point]
        return max(0, start_s - due_s) * per_s

    def bound_s(self, point: int, start_s: int) -> int:
        """How late work at a point may start by leaving later: never late, nor later than late already."""
        due_s, per_s = self.due_s[point]
        return max(start_s, due_s) if per_s else start_s + NEVER_BOUND_S

    def cost(self, leave_s: int, end_s: int) -> float:
        """Price of the hours from leaving to coming back, overtime included."""
        overtime_s = max(0, end_s - self.overtime_from_s)
        return self.cost_per_s * (end_s - leave_s) + self.overtime_per_s * overtime_s
