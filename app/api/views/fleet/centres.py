"""``GET /centres``: the sorting centres of the organisation."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.schemas.common import CentreOut
from data.store.network.sites import list_centres


@api.get("/centres")
@allowed(*READERS)
@api.output(many(CentreOut))
@api.doc(operation_id="listCentres")
def centres() -> list[CentreOut]:
    """The sorting centres of the organisation, by reference."""
    with installation().reading() as store:
        return [CentreOut.of(site) for site in list_centres(store, principal().organisation_id)]
