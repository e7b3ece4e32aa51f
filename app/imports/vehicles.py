"""Import of vehicles and their usual drivers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session

from app.imports import cells
from app.imports.columns import Column, Record
from app.imports.result import ImportResult, enter_rows
from app.services.fleet.vehicles import DEFAULT_SHIFT, BreakInput, VehicleInput, enter_vehicles
from app.services.places import RoadContext
from app.services.results import KEEP, EntryResult
from data.catalogue.vehicle_classes import vehicle_classes
from data.domain.limits import (
    MAX_BREAK_S,
    MAX_CAPACITY_KG,
    MAX_CAPACITY_L,
    MAX_COST_FIXED,
    MAX_COST_PER_H,
    MAX_COST_PER_KM,
    MAX_OVERTIME_S,
)
from data.domain.vehicle_size import MOST, VehicleSize


def _class(cell: str) -> str:
    named = {
        name: entry.ref
        for entry in vehicle_classes().values()
        for name in (entry.ref, entry.name_zh, entry.name_en)
    }
    if cell not in named:
        raise ValueError(f"{cell!r} is none of {', '.join(vehicle_classes())}")
    return named[cell]


def _breaks(cell: str) -> tuple[BreakInput, ...]:
    """Parse ``12:00-13:30 60`` (a pause of 60 min that starts in the span), separated by semicolons."""
    found = []
    for part in filter(None, (part.strip() for part in cell.replace("\uff1b", ";").split(";"))):
        window, _, minutes = part.rpartition(" ")
        duration_s = cells.whole(1, MAX_BREAK_S // 60, "min")(minutes) * 60
        found.append(BreakInput(window=cells.span(window.strip()), duration_s=duration_s))
    return tuple(found)


COLUMNS = (
    Column(key="ref", zh=("编号", "编码"), read=cells.reference(64, least=1), required=True),
    Column(key="centre", zh=("分拣中心", "所属分拣中心"), read=cells.reference(64), required=True),
    Column(key="class", zh=("车型",), read=_class, required=True),
    Column(key="plate", zh=("车牌", "车牌号"), read=cells.text(32), default=""),
    Column(key="capacity_kg", zh=("载重", "载重kg"), read=cells.whole(0, MAX_CAPACITY_KG, "kg")),
    Column(key="capacity_l", zh=("容积", "容积l"), read=cells.whole(0, MAX_CAPACITY_L, "L")),
    Column(key="mass_t", zh=("总质量t", "总质量吨"), read=cells.number(0.3, MOST["mass_t"], "t")),
    Column(key="height_m", zh=("车高", "车高m"), read=cells.number(0.5, MOST["height_m"], "m")),
    Column(key="width_m", zh=("车宽", "车宽m"), read=cells.number(0.5, MOST["width_m"], "m")),
    Column(key="length_m", zh=("车长", "车长m"), read=cells.number(0.5, MOST["length_m"], "m")),
    Column(key="axleload_t", zh=("轴荷t", "轴荷吨"), read=cells.number(0.1, MOST["axleload_t"], "t")),
    Column(key="cost_fixed", zh=("固定费用",), read=cells.number(0, MAX_COST_FIXED, "CNY")),
    Column(key="cost_per_km", zh=("每公里费用",), read=cells.number(0, MAX_COST_PER_KM, "CNY")),
    Column(key="cost_per_h", zh=("每小时费用",), read=cells.number(0, MAX_COST_PER_H, "CNY")),
    Column(
        key="cost_per_overtime_h",
        zh=("加班每小时费用",),
        read=cells.number(0, MAX_COST_PER_H, "CNY"),
        default=0.0,
    ),
    Column(key="overtime_min", zh=("加班分钟",), read=cells.whole(0, MAX_OVERTIME_S // 60, "min"), default=0),
    Column(key="shift", zh=("班次", "工作时间"), read=cells.span, default=DEFAULT_SHIFT),
    Column(key="breaks", zh=("休息",), read=_breaks, default=()),
    Column(key="skills", zh=("技能", "资质"), read=cells.words, default=()),
    Column(key="valid_until", zh=("资质有效期", "证书有效期"), read=cells.expiries, default={}),
    Column(key="driver_ref", zh=("司机编号",), read=cells.reference(64)),
    Column(key="driver", zh=("司机", "司机姓名"), read=cells.text(200)),
    Column(key="phone", zh=("司机电话", "电话"), read=cells.text(32)),
)


def import_vehicles(
    session: Session, organisation_id: int, records: Sequence[Record], _roads: RoadContext
) -> ImportResult:
    """Enter the vehicles of a table and their drivers; faults: I207, and those of `enter_vehicles`."""

    def enter(vehicles: list[VehicleInput], set_aside: Collection[int]) -> list[EntryResult]:
        return enter_vehicles(session, organisation_id, vehicles, set_aside=set_aside)

    return enter_rows(records, _read, enter, columns={"driver": "driver_ref"})


def _read(record: Record) -> VehicleInput:
    return VehicleInput(
        ref=record["ref"], centre=record["centre"], vehicle_class=record["class"], plate=record["plate"],
        capacity_kg=record["capacity_kg"], capacity_l=record["capacity_l"],
        size=VehicleSize(**{name: record[name] for name in MOST}),
        cost_fixed=record["cost_fixed"], cost_per_km=record["cost_per_km"], cost_per_h=record["cost_per_h"],
        cost_per_overtime_h=record["cost_per_overtime_h"], overtime_s=round(record["overtime_min"] * 60),
        shift=record["shift"], breaks=record["breaks"], skills=tuple(record["skills"]),
        valid_until=record["valid_until"], driver=record["driver_ref"], driver_name=record["driver"],
        driver_phone=KEEP if record["phone"] is None else record["phone"],
    )  # fmt: skip
