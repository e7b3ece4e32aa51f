"""Run a siting search in a child process, so that OR-Tools never loads in the calling one.

Incumbents are kept in the calling process: a search that exceeds its time, or is stopped, still leaves its
best choice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from data.domain.errors import Fault, HuiliuError
from data.runtime.child_process import Call, ChildProcess, Failed, Finished, Lost, TimeLimit

if TYPE_CHECKING:
    from data.domain.study import SitingAnswer, SitingStudy

GRACE_S = 20.0
"""After the time limit, for a solver step that cannot be interrupted; then the child is killed."""

Found = TypeVar("Found")
Result = TypeVar("Result")
Tell = Callable[["SitingAnswer"], None]
Work = Callable[["SitingStudy", float, Callable[[Found], None]], Result]
"""Searches a study for so many seconds, and reports incumbents."""


def run_in_child(
    work: Work[Found, Result],
    study: SitingStudy,
    seconds: float,
    *,
    on_incumbent: Callable[[Found], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result | Found:
    """Run ``work(study, seconds, tell)`` in a child process.

    Parameters
    ----------
    work
        A picklable callable.
    seconds
        Of search, from when the child is up.
    on_incumbent
        Called with every incumbent, in this process.
    should_stop
        Polled ten times a second; once true, the child is killed.

    Returns
    -------
    Result or Found
        What `work` returns, or its last incumbent if it was stopped or exceeded its time.

    Raises
    ------
    HuiliuError
        What `work` raised. C301: the time was over and nothing found. C302: `work` failed. C303: the child
        ended early, or ran out of memory.
    """
    child: ChildProcess[Any, Found, Result] = ChildProcess(
        _search, name="huiliu siting", lost=_lost, failed=_failed
    )
    try:
        child.call((work, study, seconds))
        end, best = child.wait(
            TimeLimit(seconds=seconds, grace_s=GRACE_S, cancelled_s=0.0),
            on_found=on_incumbent,
            should_stop=should_stop,
        )
    finally:
        child.close()
    if isinstance(end, Finished):
        return end.value
    if isinstance(end, Failed | Lost):
        raise end.error
    if best is None:
        raise HuiliuError(_nothing_found(seconds))
    return best


def _search(request: tuple[Work[Any, Any], SitingStudy, float], call: Call[Any]) -> Any:
    work, study, seconds = request
    call.ready()
    try:
        return work(study, seconds, call.found)
    except MemoryError as error:
        raise HuiliuError(_too_large(study)) from error


def _nothing_found(seconds: float) -> Fault:
    cause = f"No choice was found in {seconds:g} s, and none was proved impossible."
    return Fault("C301", cause, "Give more seconds, or ask for less at once.")


def _lost(how: str) -> HuiliuError:
    cause = f"The search was ended from outside ({how})."
    return HuiliuError(
        Fault("C303", cause, "Look for a lack of memory, then try again or make the study smaller.")
    )


def _too_large(study: SitingStudy) -> Fault:
    cause = f"{study.places:,} places × {study.columns:,} columns do not fit into memory."
    return Fault("C303", cause, "Leave out columns, or join places.")


def _failed(text: str) -> HuiliuError:
    return HuiliuError(
        Fault("C302", f"The search failed:\n{text}", "Report this with the study that led to it.")
    )
