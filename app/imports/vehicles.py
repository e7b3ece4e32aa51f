"""Vehicles, with the people who usually drive them; figures left empty are those of the class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from app.imports import cells
from app.imports.columns import Column, Record
from app.imports.context import ImportContext
from app.imports.result import ImportResult, put
from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.errors import Fault
from data.domain.fleet import VehicleClass
from data.domain.vehicle_size import MOST
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import Site, SiteKind

MOST_KG, MOST_L = 60_000, 200_000
DEFAULT_SHIFT = (8 * 3600, 17 * 3600)
MOST_OVERTIME_MIN = 480


def _class(cell: str) -> VehicleClass:
    named = {
        name: entry
        for entry in vehicle_classes().values()
        for name in (entry.ref, entry.name_zh, entry.name_en)
    }
    if cell not in named:
        raise ValueError(f"{cell!r} is none of {', '.join(vehicle_classes())}")
    return named[cell]


def _breaks(cell: str) -> list[dict[str, Any]]:
    """``12:00-13:30 60`` (a pause of 60 min that starts in the span), several separated by semicolons."""
    found = []
    for part in filter(None, (part.strip() for part in cell.replace("\uff1b", ";").split(";"))):
        window, _, minutes = part.rpartition(" ")
        start_s, end_s = cells.span(window.strip())
        found.append({"window": [start_s, end_s], "duration_s": cells.whole(1, 480, "min")(minutes) * 60})
    return found


COLUMNS = (
    Column(key="ref", zh=("编号", "编码"), read=cells.reference(64, least=1), required=True),
    Column(key="centre", zh=("分拣中心", "所属分拣中心"), read=cells.reference(64), required=True),
    Column(key="class", zh=("车型",), read=_class, required=True),
    Column(key="plate", zh=("车牌", "车牌号"), read=cells.text(32), default=""),
    Column(key="capacity_kg", zh=("载重", "载重kg"), read=cells.whole(0, MOST_KG, "kg")),
    Column(key="capacity_l", zh=("容积", "容积l"), read=cells.whole(0, MOST_L, "L")),
    Column(key="mass_t", zh=("总质量t", "总质量吨"), read=cells.number(0.3, MOST["mass_t"], "t")),
    Column(key="height_m", zh=("车高", "车高m"), read=cells.number(0.5, MOST["height_m"], "m")),
    Column(key="width_m", zh=("车宽", "车宽m"), read=cells.number(0.5, MOST["width_m"], "m")),
    Column(key="length_m", zh=("车长", "车长m"), read=cells.number(0.5, MOST["length_m"], "m")),
    Column(key="axleload_t", zh=("轴荷t", "轴荷吨"), read=cells.number(0.1, MOST["axleload_t"], "t")),
    Column(key="cost_fixed", zh=("固定费用",), read=cells.number(0, 1e6, "CNY")),
    Column(key="cost_per_km", zh=("每公里费用",), read=cells.number(0, 1e4, "CNY")),
    Column(key="cost_per_h", zh=("每小时费用",), read=cells.number(0, 1e5, "CNY")),
    Column(key="cost_per_overtime_h", zh=("加班每小时费用",), read=cells.number(0, 1e5, "CNY"), default=0.0),
    Column(key="overtime_min", zh=("加班分钟",), read=cells.whole(0, MOST_OVERTIME_MIN, "min"), default=0),
    Column(key="shift", zh=("班次", "工作时间"), read=cells.span, default=DEFAULT_SHIFT),
    Column(key="breaks", zh=("休息",), read=_breaks, default=()),
    Column(key="skills", zh=("技能", "资质"), read=cells.words, default=()),
    Column(key="valid_until", zh=("资质有效期", "证书有效期"), read=cells.expiries, default={}),
    Column(key="driver_ref", zh=("司机编号",), read=cells.reference(64)),
    Column(key="driver", zh=("司机", "司机姓名"), read=cells.text(200)),
    Column(key="phone", zh=("司机电话", "电话"), read=cells.text(32), default=""),
)


def store_vehicles(
    session: Session, records: Sequence[Record], result: ImportResult, context: ImportContext
) -> None:
    """Store vehicles by reference, and their drivers.

    Faults: I206 the centre or driver named does not exist, I207 the reference stands twice.
    """
    organisation_id = context.organisation_id
    sites = session.exec(select(Site).where(Site.organisation_id == organisation_id))
    centres = {site.ref: site for site in sites if site.kind is SiteKind.SORTING_CENTRE}
    vehicles = session.exec(select(Vehicle).where(Vehicle.organisation_id == organisation_id))
    known = {row.ref: row for row in vehicles}
    drivers = {
        row.ref: row for row in session.exec(select(Driver).where(Driver.organisation_id == organisation_id))
    }
    seen: dict[str, int] = {}
    for record in records:
        fault = _fault(record, centres, seen) or _driver_fault(record, drivers)
        if fault is not None:
            result.faults.append(fault)
            continue
        seen[record["ref"]] = record.row
        driver, driver_changed = _driver(session, organisation_id, record, drivers)
        values = _values(record, centres[record["centre"]], driver)
        row = known.get(record["ref"])
        is_new = row is None
        if row is None:
            row = Vehicle(organisation_id=organisation_id, ref=record["ref"], **values)
            known[row.ref] = row
        changed = put(session, row, values, result, is_new=is_new)
        if driver_changed and not changed and not is_new:
            result.unchanged, result.updated = result.unchanged - 1, result.updated + 1


def _fault(record: Record, centres: Mapping[str, Site], seen: Mapping[str, int]) -> Fault | None:
    if record["ref"] in seen:
        cause = f"The reference {record['ref']} already stands in row {seen[record['ref']]}."
        return record.fault("I207", cause, "Give every vehicle a reference of its own.", "ref")
    if record["centre"] not in centres:
        cause = f"There is no sorting centre {record['centre']!r}."
        return record.fault("I206", cause, "Import the centre first, or correct the reference.", "centre")
    return None


def _driver_fault(record: Record, drivers: Mapping[str, Driver]) -> Fault | None:
    """A reference alone must be known: without this, a slip of the finger would leave a truck driverless."""
    ref = record["driver_ref"]
    if not ref or record["driver"] or ref in drivers:
        return None
    return Fault(
        "I206", f"There is no driver {ref!r}.", "Give the driver's name too, or correct it.", record.where
    )


def _driver(
    session: Session, organisation_id: int, record: Record, drivers: dict[str, Driver]
) -> tuple[Driver | None, bool]:
    """The driver a record names, stored; and whether that changed anything."""
    if not record["driver"]:
        return drivers.get(record["driver_ref"] or ""), False
    # A driver without a reference is known by the truck: two people may share a name.
    ref = record["driver_ref"] or f"{record['ref']}-driver"[:64]
    row = drivers.get(ref)
    if row is None:
        row = Driver(organisation_id=organisation_id, ref=ref, name=record["driver"], phone=record["phone"])
        session.add(row)
        session.flush()
        drivers[ref] = row
        return row, True
    phone = record["phone"] if "phone" in record.given else row.phone
    changed = (row.name, row.phone, row.retired_at) != (record["driver"], phone, None)
    if changed:
        row.name, row.phone, row.retired_at = record["driver"], phone, None
        session.add(row)
    return row, changed


def _values(record: Record, centre: Site, driver: Driver | None) -> dict[str, Any]:
    usual: VehicleClass = record["class"]

    def own(key: str, default: float) -> Any:
        return default if record[key] is None else record[key]

    return {
        "centre_id": centre.id,
        "vehicle_class": usual.ref,
        "plate": record["plate"],
        "capacity_kg": own("capacity_kg", usual.capacity_kg),
        "capacity_l": own("capacity_l", usual.capacity_l),
        **{key: own(key, value) for key, value in usual.size.given().items()},
        "cost_fixed": own("cost_fixed", usual.cost.fixed),
        "cost_per_km": own("cost_per_km", usual.cost.per_km),
        "cost_per_h": own("cost_per_h", usual.cost.per_h),
        "cost_per_overtime_h": record["cost_per_overtime_h"],
        "overtime_s": round(record["overtime_min"] * 60),
        "shift_start_s": record["shift"][0],
        "shift_end_s": record["shift"][1],
        "breaks": list(record["breaks"]),
        "skills": sorted({*record["skills"], *record["valid_until"]}),
        "valid_until": dict(record["valid_until"]),
        "profile": usual.profile,
        "emission_class": usual.emission_class,
        "driver_id": driver.id if driver is not None else None,
        "retired_at": None,
    }
