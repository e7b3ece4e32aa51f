"""The columns of requests shown with a plan, read without loading whole rows for speed.

Every answer to an edit reads them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from data.store.requests.pickup_requests import Condition, PickupRequest, RequestItem


class RequestLine(NamedTuple):
    """Columns of a request: customer, place and time."""

    ref: str
    name: str
    lon: float
    lat: float
    address: str
    note: str
    windows: list[list[int]]


class ItemLine(NamedTuple):
    """Columns of an item."""

    material_ref: str
    quantity: int
    kg: float
    litres: float
    condition: Condition


@dataclass(frozen=True, slots=True)
class BriefRequest:
    """A pickup request and its items, in the order they were entered."""

    request: RequestLine
    items: tuple[ItemLine, ...]


_IDS: sa.BindParameter[int] = sa.bindparam("ids", expanding=True)
_REQUESTS = sa.select(
    col(PickupRequest.id), *(col(getattr(PickupRequest, name)) for name in RequestLine._fields)
).where(col(PickupRequest.id).in_(_IDS))
_ITEMS = (
    sa.select(col(RequestItem.request_id), *(col(getattr(RequestItem, name)) for name in ItemLine._fields))
    .where(col(RequestItem.request_id).in_(_IDS))
    .order_by(col(RequestItem.id))
)


def load_brief_requests(session: Session, request_ids: Collection[int]) -> dict[int, BriefRequest]:
    """Return requests by id; the caller has checked their owner."""
    items = load_item_lines(session, request_ids)
    rows = session.connection().execute(_REQUESTS, {"ids": list(request_ids)})
    return {id_: BriefRequest(RequestLine(*line), items[id_]) for id_, *line in rows}


def load_item_lines(session: Session, request_ids: Collection[int]) -> dict[int, tuple[ItemLine, ...]]:
    """Return the items of requests by request id."""
    found: dict[int, list[ItemLine]] = {id_: [] for id_ in request_ids}
    for request_id, *line in session.connection().execute(_ITEMS, {"ids": list(request_ids)}):
        found[request_id].append(ItemLine(*line))
    return {id_: tuple(lines) for id_, lines in found.items()}
