"""Convert the input of a request to columns, and a stored request to its input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from app.services.requests.inputs import ItemInput, PickupInput, PickupRequestInput
from app.services.requests.references import References
from data.domain.places import LonLat
from data.store.network.sites import Site
from data.store.requests.pickup_requests import Condition, RequestItem, RequestWithItems


def place_of(pickup: PickupInput, references: References) -> LonLat:
    """Return the position in WGS-84: the input's, or that of its site."""
    if pickup.own_place is not None:
        return pickup.own_place
    site = references.sites[pickup.site or ""]
    return LonLat(site.lon, site.lat)


def centre_of(pickup: PickupInput, references: References) -> Site:
    """Return the centre of a valid pickup."""
    centre = references.find_centre(pickup.centre)
    assert centre is not None, "a pickup without a centre is refused"
    return centre


def pickup_columns(pickup: PickupInput, references: References) -> dict[str, Any]:
    """Return the columns shared by dated and weekly requests; omitted fields are those of the site."""
    site = references.sites.get(pickup.site or "")
    place = place_of(pickup, references)
    return {
        "centre_id": centre_of(pickup, references).id,
        "site_id": site.id if site is not None else None,
        "name": pickup.name or (site.name_zh if site is not None else pickup.ref),
        "lon": place.lon,
        "lat": place.lat,
        "address": pickup.address or (site.address if site is not None else ""),
        "windows": [list(window) for window in pickup.windows] or (site.windows if site is not None else []),
        "priority": pickup.priority,
        "mandatory": pickup.mandatory,
        "note": pickup.note,
    }


def request_columns(request: PickupRequestInput, references: References) -> dict[str, Any]:
    """Return the columns of a dated request."""
    site = references.sites.get(request.site or "")
    limits = {"max_mass_t": request.max_mass_t, "max_height_m": request.max_height_m}
    if site is not None:
        limits = {name: getattr(site, name) if own is None else own for name, own in limits.items()}
    return {
        **pickup_columns(request, references), **limits, "date": request.date, "due_date": request.due_date,
    }  # fmt: skip


def item_rows(pickup: PickupInput, references: References) -> tuple[RequestItem, ...]:
    """Return the items of a pickup as rows; weight and volume default to the catalogue's."""
    return tuple(_item_row(item, references) for item in pickup.items)


def _item_row(item: ItemInput, references: References) -> RequestItem:
    material = references.find_material(item.material)
    assert material is not None, "a pickup with an unknown material is refused"
    kg = item.quantity * material.unit_kg if item.kg is None else item.kg
    litres = item.quantity * material.unit_l if item.litres is None else item.litres
    return RequestItem(
        request_id=0,
        material_ref=material.ref,
        quantity=item.quantity,
        condition=item.condition,
        kg=round(kg, 3),
        litres=round(litres, 3),
        packing=item.packing,
    )


def amounts(items: Sequence[RequestItem]) -> tuple[tuple[str, int, Condition, float, float, str], ...]:
    """Return what identifies the items of a request, for comparison."""
    return tuple(
        (item.material_ref, item.quantity, item.condition, item.kg, item.litres, item.packing)
        for item in items
    )


def input_of(session: Session, entry: RequestWithItems) -> PickupRequestInput:
    """Return the input that would create a stored request."""
    row = entry.request
    centre = session.get_one(Site, row.centre_id)
    site = session.get(Site, row.site_id) if row.site_id is not None else None
    return PickupRequestInput(
        ref=row.ref, centre=centre.ref, date=row.date, name=row.name, address=row.address,
        site=site.ref if site is not None and site.retired_at is None else None,
        lon=row.lon, lat=row.lat, windows=tuple((first, last) for first, last in row.windows),
        priority=row.priority, mandatory=row.mandatory, note=row.note, due_date=row.due_date,
        max_mass_t=row.max_mass_t, max_height_m=row.max_height_m,
        items=tuple(
            ItemInput(
                material=item.material_ref, quantity=item.quantity, condition=item.condition, kg=item.kg,
                litres=item.litres, packing=item.packing,
            )
            for item in entry.items
        ),
    )  # fmt: skip
