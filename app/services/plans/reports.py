"""Store drivers' reports: each once, by the id assigned by the phone; invalid ones are refused singly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from sqlmodel import Session, col, select

from app.errors import GoneError
from data.domain.errors import Fault, InputError
from data.store.column_types import now
from data.store.plans.driver_events import Event, EventKind
from data.store.plans.progress import TODO, VisitState, VisitStatus, fold_events
from data.store.plans.succession import find_same_stop
from data.store.plans.tables import Plan, PlanStatus, Route, Visit
from data.store.requests.pickup_requests import PickupRequest, RequestStatus

MOST_PER_BATCH = 500
MOST_KG = 60_000
MOST_ID = 2**31 - 1
"""Of a visit: the largest that every database keeps."""
MOST_AHEAD = timedelta(hours=1)
"""How far a phone's clock may be ahead of ours and still be believed."""


def _whole_text(value: object) -> object:
    """Return text without NUL and lone surrogates: a phone may cut an emoji in half."""
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("outside the calendar") from error


Text = Annotated[str, BeforeValidator(_whole_text)]


class ReportIn(BaseModel):
    """One report. `at` is the time of the event by the phone's clock, with its offset."""

    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(min_length=1, max_length=64, pattern="^[^\\x00]+$")]
    visit: int | None = None
    kind: EventKind
    reason: Annotated[Text | None, Field(max_length=64)] = None
    kg: Annotated[float | None, Field(ge=0, le=MOST_KG)] = None
    note: Annotated[Text, Field(max_length=500)] = ""
    device: Annotated[Text, Field(max_length=200)] = ""
    at: Annotated[AwareDatetime, AfterValidator(_in_utc)]


@dataclass(slots=True)
class Batch:
    """Result of storing a batch of reports.

    Attributes
    ----------
    received
        Ids that are stored, by this call or an earlier one.
    refused
        The others with their faults; sending them again cannot help.
    """

    received: list[str] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, report_id: str, faults: Iterable[Fault]) -> None:
        """Refuse one report."""
        self.refused.append({"id": report_id, "faults": [fault.as_json() for fault in faults]})


def link_ended() -> GoneError:
    """Return error A312, for a driver whose link has expired or whose plan was replaced."""
    return GoneError(
        Fault(
            "A312",
            "This link has expired, or a new plan has replaced it.",
            "Ask the dispatcher for the new link.",
        )
    )


def read_reports(body: object) -> list[object]:
    """Read the reports of a body: one, a list, or ``{"events": [...]}``.

    Raises
    ------
    InputError
        A321: the body has another form. A322: more than `MOST_PER_BATCH`.
    """
    wrapped = body["events"] if isinstance(body, dict) and "events" in body else body
    reports = [wrapped] if isinstance(wrapped, dict) else wrapped
    if not isinstance(reports, list) or not reports:
        raise InputError(Fault("A321", "The request has no reports.", "Send one report or a list of them."))
    if len(reports) > MOST_PER_BATCH:
        cause = f"{len(reports)} reports at once are more than {MOST_PER_BATCH}."
        raise InputError(Fault("A322", cause, "Send them in several calls."))
    return reports


def store_reports(store: Session, plan: Plan, route: Route, reports: Sequence[object]) -> Batch:
    """Store the valid reports in the given order, and update the status of their requests.

    Raises
    ------
    GoneError
        A312: the plan was superseded meanwhile.
    """
    # Locked until the end: the same batch sent twice at once is stored once, two vehicles that share a
    # request see each other's reports, and the plan cannot be superseded in between.
    held = select(Plan).where(Plan.id == plan.id).with_for_update().execution_options(populate_existing=True)
    if store.exec(held).one().status is not PlanStatus.PUBLISHED:
        raise link_ended()
    moment = now()
    visits = {visit.id: visit for visit in store.exec(select(Visit).where(Visit.route_id == route.id))}
    known = set(store.exec(select(Event.client_id).where(Event.route_id == route.id)))
    batch = Batch()
    for entry in reports:
        report = _read(entry, batch)
        if report is None:
            continue
        report = _as_now(store, report, route, visits)
        faults = _faults(report, visits)
        if faults:
            batch.refuse(report.id, faults)
            continue
        if report.id not in known:
            store.add(_event(report, plan, route, moment))
            known.add(report.id)
        batch.received.append(report.id)
    store.flush()
    _update_requests(store, plan, {v.request_id for v in visits.values() if v.request_id is not None})
    return batch


def fold_states(store: Session, route: Route) -> dict[int, VisitState]:
    """Return the state of each reported visit of a route."""
    return fold_events(store.exec(select(Event).where(Event.route_id == route.id).order_by(col(Event.id))))


def _read(entry: object, batch: Batch) -> ReportIn | None:
    try:
        return ReportIn.model_validate(entry)
    except ValidationError as error:
        report_id = str(entry.get("id", "")) if isinstance(entry, dict) else ""
        where = [str(_whole_text(".".join(map(str, problem["loc"])))) for problem in error.errors()]
        batch.refuse(
            str(_whole_text(report_id[:64])),
            [
                Fault("A323", f"{place or 'report'}: {problem['msg']}.", "Correct this field.", place)
                for place, problem in zip(where, error.errors(), strict=True)
            ],
        )
        return None


def _as_now(store: Session, report: ReportIn, route: Route, visits: dict[int | None, Visit]) -> ReportIn:
    """Map a report on a visit of the superseded plan to the same stop of this plan."""
    if report.visit is None or report.visit in visits or not 0 < report.visit <= MOST_ID:
        return report
    found = find_same_stop(store, report.visit, route)
    if found is None:
        return report
    visits[found.id] = found
    return report.model_copy(update={"visit": found.id})


def _faults(report: ReportIn, visits: dict[int | None, Visit]) -> list[Fault]:
    if report.kind is EventKind.OPENED and report.visit is None:
        return []
    if report.visit not in visits:
        cause = f"Visit {report.visit} is not on this route."
        return [Fault("A324", cause, "Reload the day.", "visit")]
    return []


def _event(report: ReportIn, plan: Plan, route: Route, moment: datetime) -> Event:
    """Create the row of a report; a future time, which would outrank later ones, becomes that of receipt."""
    assert route.id is not None
    return Event(
        organisation_id=plan.organisation_id,
        plan_id=plan.id,
        route_id=route.id,
        visit_id=report.visit,
        client_id=report.id,
        kind=report.kind,
        reason=report.reason,
        kg=report.kg,
        note=report.note,
        at=report.at if report.at <= moment + MOST_AHEAD else moment,
        received_at=moment,
        device=report.device,
    )


def _update_requests(store: Session, plan: Plan, request_ids: set[int]) -> None:
    """Set requests to collected, failed or planned, from the reports of all vehicles that serve them."""
    visits = store.exec(
        select(Visit).join(Route).where(Route.plan_id == plan.id, col(Visit.request_id).in_(request_ids))
    ).all()
    states = fold_events(store.exec(select(Event).where(Event.plan_id == plan.id).order_by(col(Event.id))))
    for request in store.exec(select(PickupRequest).where(col(PickupRequest.id).in_(request_ids))):
        own = {states.get(visit.id or 0, TODO).status for visit in visits if visit.request_id == request.id}
        status = _request_status(own)
        if request.status not in {status, RequestStatus.CANCELLED}:
            request.status = status
            store.add(request)


def _request_status(visits: set[VisitStatus]) -> RequestStatus:
    """Return the status of a request, which is collected when all its visits are (one per load type)."""
    if visits & {"todo", "arrived"}:
        return RequestStatus.PLANNED
    return RequestStatus.COLLECTED if visits == {"done"} else RequestStatus.FAILED
