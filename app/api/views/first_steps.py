"""``GET /first-steps``: which of the data needed for a first plan exist."""

from __future__ import annotations

from dataclasses import asdict

from app.api.blueprint import api
from app.api.views.roads.networks import usable_networks
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.schemas.common import Answer
from app.services.day.first_steps import count_first_steps


class FirstStepsOut(Answer):
    """Number of active objects of each kind; `centres_without_roads` cannot be planned for."""

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
    """Count what exists of the data that a first plan needs."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        steps = count_first_steps(store, organisation_id)
    return FirstStepsOut(roads=len(usable_networks(organisation_id)), **asdict(steps))
