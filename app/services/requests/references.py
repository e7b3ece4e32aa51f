"""The stored objects that requests may name, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.domain.plain_width import to_plain_width
from data.store.engine import in_batches
from data.store.network.sites import Site, SiteKind
from data.store.plans.lookup import find_serving_plans
from data.store.plans.tables import Plan
from data.store.requests.pickup_requests import Material, PickupRequest, RequestWithItems, load_items


@dataclass(frozen=True, slots=True)
class References:
    """Objects of one organisation, by the names that inputs use.

    Attributes
    ----------
    centres, sites
        Active ones, by reference.
    materials
        By reference and by name, in lower case.
    requests
        Stored requests of the given references.
    serving
        Published plan that still has to serve a request, by the request's id.
    """

    organisation_id: int
    centres: Mapping[str, Site]
    sites: Mapping[str, Site]
    materials: Mapping[str, Material]
    requests: Mapping[str, RequestWithItems]
    serving: Mapping[int, Plan]

    def find_centre(self, ref: str | None) -> Site | None:
        """Return the named centre, or the only one."""
        if ref:
            return self.centres.get(ref)
        return next(iter(self.centres.values())) if len(self.centres) == 1 else None

    def find_material(self, word: str) -> Material | None:
        """Return a material by reference or name, as written or in plain width."""
        return self.materials.get(word.lower()) or self.materials.get(to_plain_width(word).lower())


def load_references(session: Session, organisation_id: int, refs: Sequence[str]) -> References:
    """Read the objects that requests with these references may name."""
    sites = session.exec(
        select(Site).where(Site.organisation_id == organisation_id, col(Site.retired_at).is_(None))
    )
    by_ref = {site.ref: site for site in sites}
    materials = {}
    for row in session.exec(select(Material)):
        materials.update({word.lower(): row for word in (row.ref, row.name_zh, row.name_en)})
    return References(
        organisation_id=organisation_id,
        centres={ref: site for ref, site in by_ref.items() if site.kind is SiteKind.SORTING_CENTRE},
        sites=by_ref,
        materials=materials,
        requests={entry.request.ref: entry for entry in _load_requests(session, organisation_id, refs)},
        serving=find_serving_plans(session, organisation_id),
    )


def _load_requests(session: Session, organisation_id: int, refs: Sequence[str]) -> Iterator[RequestWithItems]:
    for some in in_batches(refs):
        statement = select(PickupRequest).where(
            PickupRequest.organisation_id == organisation_id, col(PickupRequest.ref).in_(some)
        )
        yield from load_items(session, session.exec(statement).all())
