"""``GET /first-steps``: what an organisation has of all that a first plan needs."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, func, select

from app.api.blueprint import api
from app.api.views.networks import usable_networks
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.schemas.common import Answer
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import list_centres
from data.store.requests.pickup_requests import PickupRequest


class FirstStepsOut(Answer):
    """How many there are of each, in use; `centres_without_roads` cannot be planned for."""

    roads: int
    centres: int
    centres_without_roads: int
    drivers: int
    vehicles: int
    requests: int


@api.get("/first-steps")
@allowed(*READERS)
@api.output(FirstStepsOut)
@api.doc(operation_id="getFirstSteps")
def first_steps() -> FirstStepsOut:
    """What is there and what is missing before a first day can be planned."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        centres = list_centres(store, organisation_id)
        drivers = _count(store, Driver, organisation_id, col(Driver.retired_at).is_(None))
        vehicles = _count(store, Vehicle, organisation_id, col(Vehicle.retired_at).is_(None))
        requests = _count(store, PickupRequest, organisation_id)
    return FirstStepsOut(
        roads=len(usable_networks(organisation_id)),
        centres=len(centres),
        centres_without_roads=sum(not centre.network for centre in centres),
        drivers=drivers,
        vehicles=vehicles,
        requests=requests,
    )


def _count(store: Session, table: Any, organisation_id: int, *conditions: Any) -> int:
    wanted = select(func.count()).select_from(table).where(table.organisation_id == organisation_id)
    return int(store.exec(wanted.where(*conditions)).one())
