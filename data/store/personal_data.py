"""Collect and erase the stored data of a person; figures and plans remain consistent.

`docs/how-to/privacy.md` states retention periods.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, delete, func, select, update

from data.domain.errors import Fault, InputError, NotFoundError
from data.store.accounts.audit import AuditEntry
from data.store.accounts.organisations import Organisation
from data.store.accounts.users import ApiKey, DriverAccount, User, UserSession
from data.store.column_types import now
from data.store.network.days_off import DayOff
from data.store.network.fleet import ALL_WEEK, Driver, Vehicle
from data.store.plans.driver_events import Event
from data.store.plans.tables import Plan, PlanStatus, Route
from data.store.requests.pickup_requests import PickupRequest

NAMELESS = "—"
"""Stands where the name of an erased person stood."""
_AS_A_WHOLE = {"organisation_id", "password_hash", "digest"}


def find_driver(session: Session, organisation_id: int, ref: str) -> Driver:
    """Return a driver of the organisation, active or not.

    Raises
    ------
    NotFoundError
        S351: the organisation has no such driver.
    """
    statement = select(Driver).where(Driver.organisation_id == organisation_id, Driver.ref == ref)
    row = session.exec(statement).first()
    if row is None:
        raise NotFoundError(Fault("S351", f"There is no driver {ref!r}.", "Check the reference.", "driver"))
    return row


def export_user_data(session: Session, row: User) -> dict[str, Any]:
    """Collect all stored data of a person with an account."""
    name = f"user:{row.id}"
    trail = select(AuditEntry).where((AuditEntry.actor == name) | (AuditEntry.subject == name))
    return {
        "account": _told(row),
        "sessions": _rows(session, select(UserSession).where(UserSession.user_id == row.id)),
        "keys": _rows(session, select(ApiKey).where(ApiKey.user_id == row.id)),
        "stands_for": _rows(session, select(DriverAccount).where(DriverAccount.user_id == row.id)),
        "plans": [
            {"id": plan.id, "date": plan.date.isoformat(), "created_at": plan.created_at.isoformat()}
            for plan in session.exec(select(Plan).where(Plan.created_by == row.id).order_by(col(Plan.id)))
        ],
        "audit": _rows(session, trail.order_by(col(AuditEntry.id))),
    }


def export_driver_data(session: Session, row: Driver) -> dict[str, Any]:
    """Collect all stored data of a driver: routes driven and reports on them."""
    routes = session.exec(
        select(Route, Plan)
        .join(Plan, col(Plan.id) == Route.plan_id)
        .where(Route.driver_id == row.id)
        .order_by(col(Plan.date), col(Route.id))
    ).all()
    reports = select(Event).where(col(Event.route_id).in_([route.id for route, _plan in routes]))
    return {
        "driver": _told(row),
        "days_off": _rows(session, select(DayOff).where(DayOff.driver_id == row.id).order_by(col(DayOff.id))),
        "vehicles": list(session.exec(select(Vehicle.ref).where(Vehicle.driver_id == row.id))),
        "accounts": list(
            session.exec(
                select(User.username)
                .join(DriverAccount, col(DriverAccount.user_id) == User.id)
                .where(DriverAccount.driver_id == row.id)
            )
        ),
        "routes": [
            {
                "id": route.id,
                "plan": plan.id,
                "date": plan.date.isoformat(),
                "number": route.number,
                "distance_m": route.distance_m,
                "duration_s": route.duration_s,
            }
            for route, plan in routes
        ],
        "reports": _rows(session, reports.order_by(col(Event.id))),
    }


def erase_user(session: Session, row: User) -> None:
    """Erase the personal data of an account; the row is kept for plans and the audit trail."""
    assert row.id is not None
    moment = now()
    session.exec(delete(UserSession).where(col(UserSession.user_id) == row.id))
    session.exec(delete(DriverAccount).where(col(DriverAccount.user_id) == row.id))
    own_keys = update(ApiKey).where(col(ApiKey.user_id) == row.id, col(ApiKey.revoked_at).is_(None))
    session.exec(own_keys.values(revoked_at=moment))
    # User names cannot contain a tilde, so that this one is never taken.
    row.username, row.name, row.password_hash = f"~{row.id}", NAMELESS, "-"
    row.active, row.last_sign_in_at, row.erased_at = False, None, moment
    session.add(row)


def erase_driver(session: Session, row: Driver) -> None:
    """Remove a driver from routes driven; distances, times and weights are kept.

    Raises
    ------
    InputError
        S352: a published plan of today or later assigns the driver.
    """
    assert row.id is not None
    offset = dt.timedelta(minutes=session.get_one(Organisation, row.organisation_id).utc_offset_min)
    ahead = select(Plan).join(Route).where(Route.driver_id == row.id, Plan.status == PlanStatus.PUBLISHED)
    plan = session.exec(ahead.where(Plan.date >= (now() + offset).date())).first()
    if plan is not None:
        raise InputError(
            Fault(
                "S352",
                f"The published plan of {plan.date} assigns driver {row.ref}.",
                "Assign the route to another driver, or wait until the day is over.",
                f"driver {row.ref}",
            )
        )
    _silence_reports(session, Route.driver_id == row.id)
    session.exec(update(Vehicle).where(col(Vehicle.driver_id) == row.id).values(driver_id=None))
    session.exec(delete(DriverAccount).where(col(DriverAccount.driver_id) == row.id))
    session.exec(delete(DayOff).where(col(DayOff.driver_id) == row.id))
    row.ref, row.name, row.phone, row.skills = f"~{row.id}", NAMELESS, "", []
    row.valid_until, row.weekdays = {}, list(ALL_WEEK)
    row.shift_start_s, row.shift_end_s = None, None
    row.retired_at = row.retired_at or now()
    session.add(row)


@dataclass(frozen=True, slots=True)
class Purged:
    """Numbers of rows that a purge anonymised or deleted."""

    requests: int
    reports: int
    drivers: int
    sessions: int
    audit: int

    def as_json(self) -> dict[str, int]:
        """Return the counts for ``--json``."""
        return asdict(self)


def purge(session: Session, organisation_id: int, keep: dt.timedelta) -> Purged:
    """Anonymize data older than `keep`: customers, drivers' notes, former drivers; delete old audit entries.

    Requests keep their reference, place, items and status, so that figures can be recomputed.
    """
    before = now() - keep
    old = (
        col(PickupRequest.organisation_id) == organisation_id,
        col(PickupRequest.date) < before.date(),
        (col(PickupRequest.name) != NAMELESS),
    )
    requests = session.exec(
        update(PickupRequest).where(*old).values(name=NAMELESS, address="", note="")
    ).rowcount
    reports = _silence_reports(
        session, Event.organisation_id == organisation_id, col(Event.received_at) < before
    )
    gone = select(Driver).where(Driver.organisation_id == organisation_id, Driver.name != NAMELESS)
    drivers = session.exec(gone.where(col(Driver.retired_at) < before)).all()
    for row in drivers:
        erase_driver(session, row)
    people = select(User.id).where(User.organisation_id == organisation_id)
    sessions = session.exec(
        delete(UserSession).where(
            col(UserSession.user_id).in_(people), col(UserSession.last_seen_at) < before
        )
    ).rowcount
    trail = col(AuditEntry.organisation_id) == organisation_id
    audit = session.exec(delete(AuditEntry).where(trail, col(AuditEntry.at) < before)).rowcount
    return Purged(int(requests), reports, len(drivers), int(sessions), int(audit))


def _silence_reports(session: Session, *which: Any) -> int:
    """Remove notes and the phone's name from reports; actions, times and quantities are kept."""
    has_text = (col(Event.note) != "") | (col(Event.device) != "")
    found = select(Event.id).join(Route, col(Route.id) == Event.route_id).where(*which, has_text)
    count = session.exec(select(func.count()).select_from(found.subquery())).one()
    session.exec(update(Event).where(col(Event.id).in_(found)).values(note="", device=""))
    return int(count)


def _rows(session: Session, statement: Any) -> list[dict[str, Any]]:
    return [_told(row) for row in session.exec(statement)]


def _told(row: Any) -> dict[str, Any]:
    """Return a row as JSON, without secrets and columns that do not concern the person."""
    document: dict[str, Any] = row.model_dump(mode="json", exclude=_AS_A_WHOLE)
    return document
