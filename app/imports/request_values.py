"""What a request's rows come to: its place and hours, and its items with the catalogue's figures."""

from __future__ import annotations

from typing import Any

from app.imports.columns import Record
from app.imports.known_rows import KnownRows
from app.imports.place_columns import place_of
from data.domain.places import LonLat
from data.store.network.sites import Site
from data.store.requests.pickup_requests import Condition, Material, RequestItem


def centre_named(head: Record, known: KnownRows) -> Site | None:
    """The centre named, or the only one there is."""
    if head["centre"]:
        return known.centres.get(head["centre"])
    return next(iter(known.centres.values())) if len(known.centres) == 1 else None


def centre_of(head: Record, known: KnownRows) -> Site:
    """The centre of rows that have been found right."""
    centre = centre_named(head, known)
    assert centre is not None, "rows without a centre are set aside"
    return centre


def material_of(row: Record, known: KnownRows) -> Material:
    """The material of a row that has been found right."""
    material = known.material(row["material"])
    assert material is not None, "rows without a material are set aside"
    return material


def place_of_request(head: Record, known: KnownRows) -> LonLat:
    """Where it is, in WGS-84: its own position, or its site's."""
    if {"lon", "lat"} <= head.given:
        return place_of(head)
    site = known.sites[head["site"]]
    return LonLat(site.lon, site.lat)


def values_of(head: Record, known: KnownRows) -> dict[str, Any]:
    """Columns of a request; what it leaves open is its site's."""
    site = known.sites.get(head["site"] or "")
    place = place_of_request(head, known)
    return {
        "centre_id": centre_of(head, known).id,
        "site_id": site.id if site is not None else None,
        "name": head["name"] or (site.name_zh if site is not None else head["ref"]),
        "lon": place.lon,
        "lat": place.lat,
        "address": head["address"] or (site.address if site is not None else ""),
        "date": head["date"],
        "windows": [list(window) for window in head["windows"]] or (site.windows if site is not None else []),
        "due_date": head["due_date"],
        "max_mass_t": _limit("max_mass_t", head, site),
        "max_height_m": _limit("max_height_m", head, site),
        "priority": head["priority"],
        "mandatory": head["mandatory"],
        "note": head["note"],
    }


def item_of(row: Record, known: KnownRows) -> RequestItem:
    """A line of a request, not yet of any; weight and volume of the catalogue where it has none."""
    material = material_of(row, known)
    kg, litres = row["quantity"] * material.unit_kg, row["quantity"] * material.unit_l
    return RequestItem(
        request_id=0,
        material_ref=material.ref,
        quantity=row["quantity"],
        condition=row["condition"],
        kg=round(kg if row["kg"] is None else row["kg"], 3),
        litres=round(litres if row["litres"] is None else row["litres"], 3),
        packing=row["packing"],
    )


def amounts(item: RequestItem) -> tuple[str, int, Condition, float, float, str]:
    """What makes two lines the same."""
    return item.material_ref, item.quantity, item.condition, item.kg, item.litres, item.packing


def _limit(key: str, head: Record, site: Site | None) -> float | None:
    """The request's own limit, or its site's."""
    own: float | None = head[key]
    return getattr(site, key) if own is None and site is not None else own
