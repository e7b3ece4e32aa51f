"""``GET /centres`` and ``GET /sites``: places of the organisation."""

from __future__ import annotations

from app.access import READERS, allowed, principal
from app.api.blueprint import api, many
from app.api.models import CentreOut, CentreQuery, SiteOut
from app.services import services
from data.store import reading
from data.store.sites import Site


@api.get("/centres")
@allowed(*READERS)
@api.output(many(CentreOut))
@api.doc(operation_id="listCentres")
def centres() -> list[CentreOut]:
    """The sorting centres of the organisation, by reference."""
    with services().reading() as store:
        return [centre_document(site) for site in reading.centres(store, principal().organisation_id)]


@api.get("/sites")
@allowed(*READERS)
@api.input(CentreQuery, location="query", arg_name="asked")
@api.output(many(SiteOut))
@api.doc(operation_id="listSites")
def sites(asked: CentreQuery) -> list[SiteOut]:
    """A centre, its sites, and sites shared by all centres."""
    organisation_id = principal().organisation_id
    with services().reading() as store:
        centre = reading.centre(store, organisation_id, asked.centre)
        assert centre.id is not None
        found = reading.sites_of_centre(store, organisation_id, centre.id)
    return [
        SiteOut(ref=s.ref, kind=s.kind.value, name_zh=s.name_zh, name_en=s.name_en, lon=s.lon, lat=s.lat)
        for s in found
    ]


def centre_document(site: Site) -> CentreOut:
    """A sorting centre as the API tells it."""
    return CentreOut(
        ref=site.ref,
        name_zh=site.name_zh,
        name_en=site.name_en,
        lon=site.lon,
        lat=site.lat,
        network=site.network,
        accepts=site.accepts,
        synthetic=site.synthetic,
    )
