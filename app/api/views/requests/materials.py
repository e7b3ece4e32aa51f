"""``GET /materials``: the catalogue."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.auth.access import READERS, allowed
from app.schemas.common import MaterialOut
from data.catalogue.materials import materials as catalogue


@api.get("/materials")
@allowed(*READERS)
@api.output(many(MaterialOut))
@api.doc(operation_id="listMaterials")
def materials() -> list[MaterialOut]:
    """List the materials of the catalogue, each with the source of its figures."""
    return [
        MaterialOut(
            ref=entry.ref,
            name_zh=entry.name_zh,
            name_en=entry.name_en,
            load_type=entry.load_type,
            unit=entry.unit,
            unit_kg=entry.unit_kg,
            unit_l=entry.unit_l,
            service_s=entry.service_s,
            skills=sorted(entry.skills),
            hazard=entry.hazard,
            handling_zh=entry.handling_zh,
            handling_en=entry.handling_en,
            source=entry.source,
            status=entry.status,
        )
        for entry in catalogue().values()
    ]
