"""Rows of a small organisation: one centre, one facility, trucks and requests, all overridable."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from data.settings import Settings
from data.store.accounts.organisations import Organisation, OrganisationKind
from data.store.engine import session
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site, SiteKind
from data.store.requests.pickup_requests import Condition, Material, PickupRequest, RequestItem

DATE = dt.date(2026, 3, 2)
HOURS = [[8 * 3600, 18 * 3600]]


@dataclass
class World:
    """Ids and refs of what `make_world` stored."""

    organisation_id: int
    centre_id: int
    centre: str = "C-1"
    date: dt.date = DATE


def make_organisation(store: Session, ref: str = "coop") -> int:
    row = Organisation(ref=ref, kind=OrganisationKind.COOPERATIVE, name_zh="合作社", name_en="Cooperative")
    store.add(row)
    store.flush()
    assert row.id is not None
    return row.id


def make_site(store: Session, organisation_id: int, ref: str, **values: object) -> Site:
    given: dict[str, object] = {
        "kind": SiteKind.SORTING_CENTRE, "name_zh": f"站点{ref}", "name_en": f"Site {ref}",
        "lon": 110.0, "lat": 27.5, "windows": HOURS, "unload_s": 900,
    }  # fmt: skip
    row = Site(organisation_id=organisation_id, ref=ref, **{**given, **values})
    store.add(row)
    store.flush()
    return row


def make_vehicle(store: Session, organisation_id: int, centre_id: int, ref: str, **values: object) -> Vehicle:
    given: dict[str, object] = {
        "plate": f"湘N{ref}", "vehicle_class": "truck_4t", "capacity_kg": 1600, "capacity_l": 14000,
        "cost_fixed": 180.0, "cost_per_km": 1.75, "cost_per_h": 38.0, "shift_start_s": 8 * 3600,
        "shift_end_s": 18 * 3600, "skills": ["two_person"], "emission_class": "rigid_3_5_to_7_5_t",
    }  # fmt: skip
    row = Vehicle(organisation_id=organisation_id, centre_id=centre_id, ref=ref, **{**given, **values})
    store.add(row)
    store.flush()
    return row


def make_driver(store: Session, organisation_id: int, ref: str, **values: object) -> Driver:
    row = Driver(organisation_id=organisation_id, ref=ref, **{"name": f"司机{ref}", **values})
    store.add(row)
    store.flush()
    return row


def make_materials(store: Session) -> None:
    """A refrigerator and a lithium battery."""
    store.add(
        Material(ref="fridge", name_zh="冰箱", name_en="refrigerator", load_type="appliance", unit_kg=40.79,
                 unit_l=1200, service_s=900, skills=["two_person"])
    )  # fmt: skip
    store.add(
        Material(ref="cell", name_zh="锂电池", name_en="lithium battery", load_type="battery", unit_kg=2.5,
                 unit_l=4, service_s=120)
    )  # fmt: skip
    store.flush()


def make_request(
    store: Session,
    world: World,
    ref: str,
    items: tuple[tuple[str, int, Condition], ...] = (("fridge", 1, Condition.INTACT),),
    **values: object,
) -> PickupRequest:
    given: dict[str, object] = {
        "name": f"住户{ref}", "lon": 110.01, "lat": 27.51, "date": world.date, "windows": HOURS,
    }  # fmt: skip
    row = PickupRequest(
        organisation_id=world.organisation_id, centre_id=world.centre_id, ref=ref, **{**given, **values}
    )
    store.add(row)
    store.flush()
    assert row.id is not None
    for material_ref, quantity, condition in items:
        material = store.get_one(Material, material_ref)
        store.add(
            RequestItem(request_id=row.id, material_ref=material_ref, quantity=quantity, condition=condition,
                        kg=material.unit_kg * quantity, litres=material.unit_l * quantity)
        )  # fmt: skip
    store.flush()
    return row


def make_world(settings: Settings, *, requests: int = 3, vehicles: int = 1, network: str = "toy") -> World:
    """An organisation with a centre, trucks with drivers, and requests R-1 to R-n for `DATE`."""
    with session(settings, write=True) as store:
        organisation_id = make_organisation(store)
        centre = make_site(store, organisation_id, "C-1", network=network)
        assert centre.id is not None
        world = World(organisation_id=organisation_id, centre_id=centre.id)
        make_materials(store)
        for number in range(1, vehicles + 1):
            driver = make_driver(store, organisation_id, f"D-{number}")
            make_vehicle(store, organisation_id, centre.id, f"V-{number}", driver_id=driver.id)
        for number in range(1, requests + 1):
            make_request(store, world, f"R-{number}", lon=110.0 + number / 1000)
    return world
