"""Run periodic searches in a child process, which ends with its parent and keeps its time limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from data.domain.errors import Fault, HuiliuError
from data.domain.matrix import TravelMatrices
from data.domain.periodic import Calendar, PeriodicProblem
from data.runtime.child_process import Call, ChildProcess, Failed, Finished, Lost, TimeLimit
from routing.periodic.options import CalendarOptions

GRACE_S = 20.0
"""After the time limit, for a step that cannot be interrupted; then the child is killed."""
STOPPED_S = 2.0
"""The same after the search was asked to stop: loading compiled code alone may take ten times that."""

Request = tuple[PeriodicProblem, TravelMatrices, CalendarOptions]


class CalendarProcess:
    """A child that searches one calendar after another, so that compiled code is loaded once for all.

    A context manager; the child starts with the first search, and again after it was lost.
    """

    def __init__(self) -> None:
        self._child: ChildProcess[Request, Calendar, Calendar] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def search(
        self,
        problem: PeriodicProblem,
        matrices: TravelMatrices,
        options: CalendarOptions,
        *,
        on_incumbent: Callable[[Calendar], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Calendar:
        """Search a calendar.

        Parameters
        ----------
        on_incumbent
            Called with better calendars, in this process.
        should_stop
            Polled ten times a second; once true, the search ends with the best calendar so far.

        Returns
        -------
        Calendar
            The result of the search, or its last incumbent if the child was lost or exceeded its time.

        Raises
        ------
        HuiliuError
            What the search raised. R516: the child was lost, or exceeded its time, before it had a
            calendar. R517: the search failed.
        """
        child = self._running_child()
        child.call((problem, dict(matrices), options))
        limit = TimeLimit(
            seconds=None if options.iterations is not None else options.seconds,
            grace_s=GRACE_S,
            cancelled_s=STOPPED_S,
        )
        is_reusable = False
        try:
            end, best = child.wait(limit, on_found=on_incumbent, should_stop=should_stop)
            is_reusable = isinstance(end, Finished | Failed)
        finally:
            if not is_reusable:
                self._close()
        if isinstance(end, Finished):
            return end.value
        if isinstance(end, Failed):
            raise end.error
        if best is not None:
            return best
        raise end.error if isinstance(end, Lost) else _lost("it did not end in time")

    def _running_child(self) -> ChildProcess[Request, Calendar, Calendar]:
        if self._child is not None and not self._child.is_alive():
            self._close()
        if self._child is None:
            self._child = ChildProcess(_search, name="huiliu calendar", lost=_lost, failed=_failed)
        return self._child

    def _close(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None


def _search(request: Request, call: Call[Calendar]) -> Calendar:
    # Compiled code is loaded in the child only.
    from routing.periodic.search import search

    return search(*request, call.found, call.is_cancelled)


def _lost(how: str) -> HuiliuError:
    cause = f"The calendar search was ended from outside ({how})."
    return HuiliuError(
        Fault("R516", cause, "Look for a lack of memory, then try again with fewer places or days.")
    )


def _failed(text: str) -> HuiliuError:
    cause = f"The calendar search failed:\n{text}"
    return HuiliuError(Fault("R517", cause, "Report it with the problem that led to it."))
