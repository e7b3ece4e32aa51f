"""Rules of pickup requests, shared by forms, programs, tables and weekly requests.

Each function returns faults whose `where` is a field of its input.
"""

from __future__ import annotations

from app.services.places import RoadContext, check_coordinates, check_region
from app.services.requests.inputs import ItemInput, PickupInput, PickupRequestInput
from app.services.requests.references import References
from app.services.results import locate
from data.catalogue.rule_sets import rule_set
from data.domain.errors import Fault
from data.domain.limits import MAX_UNIT_KG
from data.store.network.sites import UNLOADING_KINDS, Site
from data.store.requests.pickup_requests import Condition, Material, RequestStatus

_OVER = (RequestStatus.COLLECTED, RequestStatus.CANCELLED)


def check_request(request: PickupRequestInput, references: References, roads: RoadContext) -> list[Fault]:
    """Check a dated request: `check_pickup`, I209 no date, I211 the stored request is completed."""
    found = check_place(request, references, roads)
    if request.date is None:
        found.append(Fault("I209", "The date is missing.", "Fill in the date of the pickup.", "date"))
    stored = references.requests.get(request.ref)
    if stored is not None and stored.request.status in _OVER:
        cause = f"Request {request.ref} is {stored.request.status.value}."
        found.append(Fault("I211", cause, "Give a new pickup its own reference.", "ref"))
    return found + _check_windows(request) + _check_items(request, references)


def check_pickup(pickup: PickupInput, references: References, roads: RoadContext) -> list[Fault]:
    """Check place (`check_place`), time (I204 an invalid window) and items (`check_item`)."""
    return check_place(pickup, references, roads) + _check_windows(pickup) + _check_items(pickup, references)


def check_place(pickup: PickupInput, references: References, roads: RoadContext) -> list[Fault]:
    """Check the place of a pickup.

    I206 there is no such active centre or site, I209 it has no place, I214 and I215 its position is
    implausible.
    """
    position, place, centre = pickup.position, pickup.own_place, references.find_centre(pickup.centre)
    found: list[Fault] = []
    if position is not None and place is not None:
        found = check_coordinates(*position)
        if centre is not None and not found:
            found = check_region(position, place, centre, roads.boxes)
    if centre is None:
        cause = (
            f"There is no sorting centre {pickup.centre!r}." if pickup.centre else "The centre is not said."
        )
        found.append(Fault("I206", cause, "Give one of your sorting centres.", "centre"))
    if pickup.site and pickup.site not in references.sites:
        cause = f"There is no site {pickup.site!r}."
        found.append(Fault("I206", cause, "Import the site first, or correct the reference.", "site"))
    elif not pickup.site and position is None:
        cause = "There is neither a site nor a longitude and latitude."
        where = "lon" if pickup.lon is None else "lat"
        found.append(Fault("I209", cause, "Fill in one or the other.", where))
    return found


def check_item(item: ItemInput, references: References) -> list[Fault]:
    """Check an item: I206 an unknown material, I210 too heavy, I219 goods that must not be collected."""
    material = references.find_material(item.material)
    if material is None:
        cause = f"There is no material {item.material!r}."
        return [Fault("I206", cause, "Use a reference or name of the catalogue.", "material")]
    unit_kg = (item.kg if item.kg is not None else item.quantity * material.unit_kg) / item.quantity
    if unit_kg > MAX_UNIT_KG:
        cause = f"{unit_kg:g} kg is above the {MAX_UNIT_KG} kg limit per item."
        return [Fault("I210", cause, "Correct the weight or the quantity.", "kg")]
    refusal = rule_set().refusal_of(material.load_type, item.condition.value)
    if refusal is not None:
        action = "Keep it apart outdoors, call the dealer's specialists; enter it once it is made safe."
        return [Fault("I219", f"{refusal.reason_en}.", action, "condition")]
    return []


def find_doubts(pickup: PickupInput, references: References, centre: Site) -> list[Fault]:
    """Return doubts about a stored pickup: I218 packing not stated, I220 goods that nobody accepts."""
    found: list[Fault] = []
    for number, item in enumerate(pickup.items):
        material = references.find_material(item.material)
        assert material is not None, "a pickup with an unknown material is refused"
        found += locate(
            _find_unaccepted(material, references, centre) + _find_unpacked(item, material),
            f"items[{number}]",
        )
    return found


def _check_windows(pickup: PickupInput) -> list[Fault]:
    action = "Split a window over midnight by day."
    return [
        Fault("I204", f"Window {number + 1} ends before it starts.", action, f"windows[{number}]")
        for number, (start_s, end_s) in enumerate(pickup.windows)
        if end_s < start_s
    ]


def _check_items(pickup: PickupInput, references: References) -> list[Fault]:
    return [
        fault
        for number, item in enumerate(pickup.items)
        for fault in locate(check_item(item, references), f"items[{number}]")
    ]


def _find_unaccepted(material: Material, references: References, centre: Site) -> list[Fault]:
    if centre.accepts is None or material.load_type in centre.accepts:
        return []
    taken_elsewhere = any(
        site.accepts is None or material.load_type in site.accepts
        for site in references.sites.values()
        if site.kind in UNLOADING_KINDS and site.centre_id in (centre.id, None) and site.id != centre.id
    )
    if taken_elsewhere:
        return []
    cause = f"Centre {centre.ref} does not accept {material.name_en} ({material.load_type})."
    action = "Let the centre or another facility accept it, or no truck can unload it."
    return [Fault("I220", cause, action, "material")]


def _find_unpacked(item: ItemInput, material: Material) -> list[Fault]:
    must_be_packed = material.load_type == "battery" and item.condition in (
        Condition.DAMAGED, Condition.UNDIAGNOSABLE,
    )  # fmt: skip
    if not must_be_packed or item.packing:
        return []
    cause = f"The packing of the {item.condition.value} battery is not recorded."
    return [Fault("I218", cause, "Record it before the truck is loaded.", "packing")]
