"""``GET /centres``: the sorting centres of the organisation."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.schemas.common import CentreOut
from data.store import queries
from data.store.network.sites import Site


@api.get("/centres")
@allowed(*READERS)
@api.output(many(CentreOut))
@api.doc(operation_id="listCentres")
def centres() -> list[CentreOut]:
    """The sorting centres of the organisation, by reference."""
    with installation().reading() as store:
        return [centre_document(site) for site in queries.centres(store, principal().organisation_id)]


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
