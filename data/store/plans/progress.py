"""Progress of a route: drivers' reports folded into one state per visit.

Reports may arrive late and out of order, when a phone comes back into signal; they are folded in
the order in which they happened by the phone's clock.
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
        What made it so; None while nothing is reported.
    first
        The earliest standing report: when the truck was there.
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
    """State of each visit that has a report, by visit id; an undo takes back the report before it."""
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
