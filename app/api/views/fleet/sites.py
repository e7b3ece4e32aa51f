"""``/sites`` and ``/centres``: sites of the recycling network."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.auth.access import READERS, SITE_KEEPERS, allowed, principal
from app.context import installation
from app.schemas.common import CentreOut
from app.schemas.network import PlacesQuery, SiteIn, SiteOut
from app.services.fleet.sites import SiteInput, find_sites, map_centre_refs, save_site
from data.store.accounts.organisations import lock_organisation
from data.store.network.sites import Site, SiteKind, list_centres


@api.get("/centres")
@allowed(*READERS)
@api.output(many(CentreOut))
@api.doc(operation_id="listCentres")
def centres() -> list[CentreOut]:
    """List the organisation's sorting centres by reference."""
    with installation().reading() as store:
        return [CentreOut.of(site) for site in list_centres(store, principal().organisation_id)]


@api.get("/sites")
@allowed(*READERS)
@api.input(PlacesQuery, location="query", arg_name="query")
@api.output(many(SiteOut))
@api.doc(operation_id="listSites")
def sites(query: PlacesQuery) -> list[SiteOut]:
    """List a centre with its sites and the sites shared by all centres; without a centre, all sites."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        found = find_sites(store, organisation_id, query.centre, retired=query.retired)
        refs = map_centre_refs(store, organisation_id)
    return [site_document(row, refs) for row in found]


@api.post("/sites")
@allowed(*SITE_KEEPERS)
@api.input(SiteIn, arg_name="body")
@api.output(SiteOut, status_code=201)
@api.doc(operation_id="addSite", responses={409: "The reference is taken"})
def add_site(body: SiteIn) -> SiteOut:
    """Add a site."""
    return _save(body, body.ref, is_new=True)


@api.put("/sites/<path:ref>")
@allowed(*SITE_KEEPERS)
@api.input(SiteIn, arg_name="body")
@api.output(SiteOut)
@api.doc(operation_id="changeSite")
def change_site(ref: str, body: SiteIn) -> SiteOut:
    """Replace a site's data, or retire or reinstate it; the body is the complete new state."""
    return _save(body, ref, is_new=False)


def site_document(row: Site, centre_refs: dict[int | None, str]) -> SiteOut:
    """Return a site as sent by the API."""
    return SiteOut(
        ref=row.ref, kind=row.kind.value, name_zh=row.name_zh, name_en=row.name_en, lon=row.lon, lat=row.lat,
        address=row.address, windows=[(first, last) for first, last in row.windows], accepts=row.accepts,
        unload_s=row.unload_s, max_mass_t=row.max_mass_t, max_height_m=row.max_height_m,
        network=row.network, plan_at_s=row.plan_at_s,
        centre=centre_refs.get(row.centre_id), retired=row.retired_at is not None,
    )  # fmt: skip


def _save(body: SiteIn, ref: str, *, is_new: bool) -> SiteOut:
    organisation_id = principal().organisation_id
    site = SiteInput(
        ref=ref, kind=SiteKind(body.kind), name_zh=body.name_zh, name_en=body.name_en,
        lon=body.lon, lat=body.lat, datum=body.datum, address=body.address,
        windows=tuple(body.windows), accepts=None if body.accepts is None else tuple(body.accepts),
        unload_s=body.unload_s, max_mass_t=body.max_mass_t, max_height_m=body.max_height_m,
        centre=body.centre, network=body.network, plan_at_s=body.plan_at_s, is_retired=body.retired,
    )  # fmt: skip
    with installation().writing() as store:
        lock_organisation(store, organisation_id)
        row = save_site(store, organisation_id, site, is_new=is_new)
        return site_document(row, map_centre_refs(store, organisation_id))
