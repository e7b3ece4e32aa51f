"""Columns of a request from its input, and the input that a stored request was entered as."""

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
    """Where it is, in WGS-84: its own position, or its site's."""
    if pickup.own_place is not None:
        return pickup.own_place
    site = references.sites[pickup.site or ""]
    return LonLat(site.lon, site.lat)


def centre_of(pickup: PickupInput, references: References) -> Site:
    """The centre of a pickup that keeps the rules."""
    centre = references.find_centre(pickup.centre)
    assert centre is not None, "a pickup without a centre is refused"
    return centre


def pickup_columns(pickup: PickupInput, references: References) -> dict[str, Any]:
    """Columns that requests of a date and weekly ones share; what the input leaves open is its site's."""
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
    """Columns of a request of a date."""
    site = references.sites.get(request.site or "")
    limits = {"max_mass_t": request.max_mass_t, "max_height_m": request.max_height_m}
    if site is not None:
        limits = {name: getattr(site, name) if own is None else own for name, own in limits.items()}
    return {
        **pickup_columns(request, references), **limits, "date": request.date, "due_date": request.due_date,
    }  # fmt: skip


def item_rows(pickup: PickupInput, references: References) -> tuple[RequestItem, ...]:
    """Lines of a pickup, not yet of any request; weight and volume of the catalogue where it has none."""
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
    """What makes the lines of two requests the same."""
    return tuple(
        (item.material_ref, item.quantity, item.condition, item.kg, item.litres, item.packing)
        for item in items
    )


def input_of(session: Session, entry: RequestWithItems) -> PickupRequestInput:
    """The input that a stored request would be entered with, to be changed and entered again."""
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
