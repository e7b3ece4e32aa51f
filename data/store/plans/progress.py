"""Progress of a route: drivers' reports reduced to one state per visit.

Reports may arrive late and out of order, when a phone is online again; they are applied in the order of the
phone's clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from data.store.plans.driver_events import Event, EventKind

VisitStatus = Literal["todo", "arrived", "done", "failed"]
_STATUSES: Mapping[EventKind, VisitStatus] = {
    EventKind.ARRIVED: "arrived",
    EventKind.DONE: "done",
    EventKind.FAILED: "failed",
}


@dataclass(frozen=True, slots=True)
class VisitState:
    """State of a visit.

    Attributes
    ----------
    report
        Report that caused the state; None without reports.
    first
        Earliest valid report, which dates the arrival.
    """

    status: VisitStatus = "todo"
    report: Event | None = None
    first: Event | None = None

    @property
    def reason(self) -> str | None:
        """Reason reported for a failed visit."""
        return self.report.reason if self.report is not None else None


TODO = VisitState()


def fold_events(events: Iterable[Event]) -> dict[int, VisitState]:
    """Return the state of each visit that has a report, by visit id; an undo revokes the report before it."""
    standing: dict[int, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda entry: (entry.at, entry.id or 0)):
        if event.visit_id is None:
            continue
        if event.kind is EventKind.UNDO:
            if standing[event.visit_id]:
                standing[event.visit_id].pop()
        elif event.kind in _STATUSES:
            standing[event.visit_id].append(event)
    return {
        visit_id: VisitState(_STATUSES[reports[-1].kind], reports[-1], reports[0]) if reports else TODO
        for visit_id, reports in standing.items()
    }
