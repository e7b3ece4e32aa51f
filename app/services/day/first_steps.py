"""Count which of the data needed for a first plan an organisation has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import list_centres
from data.store.requests.pickup_requests import PickupRequest
from data.store.requests.recurring import RecurringRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSteps:
    """Numbers of active objects.

    Attributes
    ----------
    centres_without_roads
        Centres that cannot be planned for.
    requests
        Pickup requests, and weekly ones that have not been materialised yet.
    """

    centres: int
    centres_without_roads: int
    drivers: int
    vehicles: int
    requests: int


def count_first_steps(session: Session, organisation_id: int) -> FirstSteps:
    """Count an organisation's objects."""
    centres = list_centres(session, organisation_id)
    return FirstSteps(
        centres=len(centres),
        centres_without_roads=sum(not centre.network for centre in centres),
        drivers=_count(session, Driver, organisation_id, col(Driver.retired_at).is_(None)),
        vehicles=_count(session, Vehicle, organisation_id, col(Vehicle.retired_at).is_(None)),
        requests=_count(session, PickupRequest, organisation_id)
        or _count(session, RecurringRequest, organisation_id),
    )


def _count(session: Session, table: Any, organisation_id: int, *conditions: Any) -> int:
    statement = select(func.count()).select_from(table).where(table.organisation_id == organisation_id)
    return int(session.exec(statement.where(*conditions)).one())
