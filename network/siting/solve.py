"""Solve a siting study in a process of its own."""

from __future__ import annotations

from collections.abc import Callable

from data.domain.study import SitingAnswer, SitingStudy
from network.siting.search_process import run_in_child

DEFAULT_SECONDS = 60.0


def solve(
    study: SitingStudy,
    *,
    seconds: float = DEFAULT_SECONDS,
    on_incumbent: Callable[[SitingAnswer], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> SitingAnswer:
    """Choose the columns to open, with a proof of optimality where the time allows.

    Parameters
    ----------
    seconds
        Of search; less where a proof comes earlier.
    on_incumbent
        Called with every incumbent, in this process.
    should_stop
        Polled ten times a second; once true, the incumbent is the answer.

    Raises
    ------
    HuiliuError
        C301: nothing was found in the time. C302: the solver failed. C303: its process was lost.
    """
    return run_in_child(_search, study, seconds, on_incumbent=on_incumbent, should_stop=should_stop)


def _search(study: SitingStudy, seconds: float, tell: Callable[[SitingAnswer], None]) -> SitingAnswer:
    # OR-Tools is imported in the child only.
    from network.siting.search.dispatch import search

    return search(study, seconds, tell)
