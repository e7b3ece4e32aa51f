"""Pickups as JSON bodies have them, read into the inputs of the services; names of fields are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.schemas.requests import ItemIn, RequestIn, StandingIn
from app.services.requests.inputs import ItemInput, PickupRequestInput
from data.store.requests.pickup_requests import Condition

_SAME = ("centre", "site", "name", "lon", "lat", "datum", "address", "priority", "mandatory", "note")


def read_pickup(body: RequestIn | StandingIn, ref: str) -> dict[str, Any]:
    """Fields that requests of a date and weekly ones share."""
    return {
        **{name: getattr(body, name) for name in _SAME},
        "ref": ref,
        "windows": tuple(body.windows),
        "items": read_items(body.items),
    }


def read_request(body: RequestIn, ref: str) -> PickupRequestInput:
    """A request of a date."""
    return PickupRequestInput(
        **read_pickup(body, ref),
        date=body.date,
        due_date=body.due_date,
        max_mass_t=body.max_mass_t,
        max_height_m=body.max_height_m,
    )


def read_items(items: Sequence[ItemIn]) -> tuple[ItemInput, ...]:
    """Lines of a request."""
    return tuple(ItemInput(**item.model_dump() | {"condition": Condition(item.condition)}) for item in items)
