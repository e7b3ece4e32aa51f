"""What ended a job, as the one fault that its row keeps."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from rq.timeouts import JobTimeoutException

from data.domain.errors import Fault, HuiliuError

log = logging.getLogger(__name__)

_SHOWN = 5


def fault_of(error: Exception, *, too_long: Fault, defect: Fault) -> Fault:
    """One fault for a row; several causes are joined.

    Parameters
    ----------
    too_long
        Of a job that the queue ended for its time.
    defect
        Of an error that nobody expected, which is added to its cause and logged.
    """
    if isinstance(error, HuiliuError):
        return replace(error.faults[0], cause=joined(fault.cause for fault in error.faults))
    if isinstance(error, JobTimeoutException):
        return too_long
    log.error("%s", defect.cause, exc_info=error)
    return replace(defect, cause=f"{defect.cause}: {type(error).__name__}: {error}.")


def joined(causes: Iterable[str]) -> str:
    """The first causes in one text, and how many more there are."""
    shown = list(causes)
    more = f" (and {len(shown) - _SHOWN} more)" if len(shown) > _SHOWN else ""
    return " ".join(shown[:_SHOWN]) + more
