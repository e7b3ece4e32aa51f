"""Convert request bodies of pickups to inputs of the services; field names are the same in both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.context import installation
from app.schemas.requests import ItemIn, RequestIn, StandingIn
from app.services.places import RoadContext, load_road_context
from app.services.requests.inputs import ItemInput, PickupRequestInput
from data.store.requests.pickup_requests import Condition
from network.library import NetworkLibrary

_SAME = ("centre", "site", "name", "lon", "lat", "datum", "address", "priority", "mandatory", "note")


def read_pickup(body: RequestIn | StandingIn, ref: str) -> dict[str, Any]:
    """Read the fields shared by dated and weekly requests."""
    return {
        **{name: getattr(body, name) for name in _SAME},
        "ref": ref,
        "windows": tuple(body.windows),
        "items": read_items(body.items),
    }


def read_request(body: RequestIn, ref: str) -> PickupRequestInput:
    """Read a dated request."""
    return PickupRequestInput(
        **read_pickup(body, ref),
        date=body.date,
        due_date=body.due_date,
        max_mass_t=body.max_mass_t,
        max_height_m=body.max_height_m,
    )


def read_items(items: Sequence[ItemIn]) -> tuple[ItemInput, ...]:
    """Read the items of a request."""
    return tuple(ItemInput(**item.model_dump() | {"condition": Condition(item.condition)}) for item in items)


def load_roads() -> RoadContext:
    """Load the road networks of the installation, with which positions of pickups are compared."""
    return load_road_context(NetworkLibrary(installation().settings.home))
