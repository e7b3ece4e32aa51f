"""The time budget of a solve, shared by the search and the explanation of unassigned tasks."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from data.domain.plan import Plan

MARGIN_S = 0.1
FIRST_PLAN_GRACE_S = 0.4
CONSTRUCTING_GRACE_S = 0.1
EXPLAINING_SHARE, MAX_EXPLAINING_S = 0.1, 2.0


class TimeBudget:
    """The time of one solve, on `time.monotonic`.

    Attributes
    ----------
    stopped
        Whether `is_stopped` has found that the search should stop.
    """

    def __init__(self, seconds: float, should_stop: Callable[[], bool] | None = None) -> None:
        self.begun = time.monotonic()
        self.seconds = seconds
        self.stopped = False
        self._stopped_at = math.inf
        self._should_stop = should_stop or (lambda: False)

    @property
    def end(self) -> float:
        """When the plan is due."""
        return self.begun + self.seconds

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.begun

    def is_stopped(self) -> bool:
        """Poll whether the search should stop."""
        if not self.stopped and self._should_stop():
            self.stopped, self._stopped_at = True, time.monotonic()
        return self.stopped

    def search_end(self, plan: Plan | None) -> float:
        """When the search ends if `plan` is the incumbent; explaining unassigned tasks takes time too."""
        explaining_s = 0.0
        if plan is None or plan.unassigned:
            explaining_s = min(MAX_EXPLAINING_S, EXPLAINING_SHARE * self.seconds)
        return self.end - explaining_s - MARGIN_S

    def may_construct(self) -> bool:
        """Whether there is time left to construct a plan, where no engine has found one."""
        self.is_stopped()
        end = min(self.end + FIRST_PLAN_GRACE_S, self._stopped_at)
        return time.monotonic() < end + CONSTRUCTING_GRACE_S

    def is_over(self, plan: Plan | None) -> bool:
        """Whether the search should end now, with `plan` as the incumbent.

        Without an incumbent, as on a busy machine, there is a little more time.
        """
        if self.is_stopped():
            return True
        end = self.end + FIRST_PLAN_GRACE_S if plan is None else self.search_end(plan)
        return time.monotonic() >= end
