"""``/sites``: places of the recycling network, added, changed and taken out of use."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from app.api.blueprint import api, many
from app.auth.access import READERS, SITE_KEEPERS, allowed, principal
from app.context import installation
from app.schemas.network import PlacesQuery, SiteIn, SiteOut
from app.services.fleet import named, store_entry
from data.store.network.sites import Site, SiteKind, find_centre, list_sites


@api.get("/sites")
@allowed(*READERS)
@api.input(PlacesQuery, location="query", arg_name="asked")
@api.output(many(SiteOut))
@api.doc(operation_id="listSites")
def sites(asked: PlacesQuery) -> list[SiteOut]:
    """A centre, its sites, and sites shared by all centres; all of the organisation without a centre."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        if asked.centre:
            centre = find_centre(store, organisation_id, asked.centre)
            assert centre.id is not None
            found = list_sites(store, organisation_id, centre.id)
        else:
            wanted = select(Site).where(Site.organisation_id == organisation_id)
            if not asked.retired:
                wanted = wanted.where(col(Site.retired_at).is_(None))
            found = list(store.exec(wanted.order_by(col(Site.ref))))
        centres = _centre_refs(store, organisation_id)
    return [site_document(row, centres) for row in found]


@api.post("/sites")
@allowed(*SITE_KEEPERS)
@api.input(SiteIn, arg_name="wanted")
@api.output(SiteOut, status_code=201)
@api.doc(operation_id="addSite", responses={409: "The reference is taken"})
def add_site(wanted: SiteIn) -> SiteOut:
    """Add a place."""
    return _store(wanted, is_new=True)


@api.put("/sites/<path:ref>")
@allowed(*SITE_KEEPERS)
@api.input(SiteIn, arg_name="wanted")
@api.output(SiteOut)
@api.doc(operation_id="changeSite")
def change_site(ref: str, wanted: SiteIn) -> SiteOut:
    """Change a place, take it out of use or back; the body is the whole of it."""
    with installation().reading() as store:
        named(store, principal().organisation_id, Site, ref)
    return _store(wanted.model_copy(update={"ref": ref}), is_new=False)


def site_document(row: Site, centres: dict[int | None, str]) -> SiteOut:
    """A place as the API tells it."""
    return SiteOut(
        ref=row.ref, kind=row.kind.value, name_zh=row.name_zh, name_en=row.name_en, lon=row.lon, lat=row.lat,
        address=row.address, windows=[(first, last) for first, last in row.windows], accepts=row.accepts,
        unload_s=row.unload_s, max_mass_t=row.max_mass_t, max_height_m=row.max_height_m,
        network=row.network, plan_at_s=row.plan_at_s,
        centre=centres.get(row.centre_id), retired=row.retired_at is not None,
    )  # fmt: skip


def _store(wanted: SiteIn, *, is_new: bool) -> SiteOut:
    organisation_id = principal().organisation_id
    values: dict[str, Any] = wanted.model_dump()
    values |= {"kind": SiteKind(wanted.kind), "unload_min": wanted.unload_s / 60}
    store_entry(installation().settings, organisation_id, "sites", values, is_new=is_new)
    with installation().reading() as store:
        row = named(store, organisation_id, Site, wanted.ref)
        return site_document(row, _centre_refs(store, organisation_id))


def _centre_refs(store: Session, organisation_id: int) -> dict[int | None, str]:
    wanted = select(Site.id, Site.ref).where(
        Site.organisation_id == organisation_id, Site.kind == SiteKind.SORTING_CENTRE
    )
    return dict(store.exec(wanted).all())
