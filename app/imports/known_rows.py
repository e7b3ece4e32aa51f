"""What the rows of a table of requests may name, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.schemas.common import half_width
from data.store.network.sites import Site, SiteKind
from data.store.plans.lookup import find_serving_plans
from data.store.plans.tables import Plan
from data.store.requests.pickup_requests import (
    Material,
    PickupRequest,
    RequestItem,
    RequestWithItems,
    load_items,
)

_AT_ONCE = 5_000
"""References in one query; databases bound how many values one takes."""


@dataclass(frozen=True, slots=True)
class KnownRows:
    """What rows may name.

    Attributes
    ----------
    requests, items
        The requests there are of the references asked about, and their items.
    held_by
        The published plan that still has to serve a request, by the request's id.
    """

    organisation_id: int
    centres: Mapping[str, Site]
    sites: Mapping[str, Site]
    materials: Mapping[str, Material]
    requests: Mapping[str, PickupRequest]
    items: Mapping[str, Sequence[RequestItem]]
    held_by: Mapping[int, Plan]

    def material(self, word: str) -> Material | None:
        """A material by reference or name, as it is written or in plain width."""
        return self.materials.get(word.lower()) or self.materials.get(half_width(word).lower())


def read_known(session: Session, organisation_id: int, refs: Sequence[str]) -> KnownRows:
    """What rows of these references may name; of another organisation nothing is known."""
    sites = session.exec(
        select(Site).where(Site.organisation_id == organisation_id, col(Site.retired_at).is_(None))
    )
    by_ref = {site.ref: site for site in sites}
    named = {}
    for material in session.exec(select(Material)):
        named.update({word.lower(): material for word in (material.ref, material.name_zh, material.name_en)})
    requests = {row.request.ref: row for row in _requests(session, organisation_id, refs)}
    return KnownRows(
        organisation_id=organisation_id,
        centres={ref: site for ref, site in by_ref.items() if site.kind is SiteKind.SORTING_CENTRE},
        sites=by_ref,
        materials=named,
        requests={ref: row.request for ref, row in requests.items()},
        items={ref: row.items for ref, row in requests.items()},
        held_by=find_serving_plans(session, organisation_id),
    )


def _requests(session: Session, organisation_id: int, refs: Sequence[str]) -> Iterator[RequestWithItems]:
    for first in range(0, len(refs), _AT_ONCE):
        wanted = select(PickupRequest).where(
            PickupRequest.organisation_id == organisation_id,
            col(PickupRequest.ref).in_(refs[first : first + _AT_ONCE]),
        )
        yield from load_items(session, session.exec(wanted).all())


def request_ids(session: Session, organisation_id: int, refs: Sequence[str]) -> dict[str, int]:
    """The ids of requests by reference."""
    found: dict[str, int] = {}
    for first in range(0, len(refs), _AT_ONCE):
        wanted = select(PickupRequest.ref, PickupRequest.id).where(
            PickupRequest.organisation_id == organisation_id,
            col(PickupRequest.ref).in_(refs[first : first + _AT_ONCE]),
        )
        found.update({ref: number for ref, number in session.exec(wanted) if number is not None})
    return found
