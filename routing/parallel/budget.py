"""How long a search may take, explaining what is left out included."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from data.domain.plan import Plan

MARGIN_S = 0.1
FIRST_PLAN_GRACE_S = 0.4
CONSTRUCTING_GRACE_S = 0.1
EXPLAINING_SHARE, EXPLAINING_MOST_S = 0.1, 2.0


class SearchTime:
    """The time of one solve, on `time.monotonic`.

    Attributes
    ----------
    stopped
        Whether the search was told to stop.
    """

    def __init__(self, seconds: float, should_stop: Callable[[], bool] | None = None) -> None:
        self.begun = time.monotonic()
        self.seconds = seconds
        self.stopped = False
        self._stopped_at = math.inf
        self._should_stop = should_stop or (lambda: False)

    @property
    def end(self) -> float:
        """When the plan shall be there."""
        return self.begun + self.seconds

    @property
    def gone_s(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.begun

    def is_stopped(self) -> bool:
        """Whether the search was told to stop, which is asked here."""
        if not self.stopped and self._should_stop():
            self.stopped, self._stopped_at = True, time.monotonic()
        return self.stopped

    def until(self, plan: Plan | None) -> float:
        """When to end searching, if `plan` is the best: explaining what it leaves out takes time too."""
        explaining_s = 0.0
        if plan is None or plan.unassigned:
            explaining_s = min(EXPLAINING_MOST_S, EXPLAINING_SHARE * self.seconds)
        return self.end - explaining_s - MARGIN_S

    def may_construct(self) -> bool:
        """Whether there is time to go on constructing a plain plan, because no engine has come to one."""
        self.is_stopped()
        end = min(self.end + FIRST_PLAN_GRACE_S, self._stopped_at)
        return time.monotonic() < end + CONSTRUCTING_GRACE_S

    def is_over(self, plan: Plan | None) -> bool:
        """Whether to stop searching now.

        Where there is no plan yet, on a machine that is busy, there is a little more time.
        """
        if self.is_stopped():
            return True
        end = self.end + FIRST_PLAN_GRACE_S if plan is None else self.until(plan)
        return time.monotonic() >= end
