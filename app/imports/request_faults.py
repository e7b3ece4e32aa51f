"""What is wrong with a request's rows, entered, imported or repeated weekly: one set of rules for all."""

from __future__ import annotations

from app.imports.columns import Record
from app.imports.context import ImportContext
from app.imports.known_rows import KnownRows
from app.imports.place_columns import place_of
from app.imports.place_faults import outside_region, written_wrong
from app.imports.request_columns import MOST_UNIT_KG
from app.imports.request_values import centre_named, material_of
from data.catalogue.rule_sets import rule_set
from data.domain.errors import Fault
from data.store.network.sites import UNLOADING_KINDS, Site
from data.store.requests.pickup_requests import Condition, RequestStatus

_DONE = (RequestStatus.COLLECTED, RequestStatus.CANCELLED)
_SAID_ONCE = ("centre", "date", "due_date", "site", "name", "lon", "lat", "datum", "windows")
"""What is the request's and not an item's; a row below the first may leave it out, but not differ."""


def head_faults(head: Record, known: KnownRows, context: ImportContext) -> list[Fault]:
    """What is wrong with the row that says where and when: `place_faults`, I209 no date, I211 it is over."""
    found = place_faults(head, known, context)
    if head["date"] is None:
        found.append(head.fault("I209", "The date is not said.", "Fill in the date of the pickup.", "date"))
    earlier = known.requests.get(head["ref"])
    if earlier is not None and earlier.status in _DONE:
        cause = f"Request {head['ref']} is {earlier.status.value}."
        found.append(head.fault("I211", cause, "Give a new pickup a reference of its own.", "ref"))
    return found


def place_faults(head: Record, known: KnownRows, context: ImportContext) -> list[Fault]:
    """What is wrong with where it is.

    I206 no such centre or site in use, I209 no place, I214 and I215 a place that cannot be right.
    """
    found = written_wrong(head)
    centre = centre_named(head, known)
    if centre is not None and not found and {"lon", "lat"} <= head.given:
        found.extend(outside_region(head, place_of(head), centre, context.boxes))
    if found:
        context.spot(head)
    if centre is None:
        cause = (
            f"There is no sorting centre {head['centre']!r}." if head["centre"] else "The centre is not said."
        )
        found.append(head.fault("I206", cause, "Name one of your sorting centres.", "centre"))
    if head["site"] and head["site"] not in known.sites:
        cause = f"There is no site {head['site']!r}."
        found.append(head.fault("I206", cause, "Import the site first, or correct the reference.", "site"))
    elif not head["site"] and not {"lon", "lat"} <= head.given:
        cause = "Neither a site nor a longitude and latitude is said."
        found.append(
            head.fault("I209", cause, "Fill in one or the other.", "lat" if "lon" in head.given else "lon")
        )
    return found


def item_faults(row: Record, known: KnownRows) -> list[Fault]:
    """What is wrong with goods: I206 an unknown material, I210 too heavy, I219 goods not to be fetched."""
    material = known.material(row["material"])
    if material is None:
        cause = f"There is no material {row['material']!r}."
        return [row.fault("I206", cause, "Use a reference or name of the catalogue.", "material")]
    unit_kg = (row["kg"] if row["kg"] is not None else row["quantity"] * material.unit_kg) / row["quantity"]
    if unit_kg > MOST_UNIT_KG:
        cause = f"{unit_kg:g} kg is above the {MOST_UNIT_KG} kg limit per item."
        return [row.fault("I210", cause, "Correct the weight or the quantity.", "kg")]
    refusal = rule_set().refusal_of(material.load_type, row["condition"].value)
    if refusal is not None:
        action = "Keep it apart outdoors, call the dealer's specialists; enter it once it is made safe."
        return [row.fault("I219", f"{refusal.reason_en}.", action, "condition")]
    return []


def contradictions(row: Record, head: Record) -> list[Fault]:
    """A reference given twice by mistake would make two pickups one, and the second would be lost."""
    return [
        Fault(
            "I212",
            f"{key} is not what row {head.row} says of {head['ref']}.",
            "Leave it out where it is the same pickup; give another pickup a reference of its own.",
            row.where,
        )
        for key in _SAID_ONCE
        if key in row.given and row[key] != head[key]
    ]


def item_doubts(row: Record, known: KnownRows, centre: Site) -> list[Fault]:
    """What is kept, and yet should be looked at: I218 no packing recorded, I220 goods nobody accepts."""
    material = material_of(row, known)
    found: list[Fault] = []
    if centre.accepts is not None and material.load_type not in centre.accepts:
        taken_elsewhere = any(
            site.accepts is None or material.load_type in site.accepts
            for site in known.sites.values()
            if site.kind in UNLOADING_KINDS and site.centre_id in (centre.id, None) and site.id != centre.id
        )
        if not taken_elsewhere:
            cause = f"Centre {centre.ref} does not accept {material.name_en} ({material.load_type})."
            action = "Give the centre or another facility this stream, or no truck can unload it."
            found.append(row.fault("I220", cause, action, "material"))
    needs_packing = material.load_type == "battery" and row["condition"] in (
        Condition.DAMAGED, Condition.UNDIAGNOSABLE,
    )  # fmt: skip
    if needs_packing and not row["packing"]:
        cause = f"The packing of the {row['condition'].value} battery is not recorded."
        found.append(row.fault("I218", cause, "Record it before the truck is loaded.", "packing"))
    return found
