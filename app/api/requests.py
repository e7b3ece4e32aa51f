"""``GET /requests``: what is to be collected on a day; and items of requests as documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.access import READERS, allowed, principal
from app.api.blueprint import api, many
from app.api.models import DayQuery, ItemOut, RequestOut
from app.items import total_kg, total_litres
from app.services import services
from data.store import reading
from data.store.reading import RequestWithItems
from data.store.requests import Condition, Material, RequestItem

HAZARDS = {
    Condition.CRITICAL: "critical_battery",
    Condition.DAMAGED: "damaged_battery",
    Condition.UNDIAGNOSABLE: "undiagnosable_battery",
}
"""Condition of a battery → hazard, the gravest first."""


@api.get("/requests")
@allowed(*READERS)
@api.input(DayQuery, location="query", arg_name="asked")
@api.output(many(RequestOut))
@api.doc(operation_id="listRequests")
def requests(asked: DayQuery) -> list[RequestOut]:
    """The pickup requests of a centre for a date."""
    organisation_id = principal().organisation_id
    with services().reading() as store:
        centre = reading.centre(store, organisation_id, asked.centre)
        assert centre.id is not None
        found = reading.requests_of_day(store, organisation_id, centre.id, asked.date)
        materials = reading.materials(store)
    return [_request_document(entry, materials) for entry in found]


def _request_document(entry: RequestWithItems, materials: Mapping[str, Material]) -> RequestOut:
    row = entry.request
    return RequestOut(
        ref=row.ref,
        name=row.name,
        lon=row.lon,
        lat=row.lat,
        status=row.status.value,
        windows=[(start_s, end_s) for start_s, end_s in row.windows],
        kg=total_kg(entry.items),
        litres=total_litres(entry.items),
        load_type=load_type(entry.items, materials),
        items=[item_document(item, materials) for item in entry.items],
        priority=row.priority,
        mandatory=row.mandatory,
        snap_m=None,
    )


def item_document(item: RequestItem, materials: Mapping[str, Material]) -> ItemOut:
    """One line of a request, named in both languages."""
    material = materials[item.material_ref]
    return ItemOut(
        material=material.ref,
        name_zh=material.name_zh,
        name_en=material.name_en,
        quantity=item.quantity,
        condition=item.condition.value,
    )


def load_type(items: Sequence[RequestItem], materials: Mapping[str, Material]) -> str | None:
    """What segregation goes by: the one load type of all items, ``mixed``, or None without items."""
    kinds = {materials[item.material_ref].load_type for item in items}
    return "mixed" if len(kinds) > 1 else next(iter(kinds), None)


def hazard(items: Sequence[RequestItem], materials: Mapping[str, Material]) -> str | None:
    """The gravest hazard among the batteries of a request, or None."""
    conditions = {item.condition for item in items if materials[item.material_ref].load_type == "battery"}
    return next((name for condition, name in HAZARDS.items() if condition in conditions), None)
